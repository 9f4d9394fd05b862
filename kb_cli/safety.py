"""Text that a terminal must never obey: which characters, and how they are shown harmlessly instead."""

import re

# C0 and C1 controls but tab and newline, and what turns the direction of writing or hides itself: Unicode's bidi
# controls, zero-width characters, line and paragraph separators, tags and lone surrogates.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)


def harmless(text: str) -> str:
    """Give the text with each unsafe character shown as the replacement character U+FFFD."""
    return UNSAFE.sub("\ufffd", text)


def quoted(value: object) -> str:
    """Give a value as an error message shows it: harmless, on one line, in quotes if text, at most 60 characters."""
    shown = harmless(f'"{value}"' if isinstance(value, str) else str(value)).replace("\n", " ")
    return shown if len(shown) <= 60 else shown[:57] + "..."
