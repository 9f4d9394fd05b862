"""The page of one condition."""

from kb_cli.answers.condition import ConditionAnswer
from kb_cli.records.model import Passage
from kb_cli.records.sections import SECTIONS
from kb_cli.records.vocabularies import Urgency
from kb_cli.render.screen import works
from kb_cli.render.screen.page import QUIET, URGENCY_STYLE, Page


def show(answer: ConditionAnswer, page: Page) -> None:
    """Fill the page: title, summary, red flags, sections, citations; in brief, the treatment table for the sections."""
    _head(answer, page)
    if answer.summary:
        page.gap()
        page.prose(answer.condition.summary, answer.references, answer.names)
    _red_flags(answer, page)
    if answer.whole and not answer.sections:
        _heading("treatment", page)
        _table(answer, page)
    for section in answer.sections:
        if answer.condition.section(section):
            _heading(section, page)
            if SECTIONS[section].treatments:
                _treatment(answer, page)
            else:
                _passages(answer.condition.sections[section], answer, page)
    if answer.whole:
        _related(answer, page)
    _citations(answer, page)


def _head(answer: ConditionAnswer, page: Page) -> None:
    condition = answer.condition
    page.title(condition.name)
    page.line(page.styled(condition.gist, "italic"))
    page.gap()
    codes = f" (ICD-10 {', '.join(condition.icd10)})" if condition.icd10 else ""
    day = condition.reviewed
    facts = {
        "Also called": page.styled(", ".join(condition.aliases)),
        "Region": page.styled(f"{condition.region.label}{codes}"),
        "Evidence": page.certainty(condition.evidence),
        "Reviewed": page.styled(f"{day.day} {day:%B %Y}"),
    }
    for name, value in facts.items():
        if value.runs:
            page.line(value, first=f"{name}: " if page.narrow else f"{name:<13}", rest="  " if page.narrow else None)


def _heading(section: str, page: Page) -> None:
    page.heading(SECTIONS[section].heading, SECTIONS[section].gloss)


def _red_flags(answer: ConditionAnswer, page: Page) -> None:
    if not answer.condition.red_flags:
        return
    page.heading("Red flags", "when it needs a clinician")
    for urgency in Urgency:
        flags = [flag for flag in answer.condition.red_flags if flag.urgency is urgency]
        if flags:
            page.line(
                page.styled(f"{urgency.value.capitalize()}: {urgency.advice}", URGENCY_STYLE[urgency]),
                first=page.margin,
            )
        for flag in flags:
            page.prose(flag.text, answer.references, answer.names, first=f"{page.margin}• ")


def _passages(passages: tuple[Passage, ...], answer: ConditionAnswer, page: Page) -> None:
    for number, passage in enumerate(passages):
        if number:
            page.gap()
        if passage.callout:
            _callout(passage, answer, page)
            continue
        if passage.heading:
            page.subheading(passage.heading)
        page.prose(passage.text, answer.references, answer.names)


def _callout(passage: Passage, answer: ConditionAnswer, page: Page) -> None:
    if passage.heading:
        page.line(page.styled(passage.heading, "bold"), first=page.margin + "│ ")
    page.prose(passage.text, answer.references, answer.names, bar="│ ")


def _treatment(answer: ConditionAnswer, page: Page) -> None:
    _table(answer, page)
    if answer.condition.evidence_basis:
        page.gap()
        page.subheading(f"How sure the main message is: {answer.condition.evidence.label}")
        page.prose(answer.condition.evidence_basis, answer.references, answer.names)
    for treatment in answer.condition.treatment:
        page.gap()
        page.subheading(answer.treatments[treatment.id].name)
        page.line(page.verdict(treatment), " ", page.grading(treatment), first=page.margin)
        page.prose(treatment.text, answer.references, answer.names)


def _table(answer: ConditionAnswer, page: Page) -> None:
    treatments = answer.condition.treatment
    if page.narrow:
        for treatment in treatments:
            page.line(page.styled(answer.treatments[treatment.id].name, "bold"))
            page.line(page.verdict(treatment), " ", page.certainty(treatment.evidence), first="  ")
    else:
        rows = [
            (
                page.styled(answer.treatments[treatment.id].name),
                page.verdict(treatment),
                page.certainty(treatment.evidence),
                page.styled(treatment.graded_by.value, QUIET),
            )
            for treatment in treatments
        ]
        page.table(("Treatment", "Verdict", "Certainty", "By"), rows)
    page.gap()
    page.certainty_key()


def _related(answer: ConditionAnswer, page: Page) -> None:
    if answer.condition.related:
        page.heading("Related")
        for id in answer.condition.related:
            page.line(answer.names[id], page.styled(f"  kb show {id}", QUIET), first=page.margin)


def _citations(answer: ConditionAnswer, page: Page) -> None:
    if not answer.references:
        return
    if not answer.sections:
        page.gap()
        page.line(page.styled(f"Works cited here: kb cite {answer.condition.id}", QUIET), first=page.margin)
        return
    works.listed(answer.references, page)
