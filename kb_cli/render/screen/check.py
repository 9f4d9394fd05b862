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
        page.line(_summary(answer))
    else:
        page.line(f"{_checked(answer)} in order")


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


def _summary(answer: CheckAnswer) -> str:
    counts = (_counted(answer.count(severity), severity) for severity in ("error", "warning"))
    files = len({one.problem.file for one in answer.problems})
    said = f"{', '.join(filter(None, counts))} in {_counted(files, 'file')}"
    return f"{said}; kb check --fix mends {answer.safe}, and shows first what it would write" if answer.safe else said


def _checked(answer: CheckAnswer) -> str:
    there = answer.checked
    if not answer.all:
        files = sum(there.values())
        return f"{_counted(files, 'file')} {'is' if files == 1 else 'are'}"
    kinds = ", ".join(f"{there.get(kind, 0)} {kind}s" for kind in ("condition", "topic", "reference"))
    return f"{kinds} and the vocabularies are"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}" if number else ""
