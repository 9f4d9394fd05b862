"""Authors' names as bibliographies print them."""

import re
from collections.abc import Sequence

from kb_cli.citations.titles import DOUBLE_FIRST, typeset
from kb_cli.records.model import Author, Reference

# For formats that cannot say in the list itself that it goes on.
NOT_ALL = "Not all authors are listed."

# Medical styles name up to so many authors.
_LONGEST = 6
_LOWER_AFTER_HYPHEN = re.compile(r"-(?=[a-z])")


def compact_initials(given: str) -> str:
    """Give initials without stops or hyphens, as medical styles have them: "Jean-Francois" is "JF"."""
    words = given.replace(".", " ").replace("-", " ").split()
    return "".join([word[0] for word in words]).upper()


def spaced_initials(given: str, between: str = " ") -> str:
    """Give initials with full stops, hyphens kept: "Robert-Jan B" is "R.-J. B."; ``between`` parts them."""
    # A small letter after a hyphen belongs to the name before it: "Hong-jie" is "H.".
    names = _LOWER_AFTER_HYPHEN.sub("", given.replace(".", " ")).split()
    return between.join("-".join(f"{part[0].upper()}." for part in name.split("-") if part) for name in names)


def compact(author: Author) -> str:
    """Give a name as Vancouver and AMA have it: "van Middelkoop M", "Hespanhol LC Jr"."""
    initials = compact_initials(author.given or "")
    return typeset(author.literal or " ".join(filter(None, (author.surname, initials, author.suffix))))


def compact_list(work: Reference, shown: int) -> str:
    """Give the names as Vancouver and AMA list them: all of up to six, the first ``shown`` of more."""
    names = [name for author in work.author if (name := compact(author))]
    if len(names) + work.more_authors > _LONGEST:
        return et_al(names[:shown], "et al")
    return et_al(names, "et al") if work.more_authors else ", ".join(names)


def et_al(names: Sequence[str], term: str = "et al.") -> str:
    """Give the names that a list begins with and that there are more; nothing stays nothing."""
    return f"{', '.join(names)}{',' if len(names) > 1 else ''} {term}" if names else ""


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


def natural(author: Author, given: str, quotes: tuple[str, str] = DOUBLE_FIRST) -> str:
    """Give a name as it is spoken, after initials or given names: "M. van Middelkoop", "L. C. Hespanhol Jr"."""
    return typeset(" ".join(part for part in (given, author.surname, author.suffix) if part), quotes)
