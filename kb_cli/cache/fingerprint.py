"""The fingerprint of the data and the program: what everything that is kept lies under.

It is told by names, sizes and times, cheap enough to ask at every start, and kept free of heavy imports. A change that
leaves size and times as they were would go unseen, so a state in which anything changed a moment ago has no fingerprint
at all: the clock of a file system ticks, on some only every two seconds.
"""

import os
import sys
import time

from kb_cli import __version__
from kb_cli.cache import files

TYPE_CHECKING = False  # as in typing, which takes longer to import than all of this
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

TICK = 2_000_000_000  # nanoseconds

# What the program consists of: code, templates and styles, lists of words.
CODE = (".py", ".html", ".css", ".txt")

_seen: "dict[tuple[object, ...], Any] | None" = None

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def current(folders: tuple[str, ...]) -> bytes | None:
    """Give the fingerprint of all that answers from these layers of data follow from: data, program and Python.

    None where it cannot be told, or something has only just changed.
    """
    data, code = _once(_data, folders), _once(_code)
    return files.digest(code, data) if code and data else None


def holds(folders: tuple[str, ...], before: bytes) -> bool:
    """Tell whether the data still have the fingerprint that they had before all that is to be kept was made.

    A process that gives one answer asks this only once all is made, and so looks anew only once.
    """
    code, data = _once(_code), _once(_data_afterwards, folders)
    return bool(code and data) and files.digest(code or b"", data or b"") == before


def look_once() -> None:
    """Let everything be looked at only once from now on: for a process that gives one answer."""
    global _seen
    _seen = {}


def looks_once() -> bool:
    """Tell whether this process gives one answer."""
    return _seen is not None


def _data_afterwards(folders: tuple[str, ...]) -> bytes | None:
    return _data(folders)


def _once(look: "Callable[..., Any]", *of: object) -> "Any":
    if _seen is None:
        return look(*of)
    if (look, of) not in _seen:
        _seen[look, of] = look(*of)
    return _seen[look, of]


def _data(folders: tuple[str, ...]) -> bytes | None:
    # A layer that is not there costs one look. Where a folder is a link, both its own place and what it leads to count:
    # some links are refused.
    layers = [layer for layer in folders if os.path.lexists(layer)]
    kinds = [f"{layer}{os.sep}{kind}" for layer in layers for kind in ("conditions", "references", "topics")]
    there = [*layers, *filter(os.path.lexists, kinds)]
    try:
        places = [os.lstat(place) for place in there]
        return _together(there, ".toml", repr([(place.st_mode, place.st_dev, place.st_ino) for place in places]))
    except OSError:
        return None


def _code() -> bytes | None:
    """In a checkout, code changes without its version; where a wheel put it, its record (PEP 376) changes with it."""
    record = os.path.join(os.path.dirname(PACKAGE), f"kb_cli-{__version__}.dist-info")
    facts = repr((PACKAGE, __version__, sys.version, sys.flags))
    try:
        return _together([record], "RECORD", facts)
    except FileNotFoundError:
        pass
    except OSError:
        return None
    try:
        return _together(_packages(PACKAGE), CODE, facts)
    except OSError:
        return None


def _together(folders: list[str], ending: "str | tuple[str, ...]", facts: str) -> bytes | None:
    settled = time.time_ns() - TICK
    parts = [facts]
    found = False
    for folder in folders:
        parts.append(folder)
        for name, status in _statuses(folder, ending):
            last = _changed(status)
            if last > settled:
                return None
            parts.append(f"{name}|{status.st_size}|{status.st_mtime_ns}|{last}|{status.st_ino}")
            found = True
    return files.digest("\n".join(parts).encode("utf-8", "surrogateescape")) if found else None


def _statuses(folder: str, ending: "str | tuple[str, ...]") -> "list[tuple[str, os.stat_result]]":
    """Give the files of a folder by name; to look at one from within its folder takes a third less."""
    if os.stat not in os.supports_dir_fd:
        # Windows, where a listing has looked at them already.
        with os.scandir(folder) as entries:
            found = sorted((entry.name, entry) for entry in entries if entry.name.endswith(ending))
        return [(name, entry.stat(follow_symlinks=os.path.exists(entry.path))) for name, entry in found]
    within = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        return [(name, _status(name, within)) for name in sorted(os.listdir(within)) if name.endswith(ending)]
    finally:
        os.close(within)


def _status(name: str, within: int) -> "os.stat_result":
    try:
        return os.stat(name, dir_fd=within)
    except OSError:
        # A link to nothing, such as editors put beside a file that they have open.
        return os.lstat(name, dir_fd=within)


def _changed(status: "os.stat_result") -> int:
    """Give when a file last changed, in nanoseconds: nothing can set ctime; on Windows that is its birth."""
    return status.st_ctime_ns if os.name == "posix" else status.st_mtime_ns


def _packages(folder: str) -> list[str]:
    with os.scandir(folder) as entries:
        below = [entry.path for entry in entries if entry.is_dir() and entry.name not in ("__pycache__", "data")]
    return [folder, *(package for path in sorted(below) for package in _packages(path))]
