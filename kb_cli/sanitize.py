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
    ("\ufdd0", "\ufdef"),  # no characters
    ("\ufeff", "\ufeff"),  # byte order mark
    ("\uffa0", "\uffa0"),
    ("\ufff0", "\ufffb"),  # annotations
    ("\ufffe", "\uffff"),  # no characters, here and at the end of each plane: no XML may hold these
    *((chr(plane * 0x10000 + 0xFFFE), chr(plane * 0x10000 + 0xFFFF)) for plane in range(1, 17)),
    ("\U0001bca0", "\U0001bca3"),  # controls of shorthand
    ("\U0001d173", "\U0001d17a"),  # and of music
    ("\U000e0000", "\U000e0fff"),  # tags and more selectors
)

# All of ASCII that is safe.
_PLAIN = bytes(range(0x20, 0x7F)) + b"\t\n"

_ESCAPE = "\x1b"
_INSTEAD = "\ufffd"  # the replacement character


def unsafe(text: str) -> list[str]:
    """Give the unsafe characters of a text, each once; tabs and line ends are safe."""
    # Of a page of text, what is looked at one by one is soon little: in bytes, because only these are dropped fast.
    rest = text.replace("\r\n", "\n").encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    there = sorted(set(rest.decode("utf-8", "surrogatepass")))
    return [one for one in there if any(first <= one <= last for first, last in _UNSAFE)]


def harmless(text: str, instead: str = _INSTEAD) -> str:
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
    if _ESCAPE not in text:
        return harmless(text)
    first, *parts = text.split(_ESCAPE)
    pieces = [("", first), *map(_piece, ["", *parts], parts, [*parts[1:], ""])]
    shown = dict.fromkeys(map(ord, unsafe(" ".join(rest for _, rest in pieces))), _INSTEAD)
    return "".join(own + rest.translate(shown) for own, rest in pieces) if shown else text


def _piece(before: str, part: str, after: str) -> tuple[str, str]:
    """Give an escape of kb's own and what follows it, for the part of a page between two escape characters."""
    codes, end, rest = part.partition("m")
    if end and codes.startswith("[") and not codes[1:].strip("0123456789;"):
        return f"{_ESCAPE}{codes}m", rest
    if _opens_link(part) and after.startswith("\\"):
        return f"{_ESCAPE}{part}", ""
    if _opens_link(before) and part.startswith("\\"):
        return f"{_ESCAPE}\\", part[1:]
    return "", f"{_ESCAPE}{part}"


def _opens_link(part: str) -> bool:
    return part.startswith("]8;;") and part.isascii() and part.isprintable()


def quoted(value: object) -> str:
    """Give a value as an error message shows it: harmless, on one line, in quotes if text, at most 60 characters."""
    try:
        shown = harmless_line(f'"{value}"' if isinstance(value, str) else str(value))
    except ValueError:  # Python writes no number of thousands of digits
        shown = "a number of thousands of digits"
    return shown if len(shown) <= 60 else shown[:57] + "..."
