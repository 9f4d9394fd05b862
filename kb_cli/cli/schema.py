"""``kb schema``: what a data file may contain, for editors."""

from typing import Annotated

import typer

from kb_cli import cli
from kb_cli.cli import completion, options, respond
from kb_cli.errors import UsageError
from kb_cli.records.library import Library
from kb_cli.sanitize import quoted

GROUP = cli.OWN
PLACE = 85


def command(
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="[KIND]",
            help="The kind of file; nothing for a list of them.",
            show_default=False,
            autocompletion=completion.kinds,
        ),
    ] = None,
) -> None:
    """Print what a kind of data file may contain, as a JSON Schema for your editor.

    \b
    Examples:
      kb schema condition
      kb schema condition > condition.schema.json
      taplo lint --schema "file://$PWD/condition.schema.json" draft.toml

    An editor that knows taplo, as with Even Better TOML, checks while you type and shows what each key holds, once this
    is the first line of the file:

    \b
      #:schema ./condition.schema.json
    """
    from kb_cli.answers.schema import SchemaAnswer
    from kb_cli.records import json_schema
    from kb_cli.records.kinds import KINDS
    from kb_cli.records.names import folded

    if kind is None:
        width = max(map(len, KINDS))
        places = (one.place if one.single else f"{one.place}/ID.toml" for one in KINDS.values())
        respond.tell(*(f"{name:{width}}  {place}" for name, place in zip(KINDS, places, strict=True)))
        return
    named = next((one for name, one in KINDS.items() if folded(name) == folded(kind)), None)
    if not named:
        raise UsageError(f"there is no kind of file {quoted(kind)}; there are {', '.join(KINDS)}")
    respond.give(Library(), SchemaAnswer(json_schema.of(named)), "json-schema", False, options.WHEN[0], True)
