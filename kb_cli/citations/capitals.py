"""Capitals in titles: those of headlines, after a colon, and the names that keep theirs."""

import re

# CSL's words that stay small in headlines (citeproc's list), where they neither open nor close.
_SMALL_WORDS = """
about above across afore after against al along alongside amid amidst among amongst anenst apropos apud around
as aside astride at athwart atop barring before behind below beneath beside besides between beyond but by circa
despite down during et except for forenenst from given in inside into lest like modulo near next notwithstanding
of off on onto out over per plus pro qua sans since than through thru throughout thruout till to toward towards
under underneath until unto up upon versus vs. v. vs v via vis-à-vis with within without or yet so and nor a an
the de d' von van c ca
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_LETTERS = re.compile(r"[^\W_]+")
# Shorter words are small in most titles.
_LONG = 4
_OPENING = re.compile(r"(?:^|[.:?!–—]\s*)[\d\W]*$")
_SUBTITLE = re.compile(r"([.!?]\s+|\s*:+\s+|\s*—\s*|\s+-\s+|\s*--+\s*)")
_FIRST_WORD = re.compile(r"((?:</?\w+>|[^\w<])*)([^\s\-–—/.,;?!:\[\]()“”\"]+)")
_WORD = re.compile(r"[^\s\-–—/.,;?!:\[\]()“”‘\"]+")


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
