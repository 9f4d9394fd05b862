"""The sheet of red flags: nothing but the signs that need a clinician, most urgent first."""

from kb_cli.answers.red_flags import RedFlagsAnswer
from kb_cli.records.vocabularies import Urgency
from kb_cli.render.screen import works
from kb_cli.render.screen.page import URGENCY_STYLE, Page


def show(answer: RedFlagsAnswer, page: Page) -> None:
    """Fill the page: by urgency, then by condition; the works at the end."""
    one = answer.conditions[0].name if len(answer.conditions) == 1 else ""
    page.title(f"Red flags: {one}" if one else f"Red flags of {len(answer.conditions)} conditions")
    for urgency in Urgency:
        _urgency(urgency, answer, page)
    works.listed(answer.references, page)


def _urgency(urgency: Urgency, answer: RedFlagsAnswer, page: Page) -> None:
    flags = {
        condition.name: [flag for flag in condition.red_flags if flag.urgency is urgency]
        for condition in answer.conditions
    }
    if not any(flags.values()):
        return
    page.gap()
    page.line(page.styled(f"{urgency.value.capitalize()}: {urgency.advice}", URGENCY_STYLE[urgency]))
    page.rule()
    for number, (name, here) in enumerate((name, here) for name, here in flags.items() if here):
        if len(answer.conditions) > 1:
            if number:
                page.gap()
            page.subheading(name)
        for flag in here:
            page.prose(flag.text, answer.references, answer.names, first=f"{page.margin}• ")
