"""Titles as bibliographies print them: curved quotation marks, apostrophes, headline capitals."""

import re

from kb_cli.citations.marked import CLOSE, OPEN

DOUBLE_FIRST = ("“”", "‘’")
SINGLE_FIRST = ("‘’", "“”")
_BY_OUTERMOST = {"“": DOUBLE_FIRST, "‘": SINGLE_FIRST}

_TAG = re.compile(r"</?(?:i|b|sup|sub)>")
_QUOTE = re.compile(r"[\"'“”‘’]")
_OPENS_AFTER = " ([“‘"

# CSL's words that stay small in headlines (citeproc's list), where they neither open nor close.
_SMALL = frozenset(
    re.findall(
        r"\S+",
        """about above across afore after against al along alongside amid amidst among amongst anenst apropos apud
        around as aside astride at athwart atop barring before behind below beneath beside besides between beyond but by
        circa despite down during et except for forenenst from given in inside into lest like modulo near
        next notwithstanding of off on onto out over per plus pro qua sans since than through thru throughout thruout
        till to toward towards under underneath until unto up upon versus vs. v. vs v via vis-à-vis with within without
        or yet so and nor a an the de d' von van c ca""",
    )
)
_LETTERS = re.compile(r"[^\W_]+")
# Shorter words are small in most titles.
_LONG = 4
_OPENING = re.compile(r"(?:^|[.:?!–—]\s*)[\d\W]*$")
_SUBTITLE = re.compile(r"([.!?]\s+|\s*:+\s+|\s*—\s*|\s+-\s+|\s*--+\s*)")
_FIRST_WORD = re.compile(r"((?:</?\w+>|[^\w<])*)([^\s\-–—/.,;?!:\[\]()“”\"]+)")
_WORD = re.compile(r"[^\s\-–—/.,;?!:\[\]()“”‘\"]+")


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


def names_in(title: str) -> list[str]:
    """Give what looks like a name in a title in which nobody has marked them: what has a capital within.

    In a title in sentence case these are all words with capitals that begin no sentence.
    """
    words = [(match[0], _begins(title[: match.start()])) for match in _LETTERS.finditer(title)]
    long = [word for word, begins in words if not begins and len(word) >= _LONG]
    in_sentence_case = sum(word[0].isupper() for word in long) * 2 <= len(long)
    names = (
        word
        for word, begins in words
        if word[1:] != word[1:].lower() or (in_sentence_case and not begins and word != word.lower())
    )
    return list(dict.fromkeys(names))


def _begins(before: str) -> bool:
    """Tell whether a sentence or a subtitle begins after this, whatever number stands there first."""
    return _OPENING.search(before) is not None


def subtitled(text: str) -> str:
    """Give a title with a capital at its start and after a colon, a dash or the end of a sentence.

    What follows a capital letter and a full stop is no sentence ("J. Smith"); words with capitals stay as they are.
    """
    first, *rest = _SUBTITLE.split(text)
    whole = _capital_first(first)
    for mark, part in zip(rest[::2], rest[1::2], strict=True):
        if whole[-1:] != whole[-1:].lower():
            whole += mark + part
        else:
            joint = "—" if mark.strip(" -—") == "" else f"{mark.strip()[0]} "
            whole += joint + _capital_first(part)
    return whole


def _capital_first(text: str) -> str:
    found = _FIRST_WORD.match(text)
    if not found or found[2] != found[2].lower():
        return text
    return f"{found[1]}{found[2][0].upper()}{text[len(found[1]) + 1 :]}"


def headline(text: str) -> str:
    """Give the text in headline capitals: small words stay small but at the ends, words with capitals stay as is."""
    matches = list(_WORD.finditer(text))
    characters = list(text)
    for number, match in enumerate(matches):
        word = match[0]
        before = text[: match.start()].rstrip()
        leading = not number or number == len(matches) - 1 or before[-1:] in ("!", "?", ":")
        small = word.rstrip("’") in _SMALL or len(word) == 1
        if len(word) == 1 and "\u0370" <= word <= "\u03ff":
            continue  # a Greek letter is a symbol
        if word == word.lower() and (leading or not small):
            characters[match.start()] = word[0].upper()
    return "".join(characters)
