"""A work from a CSL item, as CSL-JSON and CSL YAML have it."""

import re
from collections.abc import Mapping
from typing import Any

from kb_cli.citations.draft import Draft, Entry, Unread

# The fields of a reference that are text, each with the names that items have it under.
_TEXTS = {
    "title-short": ("title-short", "shortTitle", "short-title"),
    "container-title": ("container-title",),
    "publisher": ("publisher",),
    "volume": ("volume",),
    "issue": ("issue", "number"),
}
_IDENTIFIERS = ("DOI", "PMID", "PMCID")
_OF_THE_ITEM = ("id", "citation-key", "citation-label")


def entry(line: int, item: Any) -> Entry | Unread:
    """Give the work of an item, or what is wrong with it."""
    if not isinstance(item, Mapping):
        return Unread(line, "", "an item is an object in { }")
    draft = Draft()
    fields = {str(name): value for name, value in item.items()}
    keys = [_text(fields.pop(name, "")) for name in _OF_THE_ITEM]
    draft.fields["type"] = _type(draft, fields.pop("type", ""))
    draft.marked("title", _text(fields.pop("title", "")))
    _custom(draft, fields.pop("custom", ""))
    for field, names in _TEXTS.items():
        for name in names:
            draft.text(field, _text(fields.pop(name, "")), name)
    _people(draft, fields.pop("author", ()))
    _dates(draft, fields)
    draft.page(_text(fields.pop("page", "")), "page")
    for name in _IDENTIFIERS:
        if value := _text(fields.pop(name, "")):
            draft.identifier(name, value)
    draft.url(_text(fields.pop("URL", "")))
    draft.keywords(re.split(r"[,;]", _text(fields.pop("keyword", ""))), "keyword")
    draft.note(_text(fields.pop("note", "")), "note")
    for name, value in fields.items():
        draft.leave(name, value)
    return draft.entry(line, next(filter(None, keys), ""))


def _type(draft: Draft, value: Any) -> str:
    kind = _text(value)
    if re.fullmatch(r"[a-z][a-z_-]*", kind):
        return kind
    what = f"works of the type {kind[:20]} are not known" if kind else "of what type it is, is not told"
    draft.doubt(f"{what}; written as a document")
    return "document"


def _custom(draft: Draft, value: Any) -> None:
    """Take what kb itself writes beside CSL's own fields."""
    rest = dict(value) if isinstance(value, Mapping) else value
    if isinstance(rest, dict) and isinstance(rest.get("protected"), list):
        draft.protected(map(_text, rest.pop("protected")), "custom")
    draft.leave("custom", rest)


def _people(draft: Draft, names: Any) -> None:
    for name in names if isinstance(names, list) else ():
        if not isinstance(name, Mapping):
            draft.leave("author", name, "a name is an object in { }")
            continue
        part = {str(key): _text(value) for key, value in name.items()}
        particle = " ".join(filter(None, (part.get("dropping-particle"), part.get("non-dropping-particle"))))
        if part.get("dropping-particle"):
            draft.doubt(f"the particle {part['dropping-particle']} stands before its name")
        if family := part.get("family", ""):
            draft.person(family, part.get("given", ""), particle, part.get("suffix", ""))
        else:
            draft.body(part.get("literal") or part.get("given", ""))


def _dates(draft: Draft, fields: dict[str, Any]) -> None:
    if issued := _day(fields.pop("issued", "")):
        draft.year(issued, "issued")
    if accessed := _day(fields.pop("accessed", "")):
        draft.accessed(accessed, "accessed")


def _day(value: Any) -> str:
    """Give a date of CSL as text: "2016", "2026-11-23", or as it was written."""
    if not isinstance(value, Mapping):
        return _text(value)
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else []
    told = "-".join(_text(part) for part in first) if isinstance(first, list) else _text(first)
    return told or _text(value.get("raw") or value.get("literal") or value.get("year", ""))


def _text(value: Any) -> str:
    """Give a text or number as text; anything else is nothing that a reference could have."""
    return value if isinstance(value, str) else str(value) if type(value) in (int, float) else ""
