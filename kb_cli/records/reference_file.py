"""A work as the text of its file: written as those that ship, and never over one that is there."""

import json
import os
import time
from collections.abc import Mapping
from typing import Any

from kb_cli.errors import OutputError

# In the order in which the files that ship have them.
KEYS = (
    "type", "study", "title", "title-short", "author", "more_authors", "container-title", "publisher", "issued",
    "accessed", "volume", "issue", "page", "DOI", "PMID", "PMCID", "URL",
)  # fmt: skip
NAME_KEYS = ("literal", "family", "given", "suffix", "non-dropping-particle")

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def text(table: Mapping[str, Any]) -> str:
    """Give the TOML of a work whose keys and values are those of its checked table."""
    return "".join(f"{key} = {_value(table[key])}\n" for key in KEYS if key in table)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "[\n" + "".join(f"    {_name(name)},\n" for name in value) + "]" if value else "[]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _quoted(value) if isinstance(value, str) else str(value)


def _name(name: Mapping[str, str]) -> str:
    return f"{{ {', '.join(f'{key} = {_quoted(name[key])}' for key in NAME_KEYS if key in name)} }}"


def _quoted(value: str) -> str:
    """Give a text in quotation marks: JSON's escapes are TOML's too, but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def write(path: str, toml: str) -> None:
    """Write a new file in UTF-8, whole or not at all. Raises FileExistsError where there is one, and OutputError."""
    partial = os.path.join(os.path.dirname(path), f".kb.{os.getpid()}.{time.time_ns()}")
    try:
        with open(os.open(partial, _NEW, 0o666), "wb") as file:
            file.write(toml.encode("utf-8"))
        _put(partial, path)
    except FileExistsError:
        raise
    except OSError as error:
        raise OutputError(f'"{path}" could not be written: {error.strerror}') from None
    finally:
        _discard(partial)


def make_folder(path: str) -> None:
    """Make a folder for the files, and those above it. Raises OutputError."""
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        why = "there is a file of that name" if isinstance(error, FileExistsError) else error.strerror
        raise OutputError(f'the folder "{path}" could not be made: {why}') from None


def _put(partial: str, path: str) -> None:
    """Give a whole file its name, which never replaces another."""
    try:
        os.link(partial, path)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems know no second name for a file.
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        os.rename(partial, path)


def _discard(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        pass
