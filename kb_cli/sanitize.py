"""Text that a terminal must never obey and a reader must never miss, shown harmlessly instead.

Everything that leaves kb passes here, whatever it was made of. Kept free of imports, because a kept page does so too.
"""

# The first and the last of each: controls, what turns the direction of writing, and what cannot be seen.
_UNSAFE = (
    ("\x00", "\x08"),  # C0 but tab and newline
    ("\x0b", "\x1f"),
    ("\x7f", "\x9f"),  # delete and C1
    ("\u00ad", "\u00ad"),  # soft hyphen
    ("\u034f", "\u034f"),  # grapheme joiner
    ("\u061c", "\u061c"),  # Arabic letter mark
    ("\u115f", "\u1160"),  # Hangul fillers
    ("\u17b4", "\u17b5"),  # Khmer vowels without a shape
    ("\u180b", "\u180f"),  # Mongolian selectors and separator
    ("\u200b", "\u200f"),  # of no width, and marks of direction
    ("\u2028", "\u202e"),  # line and paragraph separators, embeddings and overrides
    ("\u2060", "\u206f"),  # word joiner, invisible signs, isolates
    ("\u3164", "\u3164"),  # Hangul fillers
    ("\ud800", "\udfff"),  # lone surrogates
    ("\ufeff", "\ufeff"),  # byte order mark
    ("\uffa0", "\uffa0"),
    ("\ufff0", "\ufffb"),  # annotations
    ("\U0001bca0", "\U0001bca3"),  # controls of shorthand
    ("\U0001d173", "\U0001d17a"),  # and of music
    ("\U000e0000", "\U000e0fff"),  # tags and more selectors
)

_ESCAPE = "\x1b"
_LINK, _LINK_END = "\x1b]8;;", "\x1b\\"


def unsafe(text: str) -> list[str]:
    """Give the unsafe characters of a text, each once; tabs and line ends are safe."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return []
    there = sorted(set(text.replace("\r\n", "\n")))
    return [one for one in there if not " " <= one <= "~" and any(first <= one <= last for first, last in _UNSAFE)]


def harmless(text: str, instead: str = "\ufffd") -> str:
    """Give the text with each unsafe character shown as the replacement character U+FFFD, or as said."""
    if not (found := unsafe(text)):
        return text
    shown = dict.fromkeys(map(ord, found), instead)
    return "\r\n".join(part.translate(shown) for part in text.split("\r\n"))


def harmless_line(text: str) -> str:
    """Give the text harmless and on one line, so that it cannot pass for several."""
    if text.isascii() and text.isprintable():
        return text
    for gap in ("\r\n", "\n", "\t"):
        text = text.replace(gap, " ")
    return harmless(text)


def harmless_page(text: str) -> str:
    """Give a page harmless but for the escapes that kb itself writes: styles (SGR) and links (OSC 8)."""
    first, *linked = text.split(_LINK)
    return _styled(first) + "".join(map(_linked, linked))


def _linked(part: str) -> str:
    address, end, rest = part.partition(_LINK_END)
    if end and address.isascii() and address.isprintable():
        return f"{_LINK}{address}{_LINK_END}{_styled(rest)}"
    return _styled(f"{_LINK}{part}")


def _styled(text: str) -> str:
    first, *styled = text.split(_ESCAPE)
    return harmless(first) + "".join(map(_after_escape, styled))


def _after_escape(part: str) -> str:
    codes, end, rest = part.partition("m")
    if end and codes.startswith("[") and not codes[1:].strip("0123456789;"):
        return f"{_ESCAPE}{codes}m{harmless(rest)}"
    return harmless(f"{_ESCAPE}{part}")


def quoted(value: object) -> str:
    """Give a value as an error message shows it: harmless, on one line, in quotes if text, at most 60 characters."""
    try:
        shown = harmless_line(f'"{value}"' if isinstance(value, str) else str(value))
    except ValueError:  # Python writes no number of thousands of digits
        shown = "a number of thousands of digits"
    return shown if len(shown) <= 60 else shown[:57] + "..."
