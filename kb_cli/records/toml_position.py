"""Where in a TOML text a value stands, for error messages: a scanner over a text that tomli has already accepted."""

import re

from kb_cli.records.schema import Path

_KEY = re.compile(r"""\s*("(?:\\.|[^"\\])*"|'[^']*'|[A-Za-z0-9_-]+)\s*""")
_STRING = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}' r"|'''.*?'{3,5}" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'", re.DOTALL)
_PLAIN = re.compile(r"[^\s,\[\]{}#\"']+")
_GAP = re.compile(r"(?:\s|#[^\n]*)*")

Spans = dict[Path, tuple[int, int]]


def place(text: str, spans: Spans, path: Path, needle: str = "") -> tuple[int, int]:
    """Give line and column, from 1, of the value at ``path`` or of ``needle`` in it; of its parent if it is missing.

    ``spans`` are those of the text.
    """
    while path and path not in spans:
        path = (*path, 0) if (*path, 0) in spans else path[:-1]
    start, end = spans.get(path, (0, len(text)))
    position = _inside(text, start, end, needle)
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


def _inside(text: str, start: int, end: int, needle: str) -> int:
    """Give where a needle stands or begins in a piece of a text, however its words are parted; else its start."""
    if needle and (at := text.find(needle, start, end)) >= 0:
        return at
    words = needle.split()
    for some in (words, words[:3]) if words else ():
        if found := re.compile(r"\s+".join(map(re.escape, some))).search(text, start, end):
            return found.start()
    return start


def spans(text: str) -> Spans:
    """Give, for every path in the text, where its key (or list item) starts and its value ends.

    Of a text that is nested deeper than any record, only what comes before.
    """
    found: Spans = {}
    try:
        _scan(text, found)
    except RecursionError:
        pass
    return found


def _scan(text: str, found: Spans) -> None:
    counts: dict[Path, int] = {}
    table: Path = ()
    position = _skip(text, 0)
    while position < len(text):
        start = position
        if text[position] == "[":
            table, position = _header(text, position, counts)
            found[table] = (start, position)
        else:
            key, position = _dotted(text, position)
            position = _value(text, _skip(text, position + 1), (*table, *key), found)
            found[(*table, *key)] = (start, position)
        position = _skip(text, position)


def _skip(text: str, position: int) -> int:
    gap = _GAP.match(text, position)
    return gap.end() if gap else position


def _header(text: str, position: int, counts: dict[Path, int]) -> tuple[Path, int]:
    several = text.startswith("[[", position)
    keys, position = _dotted(text, position + 1 + several)
    table: Path = ()
    for key in keys:
        # A table below one of several belongs to the last of these.
        table = (*table, counts[table], key) if table in counts else (*table, key)
    if several:
        counts[table] = counts.get(table, -1) + 1
        table = (*table, counts[table])
    return table, position + 1 + several


def _dotted(text: str, position: int) -> tuple[Path, int]:
    parts: list[str] = []
    while match := _KEY.match(text, position):
        parts.append(match[1].strip("\"'"))
        position = match.end()
        if not text.startswith(".", position):
            break
        position += 1
    return tuple(parts), position


def _value(text: str, position: int, path: Path, found: Spans) -> int:
    if text.startswith("[", position):
        return _array(text, position, path, found)
    if text.startswith("{", position):
        return _inline_table(text, position, path, found)
    match = _STRING.match(text, position) or _PLAIN.match(text, position)
    return match.end() if match else position + 1


def _array(text: str, position: int, path: Path, found: Spans) -> int:
    number = 0
    position = _skip(text, position + 1)
    while position < len(text) and text[position] != "]":
        start = position
        position = _value(text, position, (*path, number), found)
        found[(*path, number)] = (start, position)
        number += 1
        position = _skip(text, position)
        if text.startswith(",", position):
            position = _skip(text, position + 1)
    return position + 1


def _inline_table(text: str, position: int, path: Path, found: Spans) -> int:
    position = _skip(text, position + 1)
    while position < len(text) and text[position] != "}":
        start = position
        key, position = _dotted(text, position)
        position = _value(text, _skip(text, position + 1), (*path, *key), found)
        found[(*path, *key)] = (start, position)
        position = _skip(text, position)
        if text.startswith(",", position):
            position = _skip(text, position + 1)
    return position + 1
