"""What a question asks for: the part of a page that answers it, told by phrases such as "how long" and "can I run".

The words of a phrase stand in a question in their order, with a few others between them, but none of their own: "when
I hop, can I run" does not ask "when can I".
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


def meant(stems: Sequence[str], database: sqlite3.Connection) -> tuple[Intent, ...]:
    """Give what the stems of a question ask for, in the order of the vocabulary, each part of a page once."""
    rows = database.execute(
        "SELECT part, treatments, phrase FROM intent_phrases JOIN intents USING (number)"
        f" WHERE first IN ({', '.join('?' * len(stems))}) ORDER BY number",
        list(stems),
    )
    found: dict[str, Intent] = {}
    for part, group, phrase in rows:
        if part not in found and _says(phrase.split(), stems):
            found[part] = Intent(part, group)
            if len(found) == MOST:
                break
    return tuple(found.values())


def _says(phrase: Sequence[str], stems: Sequence[str]) -> bool:
    """Tell whether the words of a phrase stand in their order."""
    return any(one == phrase[0] and _follow(start, phrase, stems) for start, one in enumerate(stems))


def _follow(place: int, phrase: Sequence[str], stems: Sequence[str]) -> bool:
    for wanted in phrase[1:]:
        ahead = range(place + 1, min(place + 2 + MOST_BETWEEN, len(stems)))
        found = next((one for one in ahead if stems[one] in phrase), None)
        if found is None or stems[found] != wanted:
            return False
        place = found
    return True
