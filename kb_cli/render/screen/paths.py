"""Where everything lies: a line on what it is, and the path alone on the next, to be copied."""

from kb_cli.answers.paths import PathsAnswer, Place
from kb_cli.render.screen.page import QUIET, Page

# What one record of each kind is called.
_ONE = {"conditions": "condition", "topics": "topic", "references": "reference"}


def show(answer: PathsAnswer, page: Page) -> None:
    """Fill the page, the uppermost layer first."""
    page.title("Where everything lies")
    own = [place for place in answer.layers if place.origin == "own"]
    for number, place in enumerate(own):
        what = "Your records" if not number else "Your records, below these"
        _entry(f"{what}: {_state(place)}", place.path, page)
    if not own:
        _entry("Your records: none, because KB_OWN is off" if answer.own else "Your records: no folder", "", page)
    _entry(f"What ships: {_state(answer.layers[-1])}", answer.layers[-1].path, page)
    _entry("Cache" if answer.cache else "Cache: none, nothing is kept", answer.cache or "", page)
    _entry("Program", answer.program, page)
    page.gap()
    page.line(page.styled("KB_OWN names other folders for your records, KB_DATA another for what ships.", QUIET))


def _entry(what: str, path: str, page: Page) -> None:
    page.gap()
    page.line(page.styled(what, "bold"))
    if path:
        page.unbroken(page.styled(path))


def _state(place: Place) -> str:
    """Say what is in a folder."""
    if place.why_not:
        return place.why_not
    if not place.there:
        return "not there yet; kb new and kb edit make it" if place.origin == "own" else "not there"
    counted = [f"{count:,} {_ONE[kind]}{'s' if count != 1 else ''}" for kind, count in place.counts.items() if count]
    files = place.files if place.origin == "own" else ()
    return ", ".join([*counted, *files]) or "nothing in it yet"
