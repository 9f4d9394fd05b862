"""What ``kb cite --json`` writes."""

from collections.abc import Iterator, Mapping
from typing import Any

from kb_cli.citations import json_items
from kb_cli.citations.draft import Draft, Entry, Unread

TITLE = "JSON of kb"
NEEDS = "nothing more"

_TEXTS = ("title-short", "container-title", "publisher", "volume", "issue")
_PARTS = ("family", "given", "non-dropping-particle", "suffix")
# What kb makes of the other fields, or of its records.
_MADE = ("key", "number", "text", "address", "label", "vancouver", "claims", "origin", "stands_in")


def recognises(text: str) -> bool:
    """Tell whether the text is a bibliography of kb."""
    return text.lstrip()[:1] == "{" and '"kb.bibliography/' in text[:200]


def read(text: str) -> Iterator[Entry | Unread]:
    """Give the works."""
    for found in json_items.items(text, ("works",)):
        yield found if isinstance(found, Unread) else _work(*found)


def _work(line: int, work: Any) -> Entry | Unread:
    if not isinstance(work, Mapping) or not isinstance(work.get("author"), list):
        return Unread(line, "", "a work is an object in { } with a list of authors")
    draft = Draft()
    fields = dict(work)
    draft.fields["type"] = _text(fields.pop("type", None)) or "document"
    draft.marked("title", _text(fields.pop("title", None)))
    protected = fields.pop("protected", None)
    draft.protected(map(_text, protected) if isinstance(protected, list) else (), "protected")
    for name in _TEXTS:
        draft.text(name, _text(fields.pop(name, None)), name)
    for name in fields.pop("author"):
        if isinstance(name, Mapping) and name.get("family"):
            draft.person(*(_text(name.get(part)) for part in _PARTS))
        elif isinstance(name, Mapping):
            draft.body(_text(name.get("literal")))
    draft.fields |= {"more_authors": True} if fields.pop("more_authors", False) is True else {}
    draft.keywords([_text(fields.pop("study", None))], "study")
    draft.year(str(fields.pop("issued", None) or ""), "issued")
    if accessed := _text(fields.pop("accessed", None)):
        draft.accessed(accessed, "accessed")
    draft.page(_text(fields.pop("page", None)), "page")
    for name in ("DOI", "PMID", "PMCID"):
        if identifier := _text(fields.pop(name, None)):
            draft.identifier(name, identifier)
    draft.url(_text(fields.pop("URL", None)))
    for name, value in fields.items():
        if name not in _MADE:
            draft.leave(name, value)
    return draft.entry(line, _text(work.get("key")))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
