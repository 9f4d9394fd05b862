"""New files, with a comment beside each key: made from the table that checks them, so that they never lag behind it.

A line with one # is code that is left out, a line with two is prose.
"""

import textwrap
from datetime import date
from typing import Literal, get_args

from kb_cli.records import json_schema, kinds, schema
from kb_cli.records.hints import hint
from kb_cli.records.schema import Field, Fields

Kind = Literal["condition", "topic", "reference", "treatment"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# What is written in place of a blank, because most files have it so.
USUAL = {"type": '"article-journal"'}

AUTHOR = '    { family = "", given = "" },  # or { literal = "A public body" }; "van der" is a non-dropping-particle'

# Where comments begin, and the longest line that has one; a longer one gets a line of its own.
COLUMN = 32
LONGEST = 120

# Prose that may be longer than this stands in lines of its own.
LONG_PROSE = 400

FIELDS: dict[Kind, Fields] = {
    "condition": schema.CONDITION,
    "topic": schema.TOPIC,
    "reference": schema.REFERENCE,
    "treatment": schema.TREATMENT_KIND,
}

LISTINGS: dict[str, Fields] = {
    "red_flags": schema.RED_FLAGS,
    "not_covered": schema.NOT_COVERED,
    "vocabulary": schema.VOCABULARY,
}


def new(kind: Kind, id: str, today: date) -> str:
    """Give a file of a kind, or of a treatment its entry, that is valid as soon as what is blank in it is filled in."""
    fields = FIELDS[kind]
    top = {key: one for key, one in fields.items() if one.kind not in ("table", "tables") or key == "author"}
    lines = [f"[{id}]"] if kind == "treatment" else opening(kind)
    lines += (line for key, one in top.items() for line in _key(key, one, today, left_out=not one.required))
    for key, one in fields.items():
        if key not in top:
            lines += _table(key, one, today)
    return "".join(f"{line}\n" for line in lines)


def listing(kind: str) -> str:
    """Give a file of many entries in which all is left out: of treatments, or one of LISTINGS."""
    lines = opening(kind)
    if kind == "treatments":
        lines += ["# [ID]", *(line for key, one in schema.TREATMENT_KIND.items() for line in _left_out(key, one))]
    # What follows a table would belong to it.
    for key, one in sorted(LISTINGS.get(kind, {}).items(), key=lambda pair: pair[1].kind == "tables"):
        lines += _table(key, one, date.min) if one.kind == "tables" else _left_out(key, one)
    return "".join(f"{line}\n" for line in lines)


def _left_out(key: str, field: Field) -> list[str]:
    return _key(key, field, date.min, left_out=True)


def opening(kind: str) -> list[str]:
    """Give the lines that open a file of a kind: in the first, editors look for its schema."""
    return [
        schema_line(kind),
        f"## {kind}: fill in what is blank. A line with one # is left out: take the # away to use it.",
        "## kb check tells what is missing or wrong; README.md in the folder of what ships (kb paths) shows it whole.",
        "",
    ]


def schema_line(kind: str) -> str:
    """Give the line that tells an editor where the schema of a kind of file lies."""
    up = "" if kinds.KINDS[kind].single else "../"
    return f"#:schema {up}{json_schema.place(kinds.KINDS[kind])}"


def _table(key: str, field: Field, today: date, above: str = "") -> list[str]:
    """Give a table that is left out, with what it is for; one below another comes after that one's keys."""
    path = f"{above}{key}"
    opened = f"# [[{path}]]" if field.kind == "tables" else f"# [{path}]"
    lines = ["", *_line(opened, hint(key))]
    some_required = any(one.required for one in field.keys.values())
    below = {name: one for name, one in field.keys.items() if one.kind in ("table", "tables")}
    for name, one in field.keys.items():
        if name not in below:
            lines += _key(name, one, today, key, left_out=True, optional=some_required and not one.required)
    for name, one in below.items():
        lines += _table(name, one, today, f"{path}.")
    return lines


def _key(key: str, field: Field, today: date, table: str = "", *, left_out: bool, optional: bool = False) -> list[str]:
    """Give the line of a key in a table, or its lines where it takes more."""
    mark = "# " if left_out else ""
    comment = ", ".join(filter(None, [_comment(key, field, table), "optional" if optional else ""]))
    if key == "author":
        return [*_line("author = [", comment), AUTHOR, "]"]
    if field.kind == "prose" and field.longest > LONG_PROSE:
        return [*_above(comment), f'{mark}{key} = """', f'{mark}"""']
    return _line(f"{mark}{key} = {_value(key, field, today)}", comment)


def _line(code: str, comment: str) -> list[str]:
    line = f"{code:<{COLUMN - 1}} # {comment}"
    if not comment:
        return [code]
    return [line] if len(line) <= LONGEST else [*_above(comment), code]


def _above(comment: str) -> list[str]:
    return textwrap.wrap(comment, LONGEST, initial_indent="## ", subsequent_indent="##   ")


def _comment(key: str, field: Field, table: str) -> str:
    """Say what a key is for, and what its value may be."""
    if field.words:
        return " | ".join(word.value for word in field.words)
    if field.kind == "prose" and field.uncited < field.longest:
        limits = f"at most {field.uncited} characters without citations"
    elif field.kind in ("text", "prose") and field.longest < LONG_PROSE:
        limits = f"at most {field.longest} characters"
    else:
        limits = f"as in {field.example}" if field.example and key not in USUAL else ""
    return ", ".join(filter(None, [hint(key, table), limits]))


def _value(key: str, field: Field, today: date) -> str:
    if field.kind in ("date", "year"):
        return today.isoformat() if field.kind == "date" else str(today.year)
    if field.kind == "bool":
        return "true"
    return "[]" if field.kind in ("list", "proses") else USUAL.get(key, '""')
