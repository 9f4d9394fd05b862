"""What is read from the files of a folder, kept in the cache: after a change only the changed files are read again."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from kb_cli import cache, stamp

# Folders of the same name, of other data folders, that are kept beside this one.
MOST_KEPT = 4


def values(folder: str, keys: Iterable[str], read: Callable[[str], tuple[Any, bool] | None]) -> dict[str, Any]:
    """Give a value for each file ``KEY.toml`` of a folder, from the cache where the file is as it was.

    ``read`` gives the value of a key (plain tuples, texts and numbers), and whether it may be kept, or None where
    there is no value.
    """
    program = stamp.program()
    try:
        signatures = stamp.signatures(folder)
    except OSError:
        signatures = {}
    place = os.path.abspath(folder).encode("utf-8", "surrogateescape")
    # Two programs on the same data would only take turns.
    name = f"{os.path.basename(folder)}-{cache.digest(place, program or b'').hex()}"
    before = (cache.load(name, program) if program else None) or {}
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
        cache.save(name, program, after)
        cache.sweep(f"{os.path.basename(folder)}-", MOST_KEPT)
    return result
