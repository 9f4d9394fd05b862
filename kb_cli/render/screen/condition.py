"""The page of one condition."""

from kb_cli.answers.condition import ConditionAnswer
from kb_cli.answers.log import difference, subject
from kb_cli.records.grade_wording import Benefit, benefit, short
from kb_cli.records.model import Passage, Treatment
from kb_cli.records.sections import SECTIONS
from kb_cli.records.vocabularies import GradedBy, Urgency
from kb_cli.render.screen import at_a_glance, works
from kb_cli.render.screen.page import HEADING, QUIET, URGENCY_STYLE, Page, day, verdict_style
from kb_cli.render.screen.text import Text


def show(answer: ConditionAnswer, page: Page) -> None:
    """Fill the page: the first screen; red flags, summary, treatment and the other sections, works, facts.

    In brief that is the first screen alone; of parts that are asked for, their answers, and the red flags in short.
    """
    page.numbers = answer.numbers
    if not answer.whole:
        _parts(answer, page)
        return
    at_a_glance.show(answer, page)
    if not answer.sections:
        return
    _red_flags(answer, page)
    _summary(answer, page)
    for section in answer.sections:
        _section(section, answer, page)
    _related(answer, page)
    works.listed(answer.references, page)
    _facts(answer, page)


def _parts(answer: ConditionAnswer, page: Page) -> None:
    page.title(answer.condition.name)
    at_a_glance.questions(answer, page)
    if answer.summary:
        _summary(answer, page)
    for section in answer.sections:
        _section(section, answer, page)
    if answer.flags:
        _red_flags(answer, page)
    else:
        page.heading("Red flags", "when it needs a clinician")
        at_a_glance.signs(answer.condition.red_flags, page)
    works.listed(answer.references, page)


def _summary(answer: ConditionAnswer, page: Page) -> None:
    page.heading("Summary")
    page.prose(answer.condition.summary, answer.references, answer.names)


def _section(section: str, answer: ConditionAnswer, page: Page) -> None:
    if not answer.condition.section(section):
        return
    page.heading(SECTIONS[section].heading, SECTIONS[section].gloss)
    if SECTIONS[section].treatments:
        _treatment(answer, page)
    else:
        _passages(answer.condition.sections[section], answer, page)


def _facts(answer: ConditionAnswer, page: Page) -> None:
    condition = answer.condition
    page.heading("About this page")
    facts = {
        "Names": page.styled(", ".join(condition.aliases)),
        "ICD-10": page.styled(", ".join(condition.icd10)),
        "Reviewed": _reviewed(answer, page),
        "Changed": page.styled(_changed(answer)),
        "Works": page.styled(_age(answer)),
        "Evidence": page.certainty(condition.evidence),
    }
    for name, value in facts.items():
        if value.runs:
            page.line(
                value,
                first=f"{name}: " if page.narrow else f"{page.margin}{name:<11}",
                rest="  " if page.narrow else None,
            )
    page.prose(condition.evidence_basis or "", answer.references, answer.names)


def _reviewed(answer: ConditionAnswer, page: Page) -> Text:
    said = page.styled(day(answer.condition.reviewed))
    return said.append(page.styled(", review due", "bold")) if answer.due else said


def _changed(answer: ConditionAnswer) -> str:
    """Tell the newest change, how many others there were that day or before, and how to see them."""
    changes = answer.condition.change
    if not changes:
        return ""
    newest = changes[0]
    what = subject(newest, answer.condition, answer.treatments)
    others = f", and {len(changes) - 1} more" if len(changes) > 1 else ""
    return f"{day(newest.date)}: {what}{difference(newest)}{others}; kb log {answer.condition.id}"


def _age(answer: ConditionAnswer) -> str:
    years = sorted(work.issued for work in answer.references.values() if work.issued)
    if not years:
        return ""
    return f"{len(answer.references)}, the newest of {years[-1]}, half of them of {years[len(years) // 2]} or later"


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
    for treatment in answer.condition.treatment:
        page.gap()
        page.subheading(answer.treatments[treatment.id].name)
        page.line(page.verdict(treatment), " ", page.grading(treatment), first=page.margin)
        page.prose(treatment.text, answer.references, answer.names)


def _table(answer: ConditionAnswer, page: Page) -> None:
    """Add the treatments by what they come to; who graded is told where it was a source."""
    groups: dict[Benefit, list[Treatment]] = {}
    for treatment in sorted(answer.condition.treatment, key=lambda one: list(Benefit).index(_benefit(one))):
        groups.setdefault(_benefit(treatment), []).append(treatment)
    for number, (group, treatments) in enumerate(groups.items()):
        if number and page.narrow:
            page.gap()
        page.line(page.styled(group.value, HEADING), first=page.margin)
        for treatment in treatments:
            name = page.styled(answer.treatments[treatment.id].name)
            said = page.styled(short(treatment.verdict, treatment.evidence), verdict_style(treatment))
            sure = page.certainty(treatment.evidence)
            if treatment.graded_by is GradedBy.SOURCE:
                sure.append(page.styled(", by source", QUIET))
            if page.narrow:
                page.line(name, ": ", said, ", ", sure, first="  ")
            else:
                page.row([Text(" ").append(name), said, sure], (30, 26, page.width - page.indent - 60))
    page.gap()
    page.certainty_key()


def _benefit(treatment: Treatment) -> Benefit:
    return benefit(treatment.verdict, treatment.evidence)


def _related(answer: ConditionAnswer, page: Page) -> None:
    if answer.condition.related:
        page.heading("Related")
        for id in answer.condition.related:
            page.line(answer.names[id], page.styled(f"  kb show {id}", QUIET), first=page.margin)
