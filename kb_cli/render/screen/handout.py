"""The sheet to hand to a patient, as the terminal shows it."""

from kb_cli.answers.handout import Block, HandoutAnswer, Line, source
from kb_cli.render.screen.page import HEADING, QUIET, URGENCY_STYLE, Page
from kb_cli.render.screen.text import Text


def show(answer: HandoutAnswer, page: Page) -> None:
    """Fill the page: the title, the parts of the sheet, the works, who made it."""
    page.numbers = answer.numbers
    page.title(answer.title)
    if answer.giver:
        page.line(page.styled(answer.giver, QUIET))
    for part in answer.parts:
        page.heading(part.heading) if part.heading else page.gap()
        for number, block in enumerate(part.blocks):
            if number and block.heading:
                page.gap()
            _block(block, answer, page)
    page.heading("Where this comes from")
    for number, work in enumerate(answer.references.values(), 1):
        first = f"{page.margin}{number}. "
        page.line(source(work), " ", page.link(work.address or "", work.address), first=first, rest=" " * len(first))
    for line in answer.made:
        page.line(page.styled(line, QUIET), first=page.margin)


def _block(block: Block, answer: HandoutAnswer, page: Page) -> None:
    if block.heading:
        style = URGENCY_STYLE[block.urgency] if block.urgency else HEADING
        page.line(page.styled(block.heading, style), first=page.margin)
    for number, line in enumerate(block.lines, 1):
        first = page.margin + {"list": "• ", "steps": f"{number}. "}.get(block.kind, "")
        page.line(*_said(line, answer, page), first=first, rest=" " * len(first))
    if block.kind == "room":
        page.line("." * (page.width - page.indent), first=page.margin)


def _said(line: Line, answer: HandoutAnswer, page: Page) -> tuple[Text, ...]:
    label = page.styled(f"{line.label}: " if line.label else "", HEADING)
    text = page.marked(line.text, answer.references, answer.names) if line.marked else page.styled(line.text)
    return label, text
