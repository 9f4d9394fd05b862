"""All works of a data folder at once: reading them takes time, so they are kept in the cache until a file changes."""

import json
import os
from datetime import date
from typing import Any
from zlib import crc32

from kb_cli import __version__, cache
from kb_cli.errors import BadDataError
from kb_cli.library import Library
from kb_cli.model import Author, Reference

Seen = list[list[Any]]


def works(library: Library) -> dict[str, Reference]:
    """Give every work that can be read, by key in order; what is wrong with the others goes to ``library.problems``."""
    # Two folders of one checksum would only take turns: what a file holds names the very files that it was made from.
    name = f"works-{crc32(os.fsencode(os.path.realpath(library.folder))):08x}.json"
    seen = _seen(library)
    if (kept := _kept(name, seen)) is not None:
        return kept
    read: dict[str, Reference] = {}
    before = len(library.problems)
    for key in library.reference_keys:
        try:
            read[key] = library.reference(key)
        except BadDataError as error:
            library.problems += error.problems
    # What was shown only by mending it is read again each time, so that its problem is told each time.
    if len(library.problems) == before:
        cache.write(name, json.dumps([__version__, seen, list(read.values())], default=date.isoformat).encode())
    return read


def _seen(library: Library) -> Seen:
    """Give what changes when a file does: name, time, size and number of each."""
    folder = library.folder / "references"
    try:
        with os.scandir(folder) as entries:
            status = {entry.name: entry.stat() for entry in entries}
    except OSError:
        return []
    return [
        [key, one.st_mtime_ns, one.st_size, one.st_ino]
        for key in library.reference_keys
        if (one := status.get(f"{key}.toml"))
    ]


def _kept(name: str, seen: Seen) -> dict[str, Reference] | None:
    content = cache.read(name)
    if content is None:
        return None
    try:
        version, then, rows = json.loads(content)
        return {row[0]: _reference(row) for row in rows} if [version, then] == [__version__, seen] else None
    except (ValueError, TypeError, LookupError, RecursionError):
        return None  # a damaged file


def _reference(row: list[Any]) -> Reference:
    work = Reference(*row)
    return work._replace(
        author=tuple(Author(*name) for name in work.author),
        accessed=date.fromisoformat(str(work.accessed)) if work.accessed else None,
    )
