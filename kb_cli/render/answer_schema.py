"""What each answer in JSON looks like, as JSON Schema (2020-12), made from the types of which the answers are.

A schema allows fields that it does not name: within a version, answers may gain some.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from inspect import getdoc
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from kb_cli.answers.bibliography import Claim
from kb_cli.answers.comparison import Contrast
from kb_cli.answers.handout import Part
from kb_cli.answers.imported import Imported
from kb_cli.answers.paths import Place
from kb_cli.answers.results import Answered, Judged, Match, PageNamed, Result, Suggestion, WorkFound
from kb_cli.records.model import (
    Change,
    Condition,
    Effect,
    Finding,
    Head,
    Passage,
    RedFlag,
    Reference,
    Topic,
    TopicHead,
    Treatment,
    TreatmentKind,
)
from kb_cli.records.sections import SECTIONS
from kb_cli.records.vocabularies import Certainty, GradedBy, Region, TreatmentGroup, Verdict
from kb_cli.render.formats.json import IN_FILES

Schema = dict[str, Any]

_HEAD: Schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
_PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    date: {"type": "string", "format": "date"},
}


def of(kind: str) -> Schema:
    """Give the schema of the answers of a kind, one of KINDS."""
    whole = _whole(kind)
    return _HEAD | {"title": f"kb {kind}"} | whole | {"$defs": dict(sorted(_used(whole)))}


def of_any() -> Schema:
    """Give the schema of answers of all kinds."""
    kinds = {f"kb.{kind}": _whole(kind) for kind in KINDS}
    return _HEAD | {"title": "kb", "anyOf": list(map(_shared, kinds)), "$defs": kinds | _SHARED}


def _whole(kind: str) -> Schema:
    """Give the schema of a kind of answer with its notice, which an error has not."""
    schema = _KINDS[kind]()
    if kind == "error":
        return schema
    properties = schema["properties"] | {"notice": _TEXT}
    return schema | {"properties": properties, "required": [*schema["required"], "notice"]}


def _type(of: Any) -> Schema:
    """Give the schema of what is of a type of Python."""
    if of in _PLAIN:
        return dict(_PLAIN[of])
    if isinstance(of, type) and issubclass(of, Enum):
        return {"enum": [one.value for one in of]}
    if hasattr(of, "_fields"):
        return _record(of)
    origin, parts = get_origin(of), get_args(of)
    if origin is Literal:
        return {"enum": list(parts)}
    if origin is tuple and parts[1:] != (...,):
        fixed = [_type(one) for one in parts]
        return {"type": "array", "prefixItems": fixed, "items": False, "minItems": len(fixed)}
    if origin is tuple:
        return _list(_type(parts[0]))
    if origin is dict:
        return {"type": "object", "additionalProperties": _type(parts[1])}
    return _any(*map(_type, parts))


def _any(*schemas: Schema) -> Schema:
    """Give the schema of what fits one of these."""
    if all(set(one) == {"type"} for one in schemas):
        return {"type": [one["type"] for one in schemas]}
    return {"anyOf": list(schemas)}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _record(of: type, less: tuple[str, ...] = (), /, **more: Schema) -> Schema:
    """Give the schema of a named tuple under the names of its file: without some fields, with more or other ones."""
    fields = {IN_FILES.get(name, name): one for name, one in get_type_hints(of).items() if name not in less}
    told: Schema = {"description": (getdoc(of) or "").splitlines()[0].replace("``", "")}
    properties = {name: more.pop(name) if name in more else _type(one) for name, one in fields.items()}
    return told | _object(**properties, **more)


def _object(optional: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
    }


def _document(kind: str, optional: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    return _object(optional, schema={"const": f"kb.{kind}/1"}, **properties)


def _shared(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _shared_list(name: str) -> Schema:
    return _list(_shared(name))


def _used(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Give the shared schemas that a schema refers to, and those that these do."""
    waiting, seen = [schema], set[str]()
    while waiting:
        written = json.dumps(waiting.pop())
        for name in sorted(set(_SHARED) - seen):
            if f'"#/$defs/{name}"' in written:
                seen.add(name)
                waiting.append(_SHARED[name])
                yield name, _SHARED[name]


_TEXT = _type(str)
_NAMED = {"id": _TEXT, "name": _TEXT}
_ORIGIN = {name: _type(one) for name, one in get_type_hints(TreatmentKind).items() if name in ("origin", "stands_in")}
_GRADED = {"verdict": _type(Verdict), "evidence": _type(Certainty), "words": _TEXT}

_VERDICT = {
    "condition": _object(**_NAMED),
    **_GRADED,
    "sentence": _TEXT,
    "graded_by": _type(GradedBy),
    "key_figure": _type(str | None),
}
_FOUND_FLAG = {"id": _TEXT, "short": _type(str | None), "pages": _shared_list("page")}
_MATCHED = {
    **_record(Match)["properties"],
    "treatment": _any(_record(Judged, words=_TEXT), _type(NoneType)),
    "answered": _any(_record(Answered, words=_TEXT), _type(NoneType)),
}

# What several schemas, or several places of one, have in common.
_SHARED: dict[str, Schema] = {
    "author": _record(get_args(get_type_hints(Reference)["author"])[0]),
    "citation": _record(
        Reference, author=_shared_list("author"), address=_type(str | None), label=_TEXT, vancouver=_TEXT
    ),
    "change": _record(Change),
    "effect": _record(Effect, in_100=_object(**{"with": _type(int), "without": _type(int)}), words=_TEXT),
    "found_red_flag": _object(**_FOUND_FLAG, **_MATCHED),
    "match": _object(**_MATCHED),
    "page": _record(PageNamed),
    "passage": _record(Passage),
    "red_flag": _record(RedFlag),
    "treatment": _record(Treatment, name=_TEXT, words=_TEXT, effect=_shared_list("effect")),
    "verdict": _object(**_VERDICT),
    "whole_verdict": _object(("text", "effect"), **_VERDICT, text=_TEXT, effect=_shared_list("effect")),
}

_SIGNS = {"red_flags": _shared_list("red_flag")}
_CITATIONS = {"citations": _shared_list("citation")}


def _condition() -> Schema:
    sections = {key: _shared_list("treatment" if one.treatments else "passage") for key, one in SECTIONS.items()}
    whole = _record(Condition, ("sections", "treatment"), change=_shared_list("change"), **_SIGNS, **_CITATIONS)
    return _document("condition", tuple(sections), **whole["properties"], **sections)


def _topic() -> Schema:
    findings = _list(_record(Finding, words=_TEXT))
    whole = _record(Topic, passage=_shared_list("passage"), finding=findings, **_SIGNS, **_CITATIONS)
    return _document("topic", ("passage",), **whole["properties"])


def _treatment() -> Schema:
    unjudged = _list(_object(**_NAMED))
    whole = _record(TreatmentKind, verdicts=_shared_list("whole_verdict"), no_verdict=unjudged, **_CITATIONS)
    return _document("treatment", **whole["properties"])


def _pages() -> Schema:
    return _document("pages", pages=_list(_any(_condition(), _topic(), _treatment())))


def _listing() -> Schema:
    conditions, topics = (_list(_record(head, review_due=_type(bool))) for head in (Head, TopicHead))
    return _document("listing", conditions=conditions, topics=topics)


def _log() -> Schema:
    changes = _list(_object(**_NAMED, **_record(Change)["properties"]))
    return _document("log", changes=changes, **_CITATIONS)


def _evidence_map() -> Schema:
    group = _type(TreatmentGroup)
    return _document(
        "evidence_map",
        conditions=_list(_object(**_NAMED, code=_TEXT, region=_type(Region))),
        treatments=_list(_object(**_NAMED, group=group, verdicts=_shared_list("verdict"))),
        judged=_type(int),
        empty=_type(int),
    )


def _comparison() -> Schema:
    fields = ("gist", "region", "evidence", "at_a_glance")
    glance = {name: one for name, one in _record(Condition)["properties"].items() if name in fields}
    treatments = _list(_object(**_NAMED, verdicts=_shared_list("whole_verdict")))
    return _document(
        "comparison",
        conditions=_list(_object(**_NAMED, **glance, **_SIGNS)),
        telling_apart=_list(_record(Contrast)),
        treatments=_object(different=treatments, alike=treatments, partly=treatments),
        **_CITATIONS,
    )


def _red_flags() -> Schema:
    return _document("red_flags", conditions=_list(_object(**_NAMED, **_SIGNS)), **_CITATIONS)


def _results() -> Schema:
    missing = {"named": _type(bool), "what": _TEXT, "see": _shared_list("page")}
    cited = _list(_object(**_NAMED, **_MATCHED))
    return _document(
        "results",
        query=_TEXT,
        weak=_type(bool),
        total=_type(int),
        asked_for=_list(_TEXT),
        withheld=_list(_TEXT),
        not_covered=_list(_object(**_NAMED, **missing, red_flags=_shared_list("found_red_flag"))),
        red_flags=_shared_list("found_red_flag"),
        results=_list(_record(Result, ("gist",), matches=_shared_list("match"))),
        treatments=_list(_object(**_NAMED, what=_TEXT, **_ORIGIN, conditions=_list(_object(**_NAMED, **_GRADED)))),
        references=_list(_record(WorkFound, cited_by=cited)),
        suggestions=_list(_record(Suggestion)),
        missed=_list(_TEXT),
    )


def _bibliography() -> Schema:
    work = _SHARED["citation"]["properties"]
    claims = _list(_record(Claim))
    return _document(
        "bibliography",
        title=_TEXT,
        style=_TEXT,
        works=_list(_object(number=_type(int | None), text=_TEXT, **work, claims=claims)),
    )


def _handout() -> Schema:
    parts = _list(_record(Part))
    return _document("handout", **_NAMED, title=_TEXT, giver=_TEXT, parts=parts, made=_list(_TEXT), **_CITATIONS)


def _in_text() -> Schema:
    cited = _object(style=_TEXT, text=_TEXT, html=_TEXT)
    return _document("in_text", citations=_list(cited), works=_list(_object(key=_TEXT)))


def _imported() -> Schema:
    return _document(
        "imported",
        folder=_TEXT,
        dry_run=_type(bool),
        stopped=_TEXT,
        notes=_list(_TEXT),
        works=_list(_record(Imported, ("table",))),
    )


def _paths() -> Schema:
    return _document("paths", layers=_list(_record(Place)), cache=_type(str | None), program=_TEXT)


def _check() -> Schema:
    place = {"file": _TEXT, "line": _type(int), "column": _type(int)}
    words = {"rule": _TEXT, "what": _TEXT, "why": _TEXT, "write": _TEXT}
    severity: Schema = {"enum": ["error", "warning"]}
    return _document(
        "check",
        problems=_list(_object(**place, severity=severity, **words, fixable=_type(bool))),
        errors=_type(int),
        warnings=_type(int),
        checked=_type(dict[str, int]),
    )


def _error() -> Schema:
    return _object(error=_object(code=_TEXT, message=_TEXT, suggestions=_list(_TEXT)))


_KINDS: dict[str, Callable[[], Schema]] = {
    "condition": _condition,
    "topic": _topic,
    "treatment": _treatment,
    "pages": _pages,
    "listing": _listing,
    "results": _results,
    "evidence_map": _evidence_map,
    "comparison": _comparison,
    "red_flags": _red_flags,
    "log": _log,
    "bibliography": _bibliography,
    "handout": _handout,
    "in_text": _in_text,
    "imported": _imported,
    "paths": _paths,
    "check": _check,
    "error": _error,
}
KINDS = tuple(_KINDS)
