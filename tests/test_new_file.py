"""A command, a format or a style is one new file: help, errors and completion know of it without another change."""

import re

import pytest

from kb_cli.citations import styles
from kb_cli.records.names import either
from kb_cli.render import formats
from tests.conftest import Copy

COMMAND = '''"""``kb hips``: an example."""

from typing import Annotated

from kb_cli import cli
from kb_cli.answers import listing
from kb_cli.cli import options, respond
from kb_cli.records.library import Library
from kb_cli.records.vocabularies import Region

GROUP = cli.READ
PLACE = 35


def command(form: Annotated[str, options.format_of("listing")] = "terminal") -> None:
    """List what befalls the hip."""
    library = Library()
    respond.give(library, listing.answer(library, Region.HIP), form, False, "auto", False)
'''
FORMAT = '''"""A list of names in capitals."""

from typing import Any

CARRIES_NOTICE = True
SUFFIX = ".loud"


def with_notice(body: str, notice: Any) -> str:
    """Give the names and the notice."""
    return f"{body}{notice.title}!\\n"


def listing(answer: Any) -> str:
    """Give a name a line."""
    return "".join(f"{head.name.upper()}\\n" for head in answer.heads)
'''
STYLE = '''"""A style that prints keys."""

from typing import Any

TITLE = "Bare keys"
NUMBERED = True


def entry(work: Any) -> str:
    """Give the key."""
    return f"<{work.key}>"
'''

LISTING = ["terminal", *sorted([*formats.names("listing")[1:], "loud-names"])]
STYLES = sorted([*styles.names(), "bare"])


@pytest.fixture(scope="module", autouse=True)
def grown(copy: Copy) -> None:
    (copy.code / "cli" / "hips.py").write_text(COMMAND, encoding="utf-8")
    (copy.code / "render" / "formats" / "loud_names.py").write_text(FORMAT, encoding="utf-8")
    (copy.code / "citations" / "styles" / "bare.py").write_text(STYLE, encoding="utf-8")


def offered(copy: Copy, line: str) -> list[str]:
    place = len(line.split()) - (not line.endswith(" "))
    return copy.told(_KB_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(place)).split()


def described(copy: Copy, command: str, option: str) -> str:
    """Give what the help of a command says of an option, on one line."""
    text = " ".join(copy.told(command, "--help").split())
    return re.split(" -", text.partition(f"{option} ")[2])[0]


def test_a_command_stands_in_its_place_in_the_help(copy: Copy) -> None:
    group = copy.told("--help").partition("\nRead:\n")[2].partition("\n\n")[0]
    named = re.findall(r"(?m)^  ([a-z]+)  ", group)
    assert named.index("search") < named.index("hips") < named.index("list")
    assert "List what befalls the hip." in copy.told("help", "hips")


def test_a_command_runs_and_is_offered(copy: Copy) -> None:
    assert "Gluteal tendinopathy" in copy.told("hips")
    assert offered(copy, "kb hi") == ["hips"]
    assert 'did you mean "kb hips"?' in copy.run("hipps").stderr


def test_a_format_is_written_and_offered_where_it_can_be(copy: Copy) -> None:
    assert copy.told("list", "--format", "loud-names").endswith("\nPLANTAR HEEL PAIN\nNot medical advice!\n")
    assert described(copy, "list", "--format FORMAT") == f"{either(LISTING)}."
    assert "loud-names" not in copy.told("map", "--help")
    assert offered(copy, "kb list --format lo") == ["loud-names"]
    assert offered(copy, "kb map --format lo") == []
    assert ", ".join(LISTING) in copy.run("list", "-f", "x").stderr


def test_a_style_is_printed_and_offered(copy: Copy) -> None:
    assert "1. <rathleff2014>" in copy.told("cite", "rathleff2014", "neal2019", "--style", "bare", "-f", "text")
    assert described(copy, "cite", "--style STYLE").startswith(f"{either(STYLES)}, or any FILE.csl.")
    assert offered(copy, "kb cite --style ba") == ["bare"]
    assert ", ".join(STYLES) in copy.run("cite", "--style", "x").stderr


def test_an_option_is_described_alike_in_the_shell(copy: Copy) -> None:
    asked = {"_KB_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "kb list --f"}
    assert f'"--format":"{either(LISTING)}."' in copy.told(**asked)
