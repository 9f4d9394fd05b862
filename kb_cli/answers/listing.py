"""The conditions that there are."""

from typing import NamedTuple

from kb_cli.records.library import Library
from kb_cli.records.model import Head, in_order
from kb_cli.records.vocabularies import Region


class ListingAnswer(NamedTuple):
    """The conditions of the knowledge base, or of one region."""

    heads: tuple[Head, ...]
    region: Region | None

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "listing"


def answer(library: Library, region: Region | None = None) -> ListingAnswer:
    """Give all conditions by region from the hip down and by name, or those of one region."""
    heads = [head for head in library.heads.values() if region in (None, head.region)]
    return ListingAnswer(tuple(in_order(heads)), region)
