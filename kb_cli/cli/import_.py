"""``kb import``: references from somebody's bibliography."""

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb_cli import cli
from kb_cli.cli import lines, options, respond
from kb_cli.errors import BadDataError, NotFoundError, OutputError
from kb_cli.records import drafts, layers
from kb_cli.records.library import Library
from kb_cli.render import writer

if TYPE_CHECKING:
    from kb_cli.answers.imported import ImportedAnswer

GROUP = cli.OWN
PLACE = 78


def command(
    file: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE", help="BibTeX, BibLaTeX, RIS or CSL-JSON; - for standard input.", show_default=False
        ),
    ],
    into: Annotated[
        str | None,
        typer.Option("--in", metavar="DIR", help="Write into this folder of records in place of your own."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Tell what would be done; write nothing.")] = False,
    form: Annotated[str | None, options.format_of("imported")] = None,
    json: Annotated[bool, typer.Option("--json", help="Tell it as JSON, with every value that was left out.")] = False,
    color: options.Color = "auto",
    no_pager: options.NoPager = False,
) -> int:
    """Import references from a bibliography: a file for each work that kb does not know yet.

    What a reference has no place for is told, and so is an entry that cannot be read; the others go on. Nothing is
    ever overwritten.

    \b
    Examples:
      kb import paper.bib
      kb import export.ris library.json --dry-run
      xclip -o | kb import -
    """
    from kb_cli.answers import imported
    from kb_cli.citations import readers
    from kb_cli.render import progress

    # Other commands are over too soon for it to matter, but this one may read for a minute.
    gc.enable()
    top = drafts.folder(into)
    folder = drafts.inside(top / "references" / "any", top).parent
    library = Library(*dict.fromkeys([top, *map(Path, layers.order())]))
    if lines.STANDARD_INPUT in file:
        lines.wait_for_input()
    sources = [readers.opened(path) for path in file]
    with progress.bar(options.screen(color)) as told:
        answer = imported.plan(library, str(folder), sources, told)
        if not dry_run:
            answer = imported.write(answer, writer.save_new, told)
    if str(top) not in layers.order():
        answer = answer._replace(notes=(*answer.notes, f"kb reads {top} only where KB_OWN names it"))
    respond.warn(library)
    respond.give(library, answer, form, json, color, no_pager)
    return _exit_code(answer)


def _exit_code(answer: "ImportedAnswer") -> int:
    if answer.of("failed"):
        return OutputError.exit_code
    if not answer.of("unread"):
        return 0
    return BadDataError.exit_code if any(one.line for one in answer.works) else NotFoundError.exit_code
