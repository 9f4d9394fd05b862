"""The arguments and options that several commands share, and what their values mean."""

import os
import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb_cli.cli import completion
from kb_cli.errors import UsageError
from kb_cli.records.names import either
from kb_cli.render import terminal
from kb_cli.sanitize import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from kb_cli.records.vocabularies import Region

# Stands in the help of an option for the values that are offered where TAB is pressed.
VALUES = "{values}"

WHEN = ("auto", "always", "never")
CITATIONS = ("numbers", "author-year")

Color = Annotated[
    str,
    typer.Option(
        "--color",
        metavar="WHEN",
        help=f"Use colour: {VALUES}.",
        autocompletion=completion.one_of(*WHEN),
    ),
]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Write a long page straight to the terminal.")]
Citations = Annotated[
    str,
    typer.Option(
        "--citations",
        metavar="FORM",
        help=f"How works are cited in a text: {VALUES}.",
        autocompletion=completion.one_of(*CITATIONS),
    ),
]
InRegion = Annotated[
    str | None,
    typer.Option("--region", "-r", metavar="REGION", help=f"{VALUES}.", autocompletion=completion.regions),
]
Json = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
Output = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write a file, whose ending may name the format; - is standard output."
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the file.")]


def format_of(kind: str) -> Any:
    """Give the option ``--format`` of a command whose answers are of this kind."""
    return typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help=f"{VALUES}.",
        autocompletion=completion.formats(kind),
    )


def form(name: str | None, json: bool, kind: str, file: str | None = None) -> str:
    """Give the name of the format of an answer of this kind.

    That is what ``--format`` or ``--json`` asks for, else what the ending of the file to write names, else KB_FORMAT.
    Raises UsageError where the options disagree, or answers of this kind are not written so.
    """
    if json and name not in (None, "terminal", "json"):
        raise UsageError(f"--json and --format {name} ask for different things; give one of them")
    if name is None and not json:
        return _of_file(file_of(file), kind) or _preferred(kind)
    chosen = "json" if json else str(name)
    if chosen != "terminal":
        from kb_cli.render import formats

        formats.find(chosen, kind)
    return chosen


def _of_file(file: str | None, kind: str) -> str | None:
    """Give the format that the ending of a file names."""
    if not file:
        return None
    from kb_cli.render import formats

    return formats.of_file(file, kind)


def _preferred(kind: str) -> str:
    """Give the format that the reader wants all answers in, or "terminal" where this kind is not written in it."""
    wanted = os.environ.get("KB_FORMAT", "terminal") or "terminal"
    if wanted == "terminal":
        return wanted
    from kb_cli.render import formats

    if wanted not in formats.all_names():
        known = ", ".join(["terminal", *formats.all_names()])
        raise UsageError(f"KB_FORMAT is {quoted(wanted)}, and there is no such format; there are {known}")
    return wanted if wanted in formats.names(kind) else "terminal"


def file_of(name: str | None) -> str | None:
    """Give the file that ``--output`` names; "-" is none."""
    return name if name != "-" else None


def asks_for_json(arguments: "Sequence[str]") -> bool:
    """Tell whether a command line, else KB_FORMAT, asks for JSON: of one that is wrong, nothing else may be known."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    if any(one == "--json" or one.partition("=")[0] == "--batch" for one in options):
        return True
    named = re.findall(r"^(?:--format[=\n]|-[a-z]*f\n?)(.*)$", "\n".join(options), re.MULTILINE)
    return (named or [os.environ.get("KB_FORMAT")])[-1] in ("json", "jsonl")


def author_year(citations: str) -> bool:
    """Tell whether ``--citations`` asks for authors and years in place of numbers. Raises UsageError."""
    if citations not in CITATIONS:
        raise UsageError(f"--citations is {' or '.join(CITATIONS)}, not {quoted(citations)}")
    return citations == CITATIONS[1]


def day(written: str | None) -> "date | None":
    """Give the day of a date such as 2026-11-24. Raises UsageError."""
    if written is None:
        return None
    from datetime import date

    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise UsageError(f"{quoted(written)} is not a date; expected the form 2026-11-24") from None


def region(name: str | None) -> "Region | None":
    """Give the region of a name. Raises UsageError."""
    if name is None:
        return None
    from kb_cli.records.vocabularies import Region

    known = [one.value for one in Region]
    for one in Region:
        if one.value == name.strip().lower().replace(" ", "-"):
            return one
    raise UsageError(f"there is no region {quoted(name)}; there are {', '.join(known)}", suggestions=known)


def studies(names: "Iterable[str]") -> list[str]:
    """Give the kinds of study that are called so, each by the beginning of its name. Raises UsageError."""
    from kb_cli.records.names import folded
    from kb_cli.records.vocabularies import Study

    found: list[str] = []
    for name in names:
        fitting = [study.value for study in Study if folded(name) and folded(study.value).startswith(folded(name))]
        if not fitting:
            known = [study.value for study in Study]
            raise UsageError(
                f"there is no kind of study {quoted(name)}; there are {', '.join(known)}", suggestions=known
            )
        found += fitting
    return found


def screen(color: str) -> terminal.Terminal:
    """Give the terminal, with ``--color`` as given. Raises UsageError."""
    if color not in WHEN:
        raise UsageError(f"--color is {either(WHEN)}, not {quoted(color)}")
    return terminal.current(color)
