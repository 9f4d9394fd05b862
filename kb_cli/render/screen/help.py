"""A topic of the help: paragraphs, and terms with their meanings beside them, or below them where these are long."""

from kb_cli.answers.help import HelpAnswer, Terms
from kb_cli.render.screen.page import HEADING, Page
from kb_cli.render.screen.table import GAP
from kb_cli.render.screen.text import cells

# Terms that are longer stand on a line of their own.
WIDEST = 24


def show(answer: HelpAnswer, page: Page) -> None:
    """Fill the page."""
    page.title(f"{answer.name}: {answer.gloss}")
    for number, block in enumerate(answer.blocks):
        if number:
            page.gap()
        if isinstance(block, Terms):
            _terms(block, page)
        else:
            page.line(block)


def _terms(terms: Terms, page: Page) -> None:
    width = max((cells(term) for term, _ in terms.entries if cells(term) <= WIDEST), default=0)
    for term, meaning in terms.entries:
        shown = page.styled(term, HEADING)
        if page.narrow or cells(term) > WIDEST:
            page.line(shown, first=page.margin)
            page.line(meaning, first=f"{page.margin}  ")
        else:
            margin = " " * (page.indent + width + GAP)
            page.line(shown, " " * (width + GAP - cells(term)), meaning, first=page.margin, rest=margin)
