"""The evidence map: every treatment and condition in one table."""

from collections.abc import Iterable
from typing import NamedTuple

from kb_cli.answers import lookup
from kb_cli.answers.treatment import Judgement, judged_in
from kb_cli.records.library import Library
from kb_cli.records.model import Condition, Treatment, TreatmentKind, in_order
from kb_cli.records.vocabularies import Certainty, Region, TreatmentGroup, Verdict

FAVOURABLE = (Verdict.RECOMMENDED, Verdict.ADJUNCT, Verdict.SHORT_TERM_RELIEF)
UNFAVOURABLE = (Verdict.NOT_RECOMMENDED, Verdict.AVOID)


class Row(NamedTuple):
    """A treatment's row of the map: its verdicts by condition id."""

    treatment: TreatmentKind
    verdicts: dict[str, Treatment]

    def judged(self, conditions: Iterable[Condition]) -> list[Judgement]:
        """Give the row's filled cells in the order of the conditions."""
        return [Judgement(one, self.verdicts[one.id]) for one in conditions if one.id in self.verdicts]


class EvidenceMapAnswer(NamedTuple):
    """The evidence map: conditions as columns, treatments as rows in the order of their groups, best first in each.

    ``columns`` are the conditions that a table needs: those with a verdict and those asked for by name.
    """

    conditions: tuple[Condition, ...]
    columns: tuple[Condition, ...]
    rows: tuple[Row, ...]
    codes: dict[str, str]
    narrowed: bool

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "evidence_map"

    @property
    def judged(self) -> int:
        """The number of cells with a verdict."""
        return sum(len(row.verdicts) for row in self.rows)

    @property
    def empty(self) -> int:
        """The number of cells without one."""
        return len(self.rows) * len(self.conditions) - self.judged

    @property
    def groups(self) -> dict[TreatmentGroup, list[Row]]:
        """The rows by group."""
        found: dict[TreatmentGroup, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.treatment.group, []).append(row)
        return found


def answer(
    library: Library, region: Region | None = None, conditions: Iterable[str] = (), treatments: Iterable[str] = ()
) -> EvidenceMapAnswer:
    """Give the map, of all or of a region, of named conditions and of named treatments or groups of them.

    A treatment without a verdict for any of the conditions has a row only where it was asked for. Raises NotFoundError.
    """
    wanted = {entry.id for name in conditions for entry in lookup.conditions(library, name)}
    asked = {entry.id for name in treatments for entry in lookup.treatments(library, name)}
    records = [
        record
        for record in in_order(library.conditions())
        if region in (None, record.region) and (not wanted or record.id in wanted)
    ]
    kinds = [kind for kind in library.treatment_kinds.values() if not asked or kind.id in asked]
    rows = [Row(kind, {one.condition.id: one.treatment for one in judged_in(records, kind.id)}) for kind in kinds]
    shown = sorted((row for row in rows if row.verdicts or row.treatment.id in asked), key=_most_favoured_first)
    columns = [one for one in records if one.id in wanted or any(one.id in row.verdicts for row in shown)]
    return EvidenceMapAnswer(
        conditions=tuple(records),
        columns=tuple(columns or records),
        rows=tuple(shown),
        codes=library.condition_codes,
        narrowed=bool(region or wanted or asked),
    )


def _most_favoured_first(row: Row) -> tuple[int, int, int, int, int, str]:
    """Rank in its group: favoured for most conditions, recommended for most, surest, advised against for fewest."""
    favoured = [one for one in row.verdicts.values() if one.verdict in FAVOURABLE]
    return (
        list(TreatmentGroup).index(row.treatment.group),
        -len(favoured),
        -sum(one.verdict is Verdict.RECOMMENDED for one in favoured),
        sum(list(Certainty).index(one.evidence) for one in favoured),
        sum(one.verdict in UNFAVOURABLE for one in row.verdicts.values()),
        row.treatment.name,
    )
