"""SVG: the evidence as a picture that stands by itself, for a page, a slide or a poster.

It draws verdicts by certainty and no effect sizes: those are measured on unlike scales. A verdict is told by its sign
and a certainty by a gauge or a place, so that colour only repeats them. All is text and shapes, without ids, scripts or
anything from elsewhere; what a screen reader is told are tables.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from math import cos, radians, sin
from typing import NamedTuple

from kb_cli.answers.condition import ConditionAnswer
from kb_cli.answers.evidence_map import FAVOURABLE, UNFAVOURABLE, EvidenceMapAnswer, Row
from kb_cli.answers.treatment import TreatmentAnswer
from kb_cli.citations.html import escaped
from kb_cli.records import markup
from kb_cli.records.grade_wording import SURE, Benefit, benefit, sentence, verdict_name, words
from kb_cli.records.layer import mark, whose
from kb_cli.records.model import Condition, RedFlag, Treatment
from kb_cli.records.notice import Notice
from kb_cli.records.vocabularies import Certainty, GradedBy, TreatmentGroup, Urgency, Verdict
from kb_cli.sanitize import harmless

CARRIES_NOTICE = True
SUFFIX = ".svg"

# All lengths are in pixels at natural size.
MARGIN = 24
NARROWEST = 760
TITLE, TEXT, HEAD, SMALL = 22, 14, 13, 12
LEADING = 18
# Bold letters are so much wider.
BOLD = 1.12

# The evidence map: the names of treatments, then a cell for each condition under its slanted name.
LABELS = 228
PITCH = 37
CELL = (32, 22)
SLANT = radians(60)
LONGEST_HEAD = 205

# The dot table: names, a column for each certainty, the verdict in words.
NAMES = 244
STEP = 78
WORDS = 316
DOT = 11

_SURER = tuple(reversed(Certainty))


class Theme(NamedTuple):
    """Colours: of the page, of text, of what matters less, of lines; and of each side by certainty, a fill and its ink.

    High certainty stands out most from the page, very low least.
    """

    page: str
    text: str
    quiet: str
    line: str
    sides: dict[str, tuple[tuple[str, str], ...]]


# Blue and orange are told apart with any colour vision.
LIGHT = Theme(
    *("#ffffff", "#1c2329", "#55606a", "#c3cad1"),
    {
        "for": (("#0b4468", "#ffffff"), ("#1f6f9f", "#ffffff"), ("#b4d9ee", "#0a2c42"), ("#f0f7fb", "#0a2c42")),
        "open": (("#3b4248", "#ffffff"), ("#646c73", "#ffffff"), ("#d4d8dc", "#22282d"), ("#f6f7f8", "#22282d")),
        "against": (("#7a3200", "#ffffff"), ("#a94d0b", "#ffffff"), ("#f9cfa4", "#4a1e00"), ("#fef5ec", "#4a1e00")),
    },
)
DARK = Theme(
    *("#14191e", "#e8ecef", "#a3adb6", "#47525c"),
    {
        "for": (("#a9dcfa", "#06202f"), ("#61b1e0", "#06202f"), ("#1f5577", "#ffffff"), ("#182a36", "#d5ecf9")),
        "open": (("#dfe3e7", "#14191e"), ("#a6aeb5", "#14191e"), ("#4c555d", "#ffffff"), ("#242b31", "#e3e7ea")),
        "against": (("#ffd0a1", "#331500"), ("#f09a4d", "#331500"), ("#7d3f10", "#ffffff"), ("#35241a", "#fde6d2")),
    },
)


def _colours(theme: Theme) -> str:
    rules = [
        f".kb .page{{fill:{theme.page}}}",
        f".kb text{{fill:{theme.text}}}",
        f".kb .quiet{{fill:{theme.quiet}}}",
        f".kb .line{{stroke:{theme.line}}}",
    ]
    for side, shades in theme.sides.items():
        for certainty, (fill, ink) in zip(Certainty, shades, strict=True):
            here = f".kb .{side}.{certainty.value}"
            rules.append(f"{here} .mark{{fill:{fill};stroke:{shades[1][0]}}}{here} text,{here} .gauge{{fill:{ink}}}")
    return "\n".join(rules)


# Everything stands under one class, because inside a page of HTML the style holds for the whole page.
_STYLE = f"""
.kb text{{font-family:Arial,"Liberation Sans","DejaVu Sans",sans-serif;font-size:{TEXT}px}}
.kb .title{{font-size:{TITLE}px;font-weight:bold}}
.kb .bold{{font-weight:bold}}
.kb .head{{font-size:{HEAD}px}}
.kb .small{{font-size:{SMALL}px}}
.kb .middle{{text-anchor:middle}}
.kb .sign{{font-weight:bold;text-anchor:middle}}
.kb .dots{{stroke-width:3;stroke-linecap:round;stroke-dasharray:0 {PITCH}}}
.kb .stem{{stroke-width:3}}
.kb .rest{{fill-opacity:.25}}
{_colours(LIGHT)}
@media screen and (prefers-color-scheme:dark){{
{_colours(DARK)}
}}
"""


def with_notice(body: str, notice: Notice) -> str:
    """Give the picture with the notice at its foot."""
    size, _, drawn = body.partition("\n")
    width, height = map(int, size.split())
    foot = _Picture(width, height)
    foot.rule()
    foot.paragraph(f"{notice.title}. {notice.text}")
    height = foot.y + MARGIN
    picture = _element(
        "svg",
        drawn,
        *foot.drawn,
        xmlns="http://www.w3.org/2000/svg",
        class_="kb",
        role="figure",
        lang="en-GB",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
    )
    # Without a declaration XML is UTF-8, which standard output need not be: in ASCII it is the same everywhere.
    return f"{harmless(picture).encode('ascii', 'xmlcharrefreplace').decode('ascii')}\n"


def evidence_map(answer: EvidenceMapAnswer) -> str:
    """Draw treatments down and conditions across, in each cell the verdict's sign and a gauge of its certainty."""
    heads = [_wrapped(f"{one.name}{mark(one)}", LONGEST_HEAD, HEAD, most=2) for one in answer.columns]
    longest = max((_width(line, HEAD) for lines in heads for line in lines), default=0)
    right = MARGIN + LABELS + PITCH * len(heads) + int(longest * cos(SLANT))
    size = f"{_counted(len(answer.rows), 'treatment')} for {_counted(len(answer.columns), 'condition')}"
    picture = _Picture(max(right, NARROWEST))
    picture.title("Evidence map: verdicts, and how sure they are")
    picture.paragraph(
        f"{size}. Cells with a verdict: {answer.judged}. Empty, no verdict recorded for or against: {answer.empty}."
    )
    judged = [one for row in answer.rows for one in row.verdicts.values()]
    picture.signs(judged)
    certain = [one for one in Certainty if any(one is treatment.evidence for treatment in judged)]
    gauges = [(_marked("open", one, _box(), _gauge(one)), f"{one.label} ({SURE[one]})") for one in certain]
    picture.legend("Certainty", gauges)
    picture.y += int(longest * sin(SLANT)) + LEADING
    rows = [_element("g", *_heads(answer.columns, heads, picture.y), role="row")]
    for group, members in answer.groups.items():
        rows.append(_element("g", *_group(group, members, answer, picture), role="rowgroup"))
    picture.drawn.append(
        _element("g", *rows, role="table", aria_label="Evidence map", aria_colcount=len(answer.columns) + 1)
    )
    picture.gap()
    picture.paragraph('"kb show NAME" of a treatment or condition gives what lies behind a cell.', "quiet")
    return picture.body(f"{size}: a table with the verdict and its certainty in each cell.")


def condition(answer: ConditionAnswer) -> str:
    """Draw the verdicts on a condition's treatments by certainty, below its red flags in short."""
    found = answer.condition
    rows = []
    for one in found.treatment:
        kind = answer.treatments[one.id]
        rows.append(_Dot(f"{kind.name}{mark(kind)}", one, sentence(kind.name, found.name, one.verdict, one.evidence)))
    picture = _Picture()
    picture.title(f"{found.name}: what was tried, and what came of it")
    picture.paragraph(found.gist)
    facts = f"{found.region.label.capitalize()} · evidence {found.evidence.label} · reviewed {found.reviewed}"
    picture.paragraph(" ".join(filter(None, (f"{facts}.", whose(found)))), "quiet")
    _red_flags(found.red_flags, picture)
    _dot_table("Treatment", rows, picture)
    picture.paragraph(f"Figures, reasons and sources: kb show {found.id}.", "quiet")
    return picture.body(f"{_counted(len(rows), 'treatment')} by the certainty of the evidence, after the red flags.")


def treatment(answer: TreatmentAnswer) -> str:
    """Draw a treatment's verdicts by certainty, a row a condition, and name the conditions without one."""
    kind = answer.treatment
    rows = []
    for at, one in answer.judgements:
        rows.append(_Dot(f"{at.name}{mark(at)}", one, sentence(kind.name, at.name, one.verdict, one.evidence)))
    picture = _Picture()
    picture.title(f"{kind.name}: where it was tried, and what came of it")
    picture.paragraph(kind.what)
    picture.paragraph(whose(kind, "treatment"), "quiet")
    _dot_table("Condition", rows, picture)
    if answer.unjudged:
        names = ", ".join(one.name for one in answer.unjudged)
        picture.paragraph(
            f"No verdict recorded: {names}. Nothing on it in their records, which says nothing for it or against it."
        )
    picture.paragraph(f"Figures, reasons and sources: kb show {kind.id}.", "quiet")
    return picture.body(f"{_counted(len(rows), 'condition')} by the certainty of the evidence.")


class _Dot(NamedTuple):
    """A row of the dot table: its name, the verdict, and both in a sentence."""

    name: str
    judged: Treatment
    said: str


class _Picture:
    """What is drawn so far, from the top down: its elements, and how far down they reach."""

    def __init__(self, width: int = 2 * MARGIN + NAMES + 4 * STEP + WORDS, y: int = MARGIN) -> None:
        self.width = width
        self.y = y
        self.drawn: list[str] = []
        self.name = ""

    def body(self, description: str) -> str:
        """Give width and height on the first line, then the elements; title and description are for screen readers."""
        told = _element("title", escaped(self.name)), _element("desc", escaped(description))
        page = _element("rect", width="100%", height="100%", class_="page")
        return "\n".join((f"{self.width} {self.y}", *told, _element("style", _STYLE), page, *self.drawn))

    def title(self, text: str) -> None:
        """Add the title, cut where it is longer than three lines."""
        self.name = text
        lines = _wrapped(text, self.width - 2 * MARGIN, TITLE * BOLD, most=3)
        self.drawn.append(_lines(MARGIN, self.y + TITLE - 4, lines, "title", leading=28))
        self.y += 28 * len(lines) + 6

    def paragraph(self, text: str, style: str = "", indent: int = 0) -> None:
        """Add a text over the whole width."""
        lines = _wrapped(text, self.width - 2 * MARGIN - indent, TEXT)
        if lines:
            self.drawn.append(_lines(MARGIN + indent, self.y + TEXT, lines, style))
            self.y += LEADING * len(lines) + 6

    def gap(self) -> None:
        """Leave room between parts."""
        self.y += LEADING // 2

    def rule(self) -> None:
        """Add a line across."""
        self.y += 6
        self.drawn.append(_across(MARGIN, self.width - MARGIN, self.y, "line"))
        self.y += 8

    def signs(self, judged: Sequence[Treatment]) -> None:
        """Explain the signs of these verdicts."""
        self.gap()
        there = [one for one in Verdict if any(one is treatment.verdict for treatment in judged)]
        self.legend(
            "Verdict", [(_marked(_side(one), Certainty.LOW, _box(), _sign(one)), verdict_name(one)) for one in there]
        )

    def legend(self, title: str, entries: Iterable[tuple[str, str]]) -> None:
        """Add drawn signs with their meanings, as many on a line as fit."""
        left = x = MARGIN + 84
        for number, (sign, meaning) in enumerate(entries):
            length = int(CELL[0] + 8 + _width(meaning, TEXT))
            if number == 0:
                self.drawn.append(_lines(MARGIN, self.y + 16, [title], "bold"))
            elif x + length > self.width - MARGIN:
                x, self.y = left, self.y + CELL[1] + 6
            self.drawn.append(_element("g", sign, _lines(CELL[0] + 8, 16, [meaning]), transform=_at(x, self.y)))
            x += length + 20
        self.y += (CELL[1] + 8) if x > left else 0


def _heads(conditions: Sequence[Condition], heads: Sequence[list[str]], y: int) -> Iterator[str]:
    """Head the columns with slanted names that end at this height."""
    for number, (at, lines) in enumerate(zip(conditions, heads, strict=True)):
        foot = 4 if len(lines) == 1 else -2
        turned = f"{_at(_column(number), y)} rotate(-60)"
        # The second line of a slanted name begins further on, so that both stand on one level.
        drawn = _label(0, foot, lines, f"{at.name}{mark(at)}", "head", leading=HEAD, slant=8)
        yield _element("g", drawn, transform=turned, role="columnheader", aria_colindex=number + 2)


def _group(group: TreatmentGroup, rows: Iterable[Row], answer: EvidenceMapAnswer, picture: _Picture) -> Iterator[str]:
    """Draw a group of treatments under its name and the codes of the conditions, in a long map far from their names."""
    picture.y += 12
    name = _element("g", _lines(MARGIN, picture.y + TEXT, [group.label], "bold"), role="rowheader")
    codes = [
        _lines(_column(number), picture.y + TEXT, [answer.codes[one.id]], "small quiet middle")
        for number, one in enumerate(answer.columns)
    ]
    yield _element("g", name, _element("g", *codes, aria_hidden="true"), role="row")
    end = MARGIN + LABELS + PITCH * len(answer.columns)
    yield _across(MARGIN, end, picture.y + TEXT + 6, "line")
    picture.y += TEXT + 10
    for row in rows:
        yield _element("g", *_map_row(row, answer, picture), role="row")


def _map_row(row: Row, answer: EvidenceMapAnswer, picture: _Picture) -> Iterator[str]:
    name = f"{row.treatment.name}{mark(row.treatment)}"
    lines = _wrapped(name, LABELS - 12, TEXT, most=2)
    height = max(CELL[1] + 4, LEADING * len(lines) + 4)
    middle = picture.y + height // 2
    yield _element("g", _label(MARGIN, _first(middle, lines), lines, name), role="rowheader")
    # One line of dots for all empty cells, to follow the row by; the filled ones cover it.
    yield _across(_column(0), _column(len(answer.columns) - 1) + 0.1, middle, "line dots")
    for number, at in enumerate(answer.columns):
        if one := row.verdicts.get(at.id):
            place = _at(_column(number) - CELL[0] // 2, middle - CELL[1] // 2)
            said = _element("title", escaped(sentence(row.treatment.name, at.name, one.verdict, one.evidence)))
            drawn = (_box(), _sign(one.verdict, 12), _gauge(one.evidence))
            cell = _marked(_side(one.verdict), one.evidence, said, *drawn, transform=place, role="img")
            yield _element("g", cell, role="cell", aria_colindex=number + 2)
    picture.y += height


def _column(number: int) -> int:
    """Give where the middle of a column of the map is."""
    return MARGIN + LABELS + PITCH * number + PITCH // 2


def _red_flags(flags: Sequence[RedFlag], picture: _Picture) -> None:
    """Add the red flags in short, whole, most urgent first."""
    if flags:
        picture.gap()
        picture.paragraph("Red flags, when it needs a clinician", "bold")
    for urgency in Urgency:
        here = [flag.short or markup.uncited(flag.text).rstrip(".") for flag in flags if flag.urgency is urgency]
        if here:
            picture.drawn.append(_lines(MARGIN, picture.y + TEXT, [f"{urgency.when}:"], "bold"))
            picture.paragraph(f"{'; '.join(here)}.", indent=170)


def _dot_table(what: str, rows: Sequence[_Dot], picture: _Picture) -> None:
    """Add verdicts as dots in the columns of their certainties, grouped by what they come to."""
    if not rows:
        picture.paragraph("No verdict is recorded.")
        return
    ordered = sorted(rows, key=lambda row: list(Benefit).index(_benefit(row)))
    picture.gap()
    drawn = [_element("g", *_dot_heads(what, picture), role="row")]
    for group, members in groupby(ordered, key=_benefit):
        drawn.append(_element("g", *_dots(group, members, picture), role="rowgroup"))
    picture.drawn.append(_element("g", *drawn, role="table", aria_label="Verdicts by certainty", aria_colcount=6))
    picture.signs([row.judged for row in rows])
    key = "Certainty is GRADE's: how sure the evidence makes us, from very low to high."
    if any(row.judged.graded_by is GradedBy.SOURCE for row in rows):
        key += " By source: a cited work graded it; the others are judged by kb from the works cited."
    picture.paragraph(key, "quiet")


def _dot_heads(what: str, picture: _Picture) -> Iterator[str]:
    y = picture.y + TEXT
    yield _lines(_place(0) - STEP // 2 + 2 * STEP, y, ["Certainty of the evidence"], "middle quiet", aria_hidden="true")
    y += LEADING + 4
    yield _element("g", _lines(MARGIN, y, [what], "bold"), role="columnheader", aria_colindex=1)
    for number, one in enumerate(_SURER):
        head = _lines(_place(number), y, [one.label], "bold middle")
        yield _element("g", head, role="columnheader", aria_colindex=number + 2)
    said = _lines(_place(4) - STEP // 2 + 12, y, ["Verdict"], "bold")
    yield _element("g", said, role="columnheader", aria_colindex=6)
    picture.y = y + 4


def _dots(group: Benefit, rows: Iterable[_Dot], picture: _Picture) -> Iterator[str]:
    picture.y += 12
    name = _element("g", _lines(MARGIN, picture.y + TEXT, [group.value], "bold quiet"), role="rowheader")
    yield _element("g", name, role="row")
    yield _across(MARGIN, picture.width - MARGIN, picture.y + TEXT + 6, "line")
    picture.y += TEXT + 10
    for row in rows:
        yield _element("g", *_dot_row(row, picture), role="row")


def _dot_row(row: _Dot, picture: _Picture) -> Iterator[str]:
    one = row.judged
    by = " (by source)" if one.graded_by is GradedBy.SOURCE else ""
    names = _wrapped(row.name, NAMES - 16, TEXT, most=3)
    told = _wrapped(f"{words(one.verdict, one.evidence)}{by}", WORDS - 12, TEXT)
    height = max(2 * DOT + 6, LEADING * max(len(names), len(told)) + 6)
    middle = picture.y + height // 2
    x = _place(_SURER.index(one.evidence))
    yield _element("g", _label(MARGIN, _first(middle, names), names, row.name), role="rowheader", aria_colindex=1)
    yield _across(_place(0) - STEP // 2, _place(4) - STEP // 2, middle, "line")
    yield _across(_place(0) - STEP // 2, x, middle, "line stem")
    dot = _element("circle", r=DOT, class_="mark")
    sign = _lines(0, 5, [one.verdict.symbol], "sign")
    said = _element("title", escaped(row.said))
    drawn = _marked(_side(one.verdict), one.evidence, said, dot, sign, transform=_at(x, middle), role="img")
    yield _element("g", drawn, role="cell", aria_colindex=2 + _SURER.index(one.evidence))
    verdict = _lines(_place(4) - STEP // 2 + 12, _first(middle, told), told)
    yield _element("g", verdict, role="cell", aria_colindex=6)
    picture.y += height


def _place(number: int) -> int:
    """Give where the middle of a column of the dot table is."""
    return MARGIN + NAMES + STEP * number + STEP // 2


def _benefit(row: _Dot) -> Benefit:
    return benefit(row.judged.verdict, row.judged.evidence)


def _side(verdict: Verdict) -> str:
    return "for" if verdict in FAVOURABLE else "against" if verdict in UNFAVOURABLE else "open"


def _marked(side: str, certainty: Certainty, *drawn: str, **more: object) -> str:
    """Give what is drawn in the colours of a side and a certainty."""
    return _element("g", *drawn, class_=f"{side} {certainty.value}", **more)


def _box() -> str:
    return _element("rect", width=CELL[0], height=CELL[1], rx=3, class_="mark")


def _sign(verdict: Verdict, x: int = CELL[0] // 2) -> str:
    return _lines(x, 16, [verdict.symbol], "sign")


def _gauge(certainty: Certainty) -> str:
    """Give four steps, filled from below: one for very low, all for high."""
    steps = [f"M22 {CELL[1] - 6 - 4.5 * number:g}h6v3h-6z" for number in range(4)]
    full = _SURER.index(certainty) + 1
    rest = _element("path", d="".join(steps[full:]), class_="gauge rest") if full < 4 else ""
    return _element("path", d="".join(steps[:full]), class_="gauge") + rest


def _across(start: float, end: float, y: float, style: str) -> str:
    return _element("path", d=f"M{start:g} {y:g}H{end:g}", class_=style)


def _at(x: float, y: float) -> str:
    return f"translate({x:g} {y:g})"


def _first(middle: int, lines: Sequence[str]) -> int:
    """Give where the first of lines stands that are to lie around a middle."""
    return middle + 5 - LEADING * (len(lines) - 1) // 2


def _label(
    x: int, y: int, lines: Sequence[str], whole: str, style: str = "", leading: int = LEADING, slant: int = 0
) -> str:
    """Give a text that may have been cut; then the whole is its title."""
    title = "" if " ".join(lines).replace(" ", "") == whole.replace(" ", "") else _element("title", escaped(whole))
    return title + _lines(x, y, lines, style, leading, slant)


def _lines(
    x: int, y: int, lines: Sequence[str], style: str = "", leading: int = LEADING, slant: int = 0, **more: object
) -> str:
    """Give a text of one or more lines; for what reads or copies it, they are one."""
    place = partial(_element, "text", x=x, y=y, class_=style or None, **more)
    if len(lines) == 1:
        return place(escaped(lines[0]))
    spans = [
        _element("tspan", escaped(line), x=x + slant * number, dy=leading if number else 0)
        for number, line in enumerate(lines)
    ]
    return place(" ".join(spans))


def _element(tag: str, *content: str, **attributes: object) -> str:
    """Give an element with this content, which is markup already, and these attributes but for those that are None."""
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escaped(str(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{given}>{''.join(content)}</{tag}>" if content else f"<{tag}{given}/>"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _wrapped(text: str, room: float, size: float, most: int = 0) -> list[str]:
    """Give the lines of a text that is as wide as there is room; of more than ``most``, the last ends in dots."""
    lines: list[str] = []
    for word in text.split():
        for piece in _pieces(word, room, size):
            if lines and _width(f"{lines[-1]} {piece}", size) <= room:
                lines[-1] += f" {piece}"
            else:
                lines.append(piece)
    if most and len(lines) > most:
        last = lines[most - 1]
        while last and _width(f"{last}…", size) > room:
            last = last[:-1]
        lines[most - 1 :] = [f"{last.rstrip()}…"]
    return lines


def _pieces(word: str, room: float, size: float) -> Iterator[str]:
    """Give the parts of a word that is too long for a line."""
    part = ""
    for character in word:
        if part and _width(part + character, size) > room:
            yield part
            part = ""
        part += character
    yield part


def _width(text: str, size: float) -> float:
    """Give how wide a text is at most in a common face without serifs: which one draws it is not known."""
    return size * sum(map(_ems, text))


def _ems(character: str) -> float:
    if character in " ',.:;Iijl|":
        return 0.34
    if character in "!()[]frt-":
        return 0.42
    if character in "MW@m%w" or character > "\u024f":
        return 0 if unicodedata.combining(character) else 1
    return 0.8 if character.isupper() else 0.64
