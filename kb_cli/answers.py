"""What a command found, ready to be laid out by a view or written by a format."""

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from kb_cli import lookup
from kb_cli.errors import BadDataError
from kb_cli.records import markup
from kb_cli.records.library import Library
from kb_cli.records.model import Condition, Head, Reference, TreatmentKind
from kb_cli.records.vocabularies import SECTIONS, Region

Filed = TypeVar("Filed", Head, Condition)


class ConditionAnswer(NamedTuple):
    """One condition, or the part of it that was asked for, with everything that its text refers to."""

    condition: Condition
    sections: tuple[str, ...]
    summary: bool
    whole: bool
    references: dict[str, Reference]
    treatments: dict[str, TreatmentKind]
    names: dict[str, str]

    @property
    def kind(self) -> str:
        """The name of its view, and of its function in each format."""
        return "condition"


class ListingAnswer(NamedTuple):
    """The conditions of the knowledge base, or of one region."""

    heads: tuple[Head, ...]
    region: Region | None

    @property
    def kind(self) -> str:
        """The name of its view, and of its function in each format."""
        return "listing"


class RedFlagsAnswer(NamedTuple):
    """The red flags of one condition, or of all by region from the hip down and by name."""

    conditions: tuple[Condition, ...]
    references: dict[str, Reference]
    names: dict[str, str]

    @property
    def kind(self) -> str:
        """The name of its view, and of its function in each format."""
        return "red_flags"


class MessageAnswer(NamedTuple):
    """A few lines in plain words."""

    lines: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The name of its view, and of its function in each format."""
        return "message"


def condition(library: Library, name: str, wanted: Iterable[str] = (), brief: bool = False) -> ConditionAnswer:
    """Look up a condition by any of its names, with all sections or the wanted ones; ``brief`` leaves out their text.

    Raises NotFoundError, UsageError for an unknown section, BadDataError for a broken record.
    """
    chosen = [lookup.section(part) for part in wanted]
    found = library.condition(lookup.find(library, name, "condition").id)
    sections = () if brief else tuple(part for part in SECTIONS if not chosen or part in chosen)
    summary = not chosen or "summary" in chosen
    texts = list(shown_texts(found, sections, summary))
    links = markup.linked(texts) + list(found.related)
    return ConditionAnswer(
        condition=found,
        sections=sections,
        summary=summary,
        whole=not chosen,
        references=library.references(markup.cited(texts)),
        treatments=library.treatment_kinds,
        names={id: library.head(id).name for id in dict.fromkeys(links)},
    )


def listing(library: Library, region: Region | None = None) -> ListingAnswer:
    """Give all conditions by region from the hip down and by name, or those of one region."""
    heads = [head for head in library.heads.values() if region in (None, head.region)]
    return ListingAnswer(tuple(in_order(heads)), region)


def red_flags(library: Library, name: str | None = None) -> RedFlagsAnswer:
    """Give the red flags of one condition, or without a name of all. Raises NotFoundError, BadDataError."""
    if name is not None:
        found = [library.condition(lookup.find(library, name, "condition").id)]
    else:
        found = [record for record in in_order(library.conditions()) if record.red_flags]
    texts = [flag.text for record in found for flag in record.red_flags]
    return RedFlagsAnswer(tuple(found), library.references(markup.cited(texts)), linked_names(library, texts))


def in_order(records: Iterable[Filed]) -> list[Filed]:
    """Give heads or whole records by region from the hip down and by name."""
    order = list(Region)
    return sorted(records, key=lambda record: (order.index(record.region), record.name))


def linked_names(library: Library, texts: Iterable[str]) -> dict[str, str]:
    """Give the name of every condition that the texts link to, or its id where its record is broken."""

    def name(id: str) -> str:
        try:
            return library.head(id).name
        except BadDataError:
            return id.replace("-", " ")

    return {id: name(id) for id in markup.linked(texts)}


def shown_texts(found: Condition, sections: Iterable[str], summary: bool) -> Iterable[str]:
    """Give the prose of the parts in reading order."""
    if summary:
        yield found.summary
    yield from (flag.text for flag in found.red_flags)
    for part in sections:
        if part == "treatment":
            yield found.evidence_basis or ""
            yield from (treatment.text for treatment in found.treatment)
        else:
            yield from (passage.text for passage in getattr(found, part))
