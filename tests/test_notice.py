"""Promise 2: every answer ends with the notice, in every command and format that the app knows."""

import json
from pathlib import Path

import pytest
from typer.main import get_command

from kb_cli.cli.app import app
from kb_cli.render import formats
from tests.conftest import DATA, EXAMPLES, Run, writers_environment


def takes_format(command: str) -> bool:
    parameters = get_command(app()).commands[command].params  # type: ignore[attr-defined]
    return any("--format" in parameter.opts for parameter in parameters)


# A schema is a document, as its first line has it.
@pytest.mark.parametrize("command", [name for name in EXAMPLES if name != "schema"])
def test_the_screen_ends_with_the_notice(kb: Run, tmp_path: Path, command: str) -> None:
    answer = kb(*EXAMPLES[command], **writers_environment(tmp_path))
    assert answer.returncode == 0
    assert "\nNot medical advice. " in answer.stdout
    assert answer.stdout.rstrip().endswith("who knows your\nsituation.")


@pytest.mark.slow
@pytest.mark.parametrize("command", [name for name in EXAMPLES if takes_format(name)])
def test_every_format_carries_the_notice(kb: Run, command: str) -> None:
    said = 0
    for form in formats.all_names():
        answer = kb(*EXAMPLES[command], "--format", form)
        if answer.returncode == 2:
            assert "there is no format" in answer.stderr
            continue
        assert answer.returncode == 0
        assert "Not medical advice" in answer.stdout + answer.stderr, form
        said += 1
    assert said


@pytest.mark.parametrize(
    "words", ["", "--help", "-h", "help", "show --help", "help cite", "search --help", "--version"]
)
def test_what_kb_says_of_itself_ends_with_the_notice(kb: Run, words: str) -> None:
    answer = kb(*words.split())
    assert answer.returncode == 0
    assert answer.stdout.rstrip().endswith("who knows your\nsituation.")
    assert not answer.stderr


def test_help_needs_no_data(kb: Run) -> None:
    for words in ("", "--help", "show --help"):
        assert kb(*words.split(), KB_DATA="/nowhere").stdout == kb(*words.split()).stdout


def test_the_version_says_where_the_data_lie(kb: Run, data: Path) -> None:
    # A long path may stand on a line of its own.
    assert f" references in {DATA} " in " ".join(kb("--version").stdout.split())
    assert f" references in {data} " in " ".join(kb("--version", KB_DATA=str(data)).stdout.split())


def test_the_notice_says_whom_to_speak_to(kb: Run) -> None:
    notice = json.loads(kb("list", "--json").stdout)["notice"]
    for word in ("injured", "unwell", "supplement", "diet", "doctor", "physiotherapist", "dietitian"):
        assert word in notice


def test_bare_kb_is_a_home_screen_of_one_terminal(kb: Run) -> None:
    home = kb()
    assert home.returncode == 0
    assert len(home.stdout.splitlines()) <= 24
    assert all(len(line) <= 80 for line in home.stdout.splitlines())
    assert home.stdout.count("  kb ") == 6
