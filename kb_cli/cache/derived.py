"""What follows from all the data, kept under the fingerprint of data and program and the question."""

import os
from collections.abc import Callable
from typing import Any, NamedTuple

from kb_cli.cache import files, fingerprint

# Answers to the same question, of other data, that stay beside the newest.
MOST_KEPT = 4


class Place(NamedTuple):
    """Where the answer to a question about layers of data lies, as long as the data have this fingerprint."""

    question: str
    folders: tuple[str, ...]
    fingerprint: bytes

    @property
    def name(self) -> str:
        """Give its name in the cache."""
        folders = [os.path.abspath(folder).encode("utf-8", "surrogateescape") for folder in self.folders]
        return f"{self.question}-{files.digest(self.fingerprint, self.question.encode(), *folders).hex()}"


def place(question: str, folders: tuple[str, ...]) -> Place | None:
    """Give where the answer to a question about layers of data lies; None where it cannot be kept."""
    state = fingerprint.current(folders) if files.usable() else None
    return Place(question, folders, state) if state else None


# What is to be kept at the end of a process that gives one answer: one look at the data then does for all.
_waiting: list[tuple[Place, bytes, bool]] = []


def keep(at: Place, content: bytes, sealed: bool = True) -> None:
    """Keep an answer, unless the data changed while it was made."""
    _waiting.append((at, content, sealed))
    if not fingerprint.looks_once():
        settle()


def settle() -> None:
    """Write what waits to be kept."""
    for at, content, sealed in _waiting:
        if fingerprint.holds(at.folders, at.fingerprint):
            files.write(at.name, content, sealed)
            files.sweep(f"{at.question}-", MOST_KEPT)
    _waiting.clear()


def value(question: str, folders: tuple[str, ...], make: Callable[[], tuple[Any, bool]]) -> Any:
    """Give the answer to a question about layers of data, kept or made now, in plain lists, texts and numbers.

    ``make`` gives it, and whether it may be kept.
    """
    at = place(question, folders)
    if not at:
        return make()[0]
    import json

    if (kept := files.read(at.name)) is not None:
        return json.loads(kept)
    made, keeping = make()
    if keeping:
        keep(at, json.dumps(made).encode())
    return made
