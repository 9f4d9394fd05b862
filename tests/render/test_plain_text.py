"""Plain text, as a screen reader reads it: every answer has it, a line an idea, and no sign without its words."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from kb_cli import answers
from kb_cli.render import screen
from kb_cli.render.formats import text
from tests.conftest import EXAMPLES, Home, Run, assert_golden, writers_environment

LINES = {
    "condition": ("show", "patellofemoral-pain"),
    "parts": ("show", "pfps", "--section", "prognosis", "--section", "red-flags"),
    "brief": ("show", "pfps", "--brief"),
    "treatment": ("show", "taping"),
    "topic": ("show", "return-to-running"),
    "list": ("list",),
    "topics": ("list", "--topics"),
    "sorted": ("list", "--sort", "evidence"),
    "map": ("map", "--treatment", "taping"),
    "compare": ("compare", "MTSS", "ITBS", "pfps"),
    "flags": ("flags",),
    "log": ("log",),
    "author": ("search", "Rathleff", "2014"),
    "search": ("search", "shockwave", "swollen", "hot", "heel"),
    "nothing": ("search", "nosuchword"),
    "handout": ("handout", "pfps", "--name", "Riverside Physio"),
    "paths": ("paths",),
}
# What draws, points or stands for a word elsewhere in kb; the title of a work may have a sign of multiplication.
SIGNS = "⊕⊖─│•·▲█▓▒░●○✓→\x1b\t"


def modules(package: object) -> set[str]:
    return {file.stem for file in Path(package.__path__[0]).glob("*.py")}  # type: ignore[attr-defined]


def test_every_answer_has_plain_text() -> None:
    kinds = modules(answers) & modules(screen) - {"__init__", "works"}
    assert len(kinds) > 12
    assert {kind for kind in kinds if not hasattr(text, kind)} == set()


@pytest.mark.parametrize("words", LINES.values(), ids=LINES)
def test_a_line_is_an_idea_in_words(kb: Run, words: tuple[str, ...]) -> None:
    answer = kb(*words, "--format", "text", COLUMNS="30")
    first, *lines = answer.stdout.splitlines()
    assert first.startswith("Title: ")
    assert not set(answer.stdout) & set(SIGNS)
    assert not [line for line in lines if "  " in line or line != line.strip()]
    # An empty line opens a part, and parts the notice from the rest.
    after = [following for line, following in pairwise(lines) if not line]
    assert all(line.startswith(("Heading: ", "Cells with", "Not medical advice. ")) for line in after)
    assert lines[-1].startswith("Not medical advice. ")


def test_the_sheet_has_a_sentence_a_line_and_cites_by_author_and_year(kb: Run) -> None:
    said = kb(*LINES["handout"], "--format", "text").stdout
    assert not re.search(r"\[\d", said)
    assert "\nYou need no X-ray to find out that you have it (Gaitonde et al. 2019).\n" in said
    assert "\nSign: hot, red, swollen joint or foot with fever or illness.\n" in said
    assert "\nStep 1: Run a shorter way, and more slowly.\n" in said


@pytest.mark.slow
@pytest.mark.parametrize("command", sorted({*EXAMPLES} - {"schema", *(words[0] for words in LINES.values())}))
def test_all_is_plain_text_where_that_is_wished(kb: Run, tmp_path: Path, command: str) -> None:
    answer = kb(*EXAMPLES[command], KB_FORMAT="text", **writers_environment(tmp_path))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert not set(answer.stdout) & set(SIGNS)
    assert answer.stdout.splitlines()[-1].startswith("Not medical advice. ")


@pytest.mark.parametrize("name", ["brief", "treatment", "compare"])
def test_golden(kb: Run, name: str) -> None:
    assert_golden(f"{name}-text.txt", kb(*LINES[name], "--format", "text").stdout)


def test_every_sentence_of_a_page_is_there(kb: Run) -> None:
    said = kb("show", "pfps", "--format", "text").stdout
    page = json.loads(kb("show", "pfps", "--json").stdout)
    texts = [
        page["summary"],
        *(flag["text"] for flag in page["red_flags"]),
        *(one["text"] for one in page["treatment"]),
    ]
    for whole in texts:
        for piece in re.split(r"\s*\[[^\]]*\]+\s*|(?<=[.?!])\s+", " ".join(whole.split())):
            assert piece.rstrip(".") in said
    assert [line for line in said.splitlines() if line.startswith("Heading: Red flags")]


def test_what_is_asked_for_wins_over_what_is_set(kb: Run, tmp_path: Path) -> None:
    plain = kb("list", "--format", "text").stdout
    assert kb("list", KB_FORMAT="text").stdout == plain
    assert kb("list", "--format", "terminal", KB_FORMAT="text").stdout == kb("list").stdout != plain
    assert json.loads(kb("list", "--json", KB_FORMAT="text").stdout)["conditions"]
    kb("cite", "taping", "-o", str(tmp_path / "works.bib"), KB_FORMAT="text")
    assert (tmp_path / "works.bib").read_text("utf-8").startswith("@")


@pytest.mark.parametrize("words", [("--help",), ("help",), ("cite", "--help")], ids=" ".join)
def test_help_has_no_columns(kb: Run, words: tuple[str, ...]) -> None:
    said = kb(*words, KB_FORMAT="text").stdout
    assert "Heading: Options" in said
    assert not [line for line in said.splitlines() if "  " in line or " :" in line or line != line.strip()]


def test_an_answer_that_is_not_written_so_is_written_as_ever(kb: Run) -> None:
    assert kb("list", KB_FORMAT="ris").stdout == kb("list", KB_FORMAT="").stdout == kb("list").stdout


def test_a_format_that_does_not_exist_is_told_but_not_in_place_of_help(kb: Run) -> None:
    wrong = kb("list", KB_FORMAT="txt")
    assert wrong.returncode == 2
    assert 'KB_FORMAT is "txt", and there is no such format; there are terminal, ' in wrong.stderr
    assert kb("--help", KB_FORMAT="txt").stdout == kb("--help").stdout


def test_a_kept_page_is_shown_in_the_format_that_is_set(home: Home) -> None:
    shown = [home.run("show", "pfps", "--brief", KB_FORMAT=form).out for form in ("", "text", "", "text")]
    assert shown[:2] == shown[2:]
    assert shown[0] != shown[1]


def test_marks_are_there_only_where_they_are_asked_for(kb: Run) -> None:
    for form in ("terminal", "text"):
        assert "*" not in kb("search", "kneecap", "--format", form).stdout
        assert "*kneecap*" in kb("search", "kneecap", "--format", form, "--marks").stdout


def test_a_sentence_that_rests_on_a_work_is_a_line_that_says_where_it_stands(kb: Run) -> None:
    lines = kb("cite", "rathleff2014", "--claims", "--format", "text").stdout.splitlines()
    assert lines[1] == "Kind of study: meta-analysis."
    assert lines[2].startswith("Cited by Patellofemoral pain, Summary: ")
    assert not [line for line in lines if line != line.strip()]
