"""What a question asks for: the part of a page that answers it, told by phrases such as "how long" and "can I run".

The words of a phrase stand in a question in their order, with a few others between them.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kb_cli.search.tokenizer import stem

# "Can my 14 year old daughter run" asks whether she may run; words further apart belong to different things.
MOST_BETWEEN = 3
# A question asks for one thing, and perhaps another.
MOST = 2


class Intent(NamedTuple):
    """A part of a page that is asked for; of treatments perhaps those of one group alone."""

    part: str
    group: str = ""


def stems(found: Iterable[str], same: Mapping[str, str]) -> list[str]:
    """Give the stems of folded words, each as the word for all of its meaning: "jog" is "run"."""
    return [same.get(one, one) for one in map(stem, found)]


class Meant(NamedTuple):
    """What is asked for, and the places of the words that ask for it."""

    intents: tuple[Intent, ...] = ()
    places: frozenset[int] = frozenset()


def meant(stems: Sequence[str], database: sqlite3.Connection) -> Meant:
    """Give what the stems of a question ask for, in the order of the vocabulary."""
    rows = database.execute(
        "SELECT number, part, treatments, phrase FROM intent_phrases JOIN intents USING (number)"
        f" WHERE first IN ({', '.join('?' * len(stems))}) ORDER BY number",
        list(stems),
    )
    said: dict[Intent, list[int]] = {}
    for _, part, group, phrase in rows:
        span = _span(phrase.split(), stems)
        said[Intent(part, group)] = max(said.get(Intent(part, group), []), span, key=len)
    found = [intent for intent, span in said.items() if span]
    intents = tuple({intent.part: intent for intent in reversed(found)}.values())[::-1][:MOST]
    return Meant(intents, frozenset(place for intent in intents for place in said[intent]))


def _span(phrase: Sequence[str], stems: Sequence[str]) -> list[int]:
    """Give where the words of a phrase stand in their order; nothing if they do not."""
    for start, one in enumerate(stems):
        if one == phrase[0] and (span := _from(start, phrase, stems)):
            return span
    return []


def _from(start: int, phrase: Sequence[str], stems: Sequence[str]) -> list[int]:
    span = [start]
    for wanted in phrase[1:]:
        ahead = range(span[-1] + 1, min(span[-1] + 2 + MOST_BETWEEN, len(stems)))
        place = next((one for one in ahead if stems[one] == wanted), None)
        if place is None:
            return []
        span.append(place)
    return span
