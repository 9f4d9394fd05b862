"""What a data file may contain: one table a kind of file, and one checker that reports every error with its path.

A path names a place in a file as TOML has it: ``("treatment", 2, "verdict")``.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from kb_cli.records import figures, identifiers, markup
from kb_cli.records.names import ID
from kb_cli.records.sections import AT_A_GLANCE, PARTS, SECTIONS
from kb_cli.records.vocabularies import Certainty, Changed, GradedBy, Region, Study, TreatmentGroup, Urgency, Verdict
from kb_cli.sanitize import quoted, unsafe

Path = tuple[str | int, ...]


class Field(NamedTuple):
    """One key of a table: the type of its value and what narrows it."""

    kind: str  # text | prose | word | bool | year | date | list | proses | table | tables
    required: bool = False
    words: type[Enum] | None = None
    pattern: str | None = None
    example: str = ""
    longest: int = 20_000
    uncited: int = 20_000  # the longest without its citations
    offered: bool = False  # whether shells are told it where TAB is pressed
    keys: Mapping[str, "Field"] = MappingProxyType({})


Fields = Mapping[str, Field]


class Fault(NamedTuple):
    """One thing wrong with a value: ``needle`` is the piece at fault, ``harmless`` means that a page can be shown.

    ``rule`` names what is broken, and ``advice`` says what to write. Where what was ``typed`` is not ``known``, it is
    told with what was perhaps meant.
    """

    path: Path
    message: str
    needle: str = ""
    harmless: bool = False
    typed: str = ""
    known: Collection[str] = ()
    rule: str = ""
    advice: str = ""


# Finds what else is wrong with a table whose values have the right types, for whoever knows more of it than this.
Check = Callable[[dict[str, Any]], Iterable[Fault]]


def _text(*, required: bool = False, longest: int = 400, pattern: str | None = None, example: str = "") -> Field:
    return Field("text", required, longest=longest, pattern=pattern, example=example)


def _offered(*, longest: int) -> Field:
    return Field("text", required=True, longest=longest, offered=True)


def _prose(
    *,
    required: bool = False,
    longest: int = 20_000,
    uncited: int = 20_000,
    pattern: str | None = None,
    example: str = "",
) -> Field:
    return Field("prose", required, longest=longest, uncited=uncited, pattern=pattern, example=example)


def _word(words: type[Enum], *, required: bool = True) -> Field:
    return Field("word", required, words=words)


PASSAGES = Field("tables", keys={"heading": _text(), "callout": Field("bool"), "text": _prose(required=True)})

_FIGURE = _text(required=True, pattern=figures.FIGURE, example="56 of 256 or 22%")


def _phrase(example: str, *, required: bool = True, longest: int = 60) -> Field:
    """Give a few words within a sentence of the program's own, which cites and links by itself."""
    return _text(required=required, longest=longest, pattern=r"[^\[\]\s][^\[\]\n]*", example=example)


# How many had an outcome with a treatment and without it, as one comparison prints them.
EFFECTS = Field(
    "tables",
    keys={
        "outcome": _phrase("sprained again"),
        "at": _phrase("within a year", required=False, longest=40),
        "people": _phrase("male footballers", required=False),
        "good": Field("bool", required=True),
        "with": _FIGURE,
        "without": _FIGURE,
        "given": _phrase("exercise with education", required=False),
        "comparator": _phrase("usual care alone"),
        "instead": Field("bool"),
        "significant": Field("bool"),
        "randomised": Field("bool"),
        "citation": _prose(required=True, longest=400, pattern=rf"\[@{markup.KEY}\]", example="[@hupperets2009]"),
    },
)

TREATMENTS = Field(
    "tables",
    keys={
        "id": _text(required=True, pattern=ID, example="taping"),
        "verdict": _word(Verdict),
        "evidence": _word(Certainty),
        "graded_by": _word(GradedBy),
        "key_figure": _prose(longest=300),
        "text": _prose(required=True),
        "effect": EFFECTS,
    },
)

# A sign that needs a clinician: of a record, or shared by several.
RED_FLAG = {
    "id": _text(required=True, pattern=ID, example="joint-infection"),
    "urgency": _word(Urgency),
    "short": _text(longest=60),
    "text": _prose(required=True),
    "told_as": Field("list"),
}

RED_FLAGS = {"red_flag": Field("tables", required=True, keys=RED_FLAG)}

CHANGES = Field(
    "tables",
    keys={
        "date": Field("date", required=True),
        "what": _word(Changed),
        "of": _text(longest=200),
        "from": _text(),
        "to": _text(),
        "why": _prose(required=True, longest=1000),
    },
)

# What one choice is like, of those that a hand-out tells in equal detail.
CHOICE = {
    "doing": _prose(required=True, longest=600, uncited=200),
    "for": _prose(required=True, longest=1000, uncited=400),
    "against": _prose(required=True, longest=1000, uncited=400),
}

HANDOUT = {
    "message": _prose(required=True, longest=600, uncited=200),
    "what": _prose(required=True, longest=1200, uncited=500),
    "running": _prose(longest=1200, uncited=500),
    "duration": _prose(longest=1200, uncited=500),
    "steps": Field("proses", required=True, longest=600, uncited=200),
    "unknown": _prose(longest=1200, uncited=500),
    "questions": Field("list"),
    "choice": Field(
        "tables", keys={"id": _text(required=True, pattern=ID, example="taping"), "name": _text(longest=40)} | CHOICE
    ),
    "nothing": Field("table", keys=CHOICE),
}

CONDITION = {
    "name": _offered(longest=100),
    "gist": _offered(longest=72),
    "aliases": Field("list", offered=True),
    "region": _word(Region),
    "icd10": Field("list", pattern=r"[A-Z][0-9]{2}(\.[0-9]{1,2})?", example="M22.2"),
    "evidence": _word(Certainty),
    "evidence_basis": _prose(),
    "reviewed": Field("date", required=True),
    "related": Field("list", pattern=ID, example="patellar-tendinopathy"),
    "summary": _prose(required=True),
    "at_a_glance": Field(
        "table",
        keys={key: _prose(longest=400, uncited=140 if one.answer else 400) for key, one in AT_A_GLANCE.items()},
    ),
    "red_flags": Field("list", pattern=ID, example="joint-infection"),
    "red_flag": Field("tables", keys=RED_FLAG),
    "handout": Field("table", keys=HANDOUT),
    "change": CHANGES,
} | {key: TREATMENTS if one.treatments else PASSAGES for key, one in SECTIONS.items()}

TOPIC = {
    "name": _offered(longest=100),
    "gist": _offered(longest=72),
    "aliases": Field("list", offered=True),
    "evidence": _word(Certainty),
    "evidence_basis": _prose(),
    "reviewed": Field("date", required=True),
    "related": Field("list", pattern=ID, example="patellar-tendinopathy"),
    "summary": _prose(required=True),
    "red_flags": Field("list", pattern=ID, example="joint-infection"),
    "red_flag": Field("tables", keys=RED_FLAG),
    "passage": PASSAGES,
    "finding": Field(
        "tables",
        keys={
            "question": _text(required=True, longest=100),
            "answer": _prose(required=True),
            "verdict": _word(Verdict),
            "evidence": _word(Certainty),
            "graded_by": _word(GradedBy),
        },
    ),
}

NOT_COVERED = {
    "not_covered": Field(
        "tables",
        required=True,
        keys={
            "id": _text(required=True, pattern=ID, example="low-back-pain"),
            "names": Field("list", required=True),
            "what": _text(required=True, longest=120),
            "see": Field("list", pattern=ID, example="gluteal-tendinopathy"),
            "red_flags": Field("list", pattern=ID, example="cauda-equina"),
            "told_as": Field("list"),
        },
    )
}

REFERENCE = {
    "type": _text(required=True, pattern=r"[a-z][a-z_-]*", example="article-journal"),
    "study": _word(Study, required=False),
    "title": _text(required=True, longest=1000),
    "protected": Field("list", pattern=r"[^{}\\\n]+", example="Achilles"),
    "title-short": _text(longest=40),
    "author": Field(
        "tables",
        required=True,
        keys={key: _text(longest=200) for key in ("family", "given", "non-dropping-particle", "suffix", "literal")},
    ),
    "container-title": _text(),
    "publisher": _text(),
    "issued": Field("year"),
    "more_authors": Field("bool"),
    "accessed": Field("date"),
    "volume": _text(),
    "issue": _text(),
    "page": _text(),
    "DOI": _text(pattern=identifiers.DOI, example="10.1136/bjsports-2016-096384"),
    "PMID": _text(pattern=identifiers.PMID, example="27247098"),
    "PMCID": _text(pattern=identifiers.PMCID, example="PMC4975825"),
    "URL": _text(longest=1000, pattern=identifiers.URL, example="https://www.nhs.uk/a%20b"),
}

TREATMENT_KIND = {
    "name": _offered(longest=40),
    "group": _word(TreatmentGroup),
    "aliases": Field("list", offered=True),
    "what": _offered(longest=120),
}

_WORDS = Field("list", required=True)
_PART = cast("type[Enum]", Enum("Part", [(part, part) for part in PARTS]))

VOCABULARY = {
    "ordinary": Field("list"),
    "faint": Field("list"),
    "places": Field("list"),
    "elsewhere": Field("list"),
    "same": Field("tables", keys={"words": _WORDS}),
    "points_to": Field("tables", keys={"say": _WORDS, "means": _WORDS}),
    "filler": Field("list"),
    "denials": Field("list"),
    "idea": Field("tables", keys={"words": _WORDS}),
    "tells": Field("tables", keys={"say": _WORDS, "means": _WORDS}),
    "intent": Field(
        "tables",
        keys={
            "part": _word(_PART),
            "group": _word(TreatmentGroup, required=False),
            "say": _WORDS,
        },
    ),
}

NOTICE = {"title": _text(required=True), "text": _prose(required=True)}


def faults(data: dict[str, Any], keys: Mapping[str, Field], at: Path = ()) -> Iterator[Fault]:
    """Give everything wrong with a table read from TOML, in the order of the file, missing keys last."""
    for key, value in data.items():
        if key not in keys:
            unknown = f"unknown key {quoted(key)}"
            yield Fault((*at, key), unknown, typed=key, known=keys.keys(), rule="unknown-key")
        elif not _is_plain(value, keys[key]):
            yield from _value_faults(value, keys[key], (*at, key))
    for key, wanted in keys.items():
        if wanted.required and key not in data:
            advice = f"write {_sample(key, wanted)}"
            yield Fault(at, f'"{key}" is missing', known=(key,), rule="missing", advice=advice)


def treatment_faults(data: dict[str, Any]) -> Iterator[Fault]:
    """Give everything wrong with the vocabulary of treatments, whose keys are the ids of treatments."""
    for id in data:
        if not re.fullmatch(ID, id):
            advice = "expected the form taping or dry-needling"
            yield Fault((id,), f"{quoted(id)} is not a valid id", rule="form", advice=advice)
    yield from faults(data, dict.fromkeys(data, Field("table", keys=TREATMENT_KIND)))


def readable(data: dict[str, Any], keys: Mapping[str, Field]) -> dict[str, Any]:
    """Give of a table read from TOML what has the right form, so that all else can be looked for in it.

    What stands in lists keeps its number: in the place of what is left out stands "" or an empty table.
    """
    found = {}
    for key, value in data.items():
        wanted = keys.get(key)
        if wanted and (kept := _readable_value(value, wanted, key)) is not None:
            found[key] = kept
    return found


def _readable_value(value: Any, wanted: Field, key: str) -> Any:
    if wanted.kind == "table":
        return readable(value, wanted.keys) if isinstance(value, dict) else None
    if wanted.kind in ("tables", "list", "proses") and not isinstance(value, list):
        return None
    if wanted.kind == "tables":
        return [readable(part, wanted.keys) if isinstance(part, dict) else {} for part in value]
    if wanted.kind == "list":
        each = item(wanted)
        return [part if _is_readable(part, each, key) else "" for part in value]
    return value if _is_readable(value, wanted, key) else None


def _is_readable(value: object, wanted: Field, key: str) -> bool:
    if wanted.kind == "prose" and not wanted.pattern:  # whatever is wrong with one citation, the others are there
        return isinstance(value, str)
    return _is_plain(value, wanted) or all(fault.harmless for fault in _value_faults(value, wanted, (key,)))


def prose_of(data: Mapping[str, Any], keys: Mapping[str, Field], at: Path = ()) -> Iterator[tuple[Path, str]]:
    """Give every prose text of a table whose values have the right types, with its path."""
    for key, wanted in keys.items():
        if key not in data:
            continue
        if wanted.kind == "prose":
            yield (*at, key), data[key]
        elif wanted.kind == "proses":
            yield from (((*at, key, number), text) for number, text in enumerate(data[key]))
        elif wanted.kind == "table":
            yield from prose_of(data[key], wanted.keys, (*at, key))
        elif wanted.kind == "tables":
            for number, part in enumerate(data[key]):
                yield from prose_of(part, wanted.keys, (*at, key, number))


def lists_of(data: Mapping[str, Any], keys: Mapping[str, Field], at: Path = ()) -> Iterator[tuple[Path, list[str]]]:
    """Give every list of texts of a table whose values have the right types, with its path."""
    for key, wanted in keys.items():
        if key not in data:
            continue
        if wanted.kind == "list":
            yield (*at, key), data[key]
        elif wanted.kind == "table":
            yield from lists_of(data[key], wanted.keys, (*at, key))
        elif wanted.kind == "tables":
            for number, part in enumerate(data[key]):
                yield from lists_of(part, wanted.keys, (*at, key, number))


def _value_faults(value: object, wanted: Field, path: Path) -> Iterator[Fault]:
    if check := _CHECKS.get(wanted.kind):
        yield from check(value, wanted, path)
    elif wanted.kind == "table":
        if isinstance(value, dict):
            yield from faults(value, wanted.keys, path)
        else:
            yield _wrong_type(path, "a table", value)
    elif not _TYPES[wanted.kind][0](value):
        yield _wrong_type(path, _TYPES[wanted.kind][1], value)


# The first and the last that a work may have.
YEARS = (1500, 2200)

_TYPES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "bool": (lambda value: isinstance(value, bool), "true or false"),
    "year": (lambda value: type(value) is int and YEARS[0] <= value <= YEARS[1], "a year such as 2019, without quotes"),
    "date": (
        lambda value: isinstance(value, date) and not isinstance(value, datetime),
        "a date such as 2026-11-23, without quotes",
    ),
}


# What begins a substitution in every shell. Descriptions are offered without it, but names should not need that.
CODE = frozenset("$`\\")


def _is_plain(value: object, wanted: Field) -> bool:
    """Tell whether it is plain that nothing is wrong with a text; most are names, looked at in thousands."""
    return (
        wanted.kind == "text"
        and isinstance(value, str)
        and 0 < len(value) <= wanted.longest
        and value.isprintable()
        and (value.isascii() or not unsafe(value))
        and not value.isspace()
        and (not wanted.pattern or re.fullmatch(wanted.pattern, value) is not None)
        and not (wanted.offered and CODE.intersection(value))
    )


def _text_faults(value: object, wanted: Field, path: Path) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield _wrong_type(path, "text in quotes", value)
        return
    if not value.strip():
        advice = "write it" if wanted.required else "write it or leave the key out"
        yield Fault(path, f"{_named(path)} is empty", rule="empty", advice=advice)
        return
    if len(value) > wanted.longest:
        yield Fault(path, f"{_named(path)} has {len(value):,} characters, {wanted.longest:,} at most", rule="too-long")
        return
    if wanted.pattern and not re.fullmatch(wanted.pattern, value):
        advice = f"expected the form {wanted.example}"
        yield Fault(path, f"{quoted(value)} is not a valid {_named(path)}", rule="form", advice=advice)
    elif wanted.kind == "text" and "\n" in value:
        yield Fault(path, f"{_named(path)} must be one line", rule="form")
    for character in unsafe(value):
        message = f"control character U+{ord(character):04X} in {_named(path)}"
        yield Fault(path, message, character, harmless=True, rule="control-character", advice="delete it")
    for character in sorted(CODE.intersection(value)) if wanted.offered else ():
        message = f"{quoted(character)} in {_named(path)}, which shells read as code where TAB is pressed"
        yield Fault(path, message, character, harmless=True, rule="shell-code", advice="write it out")
    if wanted.kind == "prose" and not wanted.pattern:
        if len(value) > wanted.uncited and (length := len(markup.uncited(value))) > wanted.uncited:
            message = f"{_named(path)} has {length} characters without its citations, {wanted.uncited} at most"
            yield Fault(path, message, rule="too-long")
        for piece in markup.malformed(value):
            advice = "cite as [@key] or [@key; @key], link as [[id]]"
            yield Fault(path, f"{quoted(piece)} is neither a citation nor a link", piece, rule="mark", advice=advice)


def _word_faults(value: object, wanted: Field, path: Path) -> Iterator[Fault]:
    assert wanted.words is not None
    known = values(wanted.words)
    if value not in known:
        typed = value if isinstance(value, str) else ""
        message, advice = f"{_named(path)} is {quoted(value)}", f"known: {', '.join(known)}"
        yield Fault(path, message, typed=typed, known=known, rule="unknown-word", advice=advice)


@cache
def values(words: type[Enum]) -> tuple[str, ...]:
    """Give the words of a closed vocabulary."""
    return tuple(word.value for word in words)


def _list_faults(value: object, wanted: Field, path: Path) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield _wrong_type(path, "a list of texts in [ ]", value)
        return
    each = item(wanted)
    for number, part in enumerate(value):
        if not _is_plain(part, each):
            yield from _text_faults(part, each, (*path, number))


def item(wanted: Field) -> Field:
    """Give what each text of a list must be."""
    if wanted.kind == "proses":
        return wanted._replace(kind="prose")
    return Field("text", pattern=wanted.pattern, example=wanted.example, longest=200, offered=wanted.offered)


def _tables_faults(value: object, wanted: Field, path: Path) -> Iterator[Fault]:
    if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
        yield _wrong_type(path, f"one or more tables, each headed [[{path[-1]}]]", value)
        return
    for number, part in enumerate(value):
        yield from faults(part, wanted.keys, (*path, number))


_CHECKS: Mapping[str, Callable[[object, Field, Path], Iterable[Fault]]] = {
    "text": _text_faults,
    "prose": _text_faults,
    "word": _word_faults,
    "list": _list_faults,
    "proses": _list_faults,
    "tables": _tables_faults,
}


def _wrong_type(path: Path, wanted: str, value: object) -> Fault:
    return Fault(path, f"{_named(path)} must be {wanted}, not {quoted(value)}", rule="wrong-type")


def _sample(key: str, wanted: Field) -> str:
    """Give a line that a file may have for a key."""
    if wanted.kind == "tables":
        return f"[[{key}]]"
    if wanted.words:
        return " or ".join(f'{key} = "{word}"' for word in values(wanted.words)[:2]) + " ..."
    samples = {"list": '["..."]', "date": "2026-11-24", "prose": '"""..."""'}
    return f"{key} = {samples.get(wanted.kind) or quoted(wanted.example or '...')}"


def _named(path: Path) -> str:
    return str(next((part for part in reversed(path) if isinstance(part, str)), "the file"))
