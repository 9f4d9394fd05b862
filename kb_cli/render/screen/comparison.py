"""Conditions side by side: in columns where there is room, else one under the other, topic by topic."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from kb_cli.answers.comparison import ComparisonAnswer, Shared
from kb_cli.records.model import Condition
from kb_cli.records.sections import AT_A_GLANCE
from kb_cli.records.vocabularies import Urgency
from kb_cli.render.screen import works
from kb_cli.render.screen.page import HEADING, QUIET, URGENCY_STYLE, Page
from kb_cli.render.screen.table import GAP
from kb_cli.render.screen.text import Text

LABEL = 17  # the longest word of a treatment's name
# Narrower columns are harder to read than one text under the other; wider ones make lines too long.
NARROWEST, WIDEST = 26, 60


class Line(NamedTuple):
    """What the conditions, in their order, have to say on one point, in one or several paragraphs each."""

    label: Text
    cells: Sequence[Sequence[Text]]


def show(answer: ComparisonAnswer, page: Page) -> None:
    """Fill the page: telling them apart, at a glance, red flags, treatments that differ and those shared, citations."""
    widths = _widths(len(answer.conditions), page)
    page.width = page.indent + sum(widths) + GAP * (len(widths) - 1) if widths else page.width
    page.title(" or ".join(condition.name for condition in answer.conditions))
    _topic("Telling them apart", _contrasts(answer, page), answer, page, widths)
    _topic("At a glance", _at_a_glance(answer, page), answer, page, widths)
    _topic("Red flags", _red_flags(answer, page), answer, page, widths)
    for title, treatments in (
        ("Treatments with different verdicts", answer.different),
        ("Treatments with the same verdict", answer.alike),
        ("Treatments without a verdict for all", answer.partly),
    ):
        _topic(title, _treatments(treatments, answer.conditions, page), answer, page, widths)
    page.width = page.terminal.text_width
    works.listed(answer.references, page)


def _widths(number: int, page: Page) -> list[int]:
    """Give the widths of the label and of the conditions' columns; none where columns would be too narrow."""
    room = (page.terminal.width - page.indent - LABEL) // number - GAP
    return [LABEL, *[min(room, WIDEST)] * number] if room >= NARROWEST else []


def _topic(title: str, lines: Iterable[Line], answer: ComparisonAnswer, page: Page, widths: Sequence[int]) -> None:
    for number, line in enumerate(lines):
        if number:
            page.gap()
        else:
            page.heading(title)
            if widths:
                names = [page.styled(condition.name, QUIET) for condition in answer.conditions]
                page.row([Text(), *names], widths)
        if widths:
            _beside(line, page, widths)
        else:
            _stacked(line, answer.conditions, page)


def _beside(line: Line, page: Page, widths: Sequence[int]) -> None:
    for number, cells in enumerate(zip_longest(*line.cells, fillvalue=Text())):
        page.row([Text() if number else line.label, *cells], widths)


def _stacked(line: Line, conditions: Iterable[Condition], page: Page) -> None:
    if line.label.runs:
        page.line(line.label.restyled(HEADING), first=page.margin)
    for condition, cells in zip(conditions, line.cells, strict=True):
        name = page.styled(condition.name, "underline")
        if len(cells) == 1:
            page.line(name, ": ", cells[0], first=page.margin, rest=page.margin + "  ")
        elif cells:
            page.line(name, ":", first=page.margin)
            for cell in cells:
                page.line(cell, first=page.margin + "  ")


def _contrasts(answer: ComparisonAnswer, page: Page) -> Iterable[Line]:
    if answer.contrasts:
        yield Line(
            Text(),
            [
                [
                    page.marked(one.text, answer.references, answer.names)
                    for one in answer.contrasts
                    if one.id == condition.id
                ]
                for condition in answer.conditions
            ],
        )


def _at_a_glance(answer: ComparisonAnswer, page: Page) -> Iterable[Line]:
    conditions = answer.conditions
    yield _fact("In short", [condition.gist for condition in conditions], page)
    for field, topic in AT_A_GLANCE.items():
        texts = [getattr(condition.at_a_glance, field) or "" for condition in conditions]
        if any(texts):
            cells = [[page.marked(text, answer.references, answer.names)] if text else [] for text in texts]
            yield Line(page.styled(topic.label), cells)
    yield _fact("Region", [condition.region.label for condition in conditions], page)
    signs = [f"{condition.evidence.symbol} {condition.evidence.label}" for condition in conditions]
    yield _fact("Evidence", signs, page)


def _fact(label: str, values: Sequence[str], page: Page) -> Line:
    """Give a point of few words, faint where all say the same."""
    style = QUIET if len(set(values)) == 1 else ""
    return Line(page.styled(label), [[page.styled(value, style)] for value in values])


def _red_flags(answer: ComparisonAnswer, page: Page) -> Iterable[Line]:
    for urgency in Urgency:
        flags = [
            [
                page.styled("• ").append(page.marked(flag.text, answer.references, answer.names))
                for flag in condition.red_flags
                if flag.urgency is urgency
            ]
            for condition in answer.conditions
        ]
        if any(flags):
            label = page.styled(f"{urgency.value.capitalize()}: {urgency.advice}", URGENCY_STYLE[urgency])
            yield Line(label, [here or [page.styled("none recorded", QUIET)] for here in flags])


def _treatments(treatments: Iterable[Shared], conditions: Iterable[Condition], page: Page) -> Iterable[Line]:
    for treatment, verdicts in treatments:
        cells = [
            page.verdict(one).append(" ").append(page.certainty(one.evidence))
            if (one := verdicts.get(condition.id))
            else page.styled("no verdict recorded", QUIET)
            for condition in conditions
        ]
        yield Line(page.styled(treatment.name), [[cell] for cell in cells])
