"""Names and questions that come in lines: of a file, or of standard input."""

import sys
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from kb_cli import page_cache
from kb_cli.errors import KbError, NotFoundError, SeveralError, UsageError
from kb_cli.render import writer
from kb_cli.sanitize import quoted

STANDARD_INPUT = "-"

# In bytes; nothing that is asked for is so long.
LONGEST = 100_000


def of(path: str) -> Iterator[str | KbError]:
    """Give each line of a file, or with "-" of standard input; of one that is not UTF-8 the error, which says where.

    Raises UsageError where there is nothing to read.
    """
    page_cache.never_keep()
    if path != STANDARD_INPUT:
        try:
            with open(path, "rb") as file:
                yield from _lines(file, path)
        except OSError as error:
            raise UsageError(f"{quoted(path)} cannot be read: {error.strerror}") from None
        return
    if sys.stdin is None:
        raise UsageError("there is no standard input to read")
    wait_for_input()
    yield from _lines(sys.stdin.buffer, "standard input")


def names(typed: Sequence[str]) -> list[str | KbError]:
    """Give what is named where "-" stands for the lines of standard input; of a line that is no text its error.

    Raises KbError where nothing is named.
    """
    found: list[str | KbError] = []
    for word in typed:
        found += of(STANDARD_INPUT) if word == STANDARD_INPUT else [word]
    found = [one for one in found if isinstance(one, KbError) or one.strip()]
    wrong = [one for one in found if isinstance(one, KbError)]
    if len(wrong) == len(found):
        raise SeveralError(wrong) if wrong else NotFoundError("standard input names nothing; expected a name a line")
    return found


def wait_for_input() -> None:
    """Tell who sits at a terminal that standard input is read."""
    if sys.stdin and sys.stdin.isatty():
        writer.note("kb: reading what is typed or pasted; Ctrl-D ends it")


def _lines(file: BinaryIO, name: str) -> Iterator[str | KbError]:
    number = 0
    while raw := file.readline(LONGEST + 1):
        number += 1
        if len(raw) > LONGEST:
            raise UsageError(f"{name}:{number}: the line is longer than {LONGEST} bytes")
        try:
            yield raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            yield UsageError(f"{name}:{number}:{error.start + 1}: not UTF-8 text, so this line was passed over")
