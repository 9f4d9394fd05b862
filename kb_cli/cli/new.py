"""``kb new``: a file of the reader's own to fill in."""

from typing import Annotated

import typer

from kb_cli import cli, clock
from kb_cli.cli import completion, writing
from kb_cli.errors import UsageError
from kb_cli.records.library import Library
from kb_cli.records.names import either, nearest
from kb_cli.sanitize import quoted

GROUP = cli.OWN
PLACE = 76

# As in records/template.py, which is imported where one is made.
KINDS = ("condition", "topic", "reference", "treatment")


def command(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND", help=f"{either(KINDS)}.", show_default=False, autocompletion=completion.one_of(*KINDS)
        ),
    ],
    id: Annotated[
        str,
        typer.Argument(metavar="ID", help="Its id, as hip-flexor-strain; of a reference its key.", show_default=False),
    ],
    into: Annotated[
        str | None, typer.Option("--in", metavar="DIR", help="Write into this folder of records in place of your own.")
    ] = None,
    edit: Annotated[bool, typer.Option("--edit", "-e", help="Open it in your editor.")] = False,
) -> None:
    """Write a record of your own to fill in, with a comment beside each line. Nothing is ever overwritten.

    \b
    Examples:
      kb new condition hip-flexor-strain
      kb new reference smith2024 --edit
      kb new treatment dry-cupping
    """
    from kb_cli.records import drafts, layers, template

    chosen = next((one for one in template.KINDS if one == kind), None)
    if not chosen:
        near = nearest(kind, KINDS, most=1)
        meant = f'; did you mean "{near[0]}"?' if near else f"; there are {', '.join(KINDS)}"
        raise UsageError(f"there is no kind of record {quoted(kind)}{meant}")
    editor = writing.editor() if edit else None
    draft = drafts.new(Library(), chosen, id, drafts.folder(into), clock.today())
    writing.write(draft)
    read = str(draft.folder) in layers.order()
    if editor:
        writing.mend(draft, editor)
    writing.tell(
        "Added to" if draft.before is not None else "Wrote",
        draft,
        *([] if read else [f"kb reads {draft.folder} only where KB_OWN names it."]),
        *([] if editor else [f"Fill in what is blank (kb edit {id} opens it); kb check tells what is missing."]),
    )
