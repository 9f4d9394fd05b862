"""``kb handout``: a sheet on one condition to hand to a patient."""

from typing import Annotated

import typer

from kb_cli import cli, clock
from kb_cli.cli import completion, options, respond
from kb_cli.errors import UsageError
from kb_cli.records.library import Library
from kb_cli.sanitize import unsafe

GROUP = cli.HAND_OVER
PLACE = 35

LONGEST_NAME = 100


def command(
    name: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME",
            help="A condition, by any of its names.",
            show_default=False,
            autocompletion=completion.condition,
        ),
    ],
    giver: Annotated[
        str, typer.Option("--name", metavar="GIVER", help="Who gives it, such as a clinic: printed below the title.")
    ] = "",
    form: Annotated[str | None, options.format_of("handout")] = None,
    file: options.Output = None,
    force: options.Force = False,
    json: options.Json = False,
    color: options.Color = "auto",
    no_pager: options.NoPager = False,
) -> None:
    """Make a sheet for a patient, in plain words: two sides of A4 where it is printed.

    \b
    Examples:
      kb handout "runner's knee"
      kb handout PFPS -o knee.html --name "Riverside Physiotherapy"
      kb handout plantar-heel-pain --format markdown
    """
    from kb_cli.answers import handout

    library = Library()
    answer = handout.answer(library, " ".join(name), _giver(giver), clock.today())
    respond.warn(library)
    what = f"hand-out on {answer.condition.name}"
    respond.give(library, answer, form, json, color, no_pager, file, force, what=what)


def _giver(name: str) -> str:
    if len(name) > LONGEST_NAME or "\n" in name or unsafe(name):
        raise UsageError(f"--name is one line of at most {LONGEST_NAME} characters")
    return name.strip()
