"""Bibliographies of others, one module a format, found by what the text looks like.

A reader is a module here with ``TITLE``, ``NEEDS`` (the packages that it uses, for who lacks them), ``recognises(text)
-> bool`` and ``read(text) -> Iterator[Entry | Unread]``, which gives what it can read and tells what it cannot. A new
module is a new reader; nothing lists them.
"""

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from kb_cli.citations.draft import Entry, Unread
from kb_cli.errors import UsageError

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


def decoded(raw: bytes) -> tuple[str, str]:
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
