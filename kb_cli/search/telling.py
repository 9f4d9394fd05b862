"""What a question tells: the red flags and what no page is about, one of whose phrases has all its ideas in it.

People tell a sign in words and an order of their own. So their words and the phrases of the records (``told_as``) are
taken apart into ideas: words that tell the same are one idea, filler is none, and what is denied ("no fever") is
another idea than what is said. A phrase that begins with "unless" excuses its sign: where it is told, the sign is not
raised. An emergency is never excused.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kb_cli.search.tokenizer import Tokenizer, phrases, stem

if TYPE_CHECKING:
    import sqlite3

NOT = "not"
UNLESS = "unless"

# A phrase of one word ("fracture") tells a sign where little else is said: in a story it may be said of anything.
# What is told in several words ("coughing up blood") is told in any company.
MOST_BESIDE_ONE = 3

# "Too sore to stand on" denies as "cannot stand on" does, at most so many words after "too".
_FAR = 3
# A denial denies what comes soon, not what comes in the next clause: "never had that, and since then my calf swells".
_REACH = 5
# An age is told as what matters of it: of "he is 14 and limps", not of "she is 5 weeks into it".
_CHILD, _YOUNG = "child", "young"
_OLDEST_CHILD, _OLDEST_YOUNG = 17, 29
_NAMES = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen")
_NUMBERS = {name: number for number, name in enumerate(_NAMES, 2)}
_NO_AGE = r"(?! ?(?:k|km|kg|lb|\d|am|pm|min|sec|hour|day|week|month|year|mile|stone|second|degree))"
_AGE = re.compile(
    rf"(?:^(\d\d)|\b(?:aged?|im|i am|he|she|he is|she is)(?: only| just)? (\d{{1,2}})){_NO_AGE}\b"
    rf"|\b(?:he|she)(?: is)?(?: only| just)? ({'|'.join(_NAMES)})\b{_NO_AGE}"
    r"|\b(\d{1,2}) ?(?:years? olds?|yrs? olds?|yr olds?|y ?o)\b"
)
# "From 58 to 47 kilos" tells that weight is lost.
_LIGHTER = "lost weight"
_UNIT = "(?:kgs?|kilos?|stone|lbs?|pounds)"
_NO_WEIGHT = (
    r"(?! ?(?:k|m|km|am|pm|mile|min|sec|hour|day|week|month|percent|per|bpm|spm|beat|rep|run|session|set|step)s?\b)"
)
_WEIGHTS = re.compile(
    rf"\b(?:from )?(\d{{1,3}})(?: ?{_UNIT})? to (\d{{1,3}}) ?{_UNIT}\b"
    rf"|\bdown from (\d{{2,3}}) to (\d{{2,3}})\b{_NO_WEIGHT}"
)


def read(found: Iterable[str], denials: Collection[str]) -> list[str]:
    """Give folded words with each denial as "not", each age as what matters of it, and a falling weight in words."""
    words = [NOT if word in denials else word for word in found]
    for place, word in enumerate(words):
        if word == "to" and "too" in words[max(place - _FAR, 0) : place]:
            words[place] = NOT
    return _WEIGHTS.sub(_of_weights, _AGE.sub(_of_age, " ".join(words))).split()


def _of_weights(match: re.Match[str]) -> str:
    before, after = (int(said) for said in match.groups() if said)
    return _LIGHTER if after < before else match[0]


def _of_age(match: re.Match[str]) -> str:
    said = next(filter(None, match.groups()))
    age = _NUMBERS.get(said) or int(said)
    return _CHILD if age <= _OLDEST_CHILD else _YOUNG if age <= _OLDEST_YOUNG else ""


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
        words = read(found, self.denials)
        tokens = self.tokenizer.tokens(words)
        listed = _listed(tokens, words)
        told: dict[str, None] = {}
        reach, denied = -1, False
        for (token, first, last), of_list in zip(tokens, listed, strict=True):
            if token == NOT:
                reach = last + _REACH
            elif token in self.places:
                told[token] = None
            else:
                denied = first <= reach or (denied and of_list)
                told[self.denied(token) if denied else token] = None
                reach = -1
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


def _listed(tokens: Sequence[tuple[str, int, int]], words: Sequence[str]) -> list[bool]:
    """Tell of each token whether a list that "or" ends holds it and the one before: "no rash, fever or swelling"."""
    listed = [False] * len(tokens)
    later = False
    for place in range(len(tokens) - 1, 0, -1):
        between = words[tokens[place - 1][2] + 1 : tokens[place][1]]
        later = listed[place] = "or" in between or (not between and later)
    return listed


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
        "SELECT flag, not_covered, ideas, words, excuses, urgency FROM (SELECT phrase, count(*) AS told FROM told_ideas"
        f" WHERE idea IN ({_marks(wide)}) GROUP BY phrase) JOIN told_phrases USING (phrase)"
        " LEFT JOIN flags ON flags.number = flag WHERE told = ideas ORDER BY rank, ideas DESC, flag, phrase",
        list(wide),
    ).fetchall()
    # An emergency is never excused.
    excused = {(flag, other) for flag, other, _, _, excuses, urgency in rows if excuses and urgency != "emergency"}
    rows = [row for row in rows if not row[4] and (row[0], row[1]) not in excused]
    flags = [flag for flag, _, _, words, *_ in rows if flag and (words > 1 or len(ideas) <= MOST_BESIDE_ONE)]
    others = [other for _, other, told_in, *_ in rows if other and told_in > 1]
    return Told(tuple(dict.fromkeys(flags)), tuple(dict.fromkeys(others)))


def _spoken(found: Sequence[str], database: "sqlite3.Connection") -> Language:
    """Give as much of the language in the index as these words need."""
    select = f"SELECT word, kind FROM telling_words WHERE word IN ({_marks(set(found))})"
    kinds = dict(database.execute(select, list(set(found))))
    denials = {word for word, kind in kinds.items() if kind == "denial"}
    filler = {word for word, kind in kinds.items() if kind == "filler"}
    plain = read(found, denials)
    stems, bare = [stem(word) for word in plain], [stem(word) for word in plain if word not in filler]
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
