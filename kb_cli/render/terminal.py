"""What the reader's terminal can show. Kept free of imports, because it is asked at every start."""

import os
import sys

NARROWEST = 20
TEXT_WIDTH = 88
PIPED_WIDTH = 80

# What stands for a character that the output's encoding lacks.
ASCII = {
    "⊕": "+", "⊖": "-", "─": "-", "│": "|", "•": "-", "·": "-", "▲": "!", "–": "-", "—": "-", "’": "'", "‘": "'",
    "“": '"', "”": '"', "…": "...", "≥": ">=", "≤": "<=", "±": "+/-", "×": "x", "°": " degrees", "µ": "u", "→": "->",
    "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "AE", "đ": "d", "ı": "i", "\u00a0": " ",
    "✓": "v", "░": ".", "▒": ":", "▓": "=", "█": "#", "●": "#", "○": ".",
}  # fmt: skip


class Terminal:
    """Where an answer goes: width and height in characters, and whether colour, links and Unicode can be used."""

    def __init__(
        self,
        *,
        width: int = PIPED_WIDTH,
        height: int = 0,
        colour: bool = False,
        tty: bool = False,
        encoding: str = "utf-8",
    ) -> None:
        self.width = max(width, NARROWEST)
        self.height = height
        self.colour = colour
        self.tty = tty
        self.encoding = encoding
        self.links = tty and colour
        self.unicode = _can_encode(encoding, "⊕⊖─│")

    @property
    def text_width(self) -> int:
        """The width for running text: that of the terminal, but not wider than reads well."""
        return min(self.width, TEXT_WIDTH)

    def encodable(self, text: str) -> str:
        """Give the text with what the encoding lacks written in other characters, or "?" where there are none."""
        if text.isascii() or (self.unicode and _can_encode(self.encoding, text)):
            return text
        return "".join(
            character if _can_encode(self.encoding, character) else _substitute(character) for character in text
        )


def current(color: str = "auto") -> Terminal:
    """Give the terminal behind standard output, with ``color`` as the command line has it: auto, always or never."""
    tty = sys.stdout is not None and sys.stdout.isatty()
    width, height = _size(tty)
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    return Terminal(width=width, height=height, colour=_colour(color, tty), tty=tty, encoding=encoding)


def _size(tty: bool) -> tuple[int, int]:
    width, height = PIPED_WIDTH, 0
    if tty:
        try:
            width, height = os.get_terminal_size(sys.stdout.fileno())
        except OSError:
            height = 24
    return _number("COLUMNS") or width or PIPED_WIDTH, (_number("LINES") or height) if tty else 0


def _number(variable: str) -> int:
    value = os.environ.get(variable, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0


def _colour(color: str, tty: bool) -> bool:
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(variable, "0") not in ("", "0") for variable in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return tty and os.environ.get("TERM") != "dumb"


def _can_encode(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _substitute(character: str) -> str:
    if character in ASCII:
        return ASCII[character]
    import unicodedata

    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return plain or "?"
