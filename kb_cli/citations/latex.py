"""Text, titles and names as BibTeX and BibLaTeX files have them."""

import re
from collections.abc import Collection

from kb_cli.citations import page_range
from kb_cli.citations.capitals import names_in
from kb_cli.citations.titles import untagged
from kb_cli.records import identifiers
from kb_cli.records.model import Author, Reference

_ESCAPED = str.maketrans(
    {character: f"\\{character}" for character in "%&_#${}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}"}
    | {">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}"}
    # Signs that LaTeX sets in mathematics only.
    | {"≥": r"$\geq$", "≤": r"$\leq$", "≈": r"$\approx$", "→": r"$\rightarrow$", "−": "$-$"}
    | {"α": r"$\alpha$", "β": r"$\beta$", "γ": r"$\gamma$", "δ": r"$\delta$", "μ": r"$\mu$", "κ": r"$\kappa$"}
    | {"\u2010": "-", "\u2011": "-", "\u2009": " ", "\u202f": " "}
)
# LaTeX sets two hyphens as one dash.
_HYPHENS = re.compile(r"-(?=-)")
# pandoc drops LaTeX's sign for a straight mark, so marks in pairs are curved.
_QUOTED = re.compile(r'(?<!\w)"([^"]*)"(?!\w)')
_SMALL_WORD = re.compile(r"(?:^|\s)[a-z]|,|\band\b")


def text(value: str) -> str:
    """Give text with LaTeX's special characters escaped; accents stay as UTF-8. Not for a DOI or a URL."""
    return _HYPHENS.sub("-{}", untagged(value).translate(_ESCAPED))


def title(value: str, protected: Collection[str] = ()) -> str:
    """Give a title with its names in braces, so that no style makes them small: those that are told, or look so."""
    shown = _QUOTED.sub(r"“\1”", untagged(value))
    names = sorted(protected or names_in(shown), key=len, reverse=True)
    parts = re.split(rf"(?<!\w)({'|'.join(map(re.escape, names))})(?!\w)", shown) if names else [shown]
    return "".join(f"{{{text(part)}}}" if place % 2 else text(part) for place, part in enumerate(parts))


def names(work: Reference) -> str:
    """Give the authors joined by "and": "van der Vlist, Arco C", "Hespanhol, Jr, L C", a body in braces, "others"."""
    known = [name for author in work.author if (name := _name(author))]
    return " and ".join([*known, "others"] if known and work.more_authors else known)


def _name(author: Author) -> str:
    if author.literal:
        return f"{{{text(author.literal)}}}"
    family = author.family or ""
    # A small word within a family name would be taken for a particle, a comma or "and" for the end of the name.
    shown = f"{{{text(family)}}}" if _SMALL_WORD.search(family) else text(family)
    last = " ".join(part for part in (text(author.particle or ""), shown) if part)
    given = text(author.given or "")
    return ", ".join(part for part in (last, text(author.suffix or ""), given) if part)


def pages(page: str | None) -> str:
    """Give a range with LaTeX's dash: "839--843"."""
    first, last = page_range.ends(page or "")
    return f"{text(first)}--{text(last)}" if last else text(first)


def address(url: str | None) -> str:
    """Give a URL or DOI as it is, but for what no address has, such as a brace that would end the field."""
    return identifiers.encoded(url or "")


def entry(kind: str, key: str, fields: dict[str, str]) -> str:
    """Give a record; fields without a value are left out."""
    lines = "".join(f",\n  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{kind}{{{key}{lines}\n}}\n"
