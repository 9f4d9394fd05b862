"""The first screen of a condition's page: is it serious, may I run, how long, what today, what helps, what does not."""

from collections.abc import Sequence

from kb_cli.answers.condition import ConditionAnswer
from kb_cli.records import markup
from kb_cli.records.model import RedFlag
from kb_cli.records.sections import ANSWERS
from kb_cli.records.vocabularies import Urgency
from kb_cli.render.screen.page import ACCENT, HEADING, QUIET, URGENCY_STYLE, Page
from kb_cli.render.screen.text import Text, cells

# Where the answers begin, and the most lines that a first screen may have: one of 24 by 80 is full, a telephone's not.
LABEL = 16
MOST_LINES = 24
MOST_LINES_NARROW = 36


def show(answer: ConditionAnswer, page: Page) -> None:
    """Add the first screen. Signs and answers are never cut; of treatments as many are named as there is room for."""
    start = page.height
    _title(answer, page)
    signs(answer.condition.red_flags, page)
    questions(answer, page)
    most = MOST_LINES_NARROW if page.narrow else MOST_LINES
    before = page.height
    for number in range(len(answer.condition.treatment), 0, -1):
        page.cut(before)
        _benefits(answer, number, page)
        if not answer.sections:
            _further(answer, page)
        if page.height - start <= most:
            break


def signs(flags: Sequence[RedFlag], page: Page) -> None:
    """Add the red flags in short, most urgent first, each urgency in a paragraph."""
    label = "Serious?"
    for urgency in Urgency:
        here = [flag.short or markup.uncited(flag.text).rstrip(".") for flag in flags if flag.urgency is urgency]
        if here:
            said = page.styled(f"{urgency.when}:", URGENCY_STYLE[urgency]).append(f" {'; '.join(here)}.")
            _row(label, said, page)
            label = ""


def questions(answer: ConditionAnswer, page: Page) -> None:
    """Add the answers that open this page."""
    for key in answer.answers:
        if text := getattr(answer.condition.at_a_glance, key):
            _row(ANSWERS[key].label, page.marked(text, answer.references, answer.names), page)


def _title(answer: ConditionAnswer, page: Page) -> None:
    condition = answer.condition
    name = page.styled(condition.name, f"{ACCENT} {HEADING}")
    other = next((f"  {alias}" for alias in condition.aliases if alias.lower() not in condition.name.lower()), "")
    where = page.styled(f"{condition.region.label} · evidence {condition.evidence.symbol} {condition.evidence.label}")
    room = page.width - cells(name.plain) - cells(where.plain)
    if room >= 2:
        aside = page.styled(other, QUIET) if cells(other) <= room - 2 else Text()
        page.line(name, aside, " " * (room - cells(aside.plain)), where)
    else:
        page.line(name)
        page.line(where)
    page.line(page.styled(condition.gist, "italic"))
    page.whose(condition, "record")
    if not page.narrow:
        page.gap()


def _benefits(answer: ConditionAnswer, most: int, page: Page) -> None:
    for label, said in answer.what_helps(most):
        _row(label, page.styled(said), page)


def _further(answer: ConditionAnswer, page: Page) -> None:
    """Say where the rest is."""
    id = answer.condition.id
    page.line(page.styled(f"All of it: kb show {id}. Works by number: kb cite {id}.", QUIET))


def _row(label: str, said: Text, page: Page) -> None:
    """Add an answer beside its question, or behind it where it is narrow."""
    shown = page.styled(label, HEADING)
    if page.narrow:
        page.line(shown, " " if label else "", said, rest="  ")
    else:
        page.line(shown, " " * (LABEL - cells(shown.plain)), said, rest=" " * LABEL)
