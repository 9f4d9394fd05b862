"""One condition's record, or the parts of it that are asked for."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from kb_cli.answers import lookup
from kb_cli.records import effect_wording, markup
from kb_cli.records.grade_wording import QUALIFIERS, Benefit, benefit
from kb_cli.records.library import Library
from kb_cli.records.model import Condition, Reference, Treatment, TreatmentKind, is_due
from kb_cli.records.names import mid_sentence
from kb_cli.records.sections import ANSWERS, AT_A_GLANCE, SECTIONS


class ConditionAnswer(NamedTuple):
    """One condition, or the part of it that was asked for, with everything that its text refers to.

    ``answers`` are the sentences at a glance that open it, ``numbers`` those of all works that the record cites: the
    same whichever part is shown.
    """

    condition: Condition
    answers: tuple[str, ...]
    sections: tuple[str, ...]
    summary: bool
    flags: bool
    whole: bool
    references: dict[str, Reference]
    numbers: dict[str, int]
    treatments: dict[str, TreatmentKind]
    names: dict[str, str]
    due: bool

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "condition"

    @property
    def benefits(self) -> dict[Benefit, list[Treatment]]:
        """The treatments by what they come to, best first."""
        found: dict[Benefit, list[Treatment]] = {one: [] for one in Benefit}
        for treatment in self.condition.treatment:
            found[benefit(treatment.verdict, treatment.evidence)].append(treatment)
        return {one: here for one, here in found.items() if here}

    def what_helps(self, most: int | None = None) -> Iterator[tuple[str, str]]:
        """Tell what helps and what is not advised, each with up to so many names; of what is unknown the page tells."""
        told = {one: here for one, here in self.benefits.items() if one is not Benefit.UNKNOWN}
        if list(told) == [Benefit.NOT_ADVISED]:
            yield "Helps", "nothing that was tried is known to"
        for one, here in told.items():
            more = f" and {len(here) - most} more" if most is not None and len(here) > most else ""
            yield one.value, f"{', '.join(map(self.named, here[:most]))}{more}."

    def named(self, treatment: Treatment) -> str:
        """Name a treatment as where only its benefit is told: "taping (short-term)"."""
        name = mid_sentence(self.treatments[treatment.id].name)
        qualifier = QUALIFIERS.get(treatment.verdict)
        return f"{name} ({qualifier})" if qualifier else name


def answer(
    library: Library, name: str, wanted: Iterable[str] = (), brief: bool = False, today: date | None = None
) -> ConditionAnswer:
    """Look up a condition by any of its names, with all sections or the wanted ones; ``brief`` leaves out their text.

    ``today`` tells whether its review is due. Raises NotFoundError, UsageError for an unknown section, BadDataError for
    a broken record.
    """
    chosen = [lookup.section(part) for part in wanted]
    chosen += [ANSWERS[part].section for part in chosen if part in ANSWERS]
    found = library.condition(lookup.find(library, name, "condition").id)
    opening = tuple(key for key, one in ANSWERS.items() if not chosen or key in chosen or one.section in chosen)
    sections = () if brief else tuple(part for part in SECTIONS if not chosen or part in chosen)
    summary = not brief and (not chosen or "summary" in chosen)
    flags = not brief and (not chosen or "red_flags" in chosen)
    texts = [*(getattr(found.at_a_glance, key) or "" for key in opening), *shown_texts(found, sections, summary, flags)]
    whole = [] if chosen else found.related
    return ConditionAnswer(
        condition=found,
        answers=opening,
        sections=sections,
        summary=summary,
        flags=flags,
        whole=not chosen,
        references=library.references(markup.cited(texts)),
        numbers=numbers(found),
        treatments=library.treatment_kinds,
        names={id: library.name_of(id) for id in dict.fromkeys([*markup.linked(texts), *whole])},
        due=today is not None and is_due(found, today),
    )


def shown_texts(found: Condition, sections: Iterable[str], summary: bool, flags: bool) -> Iterator[str]:
    """Give the prose of the parts in reading order."""
    if flags:
        yield from (flag.text for flag in found.red_flags)
    if summary:
        yield found.summary
    for part in sections:
        if SECTIONS[part].treatments:
            yield from (text for one in found.treatment for text in effect_wording.texts(one))
        else:
            yield from (one.text for one in found.sections[part])
    if any(SECTIONS[part].treatments for part in sections):
        yield found.evidence_basis or ""


def cited(found: Condition) -> list[str]:
    """Give the keys of all works that a record cites, in the order of its page."""
    glance = {key: getattr(found.at_a_glance, key) or "" for key in AT_A_GLANCE}
    answers = [glance[key] for key in ANSWERS]
    figures = [one.key_figure or "" for one in found.treatment]
    texts = [*answers, *shown_texts(found, SECTIONS, True, True), *glance.values(), *figures]
    plain = found.handout.texts if found.handout else []
    return markup.cited([*texts, *(one.why for one in found.change), *plain])


def age(works: Iterable[Reference]) -> str:
    """Say how old works are: of what year the newest is, and half of them."""
    years = sorted(work.issued for work in works if work.issued)
    if not years:
        return ""
    return f"{len(years)} dated, the newest of {years[-1]}, half of them of {years[len(years) // 2]} or later"


def numbers(found: Condition) -> dict[str, int]:
    """Give the number of each work that a record cites."""
    return {key: number for number, key in enumerate(cited(found), 1)}
