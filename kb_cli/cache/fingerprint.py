"""What the data and the code are at this moment, told by names, sizes and times: cheap enough to ask at every start.

Kept free of heavy imports. A change that leaves size and times as they were would go unseen, so a state in which
anything changed a moment ago is no stamp at all: the clock of a file system ticks, on some only every two seconds.
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

_seen: "dict[tuple[object, ...], Any] | None" = None

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def data_folder() -> str:
    """Give the folder of the data: ``KB_DATA`` if set, else that of the installed package or of the checkout."""
    if chosen := os.environ.get("KB_DATA"):
        return chosen
    installed = os.path.join(PACKAGE, "data")
    return installed if os.path.isdir(installed) else os.path.join(os.path.dirname(PACKAGE), "data")


def current(folder: str) -> bytes | None:
    """Give the stamp of all that answers from a data folder follow from: the data, the program and the Python.

    None where it cannot be told, or something has only just changed.
    """
    data, code = _once(_data, folder), program()
    return files.digest(code, data) if code and data else None


def program() -> bytes | None:
    """Give the stamp of the program and the Python; None as above. In a checkout, code changes without its version."""
    code: bytes | None = _once(_code)
    return code


def look_once() -> None:
    """Let everything be looked at only once from now on: for a process that gives one answer."""
    global _seen
    _seen = {}


def signatures(folder: str, ending: str = ".toml") -> dict[str, str]:
    """Give by name what changes when a file of a folder does, "" where it has only just changed. Raises OSError."""
    found: dict[str, str] = _once(_signatures, folder, ending)
    return found


def statuses(folder: str, ending: str = ".toml") -> "dict[str, os.stat_result]":
    """Give by name the status of the files of a folder with this ending. Raises OSError."""
    found: dict[str, os.stat_result] = _once(_statuses, folder, ending)
    return found


def changed(status: "os.stat_result") -> int:
    """Give when a file last changed, in nanoseconds: nothing can set ctime; on Windows that is its birth."""
    return status.st_ctime_ns if os.name == "posix" else status.st_mtime_ns


def _once(look: "Callable[..., Any]", *of: str) -> "Any":
    if _seen is None:
        return look(*of)
    if (look, of) not in _seen:
        _seen[look, of] = look(*of)
    return _seen[look, of]


def _data(folder: str) -> bytes | None:
    try:
        return _together([folder, f"{folder}{os.sep}conditions", f"{folder}{os.sep}references"], ".toml")
    except OSError:
        return None


def _code() -> bytes | None:
    try:
        code = _together(_packages(PACKAGE), ".py")
    except OSError:
        return None
    return files.digest(repr((__version__, sys.version, sys.flags)).encode(), code) if code else None


def _signatures(folder: str, ending: str) -> dict[str, str]:
    settled = time.time_ns() - TICK
    found: dict[str, str] = {}
    for name, status in statuses(folder, ending).items():
        last = changed(status)
        signature = f"{status.st_size}|{status.st_mtime_ns}|{last}|{status.st_ino}"
        found[name] = signature if last <= settled else ""
    return found


def _statuses(folder: str, ending: str) -> "dict[str, os.stat_result]":
    found: dict[str, os.stat_result] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(ending):
                try:
                    found[entry.name] = entry.stat()
                except OSError:
                    # A link to nothing, such as editors put beside a file that they have open.
                    found[entry.name] = entry.stat(follow_symlinks=False)
    return found


def _together(folders: list[str], ending: str) -> bytes | None:
    parts: list[str] = []
    for folder in folders:
        found = signatures(folder, ending)
        if not all(found.values()):
            return None
        parts.append(folder)
        parts += [f"{name}|{found[name]}" for name in sorted(found)]
    if len(parts) == len(folders):
        return None
    return files.digest("\n".join(parts).encode("utf-8", "surrogateescape"))


def _packages(folder: str) -> list[str]:
    with os.scandir(folder) as entries:
        below = [entry.path for entry in entries if entry.is_dir() and entry.name not in ("__pycache__", "data")]
    return [folder, *(package for path in sorted(below) for package in _packages(path))]
