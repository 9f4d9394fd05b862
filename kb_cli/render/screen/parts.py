"""What the pages of conditions and topics have in common: red flags, passages, related records, and facts."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from kb_cli import clock
from kb_cli.answers.condition import age
from kb_cli.records.model import Condition, Passage, RedFlag, Reference, Topic
from kb_cli.records.vocabularies import Urgency
from kb_cli.render.screen.page import QUIET, URGENCY_STYLE, Page


class Citing(Protocol):
    """An answer that has the works and records which its prose names."""

    @property
    def references(self) -> Mapping[str, Reference]: ...  # noqa: D102

    @property
    def names(self) -> Mapping[str, str]: ...  # noqa: D102


def red_flags(flags: Iterable[RedFlag], answer: Citing, page: Page) -> None:
    """Add the signs in full, most urgent first."""
    by_urgency = {urgency: [flag for flag in flags if flag.urgency is urgency] for urgency in Urgency}
    if any(by_urgency.values()):
        page.heading("Red flags", "when it needs a clinician")
    for urgency, here in by_urgency.items():
        if here:
            advice = page.styled(f"{urgency.value.capitalize()}: {urgency.advice}", URGENCY_STYLE[urgency])
            page.line(advice, first=page.margin)
        for flag in here:
            page.prose(flag.text, answer.references, answer.names, first=f"{page.margin}• ")


def passages(passages: Iterable[Passage], answer: Citing, page: Page) -> None:
    """Add passages of prose, an empty line between them."""
    for number, passage in enumerate(passages):
        if number:
            page.gap()
        if passage.callout:
            _callout(passage, answer, page)
            continue
        if passage.heading:
            page.subheading(passage.heading)
        page.prose(passage.text, answer.references, answer.names)


def _callout(passage: Passage, answer: Citing, page: Page) -> None:
    if passage.heading:
        page.line(page.styled(passage.heading, "bold"), first=page.margin + "│ ")
    page.prose(passage.text, answer.references, answer.names, bar="│ ")


def related(ids: Iterable[str], answer: Citing, page: Page) -> None:
    """Add the records that are related, each with the command that shows it."""
    for number, id in enumerate(ids):
        if not number:
            page.heading("Related")
        page.line(answer.names[id], page.styled(f"  kb show {id}", QUIET), first=page.margin)


def about(record: Condition | Topic, due: bool, changed: str, answer: Citing, page: Page) -> None:
    """Add the facts of a record: its other names, codes, review, newest change, works, and how sure its message is."""
    page.heading("About this page")
    reviewed = page.styled(clock.told(record.reviewed)).append(page.styled(", review due" if due else "", "bold"))
    facts = {
        "Names": page.styled(", ".join(record.aliases)),
        "ICD-10": page.styled(", ".join(record.icd10) if isinstance(record, Condition) else ""),
        "Reviewed": reviewed,
        "Changed": page.styled(changed),
        "Works": page.styled(age(answer.references.values())),
        "Evidence": page.certainty(record.evidence),
    }
    for name, value in facts.items():
        if value.runs and page.narrow:
            page.line(value, first=f"{name}: ", rest="  ")
        elif value.runs:
            page.line(value, first=f"{page.margin}{name:<11}")
    page.prose(record.evidence_basis or "", answer.references, answer.names)
