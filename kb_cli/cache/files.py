"""The cache folder: private, written atomically, and never more than a help: every failure only costs speed.

It lies in XDG_CACHE_HOME (else ~/.cache, on Windows LOCALAPPDATA) under ``kb``; ``KB_CACHE=off`` does without it. It
holds nothing that a reader typed, only what follows from the records.
"""

import os
import sys
import time

TYPE_CHECKING = False  # as in typing, which takes longer to import than all of this
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

# What a process leaves behind that was killed while writing is swept away after this many seconds.
ABANDONED = 3600

# The bytes that open a saved file and say that it is whole and belongs to its key.
SEAL = 16


def folder() -> str | None:
    """Give the cache folder, made with access for its owner alone if need be; None where there can be none."""
    if os.environ.get("KB_CACHE") == "off":
        return None
    base = os.environ.get("XDG_CACHE_HOME") or _home_cache()
    if not base or not os.path.isabs(base):
        return None
    path = f"{base}{os.sep}kb"
    try:
        os.makedirs(base, exist_ok=True)
        try:
            os.mkdir(path, 0o700)
        except FileExistsError:
            pass
        return path if _is_ours(path) else None
    except OSError:
        return None


def place_of(name: str) -> str | None:
    """Give the path of a file of the cache, which may not exist; None where there is no cache."""
    base = folder()
    return f"{base}{os.sep}{name}" if base else None


def discard(name: str) -> None:
    """Delete a file of the cache."""
    if where := place_of(name):
        _unlink(where)


def touch(name: str, moment: int) -> None:
    """Set when a file of the cache was last found in order, in nanoseconds since the epoch."""
    if where := place_of(name):
        try:
            os.utime(where, ns=(moment, moment))
        except OSError:
            pass


def read(name: str) -> bytes | None:
    """Give a file of the cache; None where it cannot be read."""
    path = folder()
    if not path:
        return None
    try:
        with open(f"{path}{os.sep}{name}", "rb") as file:
            return file.read()
    except OSError:
        return None


def write(name: str, content: bytes) -> None:
    """Write a file of the cache whole or not at all."""

    def fill(partial: str) -> None:
        with open(partial, "xb") as file:
            file.write(content)

    place(name, fill)


def load(name: str, key: bytes) -> "Any":
    """Give what was saved under this name and key; None where nothing was, or it is damaged."""
    content = memoryview(read(name) or b"")
    if content[:SEAL] != _seal(key, content[SEAL:]):
        return None
    import marshal

    try:
        return marshal.loads(content[SEAL:])
    except (ValueError, EOFError, TypeError):
        return None


def save(name: str, key: bytes, value: "Any") -> None:
    """Save plain values (tuples, lists, dicts, texts, numbers) under a name and a key, which itself is not stored."""
    import marshal  # as Python does with its own .pyc; the seal keeps damaged files from it

    body = marshal.dumps(value)
    write(name, _seal(key, body) + body)


def _seal(key: bytes, body: "bytes | memoryview") -> bytes:
    import zlib

    # Against damage, not against malice: the folder is its owner's alone. A digest of megabytes would take too long.
    return digest(key, len(body).to_bytes(8, "big"), zlib.crc32(body).to_bytes(4, "big"))


def digest(*parts: bytes) -> bytes:
    """Give SEAL bytes that stand for the parts."""
    try:
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b  # the same, but it loads OpenSSL first: 5 ms

    whole = blake2b(digest_size=SEAL)
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.digest()


def place(name: str, fill: "Callable[[str], None]") -> str | None:
    """Let ``fill`` write a file at a path of its own, then put it in its place; give that place, None where it failed.

    ``fill`` may raise OSError; anything else that it raises is passed on, and nothing is left behind.
    """
    path = folder()
    if not path:
        return None
    partial = f"{path}{os.sep}.{name}.{os.getpid()}.{time.time_ns()}"
    final = f"{path}{os.sep}{name}"
    try:
        fill(partial)
        os.replace(partial, final)
    except OSError:
        return None
    else:
        return final
    finally:
        _unlink(partial)


def sweep(beginning: str, most: int, room: int = sys.maxsize) -> None:
    """Delete the oldest files of a kind, so that at most ``most`` with ``room`` bytes are left, and abandoned ones."""
    path = folder()
    if not path:
        return
    try:
        with os.scandir(path) as entries:
            files = [(entry.stat(follow_symlinks=False), entry.name) for entry in entries]
    except OSError:
        return
    for status, name in sorted(files, key=lambda file: file[0].st_mtime, reverse=True):
        if name.startswith(beginning):
            most -= 1
            room -= status.st_size
        abandoned = name.startswith(f".{beginning}") and status.st_mtime < time.time() - ABANDONED
        if abandoned or (name.startswith(beginning) and (most < 0 or room < 0)):
            _unlink(f"{path}{os.sep}{name}")


def _unlink(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        pass


def _home_cache() -> str:
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA", "")
    home = os.environ.get("HOME", "")
    return f"{home}/.cache" if home else ""


def _is_ours(path: str) -> bool:
    status = os.lstat(path)
    is_folder = status.st_mode & 0o170000 == 0o040000
    return is_folder and (not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022))
