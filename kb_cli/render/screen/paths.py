"""Where everything lies: a line on what it is, and the path alone on the next, to be copied."""

from kb_cli.answers.paths import PathsAnswer
from kb_cli.render.screen.page import QUIET, Page


def show(answer: PathsAnswer, page: Page) -> None:
    """Fill the page, the uppermost layer first."""
    page.title("Where everything lies")
    own = [place for place in answer.layers if place.origin == "own"]
    for number, place in enumerate(own):
        what = "Your records" if not number else "Your records, below these"
        _entry(f"{what}: {place.state}", place.path, page)
    if not own:
        _entry("Your records: none, because KB_OWN is off" if answer.own else "Your records: no folder", "", page)
    _entry(f"What ships: {answer.layers[-1].state}", answer.layers[-1].path, page)
    _entry("Cache" if answer.cache else "Cache: none, nothing is kept", answer.cache or "", page)
    _entry("Program", answer.program, page)
    page.gap()
    page.line(page.styled("KB_OWN names other folders for your records, KB_DATA another for what ships.", QUIET))


def _entry(what: str, path: str, page: Page) -> None:
    page.gap()
    page.line(page.styled(what, "bold"))
    if path:
        page.unbroken(page.styled(path))
