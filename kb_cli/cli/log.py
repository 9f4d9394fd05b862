"""``kb log``: what changed in the records, and why."""

from typing import Annotated

import typer

from kb_cli import cli
from kb_cli.cli import completion, options, respond
from kb_cli.errors import NotFoundError
from kb_cli.records.library import Library

GROUP = cli.ABOUT
PLACE = 75


def command(
    name: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]",
            help="A condition, by any of its names; nothing for all.",
            show_default=False,
            autocompletion=completion.condition,
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only what changed from this day on: 2026-11-24.")
    ] = None,
    form: Annotated[str | None, options.format_of("log")] = None,
    json: options.Json = False,
    color: options.Color = "auto",
    no_pager: options.NoPager = False,
) -> None:
    """Tell what changed in the records, newest first: verdicts, certainties, red flags and figures, and why.

    \b
    Examples:
      kb log
      kb log patellofemoral-pain
      kb log --since 2026-11-01
    """
    from kb_cli.answers import log

    library = Library()
    answer = log.answer(library, " ".join(name) if name else None, options.day(since))
    respond.warn(library)
    if not answer.changes:
        raise NotFoundError("no change is recorded" + (f" since {since}" if since else "") + "; kb log shows all")
    respond.give(library, answer, form, json, color, no_pager)
