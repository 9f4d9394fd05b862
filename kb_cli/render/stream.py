"""Writing to standard output and standard error, and remembering what was written, so that it can be shown again.

Whatever is written is made harmless here. Kept free of imports, because a kept page passes through here too.
"""

import os
import sys

from kb_cli import sanitize

TYPE_CHECKING = False  # as in typing, which takes longer to import than all of this
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NoReturn

    from kb_cli.render.terminal import Terminal

# What this process has written: on standard output (text, whether it may be paged) or on standard error (text, None).
written: list[tuple[str, bool | None]] = []


def write(text: str, terminal: "Terminal", *, paged: bool) -> None:
    """Write text to standard output, through a pager where it is longer than the screen. A closed pipe is quiet."""
    text = sanitize.harmless_page(text)
    written.append((text, paged))
    raw = terminal.encodable(text).encode(terminal.encoding, "replace")
    if paged and terminal.tty and 0 < terminal.height <= text.count("\n") and _page(raw):
        return
    _write(raw)


def write_each(texts: "Iterable[str]") -> None:
    """Write texts in ASCII to standard output, each at once, until nobody reads on."""
    for text in texts:
        if not _write(sanitize.harmless_page(text).encode("ascii")):
            return


def note(text: str) -> None:
    """Write a line that is not the answer to standard error; one that nobody can read is dropped."""
    text = sanitize.harmless_line(text)
    written.append((text, None))
    try:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):
        pass


def _write(raw: bytes) -> bool:
    """Write to standard output; tell whether it is still read."""
    try:
        if sys.stdout is None:
            _fail("there is no standard output to write the answer to")
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The reader has had enough, as with `| head`; what is left must not fail again when Python closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    except OSError as error:
        _fail(f"the answer could not be written: {error.strerror}")
    return True


def _page(raw: bytes) -> bool:
    from kb_cli.render import pager

    chosen = pager.command()
    return bool(chosen) and pager.show(raw, chosen)


def _fail(message: str) -> "NoReturn":
    from kb_cli.errors import OutputError

    raise OutputError(message) from None
