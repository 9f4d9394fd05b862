"""What is read from the files of a folder, kept in the cache: after a change only the changed files are read again."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from kb_cli.cache import files, fingerprint

# Folders, each of other data, of which the same thing is kept.
MOST_KEPT = 4


def values(folder: str, keys: Iterable[str], read: Callable[[str], tuple[Any, bool] | None]) -> dict[str, Any]:
    """Give a value for each file ``KEY.toml`` of a folder, from the cache where the file is as it was.

    ``read`` gives the value of a key (plain tuples, texts and numbers), and whether it may be kept, or None where
    there is no value.
    """
    program = fingerprint.program() if files.folder() else None
    try:
        signatures = fingerprint.signatures(folder) if program else {}
    except OSError:
        signatures = {}
    kind = os.path.basename(folder)
    # Two programs on the same data would only take turns.
    name = _name(kind, folder, program or b"")
    before = (files.load(name, program) if program else None) or {}
    result: dict[str, Any] = {}
    after: dict[str, tuple[str, Any]] = {}
    changed = False
    for key in keys:
        signature = signatures.get(f"{key}.toml")
        kept = before.get(key)
        if kept and kept[0] == signature:
            result[key], after[key] = kept[1], kept
        elif found := read(key):
            result[key] = found[0]
            if found[1] and signature:
                after[key] = (signature, found[0])
                changed = True
    if program and (changed or len(after) < len(before)):
        _save(kind, name, program, after)
    return result


def whole(kind: str, folder: str, make: Callable[[], tuple[Any, bool]]) -> Any:
    """Give what follows from all files of a data folder together, from the cache where none has changed.

    ``make`` gives it (as plain as above), and whether it may be kept.
    """
    state = fingerprint.current(folder) if files.folder() else None
    if not state:
        return make()[0]
    name = _name(kind, folder, fingerprint.program() or b"")
    if kept := files.load(name, state):
        return kept
    value, keeping = make()
    if keeping:
        _save(kind, name, state, value)
    return value


def _name(kind: str, folder: str, program: bytes) -> str:
    place = os.path.abspath(folder).encode("utf-8", "surrogateescape")
    return f"{kind}-{files.digest(place, program).hex()}"


def _save(kind: str, name: str, key: bytes, value: Any) -> None:
    files.save(name, key, value)
    files.sweep(f"{kind}-", MOST_KEPT)
