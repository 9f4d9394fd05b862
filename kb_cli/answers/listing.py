"""The conditions that there are."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from kb_cli.records.library import Library
from kb_cli.records.model import Head, TopicHead, in_order, is_due
from kb_cli.records.vocabularies import Certainty, Region


class ListingAnswer(NamedTuple):
    """The conditions of the knowledge base, or of one region, or its topics; ``due`` are those whose review is due.

    ``by_region`` says that the conditions are in the order of the regions.
    """

    heads: tuple[Head, ...]
    topics: tuple[TopicHead, ...]
    region: Region | None
    due: frozenset[str]
    by_region: bool

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "listing"

    @property
    def ids(self) -> list[str]:
        """The ids of what is listed, in order."""
        return [*(head.id for head in self.heads), *(head.id for head in self.topics)]


# How a list may be sorted: the surest evidence first, or by what was reviewed longest ago.
SORTS: dict[str, Callable[[Head], Any]] = {
    "region": lambda head: list(Region).index(head.region),
    "name": lambda head: head.name,
    "evidence": lambda head: list(Certainty).index(head.evidence),
    "reviewed": lambda head: head.reviewed,
}


def answer(
    library: Library,
    region: Region | None = None,
    today: date | None = None,
    only_due: bool = False,
    by: str = "region",
) -> ListingAnswer:
    """Give all conditions, or those of a region, or those whose review is due, by region from the hip down and name.

    ``by`` is one of SORTS.
    """
    heads = in_order(head for head in library.heads.values() if region in (None, head.region))
    due = frozenset(head.id for head in heads if today and is_due(head, today))
    shown = [head for head in sorted(heads, key=SORTS[by]) if not only_due or head.id in due]
    return ListingAnswer(tuple(shown), (), region, due, by == "region")


def topics(library: Library, today: date) -> ListingAnswer:
    """Give all topics by name."""
    heads = sorted(library.topic_heads.values(), key=lambda head: head.name)
    return ListingAnswer((), tuple(heads), None, frozenset(head.id for head in heads if is_due(head, today)), False)
