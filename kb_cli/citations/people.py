"""Authors' names as bibliographies print them."""

import re

from kb_cli.citations.titles import DOUBLE_FIRST, typeset
from kb_cli.records.model import Author

_LOWER_AFTER_HYPHEN = re.compile(r"-(?=[a-z])")


def compact_initials(given: str) -> str:
    """Give initials without stops or hyphens, as medical styles have them: "Jean-Francois" is "JF"."""
    words = given.replace(".", " ").replace("-", " ").split()
    return "".join(word[0].upper() for word in words)


def spaced_initials(given: str, between: str = " ") -> str:
    """Give initials with full stops, hyphens kept: "Robert-Jan B" is "R.-J. B."; ``between`` parts them."""
    # A small letter after a hyphen belongs to the name before it: "Hong-jie" is "H.".
    names = _LOWER_AFTER_HYPHEN.sub("", given.replace(".", " ")).split()
    return between.join("-".join(f"{part[0].upper()}." for part in name.split("-") if part) for name in names)


def compact(author: Author) -> str:
    """Give a name as Vancouver and AMA have it: "van Middelkoop M", "Hespanhol LC Jr"."""
    initials = compact_initials(author.given or "")
    return typeset(author.literal or " ".join(part for part in (author.surname, initials, author.suffix) if part))


def inverted(author: Author, between: str, quotes: tuple[str, str] = DOUBLE_FIRST) -> str:
    """Give a name as author-date styles have it: "van Middelkoop, M.", "Hespanhol, L. C., Jr"."""
    initials = spaced_initials(author.given or "", between)
    name = author.literal or ", ".join(part for part in (author.surname, initials, author.suffix) if part)
    return typeset(name, quotes)


def family_first(author: Author, between: str) -> str:
    """Give a name as it is sorted where particles do not count: "Middelkoop M. van"."""
    initials = spaced_initials(author.given or "", between)
    return author.literal or " ".join(
        part for part in (author.family, initials, author.particle, author.suffix) if part
    )
