"""Answers kept from earlier runs, shown again before anything heavy is imported (man-db's "cat pages").

The answer of a command that names only records follows from its arguments, the terminal, the data, and the versions of
kb and Python. It lies under a digest of all that, so nothing ever has to be made invalid: what has changed is not
found, and the oldest pages go. Kept are only answers that were found and complained of nothing.
"""

import os
import sys

from kb_cli import clock
from kb_cli.cache import files, fingerprint
from kb_cli.records import layers
from kb_cli.render import stream, terminal

TYPE_CHECKING = False  # as in typing, which takes longer to import than all of this
if TYPE_CHECKING:
    from collections.abc import Callable

    # What was written: a text, and whether it may be paged; None for a line on standard error.
    Written = list[tuple[str, bool | None]]

# The commands whose answers are kept. Never one that takes a reader's own words (search) or changes something.
KEPT = ("show", "list", "cite", "map", "compare", "flags", "log")

MOST_PAGES = 500
MOST_BYTES = 20_000_000

# How Typer's completion scripts ask: in what way, and the command line as far as it is typed.
COMPLETION = (
    "_KB_COMPLETE",
    "COMP_WORDS",
    "COMP_CWORD",
    "_TYPER_COMPLETE_ARGS",
    "_TYPER_COMPLETE_FISH_ACTION",
    "_TYPER_COMPLETE_WORD_TO_COMPLETE",
)

_WAYS = {"page": True, "text": False, "note": None}

# Set by what makes an answer depend on more than the key knows, or do more than write: such as a file of the reader.
_passing = False


def never_keep() -> None:
    """Say that the answer of this run must not be kept."""
    global _passing
    _passing = True


def answered(arguments: list[str], make: "Callable[[], int]") -> int:
    """Write the kept answer to a command line, or let ``make`` write it and keep that. Gives the exit code."""
    question = _question(arguments)
    folders = layers.order()
    state = fingerprint.current(folders) if question else None
    if not question or not state:
        return make()
    name = f"page-{files.digest(state, question).hex()}"
    if kept := _read(files.read(name)):
        code, written = kept
        here = terminal.current()
        for text, paged in written:
            stream.note(text) if paged is None else stream.write(text, here, paged=paged)
        return code
    code = make()
    if _worth_keeping() and fingerprint.holds(folders, state):
        files.write(name, _plain(code, stream.written))
        files.sweep("page-", MOST_PAGES, MOST_BYTES)
    return code


def completing() -> bool:
    """Tell whether it is the shell that asks, because TAB was pressed."""
    return os.environ.get(COMPLETION[0], "").startswith("complete_")


def command(arguments: list[str]) -> str:
    """Give the command that is asked for, or whose arguments are being completed; "" where there is none yet."""
    if not completing():
        return arguments[0] if arguments else ""
    typed = os.environ.get(COMPLETION[1]) or os.environ.get(COMPLETION[3], "")
    words = typed.split()
    # bash gives each word a line of its own, with an empty one where the next is still to be typed.
    return words[1] if len(words) > 2 or (len(words) == 2 and typed[-1].isspace()) else ""


def _worth_keeping() -> bool:
    """Tell whether the answer passed through here whole. Complaints name paths as seen from the current folder."""
    answers = [text for text, paged in stream.written if paged is not None]
    complaints = [text for text, paged in stream.written if paged is None and text.startswith("kb: ")]
    return bool(answers) and not complaints and not _passing


def _question(arguments: list[str]) -> bytes | None:
    """Give all that the answer depends on beside data and program; None where it cannot be kept."""
    asked = [os.environ.get(name, "") for name in COMPLETION] if completing() else arguments
    # Which commands there are is as good to keep as what they answer.
    kept = command(arguments) in KEPT or (completing() and not command(arguments))
    if not kept or not files.usable() or sys.stdout is None:
        return None
    here = terminal.current()
    # The day, because a page says whether its review is due.
    form = os.environ.get("KB_FORMAT", "")
    facts = (asked, form, clock.days(), layers.order(), here.width, here.colour, here.tty, here.encoding)
    return repr(facts).encode("utf-8", "surrogateescape")


def _plain(code: int, written: "Written") -> bytes:
    """Give an answer as it is kept: the exit code, then each text after a line with its way and length."""
    ways = {paged: way for way, paged in _WAYS.items()}
    texts = [(ways[paged], text.encode("utf-8", "surrogatepass")) for text, paged in written]
    return b"".join([b"%d\n" % code, *(b"%s %d\n%s" % (way.encode(), len(text), text) for way, text in texts)])


def _read(kept: bytes | None) -> "tuple[int, Written] | None":
    """Give the answer that was kept."""
    if kept is None:
        return None
    first, _, rest = kept.partition(b"\n")
    written: Written = []
    while rest:
        head, _, rest = rest.partition(b"\n")
        way, _, length = head.decode().partition(" ")
        text, rest = rest[: int(length)], rest[int(length) :]
        written.append((text.decode("utf-8", "surrogatepass"), _WAYS[way]))
    return int(first), written
