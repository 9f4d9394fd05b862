"""``kb schema``: what a data file may contain, for editors, and an answer in JSON, for scripts."""

from collections.abc import Iterable
from typing import Annotated, Any

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
            help="The kind of file; nothing for a list of them. With --answers the kind of answer; nothing for all.",
            show_default=False,
            autocompletion=completion.kinds,
        ),
    ] = None,
    answers: Annotated[bool, typer.Option("--answers", help="Of what --json gives, not of data files.")] = False,
) -> None:
    """Print what a kind of data file may contain, as a JSON Schema for your editor; or what an answer in JSON has.

    \b
    Examples:
      kb schema condition
      kb schema condition > condition.schema.json
      taplo lint --schema "file://$PWD/condition.schema.json" draft.toml
      kb schema --answers results

    An editor that knows taplo, as with Even Better TOML, checks while you type and shows what each key holds, once this
    is the first line of the file:

    \b
      #:schema ./condition.schema.json
    """
    from kb_cli.records import json_schema
    from kb_cli.records.kinds import KINDS

    if answers:
        _print(_of_answers(kind))
        return
    if kind is None:
        width = max(map(len, KINDS))
        places = (one.place if one.single else f"{one.place}/ID.toml" for one in KINDS.values())
        respond.tell(*(f"{name:{width}}  {place}" for name, place in zip(KINDS, places, strict=True)))
        return
    _print(json_schema.of(KINDS[_named(kind, KINDS, "file")]))


def _of_answers(kind: str | None) -> dict[str, Any]:
    from kb_cli.render import answer_schema

    if kind is None:
        return answer_schema.of_any()
    return answer_schema.of(_named(kind, answer_schema.KINDS, "answer"))


def _named(kind: str, known: Iterable[str], of: str) -> str:
    """Give the one of the known kinds that is called so. Raises UsageError."""
    from kb_cli.records.names import folded

    for name in known:
        if folded(kind) in (folded(name), folded(f"kb.{name}/1")):
            return name
    raise UsageError(f"there is no kind of {of} {quoted(kind)}; there are {', '.join(known)}", suggestions=known)


def _print(schema: dict[str, Any]) -> None:
    from kb_cli.answers.schema import SchemaAnswer

    respond.give(Library(), SchemaAnswer(schema), "json-schema", False, options.WHEN[0], True)
