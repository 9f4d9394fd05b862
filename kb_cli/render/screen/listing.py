"""The list of conditions."""

from kb_cli.answers.listing import ListingAnswer
from kb_cli.records.model import Head
from kb_cli.render.screen.page import QUIET, Page
from kb_cli.render.screen.text import Text

# From this width on, a condition's name, region, evidence and gist fit on one line.
ONE_LINE = 138
WIDEST = 150


def show(answer: ListingAnswer, page: Page) -> None:
    """Fill the page: a row a condition on a wide terminal, two lines each on a common one, blocks on a narrow one."""
    rows = [(*_facts(head, page), page.styled(head.gist)) for head in answer.heads]
    if page.terminal.width >= ONE_LINE:
        page.table(("Condition", "Region", "Evidence", "In short"), rows, min(page.terminal.width, WIDEST))
    elif not page.narrow:
        page.table(("Condition", "Region", "Evidence"), [row[:3] for row in rows], below=[row[3] for row in rows])
    else:
        for name, region, evidence, gist in rows:
            page.line(name)
            page.line(region, ", ", evidence, first="  ")
            page.line(gist, first="  ")
    page.gap()
    page.line(page.styled('"kb show NAME" opens a page; any of its names will do.', QUIET))


def _facts(head: Head, page: Page) -> tuple[Text, Text, Text]:
    return page.styled(head.name, "bold"), page.styled(head.region.label), page.certainty(head.evidence)
