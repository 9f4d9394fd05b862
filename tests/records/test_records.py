"""What holds for every record, now and later."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from kb_cli.answers import condition, lookup
from kb_cli.citations import label
from kb_cli.records import markup
from kb_cli.records.library import Library
from kb_cli.records.model import Condition, Passage, Treatment
from kb_cli.records.names import folded
from kb_cli.records.sections import SECTIONS
from kb_cli.records.validate import problems
from kb_cli.render import writer
from kb_cli.render.terminal import Terminal
from kb_cli.search import synonyms
from tests.conftest import DATA, ROOT, Run

LIBRARY = Library()
IDS = LIBRARY.condition_ids
RAW = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in (DATA / "conditions").glob("*.toml")}
VERDICTS: dict[str, Any] = tomllib.loads((ROOT / "tests" / "fixtures" / "verdicts.toml").read_text(encoding="utf-8"))
TWELVE = {
    "achilles-tendinopathy",
    "bone-stress-injury",
    "chronic-exertional-compartment-syndrome",
    "gluteal-tendinopathy",
    "hamstring-strain-injury",
    "iliotibial-band-syndrome",
    "lateral-ankle-sprain",
    "medial-tibial-stress-syndrome",
    "patellar-tendinopathy",
    "patellofemoral-pain",
    "plantar-heel-pain",
    "proximal-hamstring-tendinopathy",
}


def texts(value: Any) -> Iterator[str]:
    """Give every string of a record as it stands in its file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)


def running_text(raw: dict[str, Any]) -> Iterator[str]:
    """Give the prose of a record, without names and key figures."""
    yield from (raw["summary"], raw.get("evidence_basis", ""))
    yield from raw.get("at_a_glance", {}).values()
    for section in ("red_flags", *SECTIONS):
        yield from (part["text"] for part in raw.get(section, ()))


def told_apart(id: str) -> set[str]:
    """Give the records that a record's differential diagnosis links to."""
    return set(markup.linked(part["text"] for part in RAW[id].get("differential", ()))) - {id}


def test_the_twelve_conditions_are_here() -> None:
    assert set(IDS) >= TWELVE


def test_the_linter_finds_nothing() -> None:
    assert problems(Library(), synonyms.faults) == []


@pytest.mark.parametrize("id", IDS)
def test_each_sentence_with_a_figure_is_cited(id: str) -> None:
    for text in running_text(RAW[id]):
        for paragraph in markup.paragraphs(text):
            for sentence in markup.sentences(paragraph):
                if re.search(r"\d", markup.unmarked(sentence)):
                    assert "[@" in sentence, sentence


@pytest.mark.parametrize("id", IDS)
def test_key_figures_are_cited_and_short(id: str) -> None:
    for treatment in RAW[id]["treatment"]:
        if "key_figure" in treatment:
            assert "[@" in treatment["key_figure"]
            assert len(markup.unmarked(treatment["key_figure"])) <= 80


@pytest.mark.parametrize("id", IDS)
def test_paragraphs_are_plain_text(id: str) -> None:
    for text in running_text(RAW[id]):
        assert not re.search(r"\b(?:e\.g|i\.e|etc|vs|et al|approx)\.", text)
        assert not re.search(r"[*_`#]{2}|<[a-z/]", text)
        assert "\u2013" not in text
        assert "\u2019" not in text
        for sentence in (one for part in markup.paragraphs(text) for one in markup.sentences(part)):
            assert not re.match(r"\[@", sentence), f"the citation goes before the full stop: {sentence}"


@pytest.mark.parametrize("id", sorted(VERDICTS))
def test_verdicts_and_certainties_are_those_of_the_evidence(id: str) -> None:
    raw = RAW[id]
    assert raw["evidence"] == VERDICTS[id]["evidence"]
    found = {one["id"]: [one["verdict"], one["evidence"], one["graded_by"]] for one in raw["treatment"]}
    assert found == {key: value for key, value in VERDICTS[id].items() if key != "evidence"}


@pytest.mark.parametrize("id", IDS)
def test_reviewed_is_not_in_the_future(id: str) -> None:
    assert RAW[id]["reviewed"] <= date.today()


@pytest.mark.parametrize("id", IDS)
def test_related_is_symmetric_and_covers_the_links(id: str) -> None:
    for other in RAW[id]["related"]:
        assert other != id
        assert id in RAW[other]["related"], f"{other} does not name {id}"
    neighbours = told_apart(id)
    assert neighbours <= set(RAW[id]["related"])
    for other in neighbours:
        assert id in told_apart(other), f"{other} is not told apart from {id}"


@pytest.mark.parametrize("id", IDS)
def test_no_section_is_empty_and_the_summary_is_short(id: str) -> None:
    raw = RAW[id]
    assert all(raw[section] for section in SECTIONS if section in raw)
    assert all(text.strip() for text in texts(raw))
    assert 2 <= len(markup.sentences(markup.paragraphs(raw["summary"])[0])) <= 5
    assert raw["red_flags"]
    assert raw["treatment"]


def test_no_name_means_two_conditions() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for id, raw in RAW.items():
        for name in (id, raw["name"], *raw["aliases"]):
            owners[folded(name)].add(id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_each_reference_is_used_and_each_label_means_one_work() -> None:
    cited = {key for raw in RAW.values() for key in markup.cited(texts(raw))}
    assert cited == set(LIBRARY.reference_keys)
    works = LIBRARY.references(LIBRARY.reference_keys)
    dated = [label(work) for work in works.values() if work.issued]
    assert len(dated) == len(set(dated))
    for raw in RAW.values():
        labels = [label(works[key]) for key in markup.cited(texts(raw))]
        assert len(labels) == len(set(labels))


def test_each_work_stands_once_and_can_be_found() -> None:
    works = LIBRARY.references(LIBRARY.reference_keys).values()
    for identifier in ("doi", "pmid", "pmcid"):
        values = [getattr(work, identifier).lower() for work in works if getattr(work, identifier)]
        assert len(values) == len(set(values))
    for work in works:
        assert work.author
        assert work.issued or (work.type == "webpage" and work.accessed)
        assert work.address or (work.container_title and work.volume and work.page), work.key
        for site in ("scribd", "docslib", "researchgate", "slideshare", "mirror", "ezproxy", "readkong", "dokumen"):
            assert site not in (work.url or ""), work.key


def test_each_treatment_of_the_vocabulary_is_used_and_its_names_are_its_own() -> None:
    kinds = LIBRARY.treatment_kinds
    assert {one["id"] for raw in RAW.values() for one in raw["treatment"]} == set(kinds)
    owners: dict[str, set[str]] = defaultdict(set)
    for kind in kinds.values():
        for name in (kind.id, kind.name, *kind.aliases):
            owners[folded(name)].add(kind.id)
    for id, raw in RAW.items():
        for name in (id, raw["name"], *raw["aliases"]):
            owners[folded(name)].add(id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("width", [30, 80, 120])
@pytest.mark.parametrize("id", IDS)
def test_every_record_shows_whole_at_every_width(id: str, width: int) -> None:
    library = Library()
    answer = condition.answer(library, id)
    page = writer.laid_out(answer, library.notice, Terminal(width=width))
    assert max(map(len, page.splitlines())) <= width
    flat = folded(page)
    for text in shown(answer.condition):
        for word in markup.unmarked(text).split():
            assert folded(word) in flat


def shown(condition: Condition) -> Iterator[str]:
    yield condition.summary
    yield from (flag.text for flag in condition.red_flags)
    for section in SECTIONS:
        part: Passage | Treatment
        for part in condition.section(section):
            yield part.text


@pytest.mark.parametrize("id", sorted(TWELVE))
def test_every_name_opens_its_record(id: str) -> None:
    for name in (RAW[id]["name"], *RAW[id]["aliases"]):
        assert lookup.find(LIBRARY, name.upper()).id == id


def test_list_shows_all_with_word_and_symbol(kb: Run) -> None:
    screen = kb("list", COLUMNS="120").stdout
    for raw in RAW.values():
        assert raw["name"] in screen
    assert "⊕⊕⊕⊖ moderate" in screen
    assert "⊕⊖⊖⊖ very low" in screen
