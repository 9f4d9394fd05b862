"""What the words of a query name that no page is about."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from kb_cli.search.query import PLACE, Query
from kb_cli.search.ranking import Weights
from kb_cli.search.relevance import UNKNOWN

# The share of a query, by what its words count, that a name must hold to be what the query is about.
CARRIES = 0.37
# The same for a name that no page has a word of: where it is said in a story, it is what the story is about.
CARRIES_STRANGE = 0.2
# What a word of a name counts that no record has: as much as the rarest of theirs.
RARE = 7.0


class Named(NamedTuple):
    """A name that the words hold: of what, its tokens, and whether these say little where another place is named."""

    id: str
    tokens: frozenset[str]
    vague: bool


def named(asked: Query, weights: Weights, database: sqlite3.Connection) -> list[str]:
    """Give the ids of what is named by the best words of a query, the longest name first."""
    names = sorted(_held(asked.tokens, database), key=lambda name: -len(name.tokens))
    if not names:
        return []
    words = frozenset(token for name in names for token in name.tokens)
    worth: dict[str, float] = {}
    strange: set[str] = set()
    for concept, alternatives in zip(asked.concepts, weights, strict=True):
        if not concept.pointed:
            known = max((one.worth for one in alternatives), default=0.0) / (PLACE if concept.place else 1)
            token = concept.alternatives[0][0]
            worth[token] = known or (RARE if token in words else UNKNOWN)
            if not known:
                strange.add(token)
    places = {concept.alternatives[0][0] for concept in asked.concepts if concept.place}
    whole = sum(worth.values())
    ids: list[str] = []
    seen: set[str] = set()
    for name in names:
        elsewhere = name.vague and not places <= name.tokens
        carried = sum(worth.get(token, 0.0) for token in name.tokens)
        share = CARRIES_STRANGE if name.tokens <= strange else CARRIES
        if not (elsewhere or name.tokens <= seen) and carried >= share * whole:
            seen |= name.tokens
            ids.append(name.id)
    return list(dict.fromkeys(ids))


def called(asked: Query, database: sqlite3.Connection) -> bool:
    """Tell whether the words hold a name of a page that says more than where it hurts, as "heel pain" does."""
    bare = {concept.alternatives[0][0] for concept in asked.concepts if concept.place or concept.faint}
    names = database.execute("SELECT tokens FROM page_names")
    return any(
        not name <= bare and _together(name, asked.tokens) for name in (frozenset(text.split()) for (text,) in names)
    )


def _held(tokens: Sequence[str], database: sqlite3.Connection) -> Iterator[Named]:
    """Give the names all of whose tokens stand close together in any order: "arthritis in my hip", "hip arthritis"."""
    marks = ", ".join("?" * len(set(tokens)))
    rows = database.execute(
        "SELECT id, tokens, vague FROM not_covered_names WHERE name IN (SELECT name FROM not_covered_words"
        f" WHERE token IN ({marks}) GROUP BY name HAVING count(*) = length)",
        list(set(tokens)),
    )
    for id, text, vague in rows:
        name = Named(id, frozenset(text.split()), bool(vague))
        if _together(name.tokens, tokens):
            yield name


def _together(wanted: Collection[str], tokens: Sequence[str]) -> bool:
    """Tell whether all of the wanted tokens stand side by side, but for one word between them."""
    width = len(wanted) + 1 if len(wanted) > 1 else 1
    return any(set(tokens[start : start + width]).issuperset(wanted) for start in range(len(tokens)))
