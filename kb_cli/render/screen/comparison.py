"""Conditions side by side: facts in columns where there is room, prose one under the other, topic by topic."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from kb_cli.answers.comparison import ComparisonAnswer, Shared
from kb_cli.records import markup
from kb_cli.records.model import Condition, Treatment
from kb_cli.records.sections import AT_A_GLANCE
from kb_cli.render.screen import effects, works
from kb_cli.render.screen.page import HEADING, QUIET, URGENCY_STYLE, Page
from kb_cli.render.screen.table import GAP
from kb_cli.render.screen.text import Text, cells

LABEL = 17  # the longest word of a treatment's name
# Narrower columns are harder to read than one fact under the other; wider ones part what belongs together.
NARROWEST, WIDEST = 17, 40


class Line(NamedTuple):
    """What the conditions, in their order, have on one point, in a few words each."""

    label: str
    facts: Sequence[Text]


def show(answer: ComparisonAnswer, page: Page) -> None:
    """Fill the page: telling them apart, at a glance, red flags, treatments that differ and those shared, citations."""
    page.numbers = markup.numbered(answer.references)
    page.title(answer.title)
    _contrasts(answer, page)
    page.heading("At a glance")
    _facts(_short(answer.conditions, page), answer, page)
    _at_a_glance(answer, page)
    _red_flags(answer, page)
    if answer.different:
        page.heading("Treatments with different verdicts")
        _facts(_treatments(answer.different, answer.conditions, page), answer, page)
    if answer.alike:
        page.heading("Treatments with the same verdict")
        _alike(answer.alike, page)
    if answer.partly:
        page.heading("Treatments without a verdict for all")
        _facts(_treatments(answer.partly, answer.conditions, page), answer, page)
    _effects(answer, page)
    works.listed(answer.references, page)


def _contrasts(answer: ComparisonAnswer, page: Page) -> None:
    if answer.contrasts:
        page.heading("Telling them apart")
    for condition in answer.conditions:
        for contrast in answer.contrasts:
            if contrast.id == condition.id:
                _said(condition, contrast.text, answer, page)


def _at_a_glance(answer: ComparisonAnswer, page: Page) -> None:
    for field, topic in AT_A_GLANCE.items():
        texts = [getattr(condition.at_a_glance, field) for condition in answer.conditions]
        if any(texts):
            page.gap()
            page.subheading(topic.label)
        for condition, text in zip(answer.conditions, texts, strict=True):
            if text:
                _said(condition, text, answer, page)


def _said(condition: Condition, text: str, answer: ComparisonAnswer, page: Page) -> None:
    said = page.marked(text, answer.references, answer.names)
    page.line(page.styled(condition.name, "underline"), ": ", said, first=page.margin, rest=f"{page.margin}  ")


def _red_flags(answer: ComparisonAnswer, page: Page) -> None:
    if answer.signs:
        page.heading("Red flags", "when it needs a clinician")
    for number, (urgency, here) in enumerate(groupby(answer.signs, key=lambda sign: sign.flag.urgency)):
        if number:
            page.gap()
        advice = page.styled(f"{urgency.value.capitalize()}: {urgency.advice}", URGENCY_STYLE[urgency])
        page.line(advice, first=page.margin)
        for whose, theirs in groupby(here, key=answer.whose):
            page.subheading(whose)
            for sign in theirs:
                page.prose(sign.flag.text, answer.references, answer.names, first=f"{page.margin}• ")


def _short(conditions: Sequence[Condition], page: Page) -> Iterable[Line]:
    for label, values in (
        ("In short", [condition.gist for condition in conditions]),
        ("Region", [condition.region.label for condition in conditions]),
        ("Evidence", [f"{condition.evidence.symbol} {condition.evidence.label}" for condition in conditions]),
    ):
        yield Line(label, [page.styled(value) for value in values])


def _treatments(treatments: Iterable[Shared], conditions: Sequence[Condition], page: Page) -> Iterable[Line]:
    for treatment, verdicts in treatments:
        judged = [verdicts.get(condition.id) for condition in conditions]
        yield Line(treatment.name, [_verdict(one, page) if one else _none(page) for one in judged])


def _verdict(one: Treatment, page: Page) -> Text:
    return page.verdict(one).append(" ").append(page.certainty(one.evidence))


def _none(page: Page) -> Text:
    return page.styled("no verdict", QUIET)


def _alike(treatments: Iterable[Shared], page: Page) -> None:
    for treatment, verdicts in treatments:
        said = _verdict(next(iter(verdicts.values())), page)
        page.line(page.styled(f"{treatment.name}: "), said, first=page.margin, rest=f"{page.margin}  ")


def _effects(answer: ComparisonAnswer, page: Page) -> None:
    """Tell how many in 100 people, treatment by treatment, for the conditions that have such a figure."""
    some = answer.with_effects
    if some:
        page.heading("In 100 people")
    for treatment, verdicts in some:
        page.subheading(treatment.name)
        for condition in answer.conditions:
            if one := verdicts.get(condition.id):
                for effect in one.effects:
                    effects.told(effect, one, answer, page, f"{condition.name}: ")


def _facts(lines: Iterable[Line], answer: ComparisonAnswer, page: Page) -> None:
    """Add a row a point with a column a condition, or the conditions one under the other where columns do not fit."""
    number = len(answer.conditions)
    width = min((page.terminal.width - page.indent - LABEL) // number - GAP, WIDEST)
    if width < NARROWEST:
        _stacked(lines, answer.conditions, page)
        return
    widths = [LABEL, *[width] * number]
    page.row([Text(), *(page.styled(condition.name, QUIET) for condition in answer.conditions)], widths)
    rows = [[page.styled(line.label), *line.facts] for line in lines]
    # Where facts take several lines, the eye must find where the next one begins.
    spaced = any(cells(fact.plain) > width for row in rows for fact in row)
    for place, row in enumerate(rows):
        if spaced and place:
            page.gap()
        page.row(row, widths)


def _stacked(lines: Iterable[Line], conditions: Sequence[Condition], page: Page) -> None:
    for place, (label, facts) in enumerate(lines):
        if place:
            page.gap()
        page.line(page.styled(label, HEADING))
        for condition, fact in zip(conditions, facts, strict=True):
            page.line(page.styled(f"{condition.name}: "), fact, first=page.margin, rest=f"{page.margin}  ")
