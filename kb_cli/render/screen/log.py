"""The log of changes: by day, then by condition."""

from itertools import groupby

from kb_cli import clock
from kb_cli.answers.log import LogAnswer, Logged, difference, subject
from kb_cli.render.screen import works
from kb_cli.render.screen.page import QUIET, Page


def show(answer: LogAnswer, page: Page) -> None:
    """Fill the page: each change with what it was before, and why."""
    page.numbers = {key: number for number, key in enumerate(answer.references, 1)}
    page.title(answer.title)
    since = f" since {clock.told(answer.since)}" if answer.since else ""
    page.line(page.styled(f"{len(answer.changes)} change{'s' if len(answer.changes) != 1 else ''}{since}", QUIET))
    for when, of_day in groupby(answer.changes, key=lambda one: one.change.date):
        page.heading(clock.told(when))
        for number, (name, of_record) in enumerate(groupby(of_day, key=lambda one: one.condition.name)):
            if number:
                page.gap()
            if not answer.name:
                page.subheading(name)
            for logged in of_record:
                _change(logged, answer, page)
    works.listed(answer.references, page)


def _change(logged: Logged, answer: LogAnswer, page: Page) -> None:
    change = logged.change
    page.line(
        page.styled(subject(change, logged.condition, answer.treatments), "bold"),
        page.styled(difference(change)),
        ". ",
        page.marked(change.why, answer.references, answer.names),
        first=f"{page.margin}• ",
    )
