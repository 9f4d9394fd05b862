"""A search from the typed words to the answer."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from kb_cli.answers.results import (
    Answered,
    FlagFound,
    Judged,
    Match,
    NotCoveredFound,
    PageNamed,
    Result,
    SearchAnswer,
    Suggestion,
    TreatmentFound,
    WorkFound,
)
from kb_cli.errors import BadDataError
from kb_cli.records.library import Library
from kb_cli.records.vocabularies import Certainty, Region, Urgency, Verdict
from kb_cli.search import index_file, not_covered, query, ranking, relevance, telling
from kb_cli.search.filters import Filter, Narrowing
from kb_cli.search.highlight import Marked, Marker
from kb_cli.search.passages import Passages, section_of
from kb_cli.search.query import Query
from kb_cli.search.ranking import Ranking

MOST_PLACES = 3
MOST_TREATMENTS = 5
MOST_FLAGS = 2
MOST_NOT_COVERED = 1
MOST_WORKS = 5

MOST_VERDICTS = 200

# What no page may tell beside a sign that cannot wait: it would reassure.
WITHHELD = {Urgency.URGENT: frozenset(["running", "return_to_running", "first_step"])}
WITHHELD[Urgency.EMERGENCY] = WITHHELD[Urgency.URGENT] | {"treatment", "duration", "prognosis"}
# But for the answer to "may I run?" that begins so: "Not while ..." goes on to say when one may.
NO = ("No:", "No,", "Not yet")

# The first results show up to three places, for which so many passages are looked at; the others show the best one.
IN_FULL = 3
CONSIDERED = 8


# A query of more telling words than this tells a story, in which a treatment is but one thing.
FEW = 4


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
    """Find pages by what is typed, which is never stored. Raises BadDataError for a broken vocabulary."""
    (answer,) = search_each(library, [typed], region, section, limit)
    return answer


def search_each(
    library: Library,
    questions: Iterable[str],
    region: Region | None = None,
    section: str | None = None,
    limit: int = 10,
) -> Iterator[SearchAnswer]:
    """Answer question after question from one index, each as ``search`` does."""
    wanted = Filter(region.value if region else None, section)
    database = index_file.opened(library)
    try:
        for number, typed in enumerate(questions):
            try:
                answer = answered(database, typed, wanted, limit)
                if not number:
                    _read_again(library, database)
            except sqlite3.DatabaseError:
                # The kept index is damaged somewhere inside.
                database.close()
                database = index_file.remade(library)
                answer = answered(database, typed, wanted, limit)
            yield answer
    finally:
        database.close()


def _read_again(library: Library, database: sqlite3.Connection) -> None:
    """Let the library find out what is wrong with the files that were left out of the index."""
    read: dict[str, Callable[[str], object]] = {
        "conditions": library.condition,
        "topics": library.topic,
        "references": library.reference,
    }
    for kind, id in database.execute("SELECT kind, id FROM broken"):
        try:
            read[kind](id) if kind in read else _check_own(library, kind)
        except BadDataError as error:
            if kind in read:
                library.leave_out(kind, id, error.problems)
            else:
                library.problems += error.problems


def _check_own(library: Library, name: str) -> None:
    from kb_cli.search import synonyms

    library.check_own(name, synonyms.faults)


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
        self.weights = ranking.weights(asked, database)
        self.marker = Marker(ranking.token_weights(self.weights), ranking.faint_tokens(asked), database)
        self.passages = Passages(database)
        self.narrowing = Narrowing(asked, self.passages, wanted)
        self.verdicts = self._verdicts()
        self.treatment_tokens = self._treatment_tokens()
        # Where works alone are asked for: the sentence of each passage that rests on them.
        self.resting: dict[int, str] = {}
        self.ranking = self._ranking()
        self.told = telling.told(self.asked.words, self.database)
        self.red_flags = tuple(self._red_flags())
        urgencies = {flag.match.urgency for flag in self.red_flags}
        self.withheld = frozenset[str]().union(*(parts for one, parts in WITHHELD.items() if one in urgencies))
        # What is asked for, where all of a page may be shown.
        self.intents = () if wanted.section or asked.only_works else asked.intents

    def answer(self, typed: str, limit: int) -> SearchAnswer:
        """Give everything found."""
        pages = self._pages()
        results = tuple(self._results(pages[:limit]))
        first = pages[0] if pages else 0
        judged = relevance.judged(self.asked, self.weights, self.ranking, first, self.wanted, self.passages)
        return SearchAnswer(
            query=typed,
            tried=self._tried(),
            not_covered=tuple(self._not_covered()),
            red_flags=self.red_flags,
            results=results,
            total=len(pages),
            treatments=tuple(self._treatments(results[:1])),
            references=tuple(self._work(key) for key in self._works(pages)[:MOST_WORKS]),
            suggestions=tuple(self._suggestions(bool(pages))),
            weak=bool(pages) and judged.weak and not (self.asked.works or self.asked.only_treatment),
            hit=judged.hit,
            missed=() if self.asked.only_treatment else judged.missed,
            about_treatment=self.asked.only_treatment or len(self._said()) <= FEW,
            only_treatment=self.asked.only_treatment,
            known=(self._meta("conditions"), self._meta("topics")),
            asked_for=tuple(one.part for one in self.intents),
            withheld=tuple(self._withheld()),
        )

    def _withheld(self) -> Iterator[str]:
        """Give what is asked for, be it by the name of a treatment, and not told."""
        asked = [*(one.part for one in self.intents), *(["treatment"] if self.asked.treatments else [])]
        yield from (part for part in dict.fromkeys(asked) if part in self.withheld)

    def _meta(self, key: str) -> int:
        return int(self.database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()[0])

    def _pages(self) -> list[int]:
        pages = self.ranking.pages()
        if self.asked.only_treatment and self.wanted.section in (None, "treatment"):
            # A topic that is called so tells more of it than any condition.
            called = self.ranking.called()
            topics = {id for (id,) in self.database.execute("SELECT id FROM pages WHERE kind = 'topic'")} & called
            first = [page for page in pages if page in topics]
            return list(dict.fromkeys([*first, *(one.page for one in self.verdicts), *pages]))
        return pages

    def _works(self, pages: Sequence[int]) -> Sequence[str]:
        """Give the keys of the works that are named; where no page tells of the words, of those with such a title."""
        if pages or self.asked.works:
            return self.asked.works
        worth = self.ranking.worth
        found = [one for one in worth if section_of(one) == "references" and self.narrowing.allows(one)]
        titles = sorted(found, key=lambda one: -worth[one])[:CONSIDERED]
        headings = {passage: row[0] for passage, row in self._rows(titles).items()}
        # The heading of a title begins with the key of its work.
        return list(dict.fromkeys(str(headings[one]).split()[0] for one in titles))

    def _ranking(self) -> Ranking:
        if self.asked.only_works:
            return self._citing()
        return ranking.ranked(self.asked, self.weights, self.passages, self.narrowing)

    def _verdicts(self) -> list[VerdictRow]:
        """Give the verdicts on the treatments that are named, strongest benefit first."""
        ids = self.asked.treatments[:MOST_TREATMENTS]
        if not ids:
            return []
        rows = self.database.execute(
            "SELECT verdicts.treatment, verdict, passages.evidence, passages.id, pages.id, record, pages.name"
            " FROM verdicts JOIN passages ON passages.id = passage JOIN pages ON pages.id = verdicts.page"
            f" WHERE verdicts.treatment IN ({_marks(ids)})"
            " ORDER BY strength, passages.id",
            ids,
        )
        verdicts = (VerdictRow(*row) for row in rows)
        return list(islice((one for one in verdicts if not self.narrowing.excludes(one.passage)), MOST_VERDICTS))

    def _treatment_tokens(self) -> frozenset[str]:
        ids = self.asked.treatments
        rows = self.database.execute(f"SELECT tokens FROM names WHERE treatment IN ({_marks(ids)})", ids) if ids else ()
        return frozenset(token for (tokens,) in rows for token in tokens.split())

    def _citing(self) -> Ranking:
        """Give the pages that cite the works, those that rest on them most first."""
        rows = self.database.execute(
            f"SELECT passage, page, sentence FROM citing WHERE key IN ({_marks(self.asked.works)}) ORDER BY passage",
            self.asked.works,
        )
        ranking = Ranking(0)
        for passage, page, sentence in rows:
            if self.narrowing.allows(passage) and passage not in self.resting:
                self.resting[passage] = sentence
                ranking.worth[passage] = 1.0
                ranking.scores[page] = ranking.scores.get(page, 0.0) + 1
        return ranking

    def _results(self, pages: Sequence[int]) -> Iterator[Result]:
        rows = self.database.execute(
            "SELECT id, kind, record, name, gist, region, evidence, origin, stands_in FROM pages"
            f" WHERE id IN ({_marks(pages)})",
            pages,
        )
        heads = {row[0]: row[1:] for row in rows}
        places = self._places(pages)
        answers = {page: self._answers(page) for page in pages}
        said = self._rows([passage for page in pages for passage in (*places[page], *answers[page])])
        for number, page in enumerate(pages):
            kind, id, name, gist, region, evidence, origin, stands_in = heads[page]
            most = MOST_PLACES if number < IN_FULL else 1
            found = list(self._matches([(passage, *said[passage]) for passage in places[page]], most))
            if self.intents:
                # Names do not answer what is asked for.
                found.sort(key=lambda match: match.section == "name")
            matches = (*self._answered(answers[page], said), *found)
            score = round(self.ranking.scores.get(page, 0.0), 2)
            facts = (Region(region) if region else None, Certainty(evidence), score, matches)
            yield Result(kind, id, name, gist, *facts, origin, bool(stands_in))

    def _answers(self, page: int) -> dict[int, tuple[str, str | None]]:
        """Give the passages of a page that answer what is asked for, with the part that each answers, and its text."""
        answers: dict[int, tuple[str, str | None]] = {}
        for part, group in self.intents:
            if part in self.withheld and part != "running":
                continue
            select = "SELECT passage, text FROM answers WHERE page = ? AND part = ?"
            if part == "treatment":
                found = self._best_treatment(page, group)
            elif not (found := self.database.execute(select, (page, part)).fetchone()):
                found = self._first_of(page, part)
            if found and not self.narrowing.excludes(found[0]):
                answers.setdefault(found[0], (part, found[1]))
        return answers

    def _best_treatment(self, page: int, group: str) -> tuple[int, str | None] | None:
        """Give where the treatment stands whose benefit is strongest; none where others are asked for by name."""
        if self.asked.treatments and not group:
            return None
        found: tuple[int, str | None] | None = self.database.execute(
            "SELECT passage, NULL FROM verdicts JOIN treatments ON id = treatment"
            " WHERE page = ? AND ? IN ('', kind) ORDER BY strength, passage LIMIT 1",
            (page, group),
        ).fetchone()
        return found

    def _first_of(self, page: int, part: str) -> tuple[int, str | None] | None:
        """Give the passage of a section in which most was found, else its first."""
        here = [one for one in self.passages.on(page) if section_of(one) == part]
        return (max(here, key=lambda one: self.ranking.worth.get(one, 0.0)), None) if here else None

    def _answered(
        self, answers: Mapping[int, tuple[str, str | None]], rows: Mapping[int, tuple[Any, ...]]
    ) -> Iterator[Match]:
        for passage, (part, text) in answers.items():
            heading, sentences, *graded = rows[passage]
            if part in self.withheld and not sentences.startswith(NO):
                continue
            if text:
                marked = self.marker.marked(text)
                yield Match(part, marked.text, marked.marks)
            else:
                marked = self._best(passage, sentences.split("\n"))
                yield _match(passage, marked, heading, *graded)._replace(section=part)

    def _places(self, pages: Sequence[int]) -> dict[int, list[int]]:
        """Give the best passages of each page; where a treatment is asked for, what is said of it comes first."""
        named: dict[int, list[int]] = {page: [] for page in pages}
        if self.wanted.section in (None, "treatment"):
            for one in self.verdicts:
                if one.page in named:
                    named[one.page].append(one.passage)
        found = self.ranking.passages_of(pages)
        places: dict[int, list[int]] = {}
        for number, page in enumerate(pages):
            here = [one for one in found[page] if self.narrowing.allows(one)]
            both = list(dict.fromkeys([*named[page], *here[:CONSIDERED]]))
            places[page] = both if number < IN_FULL else both[:1]
        return places

    def _rows(self, passages: Sequence[int]) -> dict[int, tuple[Any, ...]]:
        rows = self.database.execute(
            "SELECT passages.id, heading, sentences, treatment, name, verdict, evidence FROM passages"
            f" LEFT JOIN treatments ON treatments.id = treatment WHERE passages.id IN ({_marks(passages)})",
            passages,
        )
        return {row[0]: row[1:] for row in rows}

    def _matches(self, rows: Iterable[tuple[Any, ...]], most: int) -> Iterator[Match]:
        """Give the best places, each section, treatment and sentence once."""
        rows = list(rows)
        # All that is said of a treatment that is asked for, wherever its paragraphs come in the order.
        whole: dict[str, list[str]] = defaultdict(list)
        for _, _, sentences, treatment, *_ in sorted(rows):
            if treatment in self.asked.treatments:
                whole[treatment] += sentences.split("\n")
        seen: set[str] = set()
        # Told before all results, they are not told again.
        raised = {flag.match.text for flag in self.red_flags}
        for passage, heading, sentences, *graded in rows:
            if len(seen) == 2 * most:
                break
            section = section_of(passage)
            answers = section in ("question", "finding")
            place = heading if answers else f"{section} {graded[0] or ''}"
            if place in seen or section in self.withheld:
                continue
            said = whole.get(graded[0])
            # What is said of a treatment need not name it again.
            known = self.treatment_tokens if said else ()
            best = self._best(passage, said or sentences.split("\n"), known)
            # What matched by a name of its treatment alone shows no word that was looked for.
            if best.text not in seen | raised and (best.marks or not seen or answers or passage in self.resting):
                seen |= {place, best.text}
                yield _match(passage, best, heading, *graded)

    def _best(self, passage: int, sentences: list[str], known: Collection[str] = ()) -> Marked:
        """Give the sentence to show of a passage; of a red flag all, because the last may say what to do."""
        if resting := self.resting.get(passage):
            return self.marker.marked(resting)
        section = section_of(passage)
        if section == "name":
            return self.marker.marked(sentences[0], faint=True)
        if section == "red_flags":
            return self.marker.marked(" ".join(sentences))
        return self.marker.best(sentences, known)

    def _tried(self) -> tuple[str, ...]:
        said = [concept.said for concept in self.asked.concepts if not concept.pointed]
        return tuple(dict.fromkeys([*said, *self.asked.unknown]))

    def _said(self) -> list[int]:
        """Give the concepts that were said and say something."""
        return [number for number, concept in enumerate(self.asked.concepts) if not (concept.pointed or concept.faint)]

    def _red_flags(self) -> Iterator[FlagFound]:
        """Give the warning signs that the words tell, the most urgent first."""
        if self.wanted.section or self.asked.only_works:
            return
        for number in self.told.flags[:MOST_FLAGS]:
            yield self._flag(number)

    def _flag(self, number: int) -> FlagFound:
        """Give a red flag with the pages that have it, those with results first."""
        id, urgency, short, text = self.database.execute(
            "SELECT id, urgency, short, text FROM flags WHERE number = ?", (number,)
        ).fetchone()
        pages = self.database.execute(
            "SELECT page, kind, record, name FROM flag_pages JOIN pages ON pages.id = page WHERE flag = ?", (number,)
        ).fetchall()
        pages.sort(key=lambda row: -self.ranking.scores.get(row[0], 0.0))
        marked = self.marker.marked(text)
        match = Match("red_flags", marked.text, marked.marks, urgency=Urgency(urgency))
        return FlagFound(id, short, match, tuple(PageNamed(*page) for _, *page in pages))

    def _not_covered(self) -> Iterator[NotCoveredFound]:
        """Give what the words name and no page is about."""
        named = not_covered.named(self.asked, self.weights, self.database)
        ids = list(named)
        emergency = any(flag.match.urgency is Urgency.EMERGENCY for flag in self.red_flags)
        if self.told.not_covered and not emergency and not not_covered.called(self.asked, self.database):
            # What is told without a name is not what has one; beside an emergency nothing else is guessed at.
            ids += [id for id in self.told.not_covered if id not in ids]
        for id in ids[:MOST_NOT_COVERED]:
            name, what, see, flags = self.database.execute(
                "SELECT name, what, see, flags FROM not_covered WHERE id = ?", (id,)
            ).fetchone()
            signs = tuple(self._flag(int(number)) for number in flags.split())
            yield NotCoveredFound(id, name, what, self._named(see.split()), signs, id in named)

    def _named(self, ids: Sequence[str]) -> tuple[PageNamed, ...]:
        """Give the pages of these ids that are there."""
        select = f"SELECT kind, record, name FROM pages WHERE record IN ({_marks(ids)})"
        pages = {page.id: page for page in map(PageNamed._make, self.database.execute(select, ids))}
        return tuple(pages[id] for id in ids if id in pages)

    def _treatments(self, first: Sequence[Result]) -> Iterator[TreatmentFound]:
        """Give the treatments that are named with their verdicts, that on the first result before all others."""
        if "treatment" in self.withheld:
            return
        at = first[0].id if first and not self.asked.only_treatment else ""
        for id in self.asked.treatments[:MOST_TREATMENTS]:
            name, what, origin, stands_in = self.database.execute(
                "SELECT name, what, origin, stands_in FROM treatments WHERE id = ?", (id,)
            ).fetchone()
            verdicts = tuple(
                (one.condition, one.name, Judged(id, name, Verdict(one.verdict), Certainty(one.evidence)))
                for one in sorted(self.verdicts, key=lambda one: one.condition != at)
                if one.treatment == id
            )
            if verdicts:
                yield TreatmentFound(id, name, what, verdicts, origin, bool(stands_in))

    def _work(self, key: str) -> WorkFound:
        label, entry, address, origin, stands_in = self.database.execute(
            "SELECT label, entry, address, origin, stands_in FROM works WHERE key = ?", (key,)
        ).fetchone()
        rows = self.database.execute(
            "SELECT record, pages.name, passages.id, heading, sentence, treatment, treatments.name, verdict,"
            " passages.evidence FROM citing JOIN passages ON passages.id = passage JOIN pages ON pages.id = citing.page"
            " LEFT JOIN treatments ON treatments.id = treatment WHERE key = ? ORDER BY passages.id",
            (key,),
        )
        cited = tuple(
            (condition, name, _match(passage, Marked(sentence, ()), heading, *graded))
            for condition, name, passage, heading, sentence, *graded in rows
        )
        return WorkFound(key, label, entry, address, cited, origin, bool(stands_in))

    def _suggestions(self, found: bool) -> Iterator[Suggestion]:
        for mended in self.asked.mended:
            yield Suggestion(mended.typed, mended.used, ())
        if self.asked.unknown:
            from kb_cli.search import spelling

            for word in self.asked.unknown:
                near = spelling.nearest(word, self.database) if not found else []
                yield Suggestion(word, None, tuple(near))


def _match(passage: int, marked: Marked, heading: str | None, *graded: Any) -> Match:
    section = section_of(passage)
    if section == "red_flags":
        return Match(section, marked.text, marked.marks, urgency=Urgency(heading))
    match = Match(section, marked.text, marked.marks, None if section == "references" else heading)
    return _with_verdict(match, *graded) if any(graded) else match


def _with_verdict(match: Match, treatment: str | None, name: str, verdict: str, evidence: str) -> Match:
    """Give a match with what is judged there: a treatment, or the question that is its heading."""
    graded = Verdict(verdict), Certainty(evidence)
    if treatment:
        return match._replace(treatment=Judged(treatment, name, *graded))
    return match._replace(answered=Answered(match.heading or "", *graded))


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
