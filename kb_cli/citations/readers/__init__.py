"""Bibliographies of others, one module a format, found by what the text looks like.

A reader is a module here with ``TITLE``, ``NEEDS`` (the packages that it uses, for who lacks them), ``recognises(text)
-> bool`` and ``read(text) -> Iterator[Entry | Unread]``, which gives what it can read and tells what it cannot. A new
module is a new reader; nothing lists them.
"""

import os
import stat
import sys
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from kb_cli.citations.draft import Entry, Unread
from kb_cli.errors import UsageError
from kb_cli.sanitize import quoted

# In bytes: hundreds of thousands of references.
LARGEST = 200_000_000
EXTRA = "pip install 'kb-cli[import]'"


def all_readers() -> list[ModuleType]:
    """Give the readers, by name."""
    from pkgutil import iter_modules

    return [import_module(f"{__name__}.{name}") for name in sorted(module.name for module in iter_modules(__path__))]


def titles() -> list[str]:
    """Give what the formats that can be read are called."""
    return [reader.TITLE for reader in all_readers()]


def read(text: str) -> Iterator[Entry | Unread]:
    """Give the works of a bibliography, in any format that is known; none where it is in no such format.

    Raises UsageError where a package is missing that reads it.
    """
    reader = next((one for one in all_readers() if one.recognises(text)), None)
    if reader is None:
        return
    try:
        yield from reader.read(text)
    except ImportError:
        raise UsageError(f"{reader.TITLE} is read with {reader.NEEDS}: install them with {EXTRA}") from None


class Source(NamedTuple):
    """A bibliography: what it is called, its text with LF at line ends, and its encoding where that is not UTF-8."""

    name: str
    text: str
    encoding: str = ""


def opened(path: str) -> Source:
    """Give the bibliography of a file, or with "-" of standard input. Raises UsageError where there is none."""
    shown = "standard input" if path == "-" else path
    try:
        raw = _raw(path)
    except OSError as error:
        raise UsageError(f"{quoted(shown)} cannot be read: {error.strerror}") from None
    if len(raw) > LARGEST:
        raise UsageError(f"{quoted(shown)} is larger than {LARGEST // 1_000_000} MB; split it")
    try:
        return Source(shown, *_decoded(raw))
    except ValueError:
        raise UsageError(f"{quoted(shown)} is no text, so no bibliography") from None


def _raw(path: str) -> bytes:
    if path == "-":
        if sys.stdin is None:
            raise UsageError("there is no standard input to read")
        return sys.stdin.buffer.read(LARGEST + 1)
    status = os.stat(path)
    if stat.S_ISDIR(status.st_mode):
        raise UsageError(f"{quoted(path)} is a folder; name the files in it")
    if not stat.S_ISREG(status.st_mode):
        # A pipe that nobody writes to would make us wait for ever.
        raise UsageError(f"{quoted(path)} is not a file; for a pipe, kb import - reads standard input")
    with open(path, "rb") as file:
        return file.read(LARGEST + 1)


def _decoded(raw: bytes) -> tuple[str, str]:
    """Give the text of a file, with LF at line ends, and the encoding that it was not in UTF-8 but in, if so.

    Raises ValueError where it is no text.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _lines(raw.decode("utf-16")), "UTF-16"
    if b"\0" in raw:
        raise ValueError
    try:
        return _lines(raw.decode("utf-8-sig")), ""
    except UnicodeDecodeError:
        return _lines(raw.decode("cp1252", "replace")), "Latin-1"


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
