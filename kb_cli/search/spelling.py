"""Typing errors, mended against the words that the knowledge base itself uses."""

import sqlite3
from collections.abc import Sequence
from functools import cache
from math import log
from pathlib import Path
from typing import NamedTuple

from kb_cli.search.tokenizer import Word, stem

_SHORTEST = 3
_SHORTEST_PART = 4
# Words shorter than the first have few letters to tell them by; with the others, letters may be missing.
_SHORT = 5
_LONG = 7
_LONGER = 10
_VOWELS = str.maketrans("", "", "aeiouyh")


class Mended(NamedTuple):
    """A word that the knowledge base does not have, and what was searched for instead."""

    typed: str
    used: str


def mend(
    found: Sequence[Word], strange: set[Word], database: sqlite3.Connection
) -> tuple[list[Word], tuple[Mended, ...], tuple[str, ...]]:
    """Give the words with the strange ones mended, what was mended, and the strange ones that nothing is like."""
    result: list[Word] = []
    mended: list[Mended] = []
    unknown: list[str] = []
    place = 0
    while place < len(found):
        word = found[place]
        following = found[place + 1] if place + 1 < len(found) else None
        place += 1
        if following and (word in strange or following in strange) and _knows(word.folded + following.folded, database):
            result.append(Word(word.folded + following.folded, word.start, following.end))
            place += 1
        elif word not in strange:
            result.append(word)
        elif parts := _mended(word.folded, database):
            result += [Word(part, word.start, word.end) for part in parts]
            mended.append(Mended(word.folded, " ".join(parts)))
        else:
            result.append(word)
            unknown.append(word.folded)
    return result, tuple(mended), tuple(unknown)


def _mended(word: str, database: sqlite3.Connection) -> list[str]:
    """Give the two words that were written as one, or the one that is misspelt, where it is plain which."""
    if is_frequent(word):
        return []
    if (parts := _parted(word, database)) and any(_names_something(part, database) for part in parts):
        return parts
    near = nearest(word, database)
    return next(([other] for other in near if _plain(word, other, database)), [])


def _plain(word: str, other: str, database: sqlite3.Connection) -> bool:
    """Tell whether a word is so surely another, misspelt, that this may be searched for instead.

    People get vowels, doubled letters and the order of letters wrong. With other consonants it is as likely a word that
    the records do not have: "collagen" is not "college". A long word may lack one, or be one that names something.
    """
    from rapidfuzz.distance import OSA

    edits, names = OSA.distance(word, other), _names_something(other, database)
    if len(word) < _SHORT:
        return names and edits < 2
    if _skeleton(word) == _skeleton(other) or sorted(word) == sorted(other) or other.startswith(word[:-2]):
        return True
    if OSA.distance(_skeleton(word), _skeleton(other)) > 1:
        return names and edits < 2
    if names:
        return edits < (2 if len(word) < _LONG else 3)
    return len(word) > _LONG and len(word) != len(other) and edits < (2 if len(word) < _LONGER else 3)


def _names_something(word: str, database: sqlite3.Connection) -> bool:
    """Tell whether a word is one of the vocabulary's, or of the name of a page or of something that has none."""
    places = (
        "same WHERE phrase = :stem",
        "name_tokens WHERE token = :stem",
        "not_covered_words WHERE token = :stem",
        "light WHERE word = :stem AND kind = 'faint'",
    )
    select = " UNION ALL ".join(f"SELECT 1 FROM {place}" for place in places)
    return database.execute(select, {"stem": stem(word)}).fetchone() is not None


def nearest(word: str, database: sqlite3.Connection, most: int = 3) -> list[str]:
    """Give the words of the knowledge base that are spelt most like this one, best first; none where none is near."""
    if len(word) < _SHORTEST or any(character.isdigit() for character in word) or is_frequent(word):
        return []
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    allowed = _allowed(word)
    rows = database.execute(
        "SELECT word, uses FROM spellings WHERE length(word) BETWEEN ? AND ?"
        " AND word NOT IN (SELECT word FROM light WHERE kind = 'ordinary')",
        (max(len(word) - allowed, _SHORTEST), len(word) + allowed),
    ).fetchall()
    uses = dict(rows)
    near = process.extract(word, list(uses), scorer=OSA.distance, score_cutoff=allowed, limit=None)
    scored = [(_cost(word, other, int(edits)) - 0.05 * log(1 + uses[other]), other) for other, edits, _ in near]
    limit = 0.6 if len(word) == _SHORTEST else 1.0 if len(word) < 6 else allowed + 0.2
    return [other for cost, other in sorted(scored) if cost <= limit][:most]


def is_frequent(word: str) -> bool:
    """Tell whether a word is one that everyone spells right, so that it is none of the records' words misspelt."""
    return word in _frequent()


@cache
def _frequent() -> frozenset[str]:
    lines = Path(__file__).with_name("frequent_words.txt").read_text("ascii").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _allowed(word: str) -> int:
    """Give how many letters may be wrong: one in a short word, two from six letters, three from eleven."""
    return 1 if len(word) < 6 else 2 if len(word) < 11 else 3


def _cost(word: str, other: str, edits: int) -> float:
    """Give the edits, more where the first letter or the consonants differ: people get vowels and doubles wrong."""
    cost = float(edits)
    skeleton, others = _skeleton(word), _skeleton(other)
    if word[0] != other[0]:
        cost += 0.7
    if skeleton == others:
        cost -= 0.5
    elif len(word) == len(other) and sorted(word) != sorted(other):
        cost += 0.4
    return cost


def _skeleton(word: str) -> str:
    """Give the word without vowels and doubled letters."""
    bare = word[0] + word[1:].translate(_VOWELS)
    return "".join(letter for place, letter in enumerate(bare) if not place or letter != bare[place - 1])


def _knows(word: str, database: sqlite3.Connection) -> bool:
    return database.execute("SELECT 1 FROM spellings WHERE word = ?", (word,)).fetchone() is not None


def _parted(word: str, database: sqlite3.Connection) -> list[str]:
    """Give the two known words that were written as one, as in "shinsplints"."""
    for cut in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 2, -1):
        if _knows(word[:cut], database) and _knows(word[cut:], database):
            return [word[:cut], word[cut:]]
    return []
