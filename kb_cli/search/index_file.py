"""Where the index is kept: in the cache as long as no record has changed, else made anew.

An index is only ever replaced whole, never changed, so it can be opened as immutable: no locks, no journals, and any
number of processes at once. Whatever is wrong with the cache, the index is made in memory instead.
"""

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from kb_cli import __version__
from kb_cli.cache import files, fingerprint
from kb_cli.records.library import Library
from kb_cli.records.notice import Notice

# Goes up with every change of the tables, or of the way in which tokens are made.
VERSION = 16

# Indexes of other data folders that are kept beside this one.
MOST_KEPT = 4


class State(NamedTuple):
    """The data files as they are: a digest of names, sizes and times, and when each file last changed."""

    signature: str
    files: tuple[tuple[int, str], ...]  # in nanoseconds
    seen: int

    @property
    def newest(self) -> int:
        """When the last change was made."""
        return max((changed for changed, _ in self.files), default=0)

    def contents(self, since: int) -> str:
        """Give a digest of the content of the files changed since then."""
        return files.digest(*(_content(path) for changed, path in self.files if changed >= since)).hex()


def _content(path: str) -> bytes:
    try:
        # A pipe would make us wait for ever.
        content = Path(path).read_bytes() if os.path.isfile(path) else b"\0"
    except OSError:
        content = b"\0"
    return files.digest(path.encode("utf-8", "surrogateescape"), content)


def opened(library: Library) -> sqlite3.Connection:
    """Give the index of the library's records, from the cache or made now. Raises BadDataError."""
    state = _state(library.folder)
    name = _name(library.folder)
    return _kept(library, name, state) or _made(library, name, state)


def remade(library: Library) -> sqlite3.Connection:
    """Give a new index in memory, for when the kept one turned out to be damaged, and forget that one."""
    files.discard(_name(library.folder))
    return _in_memory(library)


def _name(folder: Path) -> str:
    place = str(folder.resolve()).encode("utf-8", "surrogateescape")
    return f"search-{VERSION}-{files.digest(place).hex()}.sqlite"


def _state(folder: Path) -> State:
    seen = time.time_ns()
    lines: list[str] = []
    changes: list[tuple[int, str]] = []
    for place in (folder / "conditions", folder / "references", folder):
        try:
            statuses = fingerprint.statuses(str(place))
        except OSError:
            lines.append(f"{place.name} cannot be read")
            continue
        for name, status in statuses.items():
            changed = max(status.st_mtime_ns, fingerprint.changed(status))
            lines.append(f"{place.name}/{name}|{status.st_size}|{status.st_mtime_ns}|{changed}|{status.st_ino}")
            changes.append((changed, f"{place}{os.sep}{name}"))
    program = fingerprint.program() or __version__.encode()
    whole = "\n".join([sqlite3.sqlite_version, *sorted(lines)]).encode("utf-8", "surrogateescape")
    return State(files.digest(program, whole).hex(), tuple(sorted(changes, key=lambda file: file[1])), seen)


def _kept(library: Library, name: str, state: State) -> sqlite3.Connection | None:
    path = files.place_of(name)
    if not path:
        return None
    try:
        made = os.stat(path).st_mtime_ns
        database = connected(path)
    except (OSError, sqlite3.Error):
        return None
    facts = _facts(database)
    if not _holds(facts, state, made):
        database.close()
        return None
    if made - fingerprint.TICK <= state.newest < state.seen - fingerprint.TICK:
        # Settled: from now on, sizes and times will do.
        files.touch(name, state.seen)
    # Without the notice that was kept as well, the answer would have to read a file after all.
    library.notice = Notice(facts["title"], facts["notice"])
    return database


def _facts(database: sqlite3.Connection) -> dict[str, str]:
    try:
        return dict(database.execute("SELECT key, value FROM meta"))
    except (sqlite3.Error, ValueError):
        return {}


def _holds(facts: dict[str, str], state: State, made: int) -> bool:
    """Tell whether an index of these facts, made at this time, is of the data files as they are."""
    if facts.get("signature") != state.signature or not facts.keys() >= {"title", "notice"}:
        return False
    since = made - fingerprint.TICK
    return state.newest < since or facts.get("contents") == state.contents(since)


def connected(path: str) -> sqlite3.Connection:
    """Open a kept index. Raises sqlite3.Error."""
    return sqlite3.connect(f"{Path(path).as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)


def _made(library: Library, name: str, state: State) -> sqlite3.Connection:
    from kb_cli.search import index

    def fill(path: str) -> None:
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as database:
                database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
                index.build(library, database)
                facts = {"signature": state.signature, "contents": state.contents(state.seen - fingerprint.TICK)}
                database.executemany("INSERT INTO meta VALUES (?, ?)", facts.items())
        except sqlite3.Error as error:
            raise OSError(str(error)) from None
        os.utime(path, ns=(state.seen, state.seen))

    path = files.place(name, fill)
    if path:
        files.sweep("search-", MOST_KEPT)
        try:
            return connected(path)
        except sqlite3.Error:
            pass
    return _in_memory(library)


def _in_memory(library: Library) -> sqlite3.Connection:
    from kb_cli.search import index

    database = sqlite3.connect(":memory:", isolation_level=None)
    index.build(library, database)
    return database
