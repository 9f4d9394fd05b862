"""Promise 2: every answer ends with the notice, in every command and format that the app knows."""

import json

import pytest
from typer.main import get_command

from kb_cli.cli.app import app
from kb_cli.render import formats
from tests.conftest import EXAMPLES, Run


def takes_format(command: str) -> bool:
    parameters = get_command(app()).commands[command].params  # type: ignore[attr-defined]
    return any("--format" in parameter.opts for parameter in parameters)


@pytest.mark.parametrize("command", EXAMPLES)
def test_the_screen_ends_with_the_notice(kb: Run, command: str) -> None:
    answer = kb(*EXAMPLES[command])
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
    assert said >= 2


def test_bare_kb_and_version(kb: Run) -> None:
    for arguments in ([], ["--version"]):
        assert "Not medical advice." in kb(*arguments).stdout


def test_the_notice_says_whom_to_speak_to(kb: Run) -> None:
    notice = json.loads(kb("list", "--json").stdout)["notice"]
    for word in ("injured", "unwell", "supplement", "diet", "doctor", "physiotherapist", "dietitian"):
        assert word in notice
