"""``kb compare``: conditions side by side."""

from typing import Annotated

import typer

from kb_cli import cli
from kb_cli.cli import completion, options, respond
from kb_cli.records.library import Library

GROUP = cli.READ
PLACE = 60


def command(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME NAME [NAME]",
            help="Two or three conditions, by any names.",
            show_default=False,
            autocompletion=completion.conditions,
        ),
    ],
    form: Annotated[str | None, options.format_of("comparison")] = None,
    file: options.Output = None,
    force: options.Force = False,
    json: options.Json = False,
    color: options.Color = "auto",
    no_pager: options.NoPager = False,
    citations: options.Citations = options.CITATIONS[0],
) -> None:
    """Set two or three conditions side by side: signs, red flags, course, and where treatments agree and differ.

    \b
    Examples:
      kb compare MTSS "stress fracture"
      kb compare "runner's knee" "jumper's knee" ITBS
    """
    from kb_cli.answers import comparison

    library = Library()
    answer = comparison.answer(library, names)
    respond.give(library, answer, form, json, color, no_pager, file, force, citations=citations)
