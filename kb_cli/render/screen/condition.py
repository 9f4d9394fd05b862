"""The page of one condition."""

from kb_cli.answers.condition import ConditionAnswer
from kb_cli.answers.log import newest
from kb_cli.records.grade_wording import short
from kb_cli.records.sections import SECTIONS
from kb_cli.records.vocabularies import GradedBy
from kb_cli.render.screen import at_a_glance, effects, parts, works
from kb_cli.render.screen.page import HEADING, QUIET, Page, verdict_style
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
    parts.red_flags(answer.condition.red_flags, answer, page)
    _summary(answer, page)
    for section in answer.sections:
        _section(section, answer, page)
    parts.related(answer.condition.related, answer, page)
    works.listed(answer.references, page)
    parts.about(answer.condition, answer.due, _changed(answer), answer, page)


def _parts(answer: ConditionAnswer, page: Page) -> None:
    page.title(answer.condition.name)
    page.whose(answer.condition, "record")
    at_a_glance.questions(answer, page)
    if answer.summary:
        _summary(answer, page)
    for section in answer.sections:
        _section(section, answer, page)
    if answer.flags:
        parts.red_flags(answer.condition.red_flags, answer, page)
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
        parts.passages(answer.condition.sections[section], answer, page)


def _changed(answer: ConditionAnswer) -> str:
    """Tell the newest change, how many others there were that day or before, and how to see them."""
    told = newest(answer.condition, answer.treatments)
    return told and f"{told}; kb log {answer.condition.id}"


def _treatment(answer: ConditionAnswer, page: Page) -> None:
    _table(answer, page)
    for treatment in answer.condition.treatment:
        page.gap()
        page.subheading(answer.treatments[treatment.id].name)
        page.line(page.verdict(treatment), " ", page.grading(treatment), first=page.margin)
        page.prose(treatment.text, answer.references, answer.names)
        effects.show(treatment, answer, page)


def _table(answer: ConditionAnswer, page: Page) -> None:
    """Add the treatments by what they come to; who graded is told where it was a source."""
    for number, (group, treatments) in enumerate(answer.benefits.items()):
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
