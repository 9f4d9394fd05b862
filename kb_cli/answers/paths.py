"""Where everything lies: the reader's own records, what ships, the cache, the program."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from kb_cli.cache import files, fingerprint
from kb_cli.errors import Problem
from kb_cli.records import layers
from kb_cli.records.layer import KINDS, Layer, Origin

# What one record of each kind is called.
_ONE = {"conditions": "condition", "topics": "topic", "references": "reference"}


class Place(NamedTuple):
    """The folder of a layer: whether it is there, how many records of each kind it has, and its other files.

    ``why_not`` says why a folder that is there cannot be used.
    """

    path: str
    origin: Origin
    there: bool
    counts: dict[str, int]
    files: tuple[str, ...]
    why_not: str = ""

    @property
    def state(self) -> str:
        """Say what is in the folder."""
        if self.why_not:
            return self.why_not
        if not self.there:
            return "not there yet; kb new and kb edit make it" if self.origin == "own" else "not there"
        counted = [f"{count:,} {_ONE[kind]}{'s' if count != 1 else ''}" for kind, count in self.counts.items() if count]
        files = self.files if self.origin == "own" else ()
        return ", ".join([*counted, *files]) or "nothing in it yet"


class PathsAnswer(NamedTuple):
    """The layers, the uppermost first; ``cache`` is None where nothing is kept, ``own`` says who named the folders."""

    layers: tuple[Place, ...]
    cache: str | None
    program: str
    own: str

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "paths"


# The files at the top of a layer that kb reads in every layer.
FILES = ("treatments.toml", "red_flags.toml", "not_covered.toml", "vocabulary.toml")


def answer() -> PathsAnswer:
    """Find out where everything lies, there or not."""
    *own, shipped = layers.order()
    return PathsAnswer(
        (*_places(own, "own"), *_places([shipped], "shipped")),
        files.place(),
        fingerprint.PACKAGE,
        os.environ.get("KB_OWN", ""),
    )


def _places(folders: Iterable[str], origin: Origin) -> Iterable[Place]:
    for folder in folders:
        problems: list[Problem] = []
        layer = Layer(Path(os.path.abspath(folder)), problems)
        there = layer.is_folder()
        counts = {kind: len(layer.names(kind)) if there else 0 for kind in KINDS}
        present = tuple(name for name in FILES if there and layer.exists(name))
        why_not = "; ".join(problem.message for problem in problems)
        yield Place(str(layer.folder), origin, there, counts, present, why_not)
