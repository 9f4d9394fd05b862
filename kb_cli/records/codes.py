"""Short codes for conditions: one more name of each, short enough to head a column of the evidence map."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from kb_cli.records.name_index import Entry
from kb_cli.records.names import folded, words_of
from kb_cli.records.vocabularies import Region

LONGEST = 4


def codes(conditions: Sequence[Entry], others: Iterable[Entry]) -> list[str]:
    """Give each condition a code in capitals that is no name of another condition, of one of the others, or a region.

    It is its abbreviation if it has one, else the initials of its name, with more letters of the first word or a number
    where something else is called so.
    """
    names = Counter(name for one in (*conditions, *others) for name in set(one.folded))
    names.update(folded(region.label) for region in Region)
    numbers: Counter[str] = Counter()
    found: list[str] = []
    for one in conditions:
        code = next(code for code in _choices(one, numbers) if names[folded(code)] == (folded(code) in one.folded))
        names[folded(code)] += 1
        found.append(code)
    return found


def _choices(one: Entry, numbers: Counter[str]) -> Iterator[str]:
    """Give codes for a condition, best first, without end; ``numbers`` are the last ones that were given."""
    yield from (alias for alias in one.spellings[2:] if _is_abbreviation(alias))
    words = [word for word in words_of(one.name) if word.isascii()] or words_of(one.id)
    rest = "".join(word[0] for word in words[1:])
    for letters in range(1, LONGEST):
        code = (words[0][:letters] + rest)[:LONGEST].upper()
        if len(code) > 1:
            yield code
    stem = (words[0][0] + rest)[:2].upper()
    while True:
        numbers[stem] += 1
        yield f"{stem}{numbers[stem] + 1}"


def _is_abbreviation(alias: str) -> bool:
    return alias.isascii() and alias.isalpha() and alias.isupper() and 1 < len(alias) <= LONGEST
