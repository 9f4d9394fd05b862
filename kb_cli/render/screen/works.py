"""The list of works that an answer cites."""

from collections.abc import Mapping

from kb_cli.citations.styles import vancouver
from kb_cli.records.layer import mark
from kb_cli.records.model import Reference
from kb_cli.render.screen.page import QUIET, Page


def listed(references: Mapping[str, Reference], page: Page) -> None:
    """Add the works with their citation keys, by the numbers that the page cites them by."""
    if not references:
        return
    page.heading("References")
    numbers = page.numbers or {key: number for number, key in enumerate(references, 1)}
    for number, work in sorted((numbers[work.key], work) for work in references.values()):
        text = page.link(vancouver.line(work), work.address)
        page.line(text, page.styled(f" [{work.key}]{mark(work)}", QUIET), first=f"{number:>{page.indent + 2}}. ")
