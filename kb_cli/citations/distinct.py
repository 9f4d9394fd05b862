"""Telling works apart that their authors and year alone do not: more names, initials, or letters as in 2016a and 2016b.

It is done in the running text and holds for the bibliography too, as citeproc-js does it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from string import ascii_lowercase
from typing import NamedTuple

from kb_cli.citations import people
from kb_cli.citations.titles import typeset
from kb_cli.records.model import Author, Reference

# How much is told of a name: nothing but the surname is 0.
INITIALS = 1
GIVEN_NAMES = 2


class Rule(NamedTuple):
    """How a style names works in the running text: up to so many authors in full, or what stands ``instead`` of them.

    Styles tell people of one name apart by the initials of first authors, always (``first_authors``), or by those of
    any author, where works would look alike. ``quotes`` are the marks of quotations in turn.
    """

    named_in_full: int
    first_authors: bool
    instead: Callable[[Reference], str]
    quotes: tuple[str, str]


class Apart(NamedTuple):
    """What tells a work from the others: a letter after the year, and how many names stand before "et al.".

    ``given`` says how much is told of each name, from the first: 0, INITIALS or GIVEN_NAMES.
    """

    letter: str = ""
    names: int = 1
    given: tuple[int, ...] = ()


class Named(NamedTuple):
    """The authors of a work in the running text, and whether there are more; without any what stands in their place."""

    names: tuple[str, ...]
    more: bool
    instead: str = ""


ALONE = Apart()


def apart(works: Sequence[Reference], rule: Rule) -> dict[str, Apart]:
    """Give what each work needs, by key, for works in the order of the bibliography."""
    namesakes = _namesakes(works) if rule.first_authors else set()
    found = {work.key: Apart(given=(INITIALS,)) if work.key in namesakes else ALONE for work in works}
    alike = _groups(works, lambda work: (named(work, found[work.key], rule), work.issued))
    for group in alike:
        found |= _told_apart(group, found[group[0].key], rule)
    return found


def named(work: Reference, apart: Apart, rule: Rule) -> Named:
    """Give how the work is named."""
    authors = [author for author in work.author if author.surname]
    if not authors:
        return Named((), False, rule.instead(work))
    is_long = len(authors) + work.more_authors > rule.named_in_full
    shown = authors[: apart.names] if is_long else authors
    given = (*apart.given, *(0 for _ in shown))
    names = tuple(_name(author, level, rule.quotes) for author, level in zip(shown, given, strict=False))
    return Named(names, len(shown) < len(authors) or work.more_authors)


def _name(author: Author, level: int, quotes: tuple[str, str]) -> str:
    if not level or not author.given:
        return typeset(author.surname, quotes)
    return people.natural(author, people.spaced_initials(author.given) if level == INITIALS else author.given, quotes)


def _namesakes(works: Sequence[Reference]) -> set[str]:
    """Give the keys of the works whose first author has the name of another first author, and other initials."""
    firsts = [(work.key, work.author[0]) for work in works if work.author and work.author[0].given]
    initials: dict[str, set[str]] = defaultdict(set)
    for _, author in firsts:
        initials[author.surname].add(people.spaced_initials(author.given or ""))
    return {key for key, author in firsts if len(initials[author.surname]) > 1}


def _told_apart(works: Sequence[Reference], alike: Apart, rule: Rule) -> dict[str, Apart]:
    """Give what tells works apart that look alike: the first step that makes some differ, and then the others."""
    if len(works) == 1:
        return {works[0].key: alike}
    for step in _steps(alike, max(len(work.author) for work in works), rule):
        parts = _groups(works, lambda work, step=step: named(work, step, rule))  # type: ignore[misc]
        if len(parts) > 1:
            return {key: needed for part in parts for key, needed in _told_apart(part, step, rule).items()}
    return {work.key: alike._replace(letter=_letter(number)) for number, work in enumerate(works)}


def _steps(start: Apart, longest: int, rule: Rule) -> Iterator[Apart]:
    """Give what may be told in turn: initials of the last name, its given names, one more name."""
    told = (*start.given, *(0 for _ in range(longest)))
    for number in range(start.names, longest + 1):
        place = number - 1
        if number > start.names:
            yield start._replace(names=number)
        for level in range(told[place] + 1, 0 if rule.first_authors else GIVEN_NAMES + 1):
            yield start._replace(names=number, given=(*told[:place], level))


def _groups(works: Iterable[Reference], key: Callable[[Reference], object]) -> list[list[Reference]]:
    groups: dict[object, list[Reference]] = defaultdict(list)
    for work in works:
        groups[key(work)].append(work)
    return list(groups.values())


def _letter(number: int) -> str:
    """Give a, b, ..., z, aa, ab, ..."""
    more, last = divmod(number, 26)
    return (_letter(more - 1) if more else "") + ascii_lowercase[last]
