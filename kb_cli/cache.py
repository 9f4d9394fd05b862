"""The cache folder: private, written atomically, and never more than a help: every failure only costs speed.

It lies in XDG_CACHE_HOME (else ~/.cache, on Windows LOCALAPPDATA) under ``kb``; ``KB_CACHE=off`` does without it. It
holds nothing that a reader typed, only what follows from the records.
"""

import os
import sys


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
    path = folder()
    if not path:
        return
    partial = f"{path}{os.sep}.{name}.{os.getpid()}"
    try:
        with open(partial, "xb") as file:
            file.write(content)
        os.replace(partial, f"{path}{os.sep}{name}")
    except OSError:
        try:
            os.unlink(partial)
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
