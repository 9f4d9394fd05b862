"""Conditions side by side: what tells them apart, and where their treatments agree and differ."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kb_cli.answers import lookup
from kb_cli.answers.lookup import linked_names
from kb_cli.answers.red_flags import Sign, signs
from kb_cli.errors import UsageError
from kb_cli.records import effect_wording, markup
from kb_cli.records.grade_wording import words
from kb_cli.records.library import Library
from kb_cli.records.model import Condition, Reference, Treatment, TreatmentKind
from kb_cli.records.names import either, mid_sentence
from kb_cli.records.sections import AT_A_GLANCE


class Contrast(NamedTuple):
    """A paragraph in which one condition's record tells it apart from another that is compared."""

    id: str
    text: str


class Shared(NamedTuple):
    """A treatment with its verdict for each condition that has one, by condition id."""

    treatment: TreatmentKind
    verdicts: dict[str, Treatment]


class ComparisonAnswer(NamedTuple):
    """Two or three conditions with what sets them apart.

    ``different`` and ``alike`` are the treatments judged for all of them, by whether the words for the verdict are the
    same; ``partly`` are those judged for some only. The references are in the order of the screen.
    """

    conditions: tuple[Condition, ...]
    contrasts: tuple[Contrast, ...]
    signs: tuple[Sign, ...]
    different: tuple[Shared, ...]
    alike: tuple[Shared, ...]
    partly: tuple[Shared, ...]
    references: dict[str, Reference]
    names: dict[str, str]

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "comparison"

    @property
    def with_effects(self) -> list[Shared]:
        """The treatments of which it is known, for one of the conditions, what they come to in 100 people."""
        every = (*self.different, *self.alike, *self.partly)
        return [one for one in every if any(judged.effects for judged in one.verdicts.values())]

    @property
    def title(self) -> str:
        """What is compared."""
        first, *others = (condition.name for condition in self.conditions)
        return either([first, *map(mid_sentence, others)])

    def whose(self, sign: Sign) -> str:
        """Name those of the conditions that have a sign."""
        if len(sign.conditions) == len(self.conditions):
            return "Both" if len(self.conditions) == 2 else "All three"
        return " and ".join(condition.name for condition in sign.conditions)


def answer(library: Library, names: Iterable[str]) -> ComparisonAnswer:
    """Look up two or three conditions by any of their names. Raises UsageError, NotFoundError, BadDataError."""
    ids = list(dict.fromkeys(lookup.find(library, name, "condition").id for name in names))
    if not 2 <= len(ids) <= 3:
        raise UsageError('two or three different conditions can be compared, as in: kb compare MTSS "stress fracture"')
    records = tuple(library.condition(id) for id in ids)
    contrasts = tuple(_contrasts(records))
    treatments = [
        Shared(kind, {record.id: one for record in records for one in record.treatment if one.id == kind.id})
        for kind in library.treatment_kinds.values()
    ]
    common = [one for one in treatments if len(one.verdicts) == len(records)]
    alike = [one for one in common if len({_words(judged) for judged in one.verdicts.values()}) == 1]
    told = tuple(signs(records))
    texts = [*_texts(records, contrasts, told), *_effects(records)]
    return ComparisonAnswer(
        records,
        contrasts,
        told,
        tuple(one for one in common if one not in alike),
        tuple(alike),
        tuple(one for one in treatments if 0 < len(one.verdicts) < len(records)),
        library.references(markup.cited(texts)),
        linked_names(library, texts),
    )


def _words(judged: Treatment) -> str:
    return words(judged.verdict, judged.evidence)


def _contrasts(records: Iterable[Condition]) -> Iterable[Contrast]:
    """Give the paragraphs of each record's differential diagnosis that link to another of the records."""
    for record in records:
        others = {other.id for other in records} - {record.id}
        for passage in record.sections["differential"]:
            for paragraph in markup.paragraphs(passage.text):
                if others & set(markup.linked([paragraph])):
                    yield Contrast(record.id, paragraph)


def _effects(records: Iterable[Condition]) -> Iterable[str]:
    for record in records:
        yield from (effect_wording.sentence(effect) for one in record.treatment for effect in one.effects)


def _texts(records: Sequence[Condition], contrasts: Iterable[Contrast], signs: Iterable[Sign]) -> Iterable[str]:
    yield from (contrast.text for contrast in contrasts)
    for field in AT_A_GLANCE:
        yield from (getattr(record.at_a_glance, field) or "" for record in records)
    yield from (sign.flag.text for sign in signs)
