"""The arguments and options that several commands share, and what their values mean."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb_cli.cli import completion
from kb_cli.errors import UsageError
from kb_cli.records.names import either
from kb_cli.render import terminal
from kb_cli.sanitize import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable
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


def format_of(kind: str, more: str = "") -> Any:
    """Give the option ``--format`` of a command whose answers are of this kind."""
    return typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help=f"{VALUES}{more}.",
        autocompletion=lambda: completion.formats(kind),
    )


def form(name: str | None, json: bool, kind: str, file: str | None = None) -> str:
    """Give the name of the format that is asked for: by ``--format``, ``--json`` or the ending of the file to write.

    Raises UsageError where the options disagree, or answers of this kind are not written so.
    """
    if json and name not in (None, "terminal", "json"):
        raise UsageError(f"--json and --format {name} ask for different things; give one of them")
    if name is None and file_of(file) and not json:
        from kb_cli.render import formats

        return formats.of_file(str(file), kind)
    name = "json" if json else name or "terminal"
    if name != "terminal":
        from kb_cli.render import formats

        formats.find(name, kind)
    return name


def file_of(name: str | None) -> str | None:
    """Give the file that ``--output`` names; "-" is none."""
    return name if name != "-" else None


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

    for one in Region:
        if one.value == name.strip().lower().replace(" ", "-"):
            return one
    raise UsageError(f"there is no region {quoted(name)}; there are {', '.join(one.value for one in Region)}")


def studies(names: "Iterable[str]") -> list[str]:
    """Give the kinds of study that are called so, each by the beginning of its name. Raises UsageError."""
    from kb_cli.records.names import folded
    from kb_cli.records.vocabularies import Study

    found: list[str] = []
    for name in names:
        fitting = [study.value for study in Study if folded(name) and folded(study.value).startswith(folded(name))]
        if not fitting:
            known = ", ".join(study.value for study in Study)
            raise UsageError(f"there is no kind of study {quoted(name)}; there are {known}")
        found += fitting
    return found


def screen(color: str) -> terminal.Terminal:
    """Give the terminal, with ``--color`` as given. Raises UsageError."""
    if color not in WHEN:
        raise UsageError(f"--color is {either(WHEN)}, not {quoted(color)}")
    return terminal.current(color)
