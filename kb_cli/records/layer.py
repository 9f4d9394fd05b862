"""One layer of records: which files lie in one folder, that of what ships or one of the reader's own."""

import os
import re
import stat
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from kb_cli.errors import Problem, UsageError
from kb_cli.records.names import ID
from kb_cli.sanitize import harmless, quoted

Origin = Literal["shipped", "own"]

# The folders of a layer that hold a file for each record.
KINDS = ("conditions", "topics", "references")


class Filed(NamedTuple):
    """A file of a layer: where it is, the folder of the layer, whose it is, and whether a shipped one lies under it."""

    path: Path
    folder: Path
    origin: Origin = "shipped"
    stands_in: bool = False


class Sourced(Protocol):
    """A record, treatment or work that may be the reader's own."""

    @property
    def origin(self) -> Origin: ...  # noqa: D102

    @property
    def stands_in(self) -> bool: ...  # noqa: D102


def whose(one: Sourced, what: str = "record") -> str:
    """Say that it is the reader's own, and whether a shipped one lies under it; nothing of what everybody has."""
    if one.origin == "shipped":
        return ""
    return f"Your {what}; it stands in for the shipped one." if one.stands_in else f"Your {what}."


def mark(one: Sourced) -> str:
    """Give what follows the name of what is the reader's own in a list."""
    return " · yours" if one.origin == "own" else ""


class Layer:
    """What lies in one folder.

    ``told`` is where problems go with a folder of the reader's own, which then counts as empty; what ships has none,
    and a folder of it that cannot be read is a UsageError.
    """

    def __init__(self, folder: Path, told: list[Problem] | None = None) -> None:
        self.folder = folder
        self.told = told
        self._there: dict[tuple[str, str], bool] = {}

    @property
    def origin(self) -> Origin:
        """Whose layer it is."""
        return "shipped" if self.told is None else "own"

    def is_folder(self, kind: str = "") -> bool:
        """Tell whether the layer, or its folder of a kind of record, is there and is one."""
        try:
            found = stat.S_ISDIR(os.stat(self.folder / kind).st_mode)
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            self._closed(kind, error.strerror)
            return False
        if self.told is not None and not found:
            self._closed(kind, "Not a folder")
        return found

    def names(self, kind: str) -> list[str]:
        """Give the ids of all records of a kind."""
        ids = (name[:-5] for name in self.listed(kind) if name.endswith(".toml"))
        found = list(filter(re.compile(ID).fullmatch, ids))
        self._there.update(((kind, name), True) for name in found)
        return found

    def listed(self, kind: str = "") -> list[str]:
        """Give the names of whatever lies in the layer, or in its folder of a kind."""
        folder = os.path.join(self.folder, kind)
        try:
            os.stat(f"{folder}{os.sep}.")  # Some may list a folder that they cannot enter.
            return os.listdir(folder)
        except FileNotFoundError:
            return []
        except OSError as error:
            self._closed(kind, error.strerror)
            return []

    def has(self, kind: str, key: str) -> bool:
        """Tell whether a file is there, without listing all: among thousands, one record asks for a few."""
        if (kind, key) not in self._there:
            self._there[kind, key] = bool(re.fullmatch(ID, key)) and self.exists(kind, f"{key}.toml")
        return self._there[kind, key]

    def exists(self, *name: str) -> bool:
        """Tell whether there is something of this name, perhaps a link to nothing."""
        try:
            os.lstat(os.path.join(self.folder, *name))
        except PermissionError as error:
            # The folder can be listed but not entered: not to see a file is not to know that there is none.
            self._closed(name[0] if name[1:] else "", error.strerror)
            return False
        except OSError:
            return False
        return True

    def file(self, *name: str, stands_in: bool = False) -> Filed:
        """Give a file of this layer, there or not."""
        return Filed(self.folder.joinpath(*name), self.folder, self.origin, stands_in)

    def _closed(self, kind: str, reason: str | None) -> None:
        why = f"{f'the folder {kind} in it' if kind else 'it'} cannot be read ({reason})"
        if self.told is None:
            raise UsageError(f"{quoted(str(self.folder))} cannot be used as a data folder: {why}") from None
        self.told.append(
            Problem(harmless(str(self.folder)), 0, 0, f"cannot be used as a folder of your records: {why}")
        )
