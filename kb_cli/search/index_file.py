"""Where the index is kept: in the cache, under the fingerprint of the data and the program.

An index is only ever written whole, never changed, so it can be opened as immutable: no locks, no journals, and any
number of processes at once. Whatever is wrong with the cache, the index is made in memory.
"""

import os
import sqlite3

from kb_cli.cache import derived, files
from kb_cli.cache.derived import Place
from kb_cli.records.library import Library
from kb_cli.records.notice import Notice

QUESTION = "index"


def opened(library: Library) -> sqlite3.Connection:
    """Give the index of the library's records, from the cache or made now. Raises BadDataError."""
    at = derived.place(QUESTION, library.folders)
    return (_kept(library, at) if at else None) or _made(library, at)


def remade(library: Library) -> sqlite3.Connection:
    """Give a new index, for when the kept one turned out to be damaged, and forget that one."""
    at = derived.place(QUESTION, library.folders)
    if at:
        files.discard(at.name)
    return _made(library, at)


def _kept(library: Library, at: Place) -> sqlite3.Connection | None:
    database = _connected(at.name)
    if not database:
        return None
    try:
        facts = dict(database.execute("SELECT key, value FROM meta"))
        # Without the notice that was kept as well, the answer would have to read a file after all.
        library.notice = Notice(facts["title"], facts["notice"])
    except (sqlite3.Error, KeyError, ValueError):
        database.close()
        return None
    return database


def _connected(name: str) -> sqlite3.Connection | None:
    file = files.opened(name)
    if file is None:
        return None
    try:
        path = next(path for path in (f"/proc/self/fd/{file}", f"/dev/fd/{file}") if os.path.exists(path))
        return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, isolation_level=None)
    except (sqlite3.Error, StopIteration):
        return None
    finally:
        os.close(file)


def _made(library: Library, at: Place | None) -> sqlite3.Connection:
    from kb_cli.search import index

    database = sqlite3.connect(":memory:", isolation_level=None)
    index.build(library, database)
    # Some builds of SQLite cannot give a database as bytes.
    if at and hasattr(database, "serialize"):
        derived.keep(at, database.serialize(), sealed=False)
    return database
