"""``kb help exit-codes``."""

from collections.abc import Iterable

from kb_cli import errors
from kb_cli.answers.help import Block, Terms

GLOSS = "what a script is told by the exit code"


def blocks() -> Iterable[Block]:
    """Give what there is to say."""
    yield Terms(
        (
            ("0", "the answer was found, and written"),
            (str(errors.NotFoundError.exit_code), "nothing was found"),
            (str(errors.UsageError.exit_code), "the command line, or a variable, asks for what does not exist"),
            (str(errors.BadDataError.exit_code), "a data file is broken; what could be shown was shown"),
            (str(errors.AmbiguousError.exit_code), "a name could mean several things, which are listed"),
            (str(errors.OutputError.exit_code), "the answer could not be made or written"),
            ("130", "you ended kb with Ctrl-C"),
        )
    )
    yield "Answers go to standard output, all else to standard error. A pipe that is closed early is no error."
