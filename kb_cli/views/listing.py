"""The list of conditions."""

from kb_cli.answers import ListingAnswer
from kb_cli.views.page import QUIET, Page


def show(answer: ListingAnswer, page: Page) -> None:
    """Fill the page with one row a condition, or with one short block each where the terminal is narrow."""
    page.width = min(page.terminal.width, 120)
    if page.width < 76:
        for head in answer.heads:
            page.line(page.styled(head.name, "bold"))
            page.line(page.certainty(head.evidence), page.styled(f", {head.region.label}"), first="  ")
            page.line(head.gist, first="  ")
            page.line(page.styled(f"kb show {head.id}", QUIET), first="  ")
    else:
        page.table(
            ("Condition", "Region", "Evidence", "In short"),
            [
                (
                    page.styled(head.name, "bold"),
                    page.styled(head.region.label),
                    page.certainty(head.evidence),
                    page.styled(head.gist),
                )
                for head in answer.heads
            ],
        )
    page.gap()
    page.line(page.styled('"kb show NAME" opens a page; any of its names will do.', QUIET))
