"""Which conditions come first: candidates by FTS5's BM25, then a score that looks at each condition as a whole."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

from kb_cli.search.query import Query

# How many passages, best first by BM25, are looked at closely.
CANDIDATES = 400

# BM25 weights of the columns of the index: names, the treatment's names, text.
BM25 = "bm25(8.0, 3.0, 1.0)"

# How much a place says about what the page is about.
SECTIONS = {
    "name": 1.0,
    "gist": 1.0,
    "at_a_glance": 0.85,
    "summary": 0.6,
    "definition": 0.7,
    "presentation": 0.8,
    "examination": 0.55,
    "red_flags": 0.4,
    "treatment": 0.5,
    "causes": 0.5,
    "epidemiology": 0.35,
    "prognosis": 0.35,
    "return_to_running": 0.35,
    "prevention": 0.4,
    "differential": 0.25,
    "references": 0.2,
}
# What a word counts that the knowledge base does not have, against about 5 for one that it has; and the share of the
# query, by what its words count and where they stand, that a page must answer to be more than a weak match.
UNKNOWN = 4.0
ENOUGH = 0.5

# What counts beside the best place of each word: words together in one passage, words that come often, whole names.
TOGETHER = 0.5
OFTEN = 0.7
NAMED = 1.8


class Hit(NamedTuple):
    """A passage that matched: its row, the page it is on, and how well it matched."""

    passage: int
    page: int
    section: str
    score: float


class Ranked(NamedTuple):
    """A page with its score, its passages, best first, and what each concept's best place counts."""

    page: int
    score: float
    hits: tuple[Hit, ...]
    best: Mapping[int, float]


class Filter(NamedTuple):
    """Which passages may match: of a region, of a section."""

    region: str | None = None
    section: str | None = None


class Judgement(NamedTuple):
    """Whether a page fits the words badly, and which of them were found there, the most telling first."""

    weak: bool
    hit: tuple[str, ...]
    missed: tuple[str, ...]


# For each concept, its alternatives with what finding them is worth.
Weights = Sequence[Sequence[tuple[str, float]]]


def ranked(query: Query, weights: Weights, database: sqlite3.Connection, wanted: Filter) -> list[Ranked]:
    """Give the pages that match, best first."""
    tests = [(number, f" {text} ", value) for number, one in enumerate(weights) for text, value in one if value > 0]
    pages: dict[int, _Page] = defaultdict(_Page)
    unwanted = [f" {phrase} " for phrase in query.excluded]
    for passage, page, section, tokens in _candidates(query, database, wanted):
        if unwanted and any(phrase in tokens for phrase in unwanted):
            continue
        matched: dict[int, float] = {}
        for number, text, value in tests:
            if text in tokens and value > matched.get(number, 0.0):
                matched[number] = value
        if matched:
            pages[page].add(passage, page, section, tokens, matched)
    # A page that is about what is excluded goes; one that mentions it elsewhere loses only those passages.
    left_out = _pages_with(query.excluded, database, "name", "gist")
    scored = [page.ranked(number) for number, page in pages.items() if number not in left_out]
    for phrase in query.required:
        with_phrase = _pages_with((phrase,), database)
        scored = [one for one in scored if one.page in with_phrase]
    return sorted(scored, key=lambda one: (-one.score, one.page))


class _Page:
    """What was found on one page."""

    def __init__(self) -> None:
        self.best: dict[int, float] = {}
        self.times: dict[int, float] = defaultdict(float)
        self.together = 0.0
        self.named = 0.0
        self.hits: list[Hit] = []

    def add(self, passage: int, page: int, section: str, tokens: str, matched: dict[int, float]) -> None:
        """Note a passage and the concepts found in it."""
        weight = SECTIONS[section]
        whole = sum(matched.values())
        for number, value in matched.items():
            self.best[number] = max(self.best.get(number, 0.0), weight * value)
            self.times[number] += weight
        self.together = max(self.together, weight * whole)
        if section == "name":
            # A name all of whose words were asked for says more than one of which a word was.
            self.named = max(self.named, whole * len(matched) / len(tokens.split()))
        self.hits.append(Hit(passage, page, section, weight * whole))

    def ranked(self, number: int) -> Ranked:
        """Give the page's score."""
        apart = sum(self.best.values())
        often = sum(log(1 + self.times[concept]) * value for concept, value in self.best.items())
        score = apart + TOGETHER * self.together + OFTEN * often + NAMED * self.named
        hits = tuple(sorted(self.hits, key=lambda hit: (-hit.score, hit.passage)))
        return Ranked(number, score, hits, self.best)


def weights(query: Query, database: sqlite3.Connection) -> Weights:
    """Give the alternatives of each concept with what finding them is worth: the rarer, the more; 0 if never."""
    tokens = list({token for concept in query.concepts for text, _ in concept.alternatives for token in text.split()})
    marks = ", ".join("?" * len(tokens))
    found = dict(database.execute(f"SELECT token, passages FROM terms WHERE token IN ({marks})", tokens))
    total = int(database.execute("SELECT value FROM meta WHERE key = 'passages'").fetchone()[0])

    def worth(text: str) -> float:
        fewest = min(found.get(token, 0) for token in text.split())
        return log(1 + (total - fewest + 0.5) / (fewest + 0.5)) if fewest else 0.0

    return [[(text, weight * worth(text)) for text, weight in concept.alternatives] for concept in query.concepts]


def token_weights(weights: Weights) -> dict[str, float]:
    """Give each token looked for with what finding it is worth."""
    result: dict[str, float] = {}
    for one in weights:
        for text, value in one:
            for token in text.split():
                result[token] = max(result.get(token, 0.0), value)
    return result


def judged(query: Query, weights: Weights, best: Mapping[int, float]) -> Judgement:
    """Tell whether the page whose best places these are answers the query, or only a lesser part of it in passing."""
    full = [max((value for _, value in one), default=0.0) for one in weights]
    explained: dict[int, float] = {}
    for number, concept in enumerate(query.concepts):
        if concept.pointed and number in best:
            for place in range(concept.first, concept.last + 1):
                explained[place] = max(explained.get(place, 0.0), best[number] / full[number])
    asked = answered = 0.0
    hit: list[tuple[float, str]] = []
    missed: list[str] = []
    for number, concept in enumerate(query.concepts):
        if concept.pointed or concept.faint:
            continue
        value = full[number] or UNKNOWN
        share = max(best.get(number, 0.0) / value, explained.get(concept.first, 0.0))
        asked, answered = asked + value, answered + share * value
        if share:
            hit.append((-value, concept.said))
        else:
            missed.append(concept.said)
    return Judgement(answered <= ENOUGH * asked, tuple(said for _, said in sorted(hit)), tuple(missed))


def _pages_with(phrases: Sequence[str], database: sqlite3.Connection, *sections: str) -> set[int]:
    """Give the pages on which any of the phrases stands, in one of the sections if some are given."""
    if not phrases:
        return set()
    matching, values = _matching(phrases, database)
    if sections:
        matching += f" AND section IN ({', '.join('?' * len(sections))})"
    return {row[0] for row in database.execute(f"SELECT DISTINCT page FROM {matching}", [*values, *sections])}


def _candidates(query: Query, database: sqlite3.Connection, wanted: Filter) -> list[tuple[int, int, str, str]]:
    """Give the passages that match, with page, section and tokens, the best by BM25."""
    telling = [concept for concept in query.concepts if not concept.faint] or list(query.concepts)
    alternatives = list(dict.fromkeys(text for concept in telling for text, _ in concept.alternatives))
    if not alternatives:
        return []
    matching, values = _matching(alternatives, database)
    if wanted.region:
        matching += " AND page IN (SELECT id FROM pages WHERE region = ?)"
        values.append(wanted.region)
    if wanted.section:
        matching += " AND section = ?"
        values.append(wanted.section)
    best = f" AND rank MATCH '{BM25}' ORDER BY rank LIMIT {CANDIDATES}" if "MATCH" in matching else ""
    return database.execute(f"SELECT passages.id, page, section, tokens FROM {matching}{best}", values).fetchall()


def _matching(phrases: Sequence[str], database: sqlite3.Connection) -> tuple[str, list[str]]:
    """Give what comes after FROM for the passages with any of the phrases: FTS5, or a scan where SQLite lacks it."""
    if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'passage_words'").fetchone():
        joined = "passage_words JOIN passages ON passages.id = passage_words.rowid WHERE passage_words MATCH ?"
        return joined, [" OR ".join(f'"{phrase}"' for phrase in phrases)]
    return f"passages WHERE ({' OR '.join(['tokens LIKE ?'] * len(phrases))})", [f"% {phrase} %" for phrase in phrases]
