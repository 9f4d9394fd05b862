"""Characters that no terminal may get from foreign text, and how to find those that came through."""

import re
import sys
import unicodedata

from kb_cli.render.screen.text import SGR

FILLERS = "\u115f\u1160\u3164\uffa0"
# What Unicode keeps from being characters, and XML or HTML may not hold.
NONE = "".join(chr(one) for one in range(sys.maxunicode + 1) if one & 0xFFFE == 0xFFFE or 0xFDD0 <= one <= 0xFDEF)
# Signs that stand before a number in Arabic and other scripts: seen, though Unicode has them among the formats.
SEEN = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
# What joins Egyptian hieroglyphs to groups and is of no use elsewhere.
HIEROGLYPHS = range(0x13430, 0x13456)

HOSTILE = frozenset(
    character
    for character in map(chr, range(sys.maxunicode + 1))
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") or character in FILLERS + NONE
) - {"\n", *SEEN, *map(chr, HIEROGLYPHS)}

# The styles and links that kb itself writes.
STYLE = re.compile(r"\x1b\[([0-9;]*)m")
LINK = re.compile(r"\x1b\]8;;([\x21-\x7e]*)\x1b\\")
CODES = {*SGR.values(), "0"}

FAKED = "FAKED"
EVIL = "evil.example"

PAYLOADS = (
    f"\x1b]0;PWNED\x07\nkb: {FAKED}",
    "\x1b]52;c;UFdORUQ=\x07\x9b31m\x9d0;x\x9c",
    f"\x1b[5m\x1b]8;;https://{EVIL}\x1b\\link\x1b]8;;\x1b\\\x1b[2J\x1b[1A",
    "\u202eright\u202c\u2066to\u2067left\u2068\u2069\u200f\u061c",
    "zero\u200bwidth\u200c\u200d\u2060\ufeff\u00adsoft",
    f"{FILLERS}\u2028line\u2029\x85\x0b\x0c\r",
    "\U000e0001\U000e0041\U000e007f\ufff9\ufffb\x00\x08\x7f",
)


def typable(payload: str) -> str:
    """Give a payload as an argument or a variable can have it."""
    return payload.replace("\x00", "")


def came_through(output: bytes, *, line_ends: tuple[str, ...] = ("\r\n",)) -> list[str]:
    """Give what is wrong with what kb wrote: hostile characters, and escapes that kb does not write."""
    text = output.decode("utf-8")
    for end in line_ends:
        text = text.replace(end, "\n")
    styles = [codes for codes in STYLE.findall(text) if not {*codes.split(";")} <= CODES]
    links = [address for address in LINK.findall(text) if EVIL in address]
    rest = LINK.sub("", STYLE.sub("", text))
    return [*styles, *links, *(f"U+{ord(one):04X}" for one in sorted(HOSTILE & set(rest)))]


def fakes_a_line(errors: bytes) -> bool:
    """Tell whether foreign text made a line of its own that looks like one of kb."""
    return any(line.startswith(f"kb: {FAKED}") for line in errors.decode("utf-8").splitlines())
