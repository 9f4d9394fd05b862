"""Comparing names as people type them: case, spaces, hyphens, apostrophes and accents do not count."""

import re
from collections.abc import Iterable, Sequence

# What an id and a citation key look like.
ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"

# In per cent of likeness (rapidfuzz); below it, a suggestion puzzles more than it helps.
NEAR = 72
# Several words may be like a name by chance, and a neighbour's page is worse than none.
NEAR_WORDS = 85

# First words of names that keep their capital inside a sentence.
PROPER = ("Achilles", "Copenhagen", "Morton's", "Nordic")


def folded(name: str) -> str:
    """Give the name's letters and digits alone, in lower case and without accents: "Runner's Knee" is "runnersknee"."""
    if not name.isascii():
        import unicodedata

        name = unicodedata.normalize("NFKD", name)
    return "".join(filter(str.isalnum, name.casefold()))


def words_of(name: str) -> list[str]:
    """Give the name's words, each folded: "low-Dye taping" has "low", "dye" and "taping"."""
    return [word for part in re.split(r"[\s/-]+", name) if (word := folded(part))]


def mid_sentence(name: str) -> str:
    """Give a name as it stands inside a sentence: with a small letter, but for proper names and abbreviations."""
    first = name.split(" ")[0]
    return name if first in PROPER or first[1:] != first[1:].lower() else name[0].lower() + name[1:]


def either(names: Sequence[str]) -> str:
    """Give names as a sentence lists what can be chosen: "hip, knee or foot"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def nearest(name: str, known: Iterable[str], most: int = 3, near: int = NEAR) -> list[str]:
    """Give the known names that are spelt most like ``name``, best first; none where nothing is as ``near`` as that."""
    from rapidfuzz import fuzz

    wanted = folded(name[:100])

    def likeness(other: str) -> float:
        spelt = folded(other)
        # A beginning counts too, as in "patelofemoral" for "patellofemoral pain", but less than the whole.
        start = fuzz.ratio(wanted, spelt[: len(wanted) + 1]) - 5 if len(wanted) > 3 else 0
        return max(fuzz.ratio(wanted, spelt), start)

    scored = sorted(((likeness(other), other) for other in dict.fromkeys(known)), key=lambda pair: -pair[0])
    return [other for score, other in scored[:most] if score >= near]
