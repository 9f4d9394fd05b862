"""One treatment wherever it was judged."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from kb_cli.answers import lookup
from kb_cli.answers.lookup import linked_names
from kb_cli.records import effect_wording, markup
from kb_cli.records.grade_wording import Benefit, benefit
from kb_cli.records.library import Library
from kb_cli.records.model import Condition, Reference, Treatment, TreatmentKind, in_order
from kb_cli.records.vocabularies import Certainty, Verdict


class Judgement(NamedTuple):
    """What a condition's record says of a treatment."""

    condition: Condition
    treatment: Treatment

    @property
    def benefit(self) -> Benefit:
        """What the treatment comes to for the condition."""
        return benefit(self.treatment.verdict, self.treatment.evidence)


class TreatmentAnswer(NamedTuple):
    """One treatment: the conditions that it was judged for, best first, and those without a verdict on it.

    The references are in the order of the screen.
    """

    treatment: TreatmentKind
    judgements: tuple[Judgement, ...]
    unjudged: tuple[Condition, ...]
    brief: bool
    references: dict[str, Reference]
    names: dict[str, str]

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "treatment"

    @property
    def benefits(self) -> dict[Benefit, list[Judgement]]:
        """The judgements by what the treatment comes to, best first."""
        return {one: list(here) for one, here in groupby(self.judgements, key=lambda judgement: judgement.benefit)}


def answer(library: Library, name: str, brief: bool = False) -> TreatmentAnswer:
    """Look up a treatment by any of its names in all records; ``brief`` leaves out their text. Raises NotFoundError."""
    kind = library.treatment_kinds[lookup.find(library, name, "treatment").id]
    records = in_order(library.conditions())
    judgements = sorted(judged_in(records, kind.id), key=_best_first)
    figures = [one.treatment.key_figure or "" for one in judgements]
    said = [] if brief else [text for one in judgements for text in effect_wording.texts(one.treatment)]
    texts = [*figures, *said]
    judged = {one.condition.id for one in judgements}
    return TreatmentAnswer(
        kind,
        tuple(judgements),
        tuple(record for record in records if record.id not in judged),
        brief,
        library.references(markup.cited(texts)),
        linked_names(library, texts),
    )


def judged_in(records: Iterable[Condition], id: str) -> list[Judgement]:
    """Give what the records say of the treatment with this id."""
    return [Judgement(record, one) for record in records for one in record.treatment if one.id == id]


def _best_first(one: Judgement) -> tuple[int, int, int]:
    return (
        list(Benefit).index(one.benefit),
        list(Verdict).index(one.treatment.verdict),
        list(Certainty).index(one.treatment.evidence),
    )
