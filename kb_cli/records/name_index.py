"""What conditions, topics and treatments are called, looked up as people type it."""

from collections.abc import Iterable
from typing import Literal, NamedTuple, get_args

from kb_cli.records.names import folded

Kind = Literal["condition", "topic", "treatment"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Entry(NamedTuple):
    """What one thing is called: a line on what it is, and its names, id and name first, as written and folded."""

    kind: Kind
    about: str
    spellings: tuple[str, ...]
    folded: tuple[str, ...]

    @property
    def id(self) -> str:
        """Give the id of its record, or in the vocabulary of treatments."""
        return self.spellings[0]

    @property
    def name(self) -> str:
        """Give its chief name; the id where that is all that is known."""
        return self.spellings[min(1, len(self.spellings) - 1)]


def entry(kind: Kind, about: str, *spellings: str) -> Entry:
    """Give the entry of these names."""
    return Entry(kind, about, spellings, tuple(map(folded, spellings)))


def called(index: Iterable[Entry], name: str) -> list[Entry]:
    """Give the entries that have this name, however it is spelt."""
    wanted = folded(name)
    return [one for one in index if wanted and wanted in one.folded]


def beginning(index: Iterable[Entry], start: str) -> list[Entry]:
    """Give the entries that have a name that begins so, folded."""
    return [one for one in index if any(fold.startswith(start) for fold in one.folded)]
