"""``kb paths``: where everything lies."""

from typing import Annotated

from kb_cli import cli
from kb_cli.cli import options, respond

GROUP = cli.ABOUT
PLACE = 90


def command(
    form: Annotated[str | None, options.format_of("paths")] = None,
    json: options.Json = False,
    color: options.Color = "auto",
) -> None:
    """Show where everything lies: your own records, what ships, the cache and the program."""
    from kb_cli.answers import paths

    library = respond.any_library()
    # The answer itself says which folder cannot be used, and why.
    library.passed_over.clear()
    respond.give(library, paths.answer(), form, json, color, no_pager=True)
