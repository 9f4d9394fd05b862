"""What a kind of data file may contain, as JSON Schema (2020-12) for editors: made from what ``kb check`` reads too.

A schema tells less: not what a file names, nor what several files say, nor a date from a text that looks like one.
"""

from typing import Any

from kb_cli.records.hints import hint
from kb_cli.records.kinds import Kind
from kb_cli.records.names import ID
from kb_cli.records.schema import CODE, YEARS, Field, Fields, item, values


def place(kind: Kind) -> str:
    """Give where in a folder of records the schema lies that its files name."""
    return f".schemas/{kind.name}.schema.json"


def of(kind: Kind) -> dict[str, Any]:
    """Give the schema of a kind of file."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"kb {kind.name}"}
    if kind.each:
        ids = {f"^{ID}$": _form(kind.each)}
        return head | {"type": "object", "patternProperties": ids, "additionalProperties": False}
    return head | _table(kind.fields)


def _table(fields: Fields, name: str = "") -> dict[str, Any]:
    needed = [key for key, field in fields.items() if field.required]
    return {
        "type": "object",
        "properties": {key: _about(key, name) | _form(field, key) for key, field in fields.items()},
        **({"required": needed} if needed else {}),
        "additionalProperties": False,
    }


def _about(key: str, table: str) -> dict[str, Any]:
    said = hint(key, table)
    return {"description": said[0].upper() + said[1:]} if said else {}


def _form(field: Field, key: str = "") -> dict[str, Any]:
    match field.kind:
        case "table":
            return _table(field.keys, key)
        case "tables":
            return {"type": "array", "items": _table(field.keys, key)}
        case "list" | "proses":
            return {"type": "array", "items": _form(item(field))}
        case "word":
            assert field.words
            return {"enum": list(values(field.words))}
        case "prose" if not field.pattern:
            return {"type": "string", "pattern": r"\S", "maxLength": field.longest}
        case "date":
            return {"type": "string", "format": "date"}
        case "year":
            return {"type": "integer", "minimum": YEARS[0], "maximum": YEARS[1]}
        case "bool":
            return {"type": "boolean"}
        case _:
            return _text(field)


def _text(field: Field) -> dict[str, Any]:
    return {"type": "string", "pattern": _pattern(field), "maxLength": field.longest}


def _pattern(field: Field) -> str:
    """Give what matches a text of one line that is not blank, and what a shell could run where it is offered."""
    if field.pattern:
        return f"^(?:{field.pattern})$"
    code = "".join(sorted(CODE)).replace("\\", r"\\") if field.offered else ""
    return rf"^[^\n{code}]*[^\s{code}][^\n{code}]*$"
