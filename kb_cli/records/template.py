"""New files, with a comment beside each key: made from the table that checks them, so that they never lag behind it.

A line with one # is code that is left out, a line with two is prose.
"""

import textwrap
from datetime import date
from typing import Literal, get_args

from kb_cli.records import schema
from kb_cli.records.schema import Field, Fields
from kb_cli.records.sections import AT_A_GLANCE, SECTIONS

Kind = Literal["condition", "topic", "reference", "treatment"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# What a key is for, where its name and its limits do not say it.
HINTS = {
    "gist": "what it is, in one line",
    "aliases": "every other name, lay or clinical",
    "evidence_basis": "why so sure and not surer [@key]",
    "reviewed": "the day of the last review, without quotes",
    "related": "ids of other conditions and topics",
    "red_flags": "shared signs, from red_flags.toml",
    "summary": "two to five sentences for a reader who reads no further; cite works as [@key]",
    "short": "for the first screen",
    "told_as": "how people tell it, for search",
    "names": "what lay people and clinicians call it",
    "see": "the nearest pages",
    "ordinary": "words that carry nothing",
    "faint": "words that fit nearly every record",
    "places": "words that say where",
    "filler": "words that tell nothing of a warning sign",
    "denials": "what follows is denied",
    "callout": "true sets the passage apart",
    "why": "with the work that made it change [@key]",
    "answer": "what is known, in whom [@key]",
    "key_figure": "one figure, with its citation [@key]",
    "text": "whole sentences; cite works as [@key]",
    "of": "the treatment or red flag, or words for the figure",
    "from": "left out where something is new",
    "to": "left out where something was taken away",
    "type": "a type of CSL: article-journal, book, chapter, report, thesis, webpage",
    "title": "in full, in sentence case",
    "protected": 'names in the title that keep their capitals, as in "Achilles"',
    "title-short": "by which an undated work is cited",
    "author": "all, in the order of the work",
    "container-title": "the journal, website or book that it stands in",
    "issued": "the year, without quotes",
    "accessed": "when a page of the web was read",
    "more_authors": "there are more authors than are known here",
    "DOI": "without https://doi.org/",
    "what": "what it is, in one sentence",
}

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

PURPOSES = {
    "not_covered": "something that people ask for and no page is about; one table a thing",
    "same": "words that mean the same; one that ships stands with yours too",
    "points_to": "what people say, and the words of the records that it makes likely",
    "idea": "words that tell the same of a warning sign",
    "tells": "what tells something wider as well",
    "at_a_glance": "one sentence each, with citations",
    "red_flag": "a sign that no shared one says; one table a sign",
    "change": "what changed since the record was written; one table a change",
    "finding": "a question that people ask; one table a question",
    "passage": "what else there is to say; one table a passage",
} | {key: one.gloss or one.heading.lower() for key, one in SECTIONS.items()}


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
    """Give the lines that open a file of a kind: the first is the place for what editors look for there."""
    return [
        f"## {kind}: fill in what is blank. A line with one # is left out: take the # away to use it.",
        "## kb check tells what is missing or wrong; README.md in the folder of what ships (kb paths) shows it whole.",
        "",
    ]


def _table(key: str, field: Field, today: date) -> list[str]:
    """Give a table that is left out, with what it is for."""
    opened = f"# [[{key}]]" if field.kind == "tables" else f"# [{key}]"
    lines = ["", *_line(opened, PURPOSES.get(key, ""))]
    for name, one in field.keys.items():
        lines += _key(name, one, today, left_out=True, optional=field.kind == "tables" and not one.required)
    return lines


def _key(key: str, field: Field, today: date, *, left_out: bool, optional: bool = False) -> list[str]:
    """Give the line of a key, or its lines where it takes more."""
    mark = "# " if left_out else ""
    comment = ", ".join(filter(None, [_comment(key, field), "optional" if optional else ""]))
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


def _comment(key: str, field: Field) -> str:
    """Say what a key is for, and what its value may be."""
    said = AT_A_GLANCE[key].label if key in AT_A_GLANCE else HINTS.get(key, "")
    if field.words:
        return " | ".join(word.value for word in field.words)
    if field.kind == "prose" and field.uncited < field.longest:
        limits = f"at most {field.uncited} characters without citations"
    elif field.kind in ("text", "prose") and field.longest < LONG_PROSE:
        limits = f"at most {field.longest} characters"
    else:
        limits = f"as in {field.example}" if field.example and key not in USUAL else ""
    return ", ".join(part for part in (said, limits) if part)


def _value(key: str, field: Field, today: date) -> str:
    if field.kind in ("date", "year"):
        return today.isoformat() if field.kind == "date" else str(today.year)
    if field.kind == "bool":
        return "true"
    return "[]" if field.kind == "list" else USUAL.get(key, '""')
