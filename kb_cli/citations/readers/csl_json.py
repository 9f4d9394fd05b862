"""CSL-JSON: one item, a list of items, or an object with such a list."""

from collections.abc import Iterator

from kb_cli.citations import from_csl, json_items
from kb_cli.citations.draft import Entry, Unread

TITLE = "CSL-JSON"
NEEDS = "nothing more"

_LISTS = ("items", "references")


def recognises(text: str) -> bool:
    """Tell whether the text is JSON, but not kb's own."""
    return text.lstrip()[:1] in ("[", "{") and '"kb.bibliography/' not in text[:200]


def read(text: str) -> Iterator[Entry | Unread]:
    """Give the works."""
    for found in json_items.items(text, _LISTS):
        yield found if isinstance(found, Unread) else from_csl.entry(*found)
