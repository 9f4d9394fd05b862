"""``kb edit``: a record in the reader's editor; of what ships, a copy that stands in for it."""

from typing import Annotated

import typer

from kb_cli import cli
from kb_cli.cli import completion, respond, writing
from kb_cli.records.library import Library

GROUP = cli.OWN
PLACE = 77


def command(
    name: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME|KEY",
            help="A condition, topic, treatment or shared sign, by any of its names; a citation key.",
            show_default=False,
            autocompletion=completion.cited,
        ),
    ],
) -> None:
    """Open a record in your editor and check it when that is closed.

    What ships is copied to your own records first, where the copy stands in for it; delete it to see the shipped one.

    \b
    Examples:
      kb edit "runner's knee"
      kb edit rathleff2014
    """
    from kb_cli.answers import lookup
    from kb_cli.records import drafts

    editor = writing.editor()
    library = Library()
    typed = " ".join(name)
    meant = drafts.called(library, typed)
    if not meant:
        found = lookup.find(library, typed)
        meant = found.kind, found.id
    draft = drafts.own(library, *meant)
    writing.write(draft)
    changed = writing.mend(draft, editor)
    if not changed:
        respond.tell(
            "Nothing was changed." if draft.text is None else "Nothing was changed, so that no copy was kept.",
            'An editor that returns at once needs an option to wait, as in VISUAL="code --wait".',
        )
        return
    shown = {"condition": "show", "topic": "show", "treatment": "show", "reference": "cite"}.get(draft.kind)
    writing.tell("In order:", draft, *([f"kb {shown} {draft.id} shows it."] if shown else []))
