"""``kb flags``: red flags only."""

from typing import Annotated

import typer

from kb_cli import cli
from kb_cli.cli import completion, options, respond
from kb_cli.records.library import Library

GROUP = cli.READ
PLACE = 70


def command(
    name: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]",
            help="A condition, by any of its names; none for all.",
            show_default=False,
            autocompletion=completion.condition,
        ),
    ] = None,
    brief: Annotated[
        bool, typer.Option("--brief", "-b", help="Each sign in a few words, without its sources: a sheet to hang up.")
    ] = False,
    form: Annotated[str | None, options.format_of("red_flags")] = None,
    file: options.Output = None,
    force: options.Force = False,
    json: options.Json = False,
    color: options.Color = "auto",
    no_pager: options.NoPager = False,
    citations: options.Citations = options.CITATIONS[0],
) -> None:
    """Show red flags only, most urgent first: the signs that need a clinician.

    \b
    Examples:
      kb flags                  of all conditions, whole and with sources
      kb flags --brief          in a few words: the sheet to keep at the track
      kb flags "shin splints"
    """
    from kb_cli.answers import red_flags

    library = Library()
    answer = red_flags.answer(library, " ".join(name) if name else None, brief)
    respond.warn(library)
    respond.give(library, answer, form, json, color, no_pager, file, force, citations=citations)
