"""The items of a JSON document one after another, each with its line, so that a broken one does not hide the others."""

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from kb_cli.citations.draft import Unread

_GAP = re.compile(r"[\s,:]*")
# Control characters in texts are taken out later, and told.
_DECODER = json.JSONDecoder(strict=False)


def items(text: str, lists: Collection[str]) -> Iterator[tuple[int, Any] | Unread]:
    """Give the items of a list, or of the first list in an object that is called so; another object is an item itself.

    What follows a mistake cannot be read: it is told, with its line.
    """
    place, line = 0, 1
    try:
        start = _list_in(text, lists)
        for begins, value in _values(text, start) if start is not None else _whole(text):
            line += text.count("\n", place, begins)
            place = begins
            yield line, value
    except json.JSONDecodeError as error:
        yield Unread(error.lineno, "", f"not valid JSON: {error.msg}; nothing after it can be read")
    except (RecursionError, ValueError):
        yield Unread(line, "", "not valid JSON: nested too deeply, or a number too long; nothing after it can be read")


def _whole(text: str) -> Iterator[tuple[int, Any]]:
    yield _gap(text, 0), _DECODER.decode(text)


def _list_in(text: str, names: Collection[str]) -> int | None:
    """Give where the list begins; None where there is none."""
    place = _gap(text, 0)
    if text.startswith("[", place):
        return place
    place = _gap(text, place + 1)
    while text.startswith('"', place):
        name, place = _DECODER.raw_decode(text, place)
        place = _gap(text, place)
        if name in names and text.startswith("[", place):
            return place
        _, place = _DECODER.raw_decode(text, place)
        place = _gap(text, place)
    return None


def _values(text: str, start: int) -> Iterator[tuple[int, Any]]:
    place = _gap(text, start + 1)
    while not text.startswith("]", place):
        value, end = _DECODER.raw_decode(text, place)
        yield place, value
        place = _gap(text, end)


def _gap(text: str, place: int) -> int:
    found = _GAP.match(text, place)
    return found.end() if found else place
