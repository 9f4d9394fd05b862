"""What is wrong with the data files: a line a problem as compilers have it, below it why it matters and what to do."""

from kb_cli.answers.check import CheckAnswer, Told
from kb_cli.render.screen.page import HEADING, QUIET, Page

STYLES = {"error": "bold red", "warning": "bold yellow"}


def show(answer: CheckAnswer, page: Page) -> None:
    """Fill the page with the problems and their number, or say that all is in order."""
    explained: set[tuple[str, str]] = set()
    for one in answer.problems:
        _problem(one, page, explained)
    if answer.problems:
        page.gap()
    page.line(answer.summary)


def _problem(one: Told, page: Page, explained: set[tuple[str, str]]) -> None:
    problem = one.problem
    page.unbroken(
        page.styled(f"{problem.place}: ", HEADING),
        page.styled(f"{one.severity}: ", STYLES[one.severity]),
        page.styled(problem.message),
    )
    # Why is said once a file, however often it happens there.
    if (problem.file, problem.rule) not in explained:
        explained.add((problem.file, problem.rule))
        page.line(page.styled(one.why, QUIET), first="    ")
    page.line(one.write, first="  → ")
