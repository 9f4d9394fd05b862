"""Text that a terminal must never obey: which characters, and how they are shown harmlessly instead."""

import re

# C0 and C1 controls but tab and newline, and what turns the direction of writing or hides itself: Unicode's bidi
# controls, zero-width characters, line and paragraph separators, tags and lone surrogates. Printable text has none of
# them, so that this is seldom compiled.
_UNSAFE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)


def unsafe(text: str) -> list[str]:
    """Give the unsafe characters of a text, each as often as it stands there."""
    return [] if _is_printable(text) else re.findall(_UNSAFE, text)


def harmless(text: str, instead: str = "\ufffd") -> str:
    """Give the text with each unsafe character shown as the replacement character U+FFFD, or as said."""
    return text if _is_printable(text) else re.sub(_UNSAFE, instead, text)


def _is_printable(text: str) -> bool:
    return text.isprintable() or text.replace("\n", "").replace("\t", "").isprintable()


def quoted(value: object) -> str:
    """Give a value as an error message shows it: harmless, on one line, in quotes if text, at most 60 characters."""
    try:
        shown = harmless(f'"{value}"' if isinstance(value, str) else str(value)).replace("\n", " ")
    except ValueError:  # Python writes no number of thousands of digits
        shown = "a number of thousands of digits"
    return shown if len(shown) <= 60 else shown[:57] + "..."
