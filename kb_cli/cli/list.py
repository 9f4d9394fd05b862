"""``kb list``: all conditions at a glance."""

from typing import Annotated

import typer

from kb_cli import cli, clock
from kb_cli.cli import completion, options, respond
from kb_cli.errors import NotFoundError, UsageError
from kb_cli.records.library import Library
from kb_cli.render import writer
from kb_cli.sanitize import quoted

GROUP = cli.READ
PLACE = 40


def command(
    region: options.InRegion = None,
    sort: Annotated[
        str,
        typer.Option(
            "--sort",
            metavar="BY",
            help="region, name, evidence (surest first) or reviewed (longest ago first).",
            autocompletion=completion.one_of("region", "name", "evidence", "reviewed"),
        ),
    ] = "region",
    due: Annotated[bool, typer.Option("--due", help="Only those reviewed a year ago or more.")] = False,
    topics: Annotated[bool, typer.Option("--topics", help="The topics in place of the conditions.")] = False,
    ids: Annotated[bool, typer.Option("--ids", help="Only the ids, one a line.")] = False,
    form: Annotated[str | None, options.format_of("listing")] = None,
    file: options.Output = None,
    force: options.Force = False,
    json: options.Json = False,
    color: options.Color = "auto",
    no_pager: options.NoPager = False,
) -> None:
    """List the conditions: name, region, how sure the evidence is, and what each is in one line."""
    from kb_cli.answers import listing

    library = Library()
    if ids and options.file_of(file):
        raise UsageError(f"--ids writes no file; kb list --ids > {file} does")
    if sort not in listing.SORTS:
        raise UsageError(f"--sort is {', '.join(listing.SORTS)}, not {quoted(sort)}")
    today = clock.today()
    answer = (
        listing.topics(library, today) if topics else listing.answer(library, options.region(region), today, due, sort)
    )
    respond.warn(library)
    if not answer.heads and not answer.topics:
        raise NotFoundError("no review is due" if due else 'no condition is filed there; "kb list" shows all')
    if ids:
        writer.write("".join(f"{id}\n" for id in answer.ids), options.screen(color), paged=False)
        writer.note(f"{library.notice.title}. {library.notice.text}")
    else:
        respond.give(library, answer, form, json, color, no_pager, file, force)
