"""What can go wrong, in words for people, with the exit code and the code in JSON that tell a script."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing wrong with a data file: where it is, what is wrong, and whether kb could show the file all the same.

    ``rule`` names what it breaks, ``advice`` says what to write instead, ``meant`` is what was perhaps meant.
    """

    file: str
    line: int
    column: int
    message: str
    mended: bool = False
    rule: str = ""
    advice: str = ""
    meant: str = ""

    @property
    def place(self) -> str:
        """Give ``file:line:column``, without line and column where they are not known (0)."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def __str__(self) -> str:
        """Give place, message and advice on one line."""
        advice = f"; {self.advice}" if self.advice else ""
        meant = f' (did you mean "{self.meant}"?)' if self.meant else ""
        return f"{self.place}: {self.message}{advice}{meant}"


class KbError(Exception):
    """The command cannot give its answer; ``lines`` are what the user reads, without a traceback.

    ``suggestions`` are what could stand in place of the word that was wrong, ``code`` names the kind of error in JSON.
    """

    exit_code = 2
    code = "error"

    def __init__(self, *lines: str, suggestions: Iterable[str] = ()) -> None:
        super().__init__(*lines)
        self.lines = lines
        self.suggestions = tuple(suggestions)

    def __str__(self) -> str:
        """Give the lines as one text."""
        return "\n".join(self.lines)


class NotFoundError(KbError):
    """Nothing of that name: exit 1."""

    exit_code = 1
    code = "not-found"


class NotCoveredError(NotFoundError):
    """No record is about what is named so, though kb knows what it is: exit 1."""

    code = "not-covered"


class AmbiguousError(KbError):
    """A name could mean several things, which it lists: exit 4."""

    exit_code = 4
    code = "ambiguous"


class UsageError(KbError):
    """The command line asks for something that does not exist: exit 2."""

    code = "usage"


class OutputError(KbError):
    """The answer could not be written: exit 70."""

    exit_code = 70
    code = "output"


class BadDataError(KbError):
    """A record, reference or vocabulary file cannot be used: exit 3."""

    exit_code = 3
    code = "bad-data"

    def __init__(self, problems: list[Problem]) -> None:
        meant = dict.fromkeys(problem.meant for problem in problems if problem.meant)
        super().__init__(*map(str, problems), suggestions=meant)
        self.problems = problems


class InternalError(KbError):
    """An error in kb itself: exit 70."""

    exit_code = 70
    code = "internal"


class SeveralError(KbError):
    """Some of what was asked for cannot be given; the exit code is that of the first."""

    def __init__(self, errors: Sequence[KbError]) -> None:
        lines = dict.fromkeys(line for error in errors for line in error.lines)
        super().__init__(*lines, suggestions=dict.fromkeys(name for error in errors for name in error.suggestions))
        self.exit_code = errors[0].exit_code
        self.code = errors[0].code
