"""The list of conditions, or of topics."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from kb_cli.answers.listing import ListingAnswer
from kb_cli.records.layer import mark
from kb_cli.records.model import Head, TopicHead
from kb_cli.render.screen import table
from kb_cli.render.screen.page import QUIET, Page
from kb_cli.render.screen.table import GAP
from kb_cli.render.screen.text import Text, cells


def show(answer: ListingAnswer, page: Page) -> None:
    """Fill the page: a line each on a wide terminal, two on a common one, blocks on a narrow one.

    Conditions in the order of the regions stand under these; in another order they have theirs beside them.
    """
    page.title("Topics" if answer.topics else "Conditions")
    page.line(page.styled("Each with how sure the evidence behind its main message is, by GRADE.", QUIET))
    heads: list[Head | TopicHead] = [*answer.heads, *answer.topics]
    rows = [_cells(head, answer, page) for head in heads]
    if answer.by_region:
        regions = groupby(zip(answer.heads, rows, strict=True), key=lambda pair: pair[0].region)
        for region, pairs in regions:
            page.heading(region.label.capitalize())
            _add([row for _, row in pairs], rows, page)
    else:
        page.gap()
        _add(rows, rows, page)
    page.gap()
    page.line(page.styled('"kb show NAME" opens a page; any of its names will do.', QUIET))


def _cells(head: Head | TopicHead, answer: ListingAnswer, page: Page) -> list[Text]:
    """Give the name, the region where it is not told above, how sure the evidence is, and the gist."""
    where = [page.styled(head.region.label)] if isinstance(head, Head) and not answer.by_region else []
    due = page.styled(", review due" if head.id in answer.due else "", "bold")
    sure = page.certainty(head.evidence).append(due)
    name = page.styled(head.name, "bold").append(page.styled(mark(head), QUIET))
    return [name, *where, sure, page.styled(head.gist)]


def _add(rows: Iterable[Sequence[Text]], every: Sequence[Sequence[Text]], page: Page) -> None:
    """Add rows, in columns as wide as every row needs."""
    room = page.terminal.width - page.indent
    widths = [max(cells(cell.plain) for cell in column) for column in zip(*every, strict=True)]
    one_line = sum(widths) + GAP * (len(widths) - 1) <= room
    facts = table.fitted([row[:-1] for row in every], room)
    for row in rows:
        if page.narrow:
            name, *where, sure, gist = row
            page.line(name)
            page.line(*where, ", " if where else "", sure, first="  ")
            page.line(gist, first="  ")
        elif one_line:
            page.row(row, widths)
        else:
            page.row(row[:-1], facts)
            page.line(row[-1], first=f"{page.margin}  ")
