"""How many in 100 people, in words, and as dots where the terminal is wide."""

from kb_cli.records import effect_wording
from kb_cli.records.model import Effect, Treatment
from kb_cli.render.screen.page import QUIET, Page
from kb_cli.render.screen.parts import Citing

# From this width a hundred people are drawn too, in rows of 50 that are parted into tens.
DRAWN_FROM = 100
FILLED, OPEN = "●", "○"


def show(treatment: Treatment, answer: Citing, page: Page) -> None:
    """Add what a treatment comes to in 100 people, each effect with its certainty, or that no such figure is known."""
    if not treatment.effects:
        page.line(page.styled(effect_wording.NONE, QUIET), first=page.margin)
    drawn = page.terminal.width >= DRAWN_FROM
    for effect in treatment.effects:
        if drawn:
            page.gap()
        told(effect, treatment, answer, page)
        if drawn:
            _draw(effect, page)


def told(effect: Effect, treatment: Treatment, answer: Citing, page: Page, label: str = "") -> None:
    """Add one effect in words, the certainty of its treatment's verdict behind it."""
    one = effect_wording.in_people(effect)
    source = page.marked(effect_wording.source(effect), answer.references, answer.names)
    pieces = page.styled(label), page.styled(one.words, "bold"), source, " ", page.certainty(treatment.evidence)
    page.line(*pieces, first=f"{page.margin}• ")


def _draw(effect: Effect, page: Page) -> None:
    one = effect_wording.in_people(effect)
    for label, count in (("with", one.with_), ("instead" if effect.instead else "without", one.without)):
        people = FILLED * count + OPEN * (100 - count)
        tens = [people[start : start + 10] for start in range(0, 100, 10)]
        page.line(" ".join(tens[:5]), first=f"{page.margin}  {label:<9}")
        page.line(" ".join(tens[5:]), first=f"{page.margin}  {'':<9}")
