"""The arguments and options that several commands share, and what their values mean."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb_cli.cli import offers
from kb_cli.errors import UsageError
from kb_cli.records.names import either
from kb_cli.render import terminal
from kb_cli.sanitize import quoted

if TYPE_CHECKING:
    from kb_cli.records.vocabularies import Region

# Stands in the help of an option for the values that are offered where TAB is pressed.
VALUES = "{values}"

WHEN = ("auto", "always", "never")

Color = Annotated[
    str,
    typer.Option(
        "--color",
        metavar="WHEN",
        help=f"Use colour: {VALUES}.",
        autocompletion=offers.one_of(*WHEN),
    ),
]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Write a long page straight to the terminal.")]
InRegion = Annotated[
    str | None,
    typer.Option("--region", "-r", metavar="REGION", help=f"{VALUES}.", autocompletion=offers.regions),
]
Json = Annotated[bool, typer.Option("--json", help="The same as --format json.")]


def format_of(kind: str, *names: str, more: str = "") -> Any:
    """Give the option ``--format`` (or other ``names``) of a command whose answers are of this kind."""
    return typer.Option(
        *names or ("--format", "-f"),
        metavar="FORMAT",
        help=f"{VALUES}{more}.",
        autocompletion=lambda: offers.formats(kind),
    )


def form(name: str, json: bool) -> str:
    """Give the name of the format that ``--format`` and ``--json`` ask for. Raises UsageError where they disagree."""
    if json and name not in ("terminal", "json"):
        raise UsageError(f"--json and --format {name} ask for different things; give one of them")
    return "json" if json else name


def region(name: str | None) -> "Region | None":
    """Give the region of a name. Raises UsageError."""
    if name is None:
        return None
    from kb_cli.records.vocabularies import Region

    for one in Region:
        if one.value == name.strip().lower().replace(" ", "-"):
            return one
    raise UsageError(f"there is no region {quoted(name)}; there are {', '.join(one.value for one in Region)}")


def screen(color: str) -> terminal.Terminal:
    """Give the terminal, with ``--color`` as given. Raises UsageError."""
    if color not in WHEN:
        raise UsageError(f"--color is {either(WHEN)}, not {quoted(color)}")
    return terminal.current(color)
