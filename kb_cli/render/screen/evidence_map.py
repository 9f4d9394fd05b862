"""The evidence map: treatments down, conditions across, a verdict and its certainty in each cell."""

from collections.abc import Iterable
from typing import NamedTuple

from kb_cli.answers.evidence_map import EvidenceMapAnswer, Row
from kb_cli.records.grade_wording import strength, verdict_name
from kb_cli.records.model import Treatment
from kb_cli.records.vocabularies import Certainty, TreatmentGroup, Verdict
from kb_cli.render.screen.page import HEADING, QUIET, Page, verdict_style
from kb_cli.render.screen.table import GAP
from kb_cli.render.screen.text import Text, cells

# How dark a cell is where there is no room for GRADE's four marks.
SHADES = {Certainty.HIGH: "█", Certainty.MODERATE: "▓", Certainty.LOW: "▒", Certainty.VERY_LOW: "░"}

# A narrowed map of at most so many verdicts also tells them in words.
FEW = 24

# What stands between the entries of a legend.
GUTTER = "   "


class Form(NamedTuple):
    """How the map is drawn: columns ``width`` wide, headed by whole names or by codes, cells with marks or a shade.

    With a width of 0 there are no columns: each treatment is followed by its cells.
    """

    width: int
    names: bool
    marks: bool


def show(answer: EvidenceMapAnswer, page: Page) -> None:
    """Fill the page: legend, the map in the fullest form that fits, the count of empty cells, a small map in words."""
    form = _form(answer, page)
    page.title("Evidence map")
    page.line(f"{len(answer.rows)} treatments (rows) for {len(answer.conditions)} conditions (columns)")
    page.gap()
    _legend(form, page)
    if not form.names:
        _key(answer, page)
    for group, rows in answer.groups.items():
        page.gap()
        if form.width:
            _grid(group, rows, answer, form, page)
        else:
            _stack(group, rows, answer, form, page)
    page.gap()
    said = f"Cells with a verdict: {answer.judged}. Empty, no verdict recorded for or against: {answer.empty}."
    page.line(page.styled(said, QUIET))
    page.line(page.styled('"kb show NAME" of a treatment or condition gives what lies behind a cell.', QUIET))
    if answer.narrowed and 0 < answer.judged <= FEW:
        _in_words(answer, page)


def _form(answer: EvidenceMapAnswer, page: Page) -> Form:
    """Give the fullest form that fits the terminal."""
    longest = max(len(word) for condition in answer.conditions for word in condition.name.split())
    room = page.terminal.width - page.indent - _label_width(answer)
    marked = len(_mark(Verdict.ADJUNCT, Certainty.HIGH, page))
    for form in (Form(max(longest, marked), True, True), Form(marked, False, True), Form(2, False, False)):
        # The last column's code may stand out beyond its cells.
        beyond = 0 if form.names else len(answer.codes[answer.conditions[-1].id]) - form.width
        if (form.width + GAP) * len(answer.conditions) + max(beyond, 0) <= room:
            return form
    return Form(0, False, True)


def _label_width(answer: EvidenceMapAnswer) -> int:
    return max(len(text) for row in answer.rows for text in (row.treatment.name, row.treatment.group.label))


def _mark(verdict: Verdict, certainty: Certainty, page: Page) -> str:
    # In plain ASCII the mark of a verdict and those of the certainty are alike and need a space between them.
    return f"{verdict.symbol}{'' if page.terminal.unicode else ' '}{certainty.symbol}"


def _legend(form: Form, page: Page) -> None:
    signs = {certainty: certainty.symbol if form.marks else SHADES[certainty] for certainty in Certainty}
    _entries("Verdict", [(one.symbol, verdict_name(one)) for one in Verdict], page)
    _entries("Certainty", [(signs[one], f"{one.label} ({strength(one)})") for one in Certainty], page)


def _key(answer: EvidenceMapAnswer, page: Page) -> None:
    _entries("Columns", [(answer.codes[one.id], one.name) for one in answer.conditions], page)


def _entries(title: str, entries: Iterable[tuple[str, str]], page: Page) -> None:
    """Add signs with their meanings, as many on a line as fit; a sign is never parted from its meaning."""
    first, rest = (f"{title}: ", "  ") if page.narrow else (f"{title:<11}", " " * 11)
    line = Text()
    for sign, meaning in entries:
        entry = page.styled(sign, HEADING).append(page.styled(f" {meaning}"))
        if line.runs and cells(first + line.plain + GUTTER + entry.plain) > page.width:
            page.line(line, first=first, rest=f"{rest}  ")
            first, line = rest, Text()
        line.append(GUTTER if line.runs else "").append(entry)
    page.line(line, first=first, rest=f"{rest}  ")


def _grid(group: TreatmentGroup, rows: Iterable[Row], answer: EvidenceMapAnswer, form: Form, page: Page) -> None:
    widths = [_label_width(answer), *[form.width] * len(answer.conditions)]
    title = page.styled(group.label, HEADING)
    if form.names:
        page.row([title, *(page.styled(condition.name, QUIET) for condition in answer.conditions)], widths)
    else:
        _codes(title, list(answer.codes.values()), widths[0], form, page)
    for row in rows:
        marks = [_cell(row.verdicts.get(condition.id), form, page) for condition in answer.conditions]
        page.row([page.styled(row.treatment.name), *marks], widths)


def _codes(title: Text, codes: list[str], labels: int, form: Form, page: Page) -> None:
    """Head the columns with their codes; those that would touch stand by turns on two lines."""
    pitch = form.width + GAP
    lines = 1 if max(map(len, codes)) < pitch else 2
    for start in reversed(range(lines)):
        line = " " * (start * pitch) + "".join(f"{code:<{lines * pitch}}" for code in codes[start::lines])
        page.row([Text() if start else title, page.styled(line.rstrip(), QUIET)], [labels, len(line)])


def _cell(treatment: Treatment | None, form: Form, page: Page) -> Text:
    if treatment is None:
        return Text()
    shaded = f"{treatment.verdict.symbol}{SHADES[treatment.evidence]}"
    sign = _mark(treatment.verdict, treatment.evidence, page) if form.marks else shaded
    return page.styled(sign, verdict_style(treatment))


def _stack(group: TreatmentGroup, rows: Iterable[Row], answer: EvidenceMapAnswer, form: Form, page: Page) -> None:
    page.line(page.styled(group.label, HEADING))
    page.rule()
    longest = max(map(len, answer.codes.values()))
    width = longest + 1 + len(_mark(Verdict.ADJUNCT, Certainty.HIGH, page))
    across = max((page.width - page.indent) // (GAP + width), 1)
    for row in rows:
        page.line(row.treatment.name)
        marks = [
            page.styled(f"{answer.codes[condition.id]:<{longest}} ", QUIET).append(_cell(treatment, form, page))
            for condition, treatment in row.judged(answer.conditions)
        ]
        for start in range(0, len(marks), across):
            here = marks[start : start + across]
            page.row([Text(), *here], [0, *[width] * len(here)])


def _in_words(answer: EvidenceMapAnswer, page: Page) -> None:
    page.heading("In words")
    table: list[tuple[Text, Text, Text]] = []
    for row in answer.rows:
        if row.verdicts:
            table.append((page.styled(row.treatment.name, HEADING), Text(), Text()))
        for condition, one in row.judged(answer.conditions):
            table.append((page.styled(condition.name), page.verdict(one), page.certainty(one.evidence)))
    if not page.narrow:
        page.table(("Condition", "Verdict", "Certainty"), table)
        return
    for name, verdict, certainty in table:
        page.line(name)
        if verdict.runs:
            page.line(verdict, " ", certainty, first="  ")
