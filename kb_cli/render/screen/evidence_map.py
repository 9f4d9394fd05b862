"""The evidence map: treatments down, conditions across, a verdict and its certainty in each cell."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kb_cli.answers.evidence_map import EvidenceMapAnswer, Row
from kb_cli.records.grade_wording import SURE, verdict_name
from kb_cli.records.model import Treatment
from kb_cli.records.vocabularies import Certainty, TreatmentGroup, Verdict
from kb_cli.render.screen.page import HEADING, QUIET, Page, verdict_style
from kb_cli.render.screen.table import GAP
from kb_cli.render.screen.text import Text, cells

# How dark a cell is where there is no room for GRADE's four marks.
SHADES = {Certainty.HIGH: "█", Certainty.MODERATE: "▓", Certainty.LOW: "▒", Certainty.VERY_LOW: "░"}

# What stands in an empty cell, for the eye to follow rows and columns by.
EMPTY = "·"

# A narrowed map of at most so many verdicts also tells them in words.
FEW = 24

# What stands between the entries of a legend.
GUTTER = "   "

# Where the columns would not fit otherwise, the names of treatments are wrapped to this width.
NARROWEST_LABEL = 20


class Form(NamedTuple):
    """How the map is drawn: a column every ``pitch`` characters, after labels of this width.

    Columns are headed by whole names, or by codes, which may stand upright; cells have GRADE's marks or a shade. With a
    pitch of 0 there are no columns: each treatment is followed by its cells.
    """

    labels: int
    pitch: int
    names: bool = False
    marks: bool = False
    upright: bool = False


def show(answer: EvidenceMapAnswer, page: Page) -> None:
    """Fill the page: the map in the fullest form that fits, the count of empty cells, its legend, a small map told."""
    form = _form(answer, page)
    page.title("Evidence map")
    page.line(_size(answer, form))
    for group, rows in answer.groups.items():
        page.gap()
        if form.pitch:
            _grid(group, rows, answer, form, page)
        else:
            _list(group, rows, answer, page)
    page.gap()
    said = f"Cells with a verdict: {answer.judged}. Empty, no verdict recorded for or against: {answer.empty}."
    page.line(page.styled(said, QUIET))
    page.line(page.styled('"kb show NAME" of a treatment or condition gives what lies behind a cell.', QUIET))
    if answer.judged:
        page.gap()
        _legend(answer, form, page)
    if answer.narrowed and 0 < answer.judged <= FEW:
        _in_words(answer, page)


def _size(answer: EvidenceMapAnswer, form: Form) -> str:
    """Say how large the map is, and where its signs are explained."""
    rows, columns = len(answer.rows), len(answer.columns)
    treatments, conditions = _counted(rows, "treatment"), _counted(columns, "condition")
    if form.pitch:
        treatments += f" ({'row' if rows == 1 else 'rows'})"
        conditions += f" ({'column' if columns == 1 else 'columns'})"
    others = len(answer.conditions) - columns
    rest = f"; {_counted(others, 'other')} {'has' if others == 1 else 'have'} no verdict here" if others else ""
    said = "The signs are explained below." if answer.judged else "No verdict is recorded."
    return f"{treatments} for {conditions}{rest}. {said}"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _form(answer: EvidenceMapAnswer, page: Page) -> Form:
    """Give the fullest form that fits the terminal."""
    labels = max(len(text) for row in answer.rows for text in (row.treatment.name, row.treatment.group.label))
    name = max(len(condition.name) for condition in answer.columns)
    code = max(len(answer.codes[condition.id]) for condition in answer.columns)
    mark = len(_mark(Verdict.ADJUNCT, Certainty.HIGH, page))
    forms = [
        Form(labels, max(name, mark) + GAP, names=True, marks=True),
        Form(labels, max(code, mark) + GAP, marks=True),
        Form(labels, max(code, 2) + 1),
        *(Form(labels, pitch, upright=True) for pitch in (4, 3, 2)),
        Form(min(labels, NARROWEST_LABEL), 2, upright=True),
    ]
    room = page.terminal.width - page.indent - GAP
    fitting = (form for form in forms if form.labels + form.pitch * len(answer.columns) <= room)
    return Form(0, 0, marks=True) if page.narrow else next(fitting, Form(0, 0, marks=True))


def _mark(verdict: Verdict, certainty: Certainty, page: Page) -> str:
    # In plain ASCII the mark of a verdict and those of the certainty are alike and need a space between them.
    return f"{verdict.symbol}{'' if page.terminal.unicode else ' '}{certainty.symbol}"


def _legend(answer: EvidenceMapAnswer, form: Form, page: Page) -> None:
    """Explain the signs, shades and codes that the map has."""
    judged = [one for row in answer.rows for one in row.verdicts.values()]
    verdicts = [one for one in Verdict if any(one is treatment.verdict for treatment in judged)]
    certainties = [one for one in Certainty if any(one is treatment.evidence for treatment in judged)]
    signs = [(one.symbol, verdict_name(one)) for one in verdicts]
    if form.pitch and len(judged) < len(answer.rows) * len(answer.columns):
        signs.append((EMPTY, "no verdict recorded"))
    _entries("Verdict", signs, page)
    _entries("Certainty", [(_sure(one, form), f"{one.label} ({SURE[one]})") for one in certainties], page)
    if not form.names:
        codes = [(answer.codes[one.id], one.name) for one in answer.columns]
        _entries("Columns" if form.pitch else "Codes", codes, page)


def _sure(certainty: Certainty, form: Form) -> str:
    return certainty.symbol if form.marks else SHADES[certainty]


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
    names = [condition.name if form.names else answer.codes[condition.id] for condition in answer.columns]
    _head(page.styled(group.label, HEADING), names, form, page)
    for row in rows:
        marks = [_cell(row.verdicts.get(condition.id), form, page) for condition in answer.columns]
        _row(page.styled(row.treatment.name), marks, form, page)


def _head(title: Text, names: Sequence[str], form: Form, page: Page) -> None:
    """Head the columns, on one line or letter under letter."""
    height = max(map(len, names)) if form.upright else 1
    lines = zip(*(name.rjust(height) for name in names), strict=True) if form.upright else [names]
    for number, line in enumerate(lines, 1):
        heads = [page.styled(text.strip(), QUIET) for text in line]
        _row(title if number == height else Text(), heads, form, page)


def _row(label: Text, texts: Sequence[Text], form: Form, page: Page) -> None:
    line = Text()
    for number, text in enumerate(texts):
        # Spaces go before a cell, so that no line ends in them.
        if text.runs:
            line.append(" " * (number * form.pitch - cells(line.plain))).append(text)
    page.row([label, line], [form.labels, form.pitch * len(texts)])


def _cell(treatment: Treatment | None, form: Form, page: Page) -> Text:
    if treatment is None:
        return page.styled(EMPTY, QUIET)
    shaded = f"{treatment.verdict.symbol}{SHADES[treatment.evidence]}"
    sign = _mark(treatment.verdict, treatment.evidence, page) if form.marks else shaded
    return page.styled(sign, verdict_style(treatment))


def _list(group: TreatmentGroup, rows: Iterable[Row], answer: EvidenceMapAnswer, page: Page) -> None:
    page.line(page.styled(group.label, HEADING))
    page.rule()
    longest = max(len(answer.codes[condition.id]) for condition in answer.columns)
    width = longest + 1 + len(_mark(Verdict.ADJUNCT, Certainty.HIGH, page))
    across = max((page.width - page.indent) // (GAP + width), 1)
    for row in rows:
        page.line(row.treatment.name)
        marks = [
            page.styled(f"{answer.codes[condition.id]:<{longest}} ", QUIET).append(
                page.styled(_mark(treatment.verdict, treatment.evidence, page), verdict_style(treatment))
            )
            for condition, treatment in row.judged(answer.columns)
        ]
        for start in range(0, len(marks), across):
            here = marks[start : start + across]
            page.row([Text(), *here], [0, *[width] * len(here)])
        if not marks:
            page.line(page.styled("no verdict recorded", QUIET), first="  ")


def _in_words(answer: EvidenceMapAnswer, page: Page) -> None:
    """Tell the verdicts: of one condition by treatment, of several by condition, below each treatment if several."""
    condition = answer.columns[0].name if len(answer.columns) == 1 else ""
    treatment = answer.rows[0].treatment.name if len(answer.rows) == 1 else ""
    page.heading("In words", condition or treatment)
    table: list[tuple[Text, Text, Text]] = []
    for row in answer.rows:
        if row.verdicts and not condition and not treatment:
            table.append((page.styled(row.treatment.name, HEADING), Text(), Text()))
        for at, one in row.judged(answer.columns):
            label = row.treatment.name if condition else at.name if treatment else f" {at.name}"
            table.append((page.styled(label), page.verdict(one), page.certainty(one.evidence)))
    if not page.narrow:
        page.table(("Treatment" if condition else "Condition", "Verdict", "Certainty"), table)
        return
    for name, verdict, certainty in table:
        page.line(name)
        if verdict.runs:
            page.line(verdict, " ", certainty, first="  ")
