"""Titles as bibliographies print them: curved quotation marks and apostrophes, italics."""

import re

from kb_cli.citations.marked import CLOSE, OPEN

DOUBLE_FIRST = ("“”", "‘’")
SINGLE_FIRST = ("‘’", "“”")
_BY_OUTERMOST = {"“": DOUBLE_FIRST, "‘": SINGLE_FIRST}

_TAG = re.compile(r"</?(?:i|b|sup|sub)>")
_QUOTE = re.compile(r"[\"'“”‘’]")
_OPENS_AFTER = " ([“‘"


def typeset(text: str, quotes: tuple[str, str] = DOUBLE_FIRST, *, quoted: bool = False) -> str:
    """Give the text with curved quotation marks, the pairs of ``quotes`` in turn, and curved apostrophes.

    ``quoted`` says that the text will stand in the first pair itself.
    """
    if "<" in text:
        text = italics_marked(text)
    if not _QUOTE.search(text):
        return text
    characters = list(text)
    opened: list[tuple[int, str]] = []
    for match in _QUOTE.finditer(text):
        place, mark = match.start(), match[0]
        double = mark in '"“”'
        kind = '"' if double else "'"
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        if mark in "“‘" or (mark in "\"'" and (not before or before in _OPENS_AFTER) and after.strip()):
            opened.append((place, kind))
            continue
        characters[place] = "’" if not double else mark
        ends_word = not after or not (after.isalnum())
        if opened and opened[-1][1] == kind and ends_word:
            start, _ = opened.pop()
            outermost = characters[opened[0][0] if opened else start]
            # Marks that are curved already stay as they are, and decide what stands in them.
            house = quotes if quoted else _BY_OUTERMOST.get(outermost, quotes)
            pair = house[(len(opened) + quoted) % 2]
            characters[start], characters[place] = pair[0], pair[1]
    for place, kind in opened:
        # An opening mark that nothing closes is an apostrophe, as in 'tis.
        characters[place] = "’" if kind == "'" else characters[place]
    return "".join(characters)


def italics_marked(text: str) -> str:
    """Give the text with CSL's italic tags as marks and its other tags left out; a mere "<" stays."""
    return _TAG.sub(lambda tag: {"<i>": OPEN, "</i>": CLOSE}.get(tag[0], ""), text)


def untagged(text: str) -> str:
    """Give the text without CSL's tags; a mere "<" stays."""
    return _TAG.sub("", text) if "<" in text else text
