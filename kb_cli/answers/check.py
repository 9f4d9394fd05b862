"""What is wrong with the data files, why that matters and what to write."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from kb_cli.errors import Problem
from kb_cli.records import validate
from kb_cli.records.checks import mend
from kb_cli.records.checks.found import Found
from kb_cli.records.checks.rules import RULES
from kb_cli.records.checks.shelf import Shelf


class Told(NamedTuple):
    """A problem as it is told; ``safe`` means that ``kb check --fix`` puts it right."""

    problem: Problem
    safe: bool

    @property
    def severity(self) -> str:
        """Give "error" or "warning"."""
        return "warning" if RULES[self.problem.rule].warning else "error"

    @property
    def why(self) -> str:
        """Say why it matters."""
        return RULES[self.problem.rule].why

    @property
    def write(self) -> str:
        """Say what to write."""
        advice = self.problem.advice or RULES[self.problem.rule].write
        if not (meant := self.problem.meant):
            return advice
        rest = f"K{advice[1:]}" if advice.startswith("known: ") else f"If not, {advice}"
        return f'did you mean "{meant}"? {rest}'


class CheckAnswer(NamedTuple):
    """All that is wrong, and how many files of each kind were looked at."""

    problems: tuple[Told, ...]
    checked: dict[str, int]
    all: bool

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "check"

    def count(self, severity: str) -> int:
        """Give how many problems are so severe."""
        return sum(one.severity == severity for one in self.problems)

    @property
    def safe(self) -> int:
        """Give how many problems ``kb check --fix`` puts right."""
        return sum(one.safe for one in self.problems)

    @property
    def summary(self) -> str:
        """Say how many problems there are, or that all is in order."""
        if not self.problems:
            return f"{self._looked_at()} in order"
        counts = (_counted(self.count(severity), severity) for severity in ("error", "warning"))
        files = len({one.problem.file for one in self.problems})
        said = f"{', '.join(filter(None, counts))} in {_counted(files, 'file')}"
        return f"{said}; kb check --fix mends {self.safe}, and shows first what it would write" if self.safe else said

    def _looked_at(self) -> str:
        if not self.all:
            files = sum(self.checked.values())
            return f"{_counted(files, 'file')} {'is' if files == 1 else 'are'}"
        kinds = ", ".join(f"{self.checked.get(kind, 0)} {kind}s" for kind in ("condition", "topic", "reference"))
        return f"{kinds} and the vocabularies are"


def answer(files: Shelf, found: Iterable[Found]) -> CheckAnswer:
    """Give what was found in these files, in the order of files and lines."""
    told = validate.told(files, found)
    problems = tuple(Told(problem, one is not None and mend.is_safe(one)) for problem, one in told.items())
    return CheckAnswer(problems, dict(Counter(file.kind.name for file in files.of_interest)), files.all_asked)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}" if number else ""
