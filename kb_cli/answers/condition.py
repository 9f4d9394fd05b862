"""One condition's record, or the parts of it that are asked for."""

from collections.abc import Iterable
from typing import NamedTuple

from kb_cli.answers import lookup
from kb_cli.records import markup
from kb_cli.records.library import Library
from kb_cli.records.model import Condition, Reference, TreatmentKind
from kb_cli.records.sections import SECTIONS


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
        """The name of its screen, and of its function in each format."""
        return "condition"


def answer(library: Library, name: str, wanted: Iterable[str] = (), brief: bool = False) -> ConditionAnswer:
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


def shown_texts(found: Condition, sections: Iterable[str], summary: bool) -> Iterable[str]:
    """Give the prose of the parts in reading order."""
    if summary:
        yield found.summary
    yield from (flag.text for flag in found.red_flags)
    for part in sections:
        if SECTIONS[part].treatments:
            yield found.evidence_basis or ""
        yield from (one.text for one in found.section(part))
