"""Works as the running text cites them, a line a style."""

from kb_cli.answers.in_text import InTextAnswer
from kb_cli.citations.marked import pieces, raised
from kb_cli.render.screen.page import QUIET, Page
from kb_cli.render.screen.text import Text


def show(answer: InTextAnswer, page: Page) -> None:
    """Fill the page: what is to be copied on a line of its own, under the name of its style."""
    for number, one in enumerate(answer.citations):
        if number:
            page.gap()
        page.line(page.styled(f"{one.style}:", QUIET))
        shown = Text()
        for text, italic in pieces(raised(one.text) if one.raised else one.text):
            shown.append(page.styled(text, "italic" if italic else ""))
        page.line(shown)
