"""The rules of warning signs: a sign has one text and one urgency wherever it stands, and no record lacks one."""

import re
import tomllib
from collections import defaultdict

import pytest

from kb_cli.records import markup
from kb_cli.records.library import Library
from kb_cli.records.model import RedFlag
from kb_cli.records.vocabularies import Urgency
from tests.conftest import ROOT

LIBRARY = Library()
FLAGS = {one.id: one.red_flags for one in LIBRARY.conditions()} | {one.id: one.red_flags for one in LIBRARY.topics()}
SIGNS = list(dict.fromkeys([*LIBRARY.shared_red_flags.values(), *(flag for flags in FLAGS.values() for flag in flags)]))
EVIDENCE = tomllib.loads((ROOT / "tests" / "fixtures" / "red_flags.toml").read_text(encoding="utf-8"))

# What a sign says, and how soon it must be seen: where the sources send it.
RULES = {
    r"may be infected": Urgency.EMERGENCY,
    r"suspected fracture or dislocation|fracture is suspected": Urgency.EMERGENCY,
    r"may be a torn (quadriceps or patellar|Achilles) tendon": Urgency.EMERGENCY,
    r"may be acute compartment syndrome": Urgency.EMERGENCY,
    r"may be cauda equina syndrome": Urgency.EMERGENCY,
    r"clot may have reached the lung": Urgency.EMERGENCY,
    r"pain that goes on at night|suspected tumour": Urgency.URGENT,
    r"while taking a fluoroquinolone": Urgency.URGENT,
    r"stress fracture of the neck of the thigh bone": Urgency.URGENT,
    r"stress fracture, known or suspected, of the navicular": Urgency.URGENT,
    r"loss of feeling in the leg that grows": Urgency.URGENT,
    r"can be a blood clot \(deep vein thrombosis\)": Urgency.URGENT,
    r"slipped growth plate": Urgency.URGENT,
    r"torn off the sitting bone": Urgency.URGENT,
}


@pytest.mark.parametrize("said", RULES)
def test_a_sign_is_as_urgent_as_the_rule_says(said: str) -> None:
    found = [flag for flag in SIGNS if re.search(said, flag.text)]
    assert found
    assert {flag.id: flag.urgency for flag in found if flag.urgency is not RULES[said]} == {}


def test_the_signs_are_those_of_the_evidence() -> None:
    for id, flags in FLAGS.items():
        found: dict[str, set[str]] = defaultdict(set)
        for flag in flags:
            found[flag.urgency.value].add(flag.id)
        assert found == {urgency: set(ids) for urgency, ids in EVIDENCE.get(id, {}).items()}, id


def test_a_sign_has_one_text_and_says_how_people_tell_it() -> None:
    alike: dict[str, list[RedFlag]] = defaultdict(list)
    for flag in SIGNS:
        alike[flag.id].append(flag)
        assert flag.short, flag.id
        assert len(flag.told_as) >= 5, flag.id
        assert len(flag.told_as) == len(set(flag.told_as)), flag.id
    assert [id for id, flags in alike.items() if len(flags) > 1] == []


def test_where_a_leg_clot_is_told_the_lung_is_too_and_999_is_cited() -> None:
    for id, flags in FLAGS.items():
        ids = {flag.id for flag in flags}
        assert ("leg-clot" in ids) == ("clot-in-the-lung" in ids), id
    for shared in ("leg-clot", "clot-in-the-lung"):
        assert {"nhsdvt", "gloshospdvt"} <= set(markup.cited([LIBRARY.shared_red_flags[shared].text]))
