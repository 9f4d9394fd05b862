"""``kb list``: all conditions at a glance."""

from typing import Annotated

import typer

from kb_cli.cli import options, respond
from kb_cli.errors import NotFoundError
from kb_cli.records.library import Library
from kb_cli.render import writer

PLACE = 40


def command(
    region: options.InRegion = None,
    ids: Annotated[bool, typer.Option("--ids", help="Only the ids, one a line.")] = False,
    form: Annotated[str, options.format_of("listing")] = "terminal",
    json: options.Json = False,
    color: options.Color = "auto",
    no_pager: options.NoPager = False,
) -> None:
    """List the conditions: name, region, how sure the evidence is, and what each is in one line."""
    from kb_cli.answers import listing

    library = Library()
    answer = listing.answer(library, options.region(region))
    respond.warn(library)
    if not answer.heads:
        raise NotFoundError('no condition is filed there; "kb list" shows all')
    if ids:
        writer.write("".join(f"{head.id}\n" for head in answer.heads), options.screen(color), paged=False)
        writer.note(f"{library.notice.title}. {library.notice.text}")
    else:
        respond.give(library, answer, form, json, color, no_pager)
