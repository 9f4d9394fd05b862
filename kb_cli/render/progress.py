"""How far something is that takes long: a bar on standard error, where that is a terminal, after a moment."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kb_cli.render.terminal import Terminal
from kb_cli.sanitize import harmless_line

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

# In seconds; what is done sooner shows no bar.
SOON = 1.0


@contextmanager
def bar(terminal: Terminal) -> Iterator[Callable[[str, int, int], None]]:
    """Give what is to be told what is being done and how much of how much is done; the bar goes at the end."""
    shown = _Bar(terminal.colour)
    try:
        yield shown.tell
    finally:
        shown.stop()


class _Bar:
    def __init__(self, colour: bool) -> None:
        self._colour = colour
        self._begun = time.monotonic()
        # A screen reader would read each step of it aloud.
        aloud = os.environ.get("KB_FORMAT") == "text"
        self._wanted = sys.stderr is not None and sys.stderr.isatty() and not aloud
        self._progress: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def tell(self, what: str, done: int, total: int) -> None:
        if not self._wanted or time.monotonic() - self._begun < SOON:
            return
        # Rich alone takes 0.1 s to import.
        self._progress = self._progress or self._started()
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(harmless_line(what), total=total)
        self._progress.update(self._tasks[what], completed=done)

    def stop(self) -> None:
        if self._progress:
            self._progress.stop()

    def _started(self) -> "Progress":
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console(file=sys.stderr, no_color=not self._colour, highlight=False, markup=False, emoji=False)
        words = TextColumn("{task.description}", markup=False)
        share = TextColumn("{task.percentage:>3.0f}%", markup=False)
        made = Progress(words, BarColumn(20), share, TimeRemainingColumn(), console=console, transient=True)
        made.start()
        return made
