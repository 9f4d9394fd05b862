"""Text as BibTeX and BibLaTeX files have it, as plain text: accents, mathematics, quotation marks, braces.

Needs pylatexenc, an optional extra.
"""

import logging
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text

# No field of a reference is as long; the few that are need not be read.
LONGEST = 20_000

_SPECIAL = re.compile(r"[\\{}$~%&`]|''|--|<<|>>")
_BARE = re.compile(r"(?<!\\)([%&#])")
_MATHEMATICS = re.compile(r"(?<!\\)\$(?:([^$]*[^$\\])\$)?")
_MINUS = re.compile(r"\$\s*-\s*\$")
_MACRO = re.compile(r"\\([A-Za-z]+)")
# What pylatexenc does not know, as what it does or as text.
_REWRITTEN = (
    (re.compile(r"\$\s*(?:\{\})?\s*_\s*(?:\{([^{}$\\]*)\}|([^\s{}$\\]))\s*\$"), r"<sub>\1\2</sub>"),
    (re.compile(r"\$\s*(?:\{\})?\s*\^\s*(?:\{([^{}$\\]*)\}|([^\s{}$\\]))\s*\$"), r"<sup>\1\2</sup>"),
    (re.compile(r"\\textsubscript\s*\{([^{}]*)\}"), r"<sub>\1</sub>"),
    (re.compile(r"\\textsuperscript\s*\{([^{}]*)\}"), r"<sup>\1</sup>"),
    (re.compile(r"\{\\(?:em|it|sl|itshape)\b\s*([^{}]*)\}"), r"\\emph{\1}"),
    (re.compile(r"\{\\(?:bf|bfseries)\b\s*([^{}]*)\}"), r"\\textbf{\1}"),
    (re.compile(r"\\(?:mk)?(?:bib)?(?:quote|enquote)\s*\{([^{}]*)\}"), r"“\1”"),
)
_TAGS = {"textit": "i", "emph": "i", "textsl": "i", "textbf": "b"}
_SIGNS = {
    "textquotedbl": '"', "textquotesingle": "'", "textless": "<", "textgreater": ">", "textbar": "|", "url": "%s",
    "relax": "", "protect": "", "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX",
}  # fmt: skip
_ESCAPED_IN_ADDRESS = re.compile(r"\{?\\([_%&#$~])(?:\{\})?\}?|\{([_%&#~])\}")


class Plain(NamedTuple):
    """A text, and the commands in it that are not known."""

    text: str
    unknown: tuple[str, ...] = ()


def plain(value: str) -> Plain:
    """Give the text that LaTeX would set; italics and the like are told with tags."""
    if not _SPECIAL.search(value) or len(value) > LONGEST:
        return Plain(value)
    return _decoded(value)


@lru_cache(maxsize=2000)
def _decoded(value: str) -> Plain:
    """Give the text without LaTeX; names and journals come again and again, and each takes half a millisecond."""
    value = _MINUS.sub("−", value)
    for written, meant in _REWRITTEN:
        value = written.sub(meant, value)
    # In a bibliography these stand for themselves; for LaTeX the first would hide the rest of the text.
    value = _BARE.sub(r"\\\1", _MATHEMATICS.sub(_mathematics, value))
    if "\\" not in value and "$" not in value:
        return Plain(_marks(value))
    try:
        text = _reader().latex_to_text(value)
    except Exception:
        # pylatexenc raises whatever a command with too few arguments makes it stumble over.
        return Plain(re.sub(r"[{}]", "", value), ("...",))
    return Plain(text, tuple(dict.fromkeys(name for name in _MACRO.findall(value) if not _known(name))))


def braced(value: str) -> list[str]:
    """Give what braces protect in a title: whole words with capitals, but not the title as a whole."""
    found, depth, start = [], 0, 0
    for place, character in enumerate(value):
        if character not in "{}" or value[place - 1 : place] == "\\":
            continue
        if character == "{":
            start = start if depth else place
            depth += 1
        elif depth:
            depth -= 1
            if not depth and _is_protected(value[:start], value[start + 1 : place], value[place + 1 :]):
                found.append(value[start + 1 : place])
    return found


def _is_protected(before: str, inside: str, after: str) -> bool:
    is_all = not before and not after and " " in inside
    is_part = before[-1:].isalnum() or after[:1].isalnum()
    return inside != inside.lower() and not (is_all or is_part or inside.startswith("\\"))


def address(value: str) -> str:
    """Give a DOI or URL without the escapes that some programs write into it."""
    value = re.sub(r"\\url\s*\{([^{}]*)\}", r"\1", value.strip())
    return _ESCAPED_IN_ADDRESS.sub(lambda found: found[1] or found[2], value)


def _mathematics(found: re.Match[str]) -> str:
    """Give mathematics as it is, and dollars as such."""
    inside = found[1]
    if inside is None:
        return r"\$"
    is_so = any(sign in inside for sign in "\\_^<>=+") or inside == inside.strip()
    return found[0] if is_so else rf"\${inside}\$"


def _marks(value: str) -> str:
    """Give a text without commands: dashes and quotation marks are what they stand for, braces go."""
    for written, meant in (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", " ")):
        value = value.replace(written, meant)
    return re.sub(r"[{}]", "", value)


@cache
def _reader() -> "LatexNodes2Text":
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)
    known = get_default_latex_context_db()
    tagged = [MacroTextSpec(name, f"<{tag}>%s</{tag}>", discard=False) for name, tag in _TAGS.items()]
    signs = [MacroTextSpec(name, sign) for name, sign in _SIGNS.items()]
    known.add_context_category("kb", [*tagged, *signs], prepend=True)
    return LatexNodes2Text(latex_context=known, math_mode="text", keep_comments=True, strict_latex_spaces=False)


@cache
def _known(name: str) -> bool:
    """Tell whether the reader knows a command."""
    return _reader().latex_context.get_macro_spec(name) is not None
