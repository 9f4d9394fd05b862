"""Showing a long answer in the reader's pager: KB_PAGER, else PAGER, else less."""

import os
import sys
from _signal import SIG_DFL, SIGINT, signal  # signal itself imports enum

TYPE_CHECKING = False  # as in typing, which takes longer to import than all of this
if TYPE_CHECKING:
    from collections.abc import Callable


# What less shows below the text; it takes a backslash before a colon, and "%" as a sign of its own.
PROMPT = "space\\: on, b\\: back, /WORD\\: find, q\\: leave"


def command() -> str:
    """Give the pager's command line, empty where none is wanted or to be had."""
    for variable in ("KB_PAGER", "PAGER"):
        if variable in os.environ:
            chosen = os.environ[variable].strip()
            return "" if chosen == "cat" else chosen
    return "less" if _on_path("less") else ""


def show(text: bytes, pager: str) -> bool:
    """Show the text in the pager and wait for it; give whether that worked: if not, the text is still to be shown.

    It did not where the pager ended unsuccessfully before it had taken the text, unless the reader ended it by Ctrl-C.
    """
    if not hasattr(os, "fork") or not _on_path(pager.split()[0]):
        return False
    # LESS=FRX: leave at once if it fits, keep colours, keep the text on the screen; a reader's own LESS wins.
    os.environ.setdefault("LESS", f"FRXPs{PROMPT}$")
    os.environ.setdefault("LESSCHARSET", "utf-8")
    sys.stdout.flush()
    interrupts: list[None] = []
    before = signal(SIGINT, lambda *_: interrupts.append(None))  # Ctrl-C belongs to the pager
    try:
        ended_well, left = _shown(text, pager)
    except OSError:
        return False  # no more processes can be had
    finally:
        signal(SIGINT, before)
    return ended_well or not left or bool(interrupts)


def _on_path(program: str) -> bool:
    folders = os.environ.get("PATH", "").split(os.pathsep)
    places = [program] if os.sep in program else [os.path.join(folder, program) for folder in folders]
    return any(os.path.isfile(place) and os.access(place, os.X_OK) for place in places)


def _shown(text: bytes, pager: str) -> tuple[bool, bool]:
    """Show the text; give whether the pager ended well, and, if not, whether some of the text was left."""
    reading, writing = os.pipe()
    reader = _child(lambda: _become(pager, reading))
    # The pipe stays open here, which tells what the pager left; so another process must wait until it is taken.
    feeder = _child(lambda: _feed(text, reading, writing))
    os.close(writing)
    _, status = os.waitpid(reader, 0)
    ended_well = os.waitstatus_to_exitcode(status) == 0
    left = not ended_well and bool(os.read(reading, 1))
    os.close(reading)
    os.waitpid(feeder, 0)
    return ended_well, left


def _child(work: "Callable[[], None]") -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()
    finally:
        os._exit(127)


def _become(pager: str, reading: int) -> None:
    signal(SIGINT, SIG_DFL)
    os.dup2(reading, 0)
    os.set_inheritable(0, True)  # where standard input was closed, the pipe has its number already
    os.execv("/bin/sh", ["sh", "-c", pager])


def _feed(text: bytes, reading: int, writing: int) -> None:
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(text)
