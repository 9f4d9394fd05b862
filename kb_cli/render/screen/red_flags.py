"""The sheet of red flags: nothing but the signs that need a clinician, most urgent first."""

from collections.abc import Sequence
from itertools import groupby

from kb_cli.answers.red_flags import RedFlagsAnswer, Sign
from kb_cli.records import markup
from kb_cli.records.vocabularies import Urgency
from kb_cli.render.screen import works
from kb_cli.render.screen.page import QUIET, URGENCY_STYLE, Page


def show(answer: RedFlagsAnswer, page: Page) -> None:
    """Fill the page: by urgency, first what several conditions have, then by condition; the works at the end."""
    answer = answer.read
    page.numbers = markup.numbered(answer.references)
    page.title(answer.title)
    for urgency, signs in groupby(answer.signs, key=lambda sign: sign.flag.urgency):
        _urgency(urgency, list(signs), answer, page)
    works.listed(answer.references, page)


def _urgency(urgency: Urgency, signs: Sequence[Sign], answer: RedFlagsAnswer, page: Page) -> None:
    page.gap()
    page.line(page.styled(f"{urgency.value.capitalize()}: {urgency.advice}", URGENCY_STYLE[urgency]))
    page.rule()
    for number, (whose, here) in enumerate(groupby(signs, key=lambda sign: sign.whose)):
        if len(answer.conditions) > 1:
            if number:
                page.gap()
            page.subheading(whose)
        for sign in here:
            page.prose(sign.flag.text, answer.references, answer.names, first=f"{page.margin}• ")
            if len(sign.conditions) > 1 and not answer.brief:
                page.line(page.styled(answer.pages(sign), QUIET), first=f"{page.margin}  ")
