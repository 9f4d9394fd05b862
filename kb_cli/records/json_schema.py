"""What a kind of data file may contain, as JSON Schema (2020-12) for editors: made from what ``kb check`` reads too.

A schema tells less: not what a file names, nor what several files say, nor a date from a text that looks like one.
"""

from typing import Any

from kb_cli.records.kinds import Kind
from kb_cli.records.names import ID
from kb_cli.records.schema import CODE, YEARS, Field, Fields, item, values
from kb_cli.records.sections import AT_A_GLANCE, SECTIONS

# What an editor shows beside a key, where its name does not say it all.
_ABOUT = {key: f"{one.heading}: {one.gloss}" if one.gloss else one.heading for key, one in SECTIONS.items()}
_ABOUT |= {key: one.label for key, one in AT_A_GLANCE.items()}
_ABOUT |= {
    "gist": "What it is, in one line",
    "aliases": "Every other name, lay or clinical; case, hyphens and apostrophes do not count",
    "evidence": "GRADE certainty",
    "evidence_basis": "Why so sure and not surer, with citations",
    "reviewed": "The day of the last review",
    "related": "Ids of other conditions and topics",
    "summary": "Two to five sentences for a reader who reads no further",
    "red_flags": "Ids of shared warning signs",
    "red_flag": "A warning sign",
    "urgency": "emergency: hospital now; urgent: today or tomorrow; routine: tell a clinician",
    "short": "The sign in a few words, for the first screen",
    "told_as": "How people tell it in their own words, for search",
    "graded_by": "source: a cited work graded it; kb: judged from the works cited",
    "key_figure": "One figure with its direction, comparator and citation",
    "change": "What changed since the record was written, and why",
    "callout": "Sets the passage apart",
    "study": "The kind of study",
    "more_authors": "The work has more authors than are listed",
}


def of(kind: Kind) -> dict[str, Any]:
    """Give the schema of a kind of file."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"kb {kind.name}"}
    if kind.each:
        ids = {f"^{ID}$": _value("", kind.each)}
        return head | {"type": "object", "patternProperties": ids, "additionalProperties": False}
    return head | _table(kind.fields)


def _table(fields: Fields) -> dict[str, Any]:
    needed = [key for key, field in fields.items() if field.required]
    return {
        "type": "object",
        "properties": {key: _value(key, field) for key, field in fields.items()},
        **({"required": needed} if needed else {}),
        "additionalProperties": False,
    }


def _value(key: str, field: Field) -> dict[str, Any]:
    about = {"description": _ABOUT[key]} if key in _ABOUT else {}
    return about | _form(field)


def _form(field: Field) -> dict[str, Any]:
    match field.kind:
        case "table":
            return _table(field.keys)
        case "tables":
            return {"type": "array", "items": _table(field.keys)}
        case "list":
            return {"type": "array", "items": _text(item(field))}
        case "word":
            assert field.words
            return {"enum": list(values(field.words))}
        case "prose":
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
