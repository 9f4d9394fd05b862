"""Styled text: runs of characters with a style and a link, wrapped to a width and written as terminal escapes.

Rich does all this and more, but importing it takes longer than everything else that a page needs; only its table of
character widths is used, for the rare text that is not plain Latin.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kb_cli.sanitize import harmless_line

# SGR parameters (ECMA-48). Base colours only: every terminal theme, dark or light, has made them readable.
SGR = {
    "bold": "1",
    "dim": "2",
    "italic": "3",
    "underline": "4",
    "reverse": "7",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "magenta": "35",
    "cyan": "36",
}

_NARROW = re.compile("[ -\u02ff⊕⊖─│•▲–—‘’“”…≥≤✓░▒▓█●○]*")
_WORD = re.compile(r"\s*\S+")


class Run(NamedTuple):
    """Characters that look alike: ``style`` is words of SGR, as in "bold red"; ``link`` an address or empty."""

    characters: str
    style: str = ""
    link: str = ""


class Text:
    """Runs in order, of harmless characters on one line. ``append`` changes it; everything else gives something new."""

    def __init__(self, characters: str = "", style: str = "", link: str = "") -> None:
        self.runs: list[Run] = []
        self.append(characters, style, link)

    @property
    def plain(self) -> str:
        """The characters alone."""
        return "".join(run.characters for run in self.runs)

    def append(self, more: "str | Text", style: str = "", link: str = "") -> "Text":
        """Add characters or another text at the end; gives the text itself."""
        if isinstance(more, Text):
            self.runs += more.runs
        elif more:
            self.runs.append(Run(harmless_line(more), style, link))
        return self

    def slices(self, bounds: Iterable[tuple[int, int]]) -> list["Text"]:
        """Give the characters from each start up to its end, as styled; the bounds must be in order."""
        parts: list[Text] = []
        runs = iter(self.runs)
        run, position = next(runs, Run("")), 0
        for start, end in bounds:
            part = Text()
            while True:
                piece = run.characters[max(start - position, 0) : end - position]
                if piece:
                    part.runs.append(Run(piece, run.style, run.link))
                following = position + len(run.characters)
                if following >= end:
                    break
                if (run := next(runs, Run(""))).characters == "":
                    break
                position = following
            parts.append(part)
        return parts

    def escaped(self, colour: bool, links: bool) -> str:
        """Give the characters with terminal escapes for the styles and links (OSC 8) that the terminal takes."""
        return "".join(_escaped(run, colour, links) for run in self.runs)


def joined(parts: Iterable[Text]) -> Text:
    """Give the parts as one text."""
    whole = Text()
    for part in parts:
        whole.append(part)
    return whole


def cells(characters: str) -> int:
    """Give the number of terminal columns that the characters take."""
    if _is_narrow(characters):
        return len(characters)
    from rich.cells import cell_len

    return cell_len(characters)


def _is_narrow(characters: str) -> bool:
    """Tell whether each takes one column: Latin and the symbols used here, up to the start of the wide scripts."""
    return characters.isascii() or bool(_NARROW.fullmatch(characters))


def wrapped(text: Text, width: int, first: int | None = None) -> list[Text]:
    """Give the lines of the text, none wider than ``width`` columns, the first one than ``first`` if given.

    Only a word that is wider than a line itself is broken.
    """
    plain = text.plain
    first = max(width if first is None else first, 1)
    if cells(plain) <= first:
        return [text]
    lines = _narrow_lines(plain, first, width) if _is_narrow(plain) else _wide_lines(plain, first, width)
    return text.slices(lines)


def _narrow_lines(plain: str, first: int, width: int) -> Iterator[tuple[int, int]]:
    """Give where each line starts and ends, for characters of one column; spaces at a break belong to no line."""
    start, room = 0, first
    while len(plain) - start > room:
        space = plain.rfind(" ", start + 1, start + room + 1)
        end = space if space > 0 else start + room
        yield start, start + len(plain[start:end].rstrip())
        start = end + len(plain[end:]) - len(plain[end:].lstrip())
        room = width
    if start < len(plain):
        yield start, len(plain)


def _wide_lines(plain: str, first: int, width: int) -> Iterator[tuple[int, int]]:
    """Do the same for text whose characters take none, one or two columns."""
    start, end, room = 0, 0, first
    for match in _WORD.finditer(plain):
        if cells(plain[start : match.end()]) <= room:
            end = match.end()
            continue
        if end > start:
            yield start, end
            room = width
        start, end = match.end() - len(match[0].lstrip()), match.end()
        while cells(plain[start:end]) > room:
            cut = _cut(plain, start, room)
            yield start, cut
            start, room = cut, width
    yield start, end


def _cut(plain: str, start: int, width: int) -> int:
    """Give where a word that is wider than a line must be broken."""
    end = start + 1
    while end < len(plain) and cells(plain[start : end + 1]) <= width:
        end += 1
    return end


def _escaped(run: Run, colour: bool, links: bool) -> str:
    characters = run.characters
    if colour and run.style:
        codes = ";".join(SGR[word] for word in run.style.split())
        characters = f"\x1b[{codes}m{characters}\x1b[0m"
    # Another address could end the sequence, or be taken for the text.
    if links and run.link and run.link.isascii() and run.link.isprintable():
        characters = f"\x1b]8;;{run.link}\x1b\\{characters}\x1b]8;;\x1b\\"
    return characters
