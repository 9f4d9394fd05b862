"""``kb help``: the commands, and what several of them share."""

from typing import Annotated

import typer

from kb_cli import cli
from kb_cli.cli import completion, help_topics, options, respond
from kb_cli.records.names import folded

GROUP = cli.ABOUT
PLACE = 95


def command(
    topic: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TOPIC]",
            help="A command or a topic; nothing for a list of both.",
            show_default=False,
            autocompletion=completion.help_topics,
        ),
    ] = None,
    form: Annotated[str | None, options.format_of("help")] = None,
    color: options.Color = "auto",
    no_pager: options.NoPager = False,
) -> None:
    """Tell what a command does, or what several share: variables, exit codes, formats, GRADE, red flags and more.

    \b
    Examples:
      kb help exit-codes
      kb help show
    """
    asked = " ".join(topic or ())
    name = next((name for name in help_topics.NAMES if folded(name) == folded(asked)), None)
    if name is None:
        from kb_cli.cli.app import no_command

        raise no_command(list(topic or ()))
    respond.give(respond.any_library(), help_topics.answer(name), form, False, color, no_pager)
