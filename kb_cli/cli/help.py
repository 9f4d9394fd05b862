"""``kb help``: the commands, and what several of them share."""

from typing import Annotated

import typer

from kb_cli import cli
from kb_cli.cli import completion, help_topics, options, respond
from kb_cli.errors import UsageError
from kb_cli.records.names import folded
from kb_cli.sanitize import quoted

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
        raise UsageError(f"there is no command or topic {quoted(asked)}; {_meant(asked)}")
    respond.give(respond.any_library(), help_topics.answer(name), form, False, color, no_pager)


def _meant(asked: str) -> str:
    """Say what was perhaps meant, and where all that there is is listed."""
    from kb_cli import cli
    from kb_cli.records.names import nearest

    near = nearest(asked, [*cli.NAMES, *help_topics.NAMES], most=1)
    return f'did you mean "kb help {near[0]}"?' if near else '"kb help" lists both'
