"""The cache folder: private, written atomically, and never more than a help: every failure only costs speed.

It lies in XDG_CACHE_HOME (else ~/.cache, on Windows LOCALAPPDATA) under ``kb``; ``KB_CACHE=off`` does without it. It
holds nothing that a reader typed, only what follows from the records.

Nobody else can put anything into it: the folder is opened once, what was opened is checked, and files are reached from
there, so that it does not matter what becomes of its path meanwhile. A file is read only if it is a regular one of this
user, and if its seal says that it is whole.
"""

import os
import sys
import time

# What a process leaves behind that was killed while writing is swept away after this many seconds.
ABANDONED = 3600

# The bytes that open a file and say that it is whole.
SEAL = 16

_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_DIRECTORY", 0)

_opened: "dict[str, Folder | None]" = {}


class Folder:
    """The cache folder, open: ``place`` goes before a file's name, ``fd`` is what that is relative to."""

    def __init__(self, path: str) -> None:
        """Open the folder. Raises OSError where it is not this user's alone."""
        self.fd: int | None = None
        self.place = f"{path}{os.sep}"
        if os.open in os.supports_dir_fd:
            self.fd = os.open(path, _FOLDER)
            self.place = ""
        status = os.lstat(path) if self.fd is None else os.fstat(self.fd)
        if status.st_mode & 0o170000 != 0o040000 or not _is_ours(status):
            raise PermissionError(path)


def usable() -> bool:
    """Tell whether there is a cache folder."""
    return _folder() is not None


def place() -> str | None:
    """Give where the cache folder lies, there or not; None where nothing is kept."""
    base = _base()
    return f"{base}{os.sep}kb" if base else None


def opened(name: str) -> int | None:
    """Open a file of the cache for reading and give its descriptor; None where it cannot be had."""
    folder = _folder()
    if not folder:
        return None
    try:
        file = os.open(folder.place + name, _READ, dir_fd=folder.fd)
    except OSError:
        return None
    status = os.fstat(file)
    # A pipe would make us wait for ever, and what is another's says nothing.
    if status.st_mode & 0o170000 == 0o100000 and _is_ours(status):
        return file
    os.close(file)
    return None


def read(name: str) -> bytes | None:
    """Give what was written under a name; None where nothing was, or it is damaged."""
    file = opened(name)
    if file is None:
        return None
    try:
        with open(file, "rb") as stream:
            content = stream.read()
    except OSError:
        return None
    body = content[SEAL:]
    return body if content[:SEAL] == _seal(name, body) else None


def write(name: str, content: bytes, sealed: bool = True) -> None:
    """Write a file of the cache whole or not at all."""
    folder = _folder()
    if not folder:
        return
    partial = f"{folder.place}.{name}.{os.getpid()}.{time.time_ns()}"
    try:
        with open(os.open(partial, _WRITE, 0o600, dir_fd=folder.fd), "wb") as file:
            file.write(_seal(name, content) if sealed else b"")
            file.write(content)
        os.replace(partial, folder.place + name, src_dir_fd=folder.fd, dst_dir_fd=folder.fd)
    except OSError:
        pass
    finally:
        _unlink(partial, folder)


def discard(name: str) -> None:
    """Delete a file of the cache."""
    if folder := _folder():
        _unlink(folder.place + name, folder)


def sweep(beginning: str, most: int, room: int = sys.maxsize) -> None:
    """Delete the oldest files of a kind, so that at most ``most`` with ``room`` bytes are left, and abandoned ones."""
    folder = _folder()
    if not folder:
        return
    try:
        with os.scandir(folder.place if folder.fd is None else folder.fd) as entries:
            files = [(entry.stat(follow_symlinks=False), entry.name) for entry in entries]
    except OSError:
        return
    for status, name in sorted(files, key=lambda file: file[0].st_mtime, reverse=True):
        if name.startswith(beginning):
            most -= 1
            room -= status.st_size
        abandoned = name.startswith(f".{beginning}") and status.st_mtime < time.time() - ABANDONED
        if abandoned or (name.startswith(beginning) and (most < 0 or room < 0)):
            _unlink(folder.place + name, folder)


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


def _seal(name: str, body: bytes) -> bytes:
    """Give what tells damage, not malice: the folder is its owner's alone."""
    return digest(name.encode(), body)


def _folder() -> Folder | None:
    """Give the cache folder, made with access for its owner alone if need be; None where there can be none."""
    base = _base()
    if not base:
        return None
    if base not in _opened:
        try:
            _opened[base] = _made(base)
        except OSError:
            _opened[base] = None
    return _opened[base]


def _base() -> str | None:
    if os.environ.get("KB_CACHE") == "off":
        return None
    base = os.environ.get("XDG_CACHE_HOME") or _home_cache()
    return base if os.path.isabs(base) else None


def _made(base: str) -> Folder | None:
    os.makedirs(base, mode=0o700, exist_ok=True)
    if not _is_guarded(base):
        return None
    path = f"{base}{os.sep}kb"
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        pass
    return Folder(path)


def _is_guarded(path: str) -> bool:
    """Tell whether nobody else can put another folder in the place of this one or of one above it."""
    if not hasattr(os, "getuid"):
        return True
    path = os.path.realpath(path)
    while True:
        status = os.lstat(path)
        sticky = status.st_mode & 0o1000
        if status.st_uid not in (0, os.getuid()) or (status.st_mode & 0o022 and not sticky):
            return False
        above = os.path.dirname(path)
        if above == path:
            return True
        path = above


def _is_ours(status: "os.stat_result") -> bool:
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def _unlink(path: str, folder: Folder) -> None:
    try:
        os.unlink(path, dir_fd=folder.fd)
    except OSError:
        pass


def _home_cache() -> str:
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA", "")
    home = os.environ.get("HOME", "")
    return f"{home}/.cache" if home else ""
