"""Red flags on their own, of one condition or of all."""

from typing import NamedTuple

from kb_cli.answers import lookup
from kb_cli.answers.lookup import linked_names
from kb_cli.records import markup
from kb_cli.records.library import Library
from kb_cli.records.model import Condition, Reference, in_order


class RedFlagsAnswer(NamedTuple):
    """The red flags of one condition, or of all by region from the hip down and by name."""

    conditions: tuple[Condition, ...]
    references: dict[str, Reference]
    names: dict[str, str]

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "red_flags"


def answer(library: Library, name: str | None = None) -> RedFlagsAnswer:
    """Give the red flags of one condition, or without a name of all. Raises NotFoundError, BadDataError."""
    if name is not None:
        found = [library.condition(lookup.find(library, name, "condition").id)]
    else:
        found = [record for record in in_order(library.conditions()) if record.red_flags]
    texts = [flag.text for record in found for flag in record.red_flags]
    return RedFlagsAnswer(tuple(found), library.references(markup.cited(texts)), linked_names(library, texts))
