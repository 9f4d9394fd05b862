"""The help of topics, and the manual, which is made from the texts of the help."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kb_cli import cli
from kb_cli.cli import help_topics, manual
from kb_cli.records.library import Library
from tests.conftest import ROOT, Run

MAN = ROOT / "kb_cli" / "man"
PAGES = manual.pages(Library().notice)


def test_the_manual_says_what_the_help_says() -> None:
    """It lags behind where this fails: KB_RENEW_GOLDEN=1 writes it anew."""
    if os.environ.get("KB_RENEW_GOLDEN"):
        shutil.rmtree(MAN, ignore_errors=True)
        MAN.mkdir()
        for name, text in PAGES.items():
            (MAN / name).write_text(text, encoding="utf-8")
    assert {path.name: path.read_text(encoding="utf-8") for path in MAN.iterdir()} == PAGES


def test_there_is_a_page_for_kb_and_for_each_command() -> None:
    assert {*PAGES} == {"kb.1", *(f"kb-{name}.1" for name in cli.NAMES)}


@pytest.mark.skipif(not shutil.which("mandoc"), reason="mandoc is missing: apt-get install mandoc")
@pytest.mark.parametrize("name", PAGES)
def test_mandoc_finds_nothing_to_complain_of(tmp_path: Path, name: str) -> None:
    # All pages lie together, so that each finds those that it names.
    (tmp_path / "man1").mkdir()
    for other, text in PAGES.items():
        (tmp_path / "man1" / other).write_text(text, encoding="utf-8")
    command = ["mandoc", "-T", "lint", "-W", "style", str(tmp_path / "man1" / name)]
    told = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env={"MANPATH": str(tmp_path)})
    # Only the manual of the whole system can tell whether another page is there.
    complaints = [line for line in told.stdout.splitlines() if "referenced manual not found" not in line]
    assert complaints == []


@pytest.mark.skipif(not shutil.which("mandoc"), reason="mandoc is missing: apt-get install mandoc")
def test_options_and_examples_can_be_copied_from_the_page(kb: Run) -> None:
    read = subprocess.run(
        ["mandoc", "-T", "utf8", "-O", "width=200"],
        input=PAGES["kb-show.1"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    shown = re.sub(".\b", "", read.stdout)
    for text in ("-s, --section SECTION", 'kb show "runner\'s knee" --section causes --section treatment'):
        assert text in shown
        assert text in " ".join(kb("show", "--help").stdout.split("  ")) or text in kb("show", "--help").stdout


@pytest.mark.parametrize("topic", help_topics.NAMES)
def test_a_topic_is_told_and_stands_in_the_list(kb: Run, topic: str) -> None:
    told = kb("help", topic)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith(f"{topic}: {help_topics.gloss(topic)}\n")
    assert re.search(rf"^  {topic} +{help_topics.gloss(topic)}$", kb("help").stdout, re.MULTILINE)
    assert kb("help", topic.replace("-", " ")).stdout == told.stdout
    assert max(map(len, kb("help", topic, COLUMNS="40").stdout.splitlines())) <= 40


def test_help_on_a_command_is_that_of_the_command(kb: Run) -> None:
    assert kb("help", "show").stdout == kb("show", "--help").stdout
    assert kb("help").stdout == kb("--help").stdout


def test_help_on_nothing_is_told(kb: Run) -> None:
    wrong = kb("help", "enviroment")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert 'no command "enviroment"; did you mean "kb help environment"?' in wrong.stderr


def test_every_variable_that_kb_reads_is_told() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "kb_cli").rglob("*.py"))
    read = {*re.findall(r'environ(?:\.get)?[\[(]"([A-Z_]+)"', code), *re.findall(r'_number\("([A-Z]+)"', code)}
    told = {name for names, _ in help_topics.environment.VARIABLES for name in names.split(", ")}  # type: ignore[attr-defined]
    # Those of the system need no telling; where Windows keeps things is told beside what others have.
    assert read - told == {"HOME", "PATH", "APPDATA", "LOCALAPPDATA"}
    assert {"KB_FORMAT", "KB_OWN", "COLUMNS"} <= read


def test_topics_tell_what_the_code_has(kb: Run) -> None:
    for topic, words in {
        "exit-codes": ["0", "1", "2", "3", "4", "70", "130"],
        "grade": ["very low", "probably helps", "not advised"],
        "red-flags": ["emergency", "be seen today or tomorrow"],
        "formats": ["csl-json", "markdown", "terminal"],
    }.items():
        told = kb("help", topic).stdout
        assert all(word in told for word in words)
