"""Each rule for data files: what breaks it is told once, at its place, with why it matters and what to write."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from kb_cli.errors import Problem
from kb_cli.records.checks.rules import RULES
from kb_cli.records.library import Library
from kb_cli.records.validate import problems
from kb_cli.search import synonyms
from tests import small
from tests.conftest import Run

SIGN = {"id": "joint-infection", "urgency": "emergency", "text": "A hot, red joint [@work]."}
KNEE, HIP, WORK = "conditions/knee-pain.toml", "conditions/hip-pain.toml", "references/work.toml"
REST = 'id = "rest"\nverdict = "recommended"\nevidence = "low"\ngraded_by = "kb"\ntext = "Tried [@work]."\n'
EFFECT = (
    '\n[[treatment.effect]]\noutcome = "well"\ngood = true\nwith = "5 of 9"\nwithout = "22%"\n'
    'comparator = "advice"\ncitation = "[@work]"\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a data folder in which nothing is wrong."""
    rest = {"rest": ("recommended", "low")}
    knee = small.record("Knee pain", aliases=["sore knee"], treatments=rest, shared=["joint-infection"])
    hip = small.record("Hip pain", "hip", treatments=rest)
    return small.write(tmp_path / "data", {"knee-pain": knee, "hip-pain": hip}, shared=[SIGN])


def found(folder: Path) -> list[Problem]:
    return problems(Library(folder), synonyms.faults)


def test_nothing_is_found_where_nothing_is_wrong(folder: Path) -> None:
    assert found(folder) == []
    with (folder / KNEE).open("a") as file:
        file.write(EFFECT)
    assert found(folder) == []


class Case(NamedTuple):
    """A file with a piece of it made otherwise, or with something at its end; the fault stands at ``at``."""

    rule: str
    file: str
    old: str
    new: str
    at: str


CASES = [
    Case("not-toml", KNEE, 'name = "', "name = ", 'Knee pain"\ngist'),
    Case("unknown-key", KNEE, "gist =", "gits =", "gits"),
    Case("missing", KNEE, 'gist = "What it is"\n', "", "name"),
    Case("wrong-type", KNEE, "2026-11-23", '"yesterday"', "reviewed"),
    Case("wrong-type", KNEE, "reviewed", 'causes = "x"\nreviewed', "causes"),
    Case("empty", KNEE, '"What it is"', '""', "gist"),
    Case("too-long", KNEE, "What it is", "x" * 73, "gist"),
    Case("form", KNEE, "reviewed", 'icd10 = ["knee"]\nreviewed', '"knee"]'),
    Case("unknown-word", KNEE, 'region = "knee"', 'region = "elbow"', "region"),
    Case("control-character", KNEE, "in short.", "in\u200bshort.", "\u200b"),
    Case("shell-code", KNEE, "What it is", "What ` is", "`"),
    Case("form", KNEE, "", EFFECT.replace("[@work]", "[@ work]"), "citation"),
    Case("mark", KNEE, "in short.", "in short [@work, p. 3].", "[@work, p"),
    Case("bare-key", "references/smith2020.toml", "", "", ""),
    Case("unknown-work", KNEE, "[@work]", "[@wrok]", "@wrok"),
    Case("unknown-record", KNEE, "in short.", "in short, unlike [[hop-pain]].", "[[hop"),
    Case("unknown-treatment", KNEE, 'id = "rest"', 'id = "rast"', 'id = "rast"'),
    Case("unknown-sign", KNEE, '["joint-infection"]', '["joint-infektion"]', '"joint-infektion"'),
    Case("twice", KNEE, '["joint-infection"]', '["joint-infection", "joint-infection"]', '"joint-infection"]'),
    Case("shared-sign", HIP, "", f"\n{small.toml({'red_flag': [SIGN | {'urgency': 'urgent'}]})}", 'id = "joint'),
    Case("not-toml", KNEE, "gist = ", "gist ", '"What it is"'),
    Case("share", KNEE, "", EFFECT.replace("5 of 9", "10 of 9"), "with = "),
    Case("unknown-work", KNEE, "", EFFECT.replace("[@work]", "[@wrok]"), "@wrok"),
    Case("search-word", "vocabulary.toml", "", '\n[[same]]\nwords = ["knee"]\n', "words"),
    Case("treatment-twice", KNEE, "", f"\n[[treatment]]\n{REST}", 'id = "rest"\n'),
    Case("no-text", KNEE, "", '\n[[causes]]\ntext = "[@work]"\n', 'text = "[@work]"'),
    Case("uncited-figure", KNEE, "in short.", "in short. Of 60 people 12 were\\n better.", "Of 60 people"),
    Case("entry-twice", KNEE, '["sore knee"]', '["sore knee", "Sore knee"]', '"Sore knee"]'),
    Case("not-in-title", WORK, "issued", 'protected = ["On", "wor"]\nissued', '"wor"]'),
    Case("shared-name", KNEE, '["sore knee"]', '["hip-PAIN"]', '"hip-PAIN"'),
    Case("copied-record", KNEE, "Knee pain in short.", "Hip  pain in short.", "summary"),
    Case("untidy", KNEE, "What it is", 'What it is"  \n# "', ""),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_what_breaks_a_rule_is_told_once_at_its_place(folder: Path, case: Case) -> None:
    path = folder / case.file
    if case.rule == "bare-key":
        shutil.copy(folder / "references/work.toml", path)
        case = Case(case.rule, KNEE, "in short.", "in short (smith2020), and of 12 people [@smith2020].", "smith2020)")
        path = folder / case.file
    text = path.read_text(encoding="utf-8")
    assert case.old in text
    text = text.replace(case.old, case.new, 1) if case.old else text + case.new
    path.write_text(text, encoding="utf-8")
    problem = only(folder)
    assert (problem.rule, Path(problem.file)) == (case.rule, path)
    at = text.rindex(case.at) if case.at else 0
    assert (problem.line, problem.column) == (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def test_an_effect_that_cites_a_bare_key_is_told_once(folder: Path) -> None:
    shutil.copy(folder / "references/work.toml", folder / "references/smith2020.toml")
    text = (folder / KNEE).read_text().replace("in short.", "in short [@smith2020].")
    (folder / KNEE).write_text(text + EFFECT.replace("[@work]", "smith2020"))
    problem = only(folder)
    assert (problem.rule, problem.message) == ("form", '"smith2020" is not a valid citation')


def only(folder: Path) -> Problem:
    """Give the one problem of a folder."""
    told = found(folder)
    assert len(told) == 1, told
    return told[0]


def renamed(folder: Path) -> None:
    (folder / HIP).rename(folder / "conditions" / "Hip_Pain.toml.txt")


def unused(folder: Path) -> None:
    work = (folder / "references" / "work.toml").read_text()
    (folder / "references" / "smith2020.toml").write_text(work.replace("On work", "On smith"))


WHOLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "ignored-file": (renamed, "conditions/Hip_Pain.toml.txt"),
    "stray-file": (lambda folder: (folder / "topics" / "notes.md").write_text("x"), "topics/notes.md"),
    "unreadable": (lambda folder: (folder / "vocabulary.toml").write_bytes(b""), "vocabulary.toml"),
    "unused-work": (unused, "references/smith2020.toml"),
}


@pytest.mark.parametrize("rule", WHOLE)
def test_a_file_as_a_whole_is_told_once(folder: Path, rule: str) -> None:
    damage, file = WHOLE[rule]
    damage(folder)
    problem = only(folder)
    assert (problem.rule, Path(problem.file)) == (rule, folder / file)


def test_a_work_that_stands_twice_is_told_once(folder: Path) -> None:
    work = folder / "references" / "work.toml"
    work.write_text(work.read_text().replace("[[author]]", 'DOI = "10.1000/X"\nPMID = "1"\n[[author]]', 1))
    shutil.copy(work, folder / "references" / "smith2020.toml")
    # Of the two, that which nothing cites.
    problem = only(folder)
    assert (problem.rule, problem.advice) == ("same-work", "cite [@work] and delete this file, or correct the DOI")
    change(folder / KNEE, "[@work]", "[@work; @smith2020]")
    change(folder / "references" / "smith2020.toml", "10.1000/X", "10.1000/Y")
    problem = only(folder)
    assert (problem.rule, problem.advice) == (
        "same-work",
        "cite [@smith2020] and delete this file, or correct the PMID",
    )


def test_what_ships_leads_to_nothing_of_the_reader(kb: Run, folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine" / "conditions"
    mine.mkdir(parents=True)
    text = (folder / HIP).read_text().replace("Hip", "Shin").replace('"hip"', '"lower-leg"')
    (mine / "shin-pain.toml").write_text(text)
    assert kb("check", KB_DATA=str(folder), KB_OWN=str(mine.parent)).returncode == 0
    change(folder / KNEE, "in short.", "in short, or [[shin-pain]].")
    answer = kb("check", "--json", KB_DATA=str(folder), KB_OWN=str(mine.parent))
    told = json.loads(answer.stdout)["problems"]
    assert [(one["rule"], one["what"]) for one in told] == [
        ("own-from-shipped", '"shin-pain" is one of your own, and this file is not')
    ]


def test_an_upper_layer_is_looked_at_as_it_is_read(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    (mine / "conditions").mkdir(parents=True)
    shutil.copy(folder / KNEE, mine / KNEE)
    # A shared sign of the reader's own, and a treatment that takes a name from one that ships.
    change(folder / KNEE, "[[treatment]]", f"{small.toml({'red_flag': [SIGN | {'id': 'hot-joint'}]})}\n[[treatment]]")
    (mine / "red_flags.toml").write_text(small.toml({"red_flag": [SIGN | {"id": "hot-joint", "urgency": "urgent"}]}))
    rest = {"name": "Rest", "group": "education", "what": "Rest."}
    change(folder / "treatments.toml", 'name = "Rest"', 'name = "Rest"\naliases = ["lying down"]')
    (mine / "treatments.toml").write_text(
        small.toml({"rest": rest, "bed": rest | {"name": "Bed", "aliases": ["lying down"]}})
    )
    assert problems(Library(mine, folder), synonyms.faults) == []
    (mine / "treatments.toml").write_text(small.toml({"bed": rest | {"name": "Bed", "aliases": ["lying down"]}}))
    [problem] = problems(Library(mine, folder), synonyms.faults)
    assert (problem.rule, Path(problem.file)) == ("shared-name", mine / "treatments.toml")


def test_a_file_at_the_top_is_told_where_it_belongs(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    (mine / "conditions").mkdir(parents=True)
    shutil.copy(folder / KNEE, mine / "shin-pain.toml")
    shutil.copy(folder / "notice.toml", mine / "notice.toml")
    told = problems(Library(mine, folder), synonyms.faults)
    assert [Path(one.file).name for one in told] == ["notice.toml", "shin-pain.toml"]
    for one in told:
        assert "reads not_covered.toml, red_flags.toml, treatments.toml" in one.advice
        assert "belongs in conditions, references or topics" in one.advice


def test_what_ships_no_page_of_may_get_one_of_the_reader(kb: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "not_covered.toml").write_text(
        '[[not_covered]]\nid = "shin-pain"\nnames = ["sore shin"]\nwhat = "A pain."\n'
    )
    text = (folder / HIP).read_text().replace("Hip", "Shin")
    mine = tmp_path / "mine"
    (mine / "conditions").mkdir(parents=True)
    (mine / "conditions" / "shin-pain.toml").write_text(text)
    assert kb("check", KB_DATA=str(folder), KB_OWN=str(mine)).returncode == 0
    (folder / "conditions" / "shin-pain.toml").write_text(text)
    told = kb("check", KB_DATA=str(folder)).stdout
    assert 'not_covered.toml:2:1: error: "shin-pain" is a name of the condition shin-pain too' in told


def test_what_lies_in_a_folder_misnamed_still_cites(folder: Path) -> None:
    (folder / "conditions").rename(folder / "condition")
    (folder / "conditions").mkdir()
    problem = only(folder)
    assert (problem.rule, problem.advice) == ("ignored-file", 'move what is in it to "conditions"')


@pytest.mark.parametrize("what", ["file", "loop"])
def test_a_folder_that_is_none_is_told(kb: Run, folder: Path, tmp_path: Path, what: str) -> None:
    mine = tmp_path / "mine"
    if what == "file":
        mine.write_text("x")
    else:
        mine.symlink_to(mine)
    answer = kb("check", KB_DATA=str(folder), KB_OWN=str(mine))
    assert answer.returncode == 3
    assert f"{mine}: error: this folder cannot be read" in answer.stdout
    assert kb("check", KB_DATA=str(folder), KB_OWN=str(tmp_path / "none")).returncode == 0


def test_each_rule_is_tried() -> None:
    elsewhere = {"same-work", "own-from-shipped"}
    assert {case.rule for case in CASES} | WHOLE.keys() | elsewhere == RULES.keys()


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_no_fault_hides_another(folder: Path) -> None:
    change(folder / KNEE, "2026-11-23", '"yesterday"')
    change(folder / KNEE, 'verdict = "recommended"', 'verdict = "good"')
    change(folder / KNEE, "[@work]", "[@wrok]")
    change(folder / KNEE, 'region = "knee"\n', "")
    change(folder / KNEE, '["joint-infection"]', '["joint-infektion", 7]')
    change(folder / HIP, 'id = "rest"', 'id = "rast"')
    rules = [problem.rule for problem in found(folder)]
    assert sorted(rules) == sorted(
        ["wrong-type", "unknown-word", "unknown-work", "missing", "unknown-sign", "wrong-type", "unknown-treatment"]
    )


def test_what_a_broken_list_has_cannot_be_told(folder: Path) -> None:
    (folder / "treatments.toml").write_text("[rest\n")
    (folder / "red_flags.toml").write_text("[[red_flag\n")
    assert [problem.rule for problem in found(folder)] == ["not-toml", "not-toml"]


@pytest.mark.parametrize(
    ("sentence", "states"),
    [
        ("It took 12 weeks.", True),
        ("Nine in ten got better.", True),
        ("About nine in ten got better.", True),
        ("Since 2020 some people run.", False),
        ("Of 2019 runners some stopped.", True),
        ("Call 999 at once.", False),
        ("A grade 2 or 3 tear heals.", False),
        ("Stand on two legs.", False),
        ("Vitamin B12 and the root L5.", False),
        ("Pain fell by 3 of 10 points.", True),
    ],
)
def test_a_figure_states_a_result(sentence: str, states: bool) -> None:
    from kb_cli.records.checks.content import states_figure

    assert states_figure(sentence) is states
