"""Several pages, one after the other."""

from importlib import import_module

from kb_cli.answers.pages import PagesAnswer
from kb_cli.render.screen.page import Page


def show(answer: PagesAnswer, page: Page) -> None:
    """Fill the page with each of them, as it is when it is alone."""
    for number, one in enumerate(answer.pages):
        if number:
            page.gap()
            page.gap()
        import_module(f"kb_cli.render.screen.{one.kind}").show(one, page)
