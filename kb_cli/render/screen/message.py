"""A few lines in plain words."""

from kb_cli.answers.message import MessageAnswer
from kb_cli.render.screen.page import Page


def show(answer: MessageAnswer, page: Page) -> None:
    """Fill the page with the lines as they are; only those wider than the terminal are wrapped."""
    for line in answer.lines:
        text = line.lstrip()
        page.line(text, first=line[: len(line) - len(text)])
