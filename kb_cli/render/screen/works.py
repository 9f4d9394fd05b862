"""The list of works that an answer cites."""

from collections.abc import Mapping

from kb_cli.citations.styles import vancouver
from kb_cli.records.model import Reference
from kb_cli.render.screen.page import QUIET, Page


def listed(references: Mapping[str, Reference], page: Page) -> None:
    """Add the works, numbered in the order in which they are cited, with their citation keys."""
    if not references:
        return
    page.heading("Citations")
    for number, work in enumerate(references.values(), 1):
        text = page.link(vancouver.line(work), work.address)
        page.line(text, page.styled(f" [{work.key}]", QUIET), first=f"{number:>{page.indent + 2}}. ")
