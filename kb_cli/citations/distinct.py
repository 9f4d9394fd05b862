"""Telling works apart that their authors and year alone do not: more names, or letters as in 2016a and 2016b."""

from collections import defaultdict
from collections.abc import Sequence
from string import ascii_lowercase
from typing import NamedTuple

from kb_cli.citations.people import compact_initials
from kb_cli.records.model import Reference

# Up to so many authors are all named where a style shortens to "et al." at all (Cite Them Right).
NAMED_IN_FULL = 3


class Apart(NamedTuple):
    """What tells a work from the others: a letter after the year, and how many names stand before "et al."."""

    letter: str = ""
    names: int = 1


ALONE = Apart()
Names = tuple[tuple[str, str], ...]
# Stands for all authors that are not known: whoever they are, they make a list longer and other than those without.
_UNNAMED: Names = (("", ""),)


def apart(works: Sequence[Reference]) -> dict[str, Apart]:
    """Give what each work needs, by key, for works in the order of the bibliography.

    As citeproc-js does it: first names are added, and only works of the very same authors get letters.
    """
    found: dict[str, Apart] = {}
    alike: dict[object, list[tuple[str, Names]]] = defaultdict(list)
    for work in works:
        names = tuple((author.surname, compact_initials(author.given or "")) for author in work.author)
        names = names or ((work.title, ""),)
        names += _UNNAMED if work.more_authors else ()
        alike[(names[0], work.issued)].append((work.key, names))
    for group in alike.values():
        for key, names in group:
            same = [other for other, others in group if others == names]
            letter = _letter(same.index(key)) if len(same) > 1 else ""
            found[key] = Apart(letter, _names_needed(names, [others for _, others in group]))
    return found


def _names_needed(names: Names, group: Sequence[Names]) -> int:
    if len(names) <= NAMED_IN_FULL:
        return 1
    others = (one for one in group if one != names and len(one) > NAMED_IN_FULL)
    return max([1, *(_names_to_differ(names, one) for one in others)])


def _names_to_differ(names: Names, others: Names) -> int:
    """Give how many of the names it takes; where the others are all among them, "et al." makes the difference."""
    for number, (one, other) in enumerate(zip(names, others, strict=False), 1):
        if one != other:
            return number
    return min(len(names), len(others))


def _letter(number: int) -> str:
    """Give a, b, ..., z, aa, ab, ..."""
    more, last = divmod(number, 26)
    return (_letter(more - 1) if more else "") + ascii_lowercase[last]
