"""A topic of the help: paragraphs, and terms with their meanings beside them, or below them where these are long."""

from kb_cli.answers.help import HelpAnswer, Terms
from kb_cli.render.screen.page import HEADING, Page
from kb_cli.render.screen.table import GAP
from kb_cli.render.screen.text import cells

# Where one is longer, all stand above their meanings.
WIDEST = 34


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
    width = max(cells(term) for term, _ in terms.entries)
    for term, meaning in terms.entries:
        shown = page.styled(term, HEADING)
        if page.narrow or width > WIDEST:
            page.line(shown, first=page.margin)
            page.line(meaning, first=f"{page.margin}  ")
        else:
            margin = " " * (page.indent + width + GAP)
            page.line(shown, " " * (width + GAP - cells(term)), meaning, first=page.margin, rest=margin)
