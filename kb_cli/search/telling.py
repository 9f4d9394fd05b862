"""What a question tells: the red flags and what no page is about, one of whose phrases has all its ideas in it.

People tell a sign in words and an order of their own. So their words and the phrases of the records (``told_as``) are
taken apart into ideas: words that tell the same are one idea, filler is none, and what is denied ("no fever") is
another idea than what is said.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kb_cli.search.tokenizer import Tokenizer, phrases, stem

if TYPE_CHECKING:
    import sqlite3

NOT = "not"

# A phrase of one idea ("fracture") tells a sign where little else is said: in a story it may be said of anything.
# What is told in several words and cannot wait ("coughing up blood") is told in any company.
MOST_BESIDE_ONE = 3


class Language(NamedTuple):
    """How words become ideas.

    ``filler`` says nothing, ``denials`` deny the next idea but for ``places``; ``same`` maps the stems of a word or
    phrase to its idea, ``tells`` an idea to the wider ones that it tells as well.
    """

    filler: Collection[str]
    denials: Collection[str]
    places: Collection[str]
    same: Mapping[str, str]
    tells: Mapping[str, tuple[str, ...]]
    tokenizer: Tokenizer

    def ideas(self, found: Iterable[str]) -> dict[str, None]:
        """Give the ideas of folded words, in order."""
        read = [NOT if word in self.denials else word for word in found]
        told: dict[str, None] = {}
        denying, denied, last = False, False, -1
        for token, first, end in self.tokenizer.tokens(read):
            if token == NOT:
                denying = True
            elif token in self.places:
                told[token] = None
            else:
                # "No fever or swelling" denies both.
                denied = denying or (denied and "or" in read[last + 1 : first])
                told[self.denied(token) if denied else token] = None
                denying = False
            last = end
        return told

    def denied(self, idea: str) -> str:
        """Give what denies an idea: "not straight" may have a name of its own."""
        return self.same.get(f"{NOT} {idea}", f"-{idea}")

    def wider(self, ideas: Iterable[str]) -> set[str]:
        """Give ideas with all the wider ones that they tell: who says "calf" tells of a leg."""
        whole, new = set(ideas), set(ideas)
        while new:
            new = {wider for idea in new for wider in self.tells.get(idea, ())} - whole
            whole |= new
        return whole


class Told(NamedTuple):
    """The numbers of the red flags that a question tells, and the ids of what no page is about."""

    flags: tuple[int, ...]
    not_covered: tuple[str, ...]


def told(found: Sequence[str], database: "sqlite3.Connection") -> Told:
    """Give what folded words tell: the most urgent flags first, then what is told in most ideas."""
    spoken = _spoken(found, database)
    ideas = spoken.ideas(found)
    wide = spoken.wider(ideas)
    rows = database.execute(
        "SELECT flag, not_covered, ideas, words, urgency FROM (SELECT phrase, count(*) AS told FROM told_ideas"
        f" WHERE idea IN ({_marks(wide)}) GROUP BY phrase) JOIN told_phrases USING (phrase)"
        " LEFT JOIN flags ON flags.number = flag WHERE told = ideas ORDER BY rank, ideas DESC, flag, phrase",
        list(wide),
    ).fetchall()
    flags = [
        flag
        for flag, _, told_in, words, urgency in rows
        if flag and (told_in > 1 or (words > 1 and urgency == "emergency") or len(ideas) <= MOST_BESIDE_ONE)
    ]
    others = [id for _, id, told_in, *_ in rows if id and told_in > 1]
    return Told(tuple(dict.fromkeys(flags)), tuple(dict.fromkeys(others)))


def _spoken(found: Sequence[str], database: "sqlite3.Connection") -> Language:
    """Give as much of the language in the index as these words need."""
    select = f"SELECT word, kind FROM telling_words WHERE word IN ({_marks(set(found))})"
    kinds = dict(database.execute(select, list(set(found))))
    denials = {word for word, kind in kinds.items() if kind == "denial"}
    filler = {word for word, kind in kinds.items() if kind == "filler"}
    read = [NOT if word in denials else word for word in found]
    stems, bare = [stem(word) for word in read], [stem(word) for word in read if word not in filler]
    candidates = {*phrases(stems), *phrases(bare)}
    same = dict(_looked_up("phrase, idea FROM telling_same WHERE phrase", candidates, database))
    denied = [f"{NOT} {idea}" for idea in {*stems, *same.values()}]
    same |= dict(_looked_up("phrase, idea FROM telling_same WHERE phrase", denied, database))
    ideas = {*stems, *same.values()}
    places = {idea for idea, _ in _looked_up("idea, 1 FROM telling_places WHERE idea", ideas, database)}
    # All of them are few.
    tells: dict[str, tuple[str, ...]] = {}
    for idea, means in database.execute("SELECT idea, means FROM telling_wider"):
        tells[idea] = tuple(means.split())
    return Language(filler, denials, places, same, tells, Tokenizer(filler, same))


def _looked_up(what: str, values: Collection[str], database: "sqlite3.Connection") -> list[tuple[str, str]]:
    return database.execute(f"SELECT {what} IN ({_marks(values)})", list(values)).fetchall()


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))
