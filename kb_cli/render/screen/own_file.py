"""What became of a file of the reader's own, its path whole, to be copied."""

from kb_cli.answers.own_file import OwnFileAnswer
from kb_cli.render.screen.page import Page


def show(answer: OwnFileAnswer, page: Page) -> None:
    """Fill the page: what was done, and what can be done next."""
    page.unbroken(page.styled(f"{answer.done} {answer.path}"))
    for line in answer.further:
        page.line(line)
