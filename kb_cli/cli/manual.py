"""The manual: ``kb.1`` and a page for each command, in mdoc, made from the texts of the help.

They lie in ``kb_cli/man``, from where an installer takes them to ``share/man/man1``. A test writes them anew:
CONTRIBUTING has the command.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from textwrap import wrap
from typing import Any

from typer import Context

from kb_cli import __version__, cli
from kb_cli.answers.help import Block, Terms
from kb_cli.cli import help_topics
from kb_cli.cli.app import OVERVIEW, command_line
from kb_cli.records.notice import Notice

# The day on which the manual was last gone over: a release sets it.
REVISED = date(2026, 11, 24)

# mandoc wants lines of at most 80 characters, of which those that stand for others take some.
WIDEST = 68

# The topics that a manual has sections of a set name for, which stand behind the others.
USUAL = {"environment": "ENVIRONMENT", "exit-codes": "EXIT STATUS"}


def pages(notice: Notice) -> dict[str, str]:
    """Give the text of each page by the name of its file."""
    whole = command_line()
    context = Context(whole, info_name="kb", help_option_names=["-h", "--help"])
    made = {"kb.1": _page("kb", _kb(whole, context, notice))}
    for name in whole.list_commands(context):
        command = whole.get_command(context, name)
        made[f"kb-{name}.1"] = _page(f"kb-{name}", _command(name, command, context, notice))
    return made


def _page(name: str, lines: Iterable[str]) -> str:
    head = [f".Dd {REVISED:%B} {REVISED.day}, {REVISED.year}", f".Dt {name.upper()} 1", f'.Os "kb {__version__}"']
    return "".join(f"{line}\n" for line in (*head, *lines))


def _kb(whole: Any, context: Context, notice: Notice) -> Iterator[str]:
    first, *paragraphs = _paragraphs(OVERVIEW)
    yield from _head("kb", first)
    yield from (".Nm", ".Op Fl h | -version", ".Nm", ".Ar command", ".Op Ar arguments")
    yield ".Sh DESCRIPTION"
    yield from _prose([first, *(part for part in paragraphs if not _is_example(part))])
    yield from _terms(
        "COMMANDS", ((name, _summary(whole.get_command(context, name))) for name in whole.list_commands(context))
    )
    yield from _options("OPTIONS", whole, context)
    for name in help_topics.NAMES:
        if name not in USUAL:
            yield from _topic(name.replace("-", " ").upper(), help_topics.answer(name).blocks)
    for name, section in USUAL.items():
        yield from _topic(section, help_topics.answer(name).blocks)
    yield from _examples([part for part in paragraphs if _is_example(part)])
    yield from _end([f"kb-{name}" for name in sorted(cli.NAMES)], notice)


def _command(name: str, command: Any, above: Context, notice: Notice) -> Iterator[str]:
    context = Context(command, info_name=name, parent=above)
    command.get_help(context)  # names the values of its options
    first, *paragraphs = _paragraphs(command.help or "")
    yield from _head(f"kb-{name}", first)
    yield f".Nm kb {name}"
    yield ".Op Ar options"
    for argument in (one for one in command.params if one.param_type_name == "argument"):
        metavar = _escaped(argument.make_metavar(context).strip("{}"))
        yield f".Op Ar {metavar.replace('[', '').replace(']', '')}" if not argument.required else f".Ar {metavar}"
    yield ".Sh DESCRIPTION"
    yield from _prose([first, *(part for part in paragraphs if not _is_example(part))])
    yield from _options("ARGUMENTS", command, context, "argument")
    yield from _options("OPTIONS", command, context)
    yield from _examples([part for part in paragraphs if _is_example(part)])
    yield from _end(["kb"], notice)


def _head(name: str, first: str) -> Iterator[str]:
    about = re.split(r"[.:;](?:\s|$)", first)[0]
    yield from (".Sh NAME", f".Nm {name}", f".Nd {_escaped(about[0].lower() + about[1:])}", ".Sh SYNOPSIS")


def _summary(command: Any) -> str:
    return _paragraphs(command.help or "")[0]


def _paragraphs(text: str) -> list[str]:
    return [part.strip("\n") for part in re.split(r"\n\s*\n", text.replace("\b\n", "\n")) if part.strip()]


def _is_example(paragraph: str) -> bool:
    return bool(re.search(r"^ +\S", paragraph, re.MULTILINE))


def _prose(paragraphs: Iterable[str]) -> Iterator[str]:
    for number, paragraph in enumerate(paragraphs):
        yield from [".Pp"] if number else []
        yield from _lines(paragraph)


def _lines(paragraph: str) -> Iterator[str]:
    """Give a sentence a line, as mdoc asks."""
    for sentence in re.split(r"(?<=[.?!]) +(?=[A-Z\"-])", " ".join(paragraph.split())):
        yield from map(_escaped, wrap(sentence, WIDEST, break_long_words=False, break_on_hyphens=False))


def _options(heading: str, command: Any, context: Context, kind: str = "option") -> Iterator[str]:
    """Give the options or arguments with their help."""
    records = (one.get_help_record(context) for one in command.get_params(context) if one.param_type_name == kind)
    yield from _terms(heading, (record for record in records if record))


def _topic(heading: str, blocks: Iterable[Block]) -> Iterator[str]:
    yield f".Sh {heading}"
    after = False
    for block in blocks:
        if isinstance(block, Terms):
            yield from _list(block.entries)
        else:
            yield from [".Pp"] if after else []
            yield from _lines(block)
        after = True


def _terms(heading: str, entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    found = list(entries)
    if found:
        yield f".Sh {heading}"
        yield from _list(found)


def _list(entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield ".Bl -tag -width Ds"
    for term, meaning in entries:
        yield f".It Cm {_argument(term)}"
        yield from _lines(meaning)
    yield ".El"


def _examples(paragraphs: Iterable[str]) -> Iterator[str]:
    shown = [line for part in paragraphs for line in part.splitlines() if line.startswith(" ")]
    if shown:
        yield from (".Sh EXAMPLES", ".Bd -literal", *(_escaped(line.strip()) for line in shown), ".Ed")


def _end(others: list[str], notice: Notice) -> Iterator[str]:
    yield ".Sh SEE ALSO"
    yield from (f".Xr {name} 1{' ,' if name != others[-1] else ''}" for name in others)
    yield ".Sh CAVEATS"
    yield from _lines(f"{notice.title}. {notice.text}")


def _argument(text: str) -> str:
    """Give a text as one argument of a macro, whose last character is not taken for a mark behind it."""
    quoted = _escaped(text).replace('"', "\\(dq") + ("" if text[-1:].isalnum() else "\\&")
    return f'"{quoted}"'


def _escaped(text: str) -> str:
    """Give text in which nothing is markup; a hyphen is that of a command line, to be copied."""
    plain = (
        text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga").replace("~", "\\(ti")
    )
    return f"\\&{plain}" if plain.startswith(".") else plain
