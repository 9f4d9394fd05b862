"""What changed in the records: the log of one condition or of all."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from kb_cli import clock
from kb_cli.answers import lookup
from kb_cli.answers.lookup import linked_names
from kb_cli.records import markup
from kb_cli.records.library import Library
from kb_cli.records.model import Change, Condition, Reference, TreatmentKind
from kb_cli.records.names import mid_sentence


class Logged(NamedTuple):
    """A change, and the record that it was made in."""

    condition: Condition
    change: Change


class LogAnswer(NamedTuple):
    """Changes, newest first, those of one day by condition; ``name`` is that of the condition that was asked for."""

    name: str | None
    since: date | None
    changes: tuple[Logged, ...]
    references: dict[str, Reference]
    treatments: dict[str, TreatmentKind]
    names: dict[str, str]

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "log"

    @property
    def title(self) -> str:
        """What the log is of."""
        return f"Changes: {self.name}" if self.name else "Changes"


def answer(library: Library, name: str | None = None, since: date | None = None) -> LogAnswer:
    """Give the changes of one condition, or without a name of all, since a day. Raises NotFoundError, BadDataError."""
    one = lookup.find(library, name, "condition") if name else None
    found = [library.condition(one.id)] if one else library.conditions()
    changes = sorted(_since(found, since), key=lambda made: (-made.change.date.toordinal(), made.condition.name))
    texts = [made.change.why for made in changes]
    return LogAnswer(
        found[0].name if one else None,
        since,
        tuple(changes),
        library.references(markup.cited(texts)),
        library.treatment_kinds,
        linked_names(library, texts),
    )


def _since(found: Iterable[Condition], since: date | None) -> Iterable[Logged]:
    return (Logged(one, change) for one in found for change in one.change if since is None or change.date >= since)


def subject(change: Change, condition: Condition, treatments: dict[str, TreatmentKind]) -> str:
    """Say what changed in words: "certainty of hip strengthening", "red flag: locked or very swollen knee"."""
    if not change.of:
        return change.what.value
    if change.of in treatments:
        return f"{change.what.value} of {mid_sentence(treatments[change.of].name)}"
    flags = {flag.id: flag.short for flag in condition.red_flags}
    return f"{change.what.value}: {flags.get(change.of) or change.of.replace('-', ' ')}"


def newest(condition: Condition, treatments: dict[str, TreatmentKind]) -> str:
    """Tell the newest change of a record, and how many others there were that day or before; nothing of none."""
    if not condition.change:
        return ""
    first, *others = condition.change
    more = f", and {len(others)} more" if others else ""
    return f"{clock.told(first.date)}: {subject(first, condition, treatments)}{difference(first)}{more}"


def difference(change: Change) -> str:
    """Say from what to what: ", from moderate to low"."""
    if change.from_ and change.to:
        return f", from {change.from_} to {change.to}"
    return f", new: {change.to}" if change.to else f", taken away: {change.from_}" if change.from_ else ""
