"""A search from the typed words to the answer."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kb_cli import prose
from kb_cli.errors import BadDataError
from kb_cli.library import Library
from kb_cli.model import Certainty, Region, Verdict
from kb_cli.search import query, rank, store
from kb_cli.search.found import (
    Judged,
    Match,
    Result,
    SearchAnswer,
    Suggestion,
    TreatmentFound,
    WorkFound,
)
from kb_cli.search.marks import Marker
from kb_cli.search.query import Query
from kb_cli.search.rank import Filter, Ranked

MOST_PLACES = 3
MOST_TREATMENTS = 5
MOST_WORKS = 5

MOST_VERDICTS = 200

# The first results show up to three places, the others the best one; so many passages of each are looked at.
IN_FULL = 3
CONSIDERED = 8


class VerdictRow(NamedTuple):
    """A verdict on a treatment, and where it stands."""

    treatment: str
    verdict: str
    evidence: str
    passage: int
    page: int
    condition: str
    name: str


def search(
    library: Library, typed: str, region: Region | None = None, section: str | None = None, limit: int = 10
) -> SearchAnswer:
    """Find conditions by what is typed, which is never stored. Raises BadDataError for a broken vocabulary."""
    wanted = Filter(region.value if region else None, section)
    database = store.opened(library)
    try:
        answer = answered(database, typed, wanted, limit)
    except sqlite3.DatabaseError:
        # The kept index is damaged somewhere inside.
        database = store.remade(library)
        answer = answered(database, typed, wanted, limit)
    _read_again(library, database)
    return answer


def _read_again(library: Library, database: sqlite3.Connection) -> None:
    """Let the library find out what is wrong with the files that were left out of the index."""
    for kind, id in database.execute("SELECT kind, id FROM broken"):
        try:
            library.condition(id) if kind == "condition" else library.reference(id)
        except BadDataError as error:
            library.problems += [problem for problem in error.problems if problem not in library.problems]


def answered(database: sqlite3.Connection, typed: str, wanted: Filter, limit: int) -> SearchAnswer:
    """Answer from an open index."""
    asked = query.read(typed, database)
    return Finder(database, asked, wanted).answer(typed, limit)


class Finder:
    """One search in an open index."""

    def __init__(self, database: sqlite3.Connection, asked: Query, wanted: Filter) -> None:
        self.database = database
        self.asked = asked
        self.wanted = wanted
        self.weights = rank.weights(asked, database)
        self.marker = Marker(rank.token_weights(self.weights), database)
        self.verdicts = self._verdicts()

    def answer(self, typed: str, limit: int) -> SearchAnswer:
        """Give everything found."""
        pages = self._pages()
        judged = rank.judged(self.asked, self.weights, pages[0].best if pages else {})
        return SearchAnswer(
            query=typed,
            tried=tuple(dict.fromkeys(concept.said for concept in self.asked.concepts if not concept.pointed)),
            results=tuple(self._results(pages[:limit])),
            total=len(pages),
            treatments=tuple(self._treatments()),
            references=tuple(self._work(key) for key in self.asked.works[:MOST_WORKS]),
            suggestions=tuple(self._suggestions(bool(pages))),
            weak=bool(pages) and judged.weak and not (self.asked.works or self.asked.only_treatment),
            hit=judged.hit,
            missed=judged.missed,
        )

    def _pages(self) -> list[Ranked]:
        if self.asked.only_works:
            return self._citing_pages()
        pages = rank.ranked(self.asked, self.weights, self.database, self.wanted)
        if not self.asked.only_treatment or self.wanted.section not in (None, "treatment"):
            return pages
        known = {page.page: page for page in pages}
        judged = {one.page: known.get(one.page) or _bare(one) for one in self.verdicts}
        return [*judged.values(), *(page for page in pages if page.page not in judged)]

    def _verdicts(self) -> list[VerdictRow]:
        """Give the verdicts on the treatments that are named, strongest benefit first."""
        ids = self.asked.treatments[:MOST_TREATMENTS]
        if not ids:
            return []
        region = " AND region = ?" if self.wanted.region else ""
        rows = self.database.execute(
            "SELECT verdicts.treatment, verdict, passages.evidence, passages.id, pages.id, condition, pages.name"
            " FROM verdicts JOIN passages ON passages.id = passage JOIN pages ON pages.id = verdicts.page"
            f" WHERE verdicts.treatment IN ({_marks(ids)}){region}"
            f" ORDER BY strength, passages.id LIMIT {MOST_VERDICTS}",
            (*ids, *filter(None, [self.wanted.region])),
        )
        return [VerdictRow(*row) for row in rows]

    def _citing_pages(self) -> list[Ranked]:
        """Give the pages that cite the works, those that rest on them most first."""
        rows = self.database.execute(
            "SELECT passages.page, passages.id, section, region FROM citing"
            " JOIN passages ON passages.id = citing.passage JOIN pages ON pages.id = passages.page"
            f" WHERE key IN ({_marks(self.asked.works)}) ORDER BY passages.id",
            self.asked.works,
        ).fetchall()
        pages: dict[int, list[rank.Hit]] = {}
        for page, passage, section, region in rows:
            if self.wanted.section in (None, section) and self.wanted.region in (None, region):
                pages.setdefault(page, []).append(rank.Hit(passage, page, section, 1.0))
        found = [Ranked(page, float(len(hits)), tuple(hits), {}) for page, hits in pages.items()]
        return sorted(found, key=lambda one: (-one.score, one.page))

    def _results(self, pages: Sequence[Ranked]) -> Iterator[Result]:
        ids = [page.page for page in pages]
        heads = {
            row[0]: row[1:]
            for row in self.database.execute(
                f"SELECT id, condition, name, region, evidence FROM pages WHERE id IN ({_marks(ids)})", ids
            )
        }
        places = [self._places(page) for page in pages]
        rows = self._rows([passage for one in places for passage in one])
        for number, (page, passages) in enumerate(zip(pages, places, strict=True)):
            id, name, region, evidence = heads[page.page]
            most = MOST_PLACES if number < IN_FULL else 1
            matches = tuple(self._matches([rows[passage] for passage in passages], most))
            yield Result(id, name, Region(region), Certainty(evidence), round(page.score, 2), matches)

    def _places(self, page: Ranked) -> list[int]:
        """Give the best passages; where a treatment is asked for, what is said of it comes first."""
        passages = [hit.passage for hit in page.hits[:CONSIDERED]]
        if self.wanted.section in (None, "treatment"):
            named = [one.passage for one in self.verdicts if one.page == page.page]
            passages = [*named, *(passage for passage in passages if passage not in named)]
        return passages

    def _rows(self, passages: Sequence[int]) -> dict[int, tuple[str, ...]]:
        rows = self.database.execute(
            "SELECT passages.id, section, heading, text, treatment, name, verdict, evidence FROM passages"
            f" LEFT JOIN treatments ON treatments.id = treatment WHERE passages.id IN ({_marks(passages)})",
            passages,
        )
        return {row[0]: row[1:] for row in rows}

    def _matches(self, rows: Iterable[tuple[str, ...]], most: int) -> Iterator[Match]:
        """Give the best places, each section, treatment and sentence once."""
        seen: set[str] = set()
        for section, heading, text, *graded in rows:
            if len(seen) == 2 * most:
                break
            place = f"{section} {graded[0] or ''}"
            if place in seen:
                continue
            best = self.marker.best(_citing_sentence(text, self.asked.works) if self.asked.only_works else text)
            if best.text not in seen:
                seen |= {place, best.text}
                shown_heading = None if section == "references" else heading
                yield Match(section, best.text, best.marks, shown_heading, _judged(*graded))

    def _treatments(self) -> Iterator[TreatmentFound]:
        for id in self.asked.treatments[:MOST_TREATMENTS]:
            name, what = self.database.execute("SELECT name, what FROM treatments WHERE id = ?", (id,)).fetchone()
            verdicts = tuple(
                (one.condition, one.name, Judged(id, name, Verdict(one.verdict), Certainty(one.evidence)))
                for one in self.verdicts
                if one.treatment == id
            )
            if verdicts:
                yield TreatmentFound(id, name, what, verdicts)

    def _work(self, key: str) -> WorkFound:
        label, entry, address = self.database.execute(
            "SELECT label, entry, address FROM works WHERE key = ?", (key,)
        ).fetchone()
        rows = self.database.execute(
            "SELECT condition, pages.name, section, heading, text, treatment, treatments.name, verdict,"
            " passages.evidence FROM citing JOIN passages ON passages.id = passage JOIN pages ON pages.id = citing.page"
            " LEFT JOIN treatments ON treatments.id = treatment WHERE key = ? ORDER BY passages.id",
            (key,),
        )
        cited: list[tuple[str, str, Match]] = []
        for condition, name, section, heading, text, *graded in rows:
            sentence = prose.unmarked(_citing_sentence(text, (key,)))
            cited.append((condition, name, Match(section, sentence, (), heading, _judged(*graded))))
        return WorkFound(key, label, entry, address, tuple(cited))

    def _suggestions(self, found: bool) -> Iterator[Suggestion]:
        for mended in self.asked.mended:
            yield Suggestion(mended.typed, mended.used, ())
        if self.asked.unknown:
            from kb_cli.search import spelling

            for word in self.asked.unknown:
                near = spelling.nearest(word, self.database) if not found else []
                yield Suggestion(word, None, tuple(near))


def _bare(one: VerdictRow) -> Ranked:
    return Ranked(one.page, 0.0, (rank.Hit(one.passage, one.page, "treatment", 0.0),), {})


def _judged(treatment: str | None, name: str, verdict: str, evidence: str) -> Judged | None:
    return Judged(treatment, name, Verdict(verdict), Certainty(evidence)) if treatment else None


def _citing_sentence(text: str, keys: Sequence[str]) -> str:
    """Give the first sentence that rests on one of the works, with its marks."""
    for paragraph in prose.paragraphs(text):
        for sentence in prose.sentences(paragraph):
            if set(prose.cited([sentence])) & set(keys):
                return sentence
    return text


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
