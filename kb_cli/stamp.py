"""What the data and the code are at this moment, told by names, sizes and times: cheap enough to ask at every start.

Kept free of heavy imports. A change that leaves size and times as they were would go unseen, so a state in which
anything changed a moment ago is no stamp at all: the clock of a file system ticks, on some only every two seconds.
"""

import os
import sys
import time

from kb_cli import __version__

TICK = 2_000_000_000  # nanoseconds

PACKAGE = os.path.dirname(os.path.abspath(__file__))


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
    try:
        data = _stamp([folder, os.path.join(folder, "conditions"), os.path.join(folder, "references")], ".toml")
        # In a checkout the program changes without its version changing.
        code = _stamp(_packages(PACKAGE), ".py")
    except OSError:
        return None
    versions = repr((__version__, sys.version, sys.flags)).encode()
    return b"\n".join((versions, data, code)) if data and code else None


def _packages(folder: str) -> list[str]:
    with os.scandir(folder) as entries:
        below = [entry.path for entry in entries if entry.is_dir() and entry.name not in ("__pycache__", "data")]
    return [folder, *(package for path in below for package in _packages(path))]


def _stamp(folders: list[str], ending: str) -> bytes | None:
    now = time.time_ns()
    lines: list[str] = []
    for folder in folders:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(ending):
                    status = entry.stat()
                    # Nothing can set the time of a file's last change, ctime; on Windows that is its birth.
                    changed = status.st_ctime_ns if os.name == "posix" else status.st_mtime_ns
                    if changed > now - TICK:
                        return None
                    lines.append(f"{entry.path}|{status.st_size}|{status.st_mtime_ns}|{changed}|{status.st_ino}")
    return "\n".join(sorted(lines)).encode("utf-8", "surrogateescape")
