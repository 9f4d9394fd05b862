"""What conditions and treatments are called: one long text in which a name is found without a look at the others.

Among ten thousand records, taking each out of the cache to compare its names costs more than all else that is done to
show one of them; finding a name in a text does not.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from kb_cli.records.names import folded

Kind = Literal["condition", "treatment"]

# ASCII's own separators, of entries, of an entry's names, and inside a name. No name has one: they are control
# characters, which schema.py forbids.
_ENTRY, _NAME, _PART = "\x1d", "\x1e", "\x1f"


class Entry(NamedTuple):
    """A condition or treatment, in a line what it is, and its names, id and name first, as written and folded."""

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


def written(entries: Iterable[Entry]) -> str:
    """Give the text of a register."""
    return "".join(map(_written, entries)) + _ENTRY


class Register:
    """The entries of a text, looked up in it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __iter__(self) -> Iterator[Entry]:
        """Give all entries, in order."""
        return map(_read, self.text.split(_ENTRY)[1:-1])

    def called(self, name: str) -> list[Entry]:
        """Give the entries that have this name, however it is spelt."""
        return list(self._with(f"{_NAME}{wanted}{_PART}")) if (wanted := folded(name)) else []

    def beginning(self, start: str) -> Iterator[Entry]:
        """Give the entries that have a name that begins so, folded."""
        return self._with(f"{_NAME}{start}")

    def containing(self, part: str) -> Iterator[Entry]:
        """Give at least the entries that have a name with this part in it, folded."""
        return self._with(part) if part else iter(self)

    def _with(self, piece: str) -> Iterator[Entry]:
        end = 0
        while (found := self.text.find(piece, end)) >= 0:
            start = self.text.rfind(_ENTRY, 0, found)
            end = self.text.find(_ENTRY, found)
            yield _read(self.text[start + 1 : end])


def _written(entry: Entry) -> str:
    names = (f"{_NAME}{fold}{_PART}{spelling}" for spelling, fold in zip(entry.spellings, entry.folded, strict=True))
    return f"{_ENTRY}{entry.kind}{_PART}{entry.about}{''.join(names)}"


def _read(text: str) -> Entry:
    head, *names = text.split(_NAME)
    kind, _, about = head.partition(_PART)
    parts = [name.split(_PART) for name in names]
    return Entry(
        "condition" if kind == "condition" else "treatment",
        about,
        tuple(spelling for _, spelling in parts),
        tuple(fold for fold, _ in parts),
    )
