"""Which conditions come first: where each word is found, and a score that looks at each condition as a whole."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from math import log
from typing import NamedTuple

from kb_cli.records.sections import ANSWERS, SECTIONS
from kb_cli.search.filters import Narrowing
from kb_cli.search.passages import NAMES, PAGE_SHIFT, SECTION_MASK, SECTION_NAMES, Passages, page_of
from kb_cli.search.query import Query

# So many places of words are all looked at. Beyond that the most telling half of what was said chooses the passages,
# and commoner words count only there: in a large collection they stand nearly everywhere.
ENOUGH_PLACES = 2000

# How much a place says about what the page is about.
WEIGHTS = (
    {
        "name": 1.0,
        "question": 1.0,
        "gist": 1.0,
        "at_a_glance": 0.85,
        "summary": 0.6,
        "finding": 0.5,
        "passage": 0.5,
        "red_flags": 0.4,
        "references": 0.2,
    }
    | dict.fromkeys(ANSWERS, 0.85)
    | {key: section.weight for key, section in SECTIONS.items()}
)
_NAMING = frozenset(map(SECTION_NAMES.index, NAMES))
# What counts beside the best place of each word: words that come often, whole names.
OFTEN = 0.9
NAMED = 0.9
# What share of its score a page loses that does not say where it hurts; what it says in its summary or above is enough.
ELSEWHERE = 0.4


class Alternative(NamedTuple):
    """One way to say a concept: its tokens, what finding them is worth, and in how many passages they may stand."""

    text: str
    worth: float
    passages: int


# The alternatives of each concept of a query; where one is worth 0, it stands nowhere.
Weights = Sequence[Sequence[Alternative]]


class Ranking:
    """What was found where, and from it the score of each page."""

    def __init__(self, concepts: int) -> None:
        # By concept: what its best place on a page counts.
        self.best: list[dict[int, float]] = [{} for _ in range(concepts)]
        self.scores: dict[int, float] = {}
        # What everything found in a passage is worth together.
        self.worth: dict[int, float] = {}
        # Concepts that were looked for only beside others.
        self.partly: set[int] = set()
        # For names that were asked for, what share of their words was.
        self.shares: dict[int, float] = {}
        self._found: list[list[tuple[float, list[int]]]] = [[] for _ in range(concepts)]
        self._weights = [WEIGHTS[name] for name in SECTION_NAMES]

    def add(self, concept: int, worth: float, passages: list[int]) -> None:
        """Note that a concept is found in these passages."""
        self._found[concept].append((worth, passages))
        whole = self.worth
        for passage in passages:
            whole[passage] = whole.get(passage, 0.0) + worth

    def score(self, database: sqlite3.Connection, places: Mapping[int, float]) -> None:
        """Give each page its score.

        ``places`` are the concepts that say where it hurts, with what finding them is worth.
        """
        scores: dict[int, float] = defaultdict(float)
        for best, found in zip(self.best, self._found, strict=True):
            times = self._best(best, found)
            for page, value in best.items():
                scores[page] += value * (1 + OFTEN * log(1 + times[page]))
        for page, value in self._named(database).items():
            scores[page] += NAMED * value
        enough = [(self.best[place], WEIGHTS["summary"] * worth) for place, worth in places.items() if worth]
        for page in scores if enough else ():
            missing = sum([1 - min(1.0, found.get(page, 0.0) / most) for found, most in enough])
            scores[page] *= 1 - ELSEWHERE * missing / len(enough)
        self.scores = scores

    def _best(self, best: dict[int, float], found: Iterable[tuple[float, list[int]]]) -> dict[int, float]:
        """Note what the best place of a concept on each page counts; give how much all its places there weigh."""
        times: dict[int, float] = {}
        for worth, passages in found:
            for passage in passages:
                page, weight = passage >> PAGE_SHIFT, self._weights[passage & SECTION_MASK]
                times[page] = times.get(page, 0.0) + weight
                best[page] = max(best.get(page, 0.0), weight * worth)
        return times

    def _named(self, database: sqlite3.Connection) -> dict[int, float]:
        """Give what the names of each page count: one all of whose words were asked for more than one with a word."""
        concepts: dict[int, int] = defaultdict(int)
        for found in self._found:
            for _, passages in found:
                for passage in passages:
                    if passage & SECTION_MASK in _NAMING:
                        concepts[passage] += 1
        lengths = _name_lengths(concepts, database)
        named: dict[int, float] = {}
        for passage, count in concepts.items():
            self.shares[passage] = count / lengths[passage]
            worth = self.worth[passage] * self.shares[passage]
            named[page_of(passage)] = max(named.get(page_of(passage), 0.0), worth)
        return named

    def called(self) -> set[int]:
        """Give the pages that have a name all of whose words were asked for."""
        return {page_of(passage) for passage, share in self.shares.items() if share >= 1}

    def pages(self) -> list[int]:
        """Give the pages, best first."""
        return sorted(self.scores, key=lambda page: (-self.scores[page], page))

    def passages_of(self, pages: Collection[int]) -> dict[int, list[int]]:
        """Give the passages of each of these pages in which anything was found, best first; whole names lead."""
        found: dict[int, list[tuple[float, int]]] = {page: [] for page in pages}
        for passage, worth in self.worth.items():
            if (page := passage >> PAGE_SHIFT) in found:
                value = self._weights[passage & SECTION_MASK] * worth * (1 + self.shares.get(passage, 0.0))
                found[page].append((-value, passage))
        return {page: [passage for _, passage in sorted(rows)] for page, rows in found.items()}


def ranked(query: Query, weights: Weights, passages: Passages, narrowing: Narrowing) -> Ranking:
    """Find every concept of a query and score the pages."""
    ranking = Ranking(len(weights))
    deciding, others = _split(query, weights)
    among = [one.text for concept in deciding for one in weights[concept] if one.worth]

    @cache
    def everywhere(text: str) -> list[int]:
        return narrowing.of(passages.with_any([text]))

    @cache
    def there(text: str) -> list[int]:
        return narrowing.of(passages.with_any([text], among))

    for concept in deciding:
        _find(concept, weights[concept], everywhere, ranking)
    for concept in others if among else ():
        _find(concept, weights[concept], there, ranking)
    places = {number: weights[number][0].worth for number, concept in enumerate(query.concepts) if concept.place}
    ranking.score(passages.database, places)
    ranking.scores = {page: ranking.scores[page] for page in _told_of(query, weights, ranking)}
    if narrowing.by_section:
        shown = {page_of(passage) for passage in ranking.worth if narrowing.allows(passage)}
        ranking.scores = {page: score for page, score in ranking.scores.items() if page in shown}
    ranking.partly = set(others)
    return ranking


def _told_of(query: Query, weights: Weights, ranking: Ranking) -> set[int]:
    """Give the pages that tell of what is looked for, not only cite a work whose title does.

    The names of places and people stand in titles alone: they find works.
    """
    pages: set[int] = set()
    for number, best in enumerate(ranking.best):
        if not query.concepts[number].faint:
            title = WEIGHTS["references"] * max((one.worth for one in weights[number]), default=0.0)
            pages.update(page for page, value in best.items() if value > title)
    return pages if any(not concept.faint for concept in query.concepts) else set(ranking.scores)


def _find(
    concept: int, alternatives: Sequence[Alternative], find: Callable[[str], list[int]], ranking: Ranking
) -> None:
    """Find a concept; a passage with several of its alternatives counts once, for the best of them."""
    seen: set[int] = set()
    for one in sorted(alternatives, key=lambda one: -one.worth):
        if one.worth:
            found = find(one.text)
            ranking.add(concept, one.worth, [passage for passage in found if passage not in seen] if seen else found)
            if len(alternatives) > 1:
                seen.update(found)


def weights(query: Query, database: sqlite3.Connection) -> Weights:
    """Give the alternatives of each concept with what finding them is worth: the rarer, the more; 0 if never."""
    tokens = list({token for concept in query.concepts for text, _ in concept.alternatives for token in text.split()})
    marks = ", ".join("?" * len(tokens))
    found = dict(database.execute(f"SELECT token, passages FROM terms WHERE token IN ({marks})", tokens))
    total = int(database.execute("SELECT value FROM meta WHERE key = 'passages'").fetchone()[0])

    def alternative(text: str, weight: float) -> Alternative:
        fewest = min(found.get(token, 0) for token in text.split())
        worth = log(1 + (total - fewest + 0.5) / (fewest + 0.5)) if fewest else 0.0
        return Alternative(text, weight * worth, fewest)

    return [[alternative(text, weight) for text, weight in concept.alternatives] for concept in query.concepts]


def token_weights(weights: Weights) -> dict[str, float]:
    """Give each token looked for with what finding it is worth."""
    result: dict[str, float] = {}
    for concept in weights:
        for one in concept:
            for token in one.text.split():
                result[token] = max(result.get(token, 0.0), one.worth)
    return result


def faint_tokens(query: Query) -> set[str]:
    """Give the tokens looked for that say next to nothing; none where there are no others."""
    faint = {text for concept in query.concepts if concept.faint for text, _ in concept.alternatives}
    return faint if any(not concept.faint for concept in query.concepts) else set()


def _split(query: Query, weights: Weights) -> tuple[list[int], list[int]]:
    """Give the concepts that choose the passages, and those that count only in these: faint and very common words."""
    telling = [number for number, concept in enumerate(query.concepts) if not concept.faint] or range(len(weights))
    full = {number: max((one.worth for one in weights[number]), default=0.0) for number in telling}
    said = {number: 0.0 if query.concepts[number].pointed else worth for number, worth in full.items()}
    deciding: list[int] = []
    places, worth = 0, 0.0
    for number in sorted(full, key=lambda number: -full[number]):
        places += sum(one.passages for one in weights[number])
        if places > ENOUGH_PLACES and worth > sum(said.values()) / 2:
            break
        worth += said[number]
        deciding.append(number)
    return deciding, [number for number in range(len(weights)) if number not in deciding]


def _name_lengths(passages: Iterable[int], database: sqlite3.Connection) -> dict[int, int]:
    """Give how many tokens each of these names has."""
    numbers = ", ".join(map(str, passages))
    return dict(database.execute(f"SELECT passage, tokens FROM name_lengths WHERE passage IN ({numbers})"))
