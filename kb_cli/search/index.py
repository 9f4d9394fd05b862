"""The index: one SQLite database made from the records, with a row for each passage and its tokens in FTS5."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from kb_cli.citations import label
from kb_cli.citations.styles import vancouver
from kb_cli.errors import BadDataError
from kb_cli.records import markup
from kb_cli.records.library import Library
from kb_cli.records.model import Condition, RedFlag, Reference, Topic
from kb_cli.records.sections import ANSWERS, AT_A_GLANCE, SECTIONS
from kb_cli.records.vocabularies import Certainty, Urgency, Verdict
from kb_cli.search import intents
from kb_cli.search.passages import NAMES
from kb_cli.search.passages import number as passage_number
from kb_cli.search.spelling import is_frequent
from kb_cli.search.synonyms import Meanings, faults, language, meanings
from kb_cli.search.telling import UNLESS, Language
from kb_cli.search.tokenizer import fold, folded, written

TABLES = """
CREATE TABLE pages(id INTEGER PRIMARY KEY, kind TEXT, record TEXT, name TEXT, gist TEXT, region TEXT,
    evidence TEXT, origin TEXT, stands_in INTEGER);
CREATE TABLE passages(id INTEGER PRIMARY KEY, heading TEXT, treatment TEXT, verdict TEXT, evidence TEXT,
    sentences TEXT, tokens TEXT);
CREATE TABLE name_lengths(passage INTEGER PRIMARY KEY, tokens INTEGER);
CREATE TABLE terms(token TEXT PRIMARY KEY, passages INTEGER) WITHOUT ROWID;
CREATE TABLE spellings(word TEXT PRIMARY KEY, token TEXT, uses INTEGER) WITHOUT ROWID;
CREATE TABLE same(phrase TEXT PRIMARY KEY, token TEXT) WITHOUT ROWID;
CREATE TABLE points(phrase TEXT PRIMARY KEY, means TEXT) WITHOUT ROWID;
CREATE TABLE light(word TEXT PRIMARY KEY, kind TEXT) WITHOUT ROWID;
CREATE TABLE elsewhere(tokens TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE treatments(id TEXT PRIMARY KEY, name TEXT, what TEXT, kind TEXT, origin TEXT,
    stands_in INTEGER) WITHOUT ROWID;
CREATE TABLE names(tokens TEXT, treatment TEXT, PRIMARY KEY(tokens, treatment)) WITHOUT ROWID;
CREATE TABLE page_names(tokens TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE name_tokens(token TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE verdicts(treatment TEXT, strength INTEGER, passage INTEGER, page INTEGER,
    PRIMARY KEY(treatment, strength, passage)) WITHOUT ROWID;
CREATE TABLE works(key TEXT PRIMARY KEY, label TEXT, entry TEXT, address TEXT, year INTEGER, doi TEXT, pmid TEXT,
    pmcid TEXT, title TEXT, origin TEXT, stands_in INTEGER) WITHOUT ROWID;
CREATE TABLE identifiers(name TEXT, key TEXT, PRIMARY KEY(name, key)) WITHOUT ROWID;
CREATE TABLE citing(key TEXT, passage INTEGER, page INTEGER, sentence TEXT, PRIMARY KEY(key, passage)) WITHOUT ROWID;
CREATE TABLE broken(kind TEXT, id TEXT);
CREATE TABLE flags(number INTEGER PRIMARY KEY, id TEXT, urgency TEXT, rank INTEGER, short TEXT, text TEXT);
CREATE TABLE told_phrases(phrase INTEGER PRIMARY KEY, flag INTEGER, not_covered TEXT, words INTEGER, ideas INTEGER,
    excuses INTEGER);
CREATE TABLE told_ideas(idea TEXT, phrase INTEGER, PRIMARY KEY(idea, phrase)) WITHOUT ROWID;
CREATE TABLE telling_words(word TEXT PRIMARY KEY, kind TEXT) WITHOUT ROWID;
CREATE TABLE telling_same(phrase TEXT PRIMARY KEY, idea TEXT) WITHOUT ROWID;
CREATE TABLE telling_places(idea TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE telling_wider(idea TEXT PRIMARY KEY, means TEXT) WITHOUT ROWID;
CREATE TABLE intents(number INTEGER PRIMARY KEY, part TEXT, treatments TEXT);
CREATE TABLE intent_phrases(first TEXT, phrase TEXT, number INTEGER, PRIMARY KEY(first, phrase, number)) WITHOUT ROWID;
CREATE TABLE answers(page INTEGER, part TEXT, passage INTEGER, text TEXT, PRIMARY KEY(page, part)) WITHOUT ROWID;
CREATE TABLE flag_pages(flag INTEGER, page INTEGER, PRIMARY KEY(flag, page)) WITHOUT ROWID;
CREATE TABLE not_covered(id TEXT PRIMARY KEY, name TEXT, what TEXT, see TEXT, flags TEXT) WITHOUT ROWID;
CREATE TABLE not_covered_names(name INTEGER PRIMARY KEY, id TEXT, tokens TEXT, vague INTEGER);
CREATE TABLE not_covered_words(token TEXT, name INTEGER, length INTEGER, PRIMARY KEY(token, name)) WITHOUT ROWID;
CREATE TABLE codes(code TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
# Made last, which is the faster.
INDEXES = """
CREATE INDEX spellings_by_token ON spellings(token);
CREATE INDEX same_by_token ON same(token);
"""
# Names and titles are text as it stands, without citations and links.
NOT_PROSE = ("name", "gist", "references")

# Nothing but which passages have which tokens: pages are ranked by rank.py, and read from the passages table.
FULL_TEXT = """
CREATE VIRTUAL TABLE passage_words USING fts5(also, text, content='', columnsize=0,
    tokenize='unicode61 remove_diacritics 0');
"""


class Row(NamedTuple):
    """One passage: where it stands and what it says, on one line. The heading of a red flag is its urgency."""

    section: str
    text: str
    heading: str | None = None
    treatment: str | None = None
    verdict: str | None = None
    evidence: str | None = None
    opens: bool = False  # whether it is the first passage on its treatment
    answers: str | None = None  # the part of a page that it answers in a sentence
    tokens: list[str] | None = None  # where they are known


class Entry(NamedTuple):
    """A reference as a passage: its title with the first author and year, the names that find it as well, its tokens.

    It stands on many pages, so these are made once.
    """

    text: str
    heading: str
    tokens: list[str]


def build(library: Library, database: sqlite3.Connection) -> None:
    """Fill an empty database with everything that can be read; what cannot is noted, to be told at each search."""
    Builder(library, database).run()


class Builder:
    """Builds one index. Vocabulary and works are read once, records one after another, so that memory stays small."""

    def __init__(self, library: Library, database: sqlite3.Connection) -> None:
        self.library = library
        self.database = database
        self.vocabulary = library.vocabulary(faults)
        self.meanings: Meanings = meanings(self.vocabulary)
        self.language: Language = language(self.vocabulary)
        self.kinds = library.treatment_kinds
        self.kind_tokens: dict[str, list[str]] = {}
        self.works: dict[str, Entry] = {}
        self.names: dict[str, str] = {}
        # In how many passages each token is, how often each word occurs as it is written, and what is still to count.
        self.terms: Counter[str] = Counter()
        self.spellings: Counter[str] = Counter()
        self.new_terms: list[str] = []
        self.new_words: list[str] = []
        # What waits to be written, by table.
        self.rows: defaultdict[str, list[tuple[object, ...]]] = defaultdict(list)
        self.full_text = has_full_text(database)
        self.passages = 0
        self.pages: Counter[str] = Counter()
        # The tokens of each name that is taken.
        self.called: set[frozenset[str]] = set()
        self.not_covered: set[tuple[str, frozenset[str]]] = set()
        # The numbers of the red flags, those of a record alone by its id too.
        self.flags: dict[tuple[str, str], int] = {}
        self.told = 0

    def run(self) -> None:
        """Write all tables in one transaction."""
        self.database.executescript(TABLES)
        if self.full_text:
            self.database.executescript(FULL_TEXT)
        self.database.execute("BEGIN")
        self._vocabulary()
        self._works()
        self._treatments()
        self._names()
        for flag in self.library.shared_red_flags.values():
            self._flag(flag, "")
        self._records("condition", self.library.condition_ids, self.library.condition)
        self._records("topic", self.library.topic_ids, self.library.topic)
        self._not_covered()
        self.rows["broken"] += sorted(self.library.passed_over_files)
        self._write()
        self._statistics()
        self._write()
        self.database.execute("COMMIT")
        self.database.executescript(INDEXES)

    def _records(self, kind: str, ids: Iterable[str], read: Callable[[str], Condition | Topic]) -> None:
        for id in ids:
            before = len(self.library.problems)
            try:
                self._page(kind, read(id))
            except BadDataError:
                self.rows["broken"].append((f"{kind}s", id))
            else:
                # What was shown only by mending it is told each time.
                if len(self.library.problems) > before:
                    self.rows["broken"].append((f"{kind}s", id))
            self._write()

    def _page(self, kind: str, record: Condition | Topic) -> None:
        self.pages[kind] += 1
        number = self.pages.total()
        region = record.region.value if isinstance(record, Condition) else None
        facts = (record.name, record.gist, region, record.evidence.value, record.origin, record.stands_in)
        self.rows["pages"].append((number, kind, record.id, *facts))
        for place, row in enumerate(self._rows(record)):
            passage = passage_number(number, place, row.section)
            self._passage(number, passage, row)
            if row.section == "red_flags":
                # The first stands for all of them.
                self.rows["answers"].append((number, row.section, passage, _signs(record.red_flags)))
        for flag in record.red_flags:
            self.rows["flag_pages"].append((self._flag(flag, record.id), number))

    def _passage(self, page: int, number: int, row: Row) -> None:
        self.passages += 1
        if row.section in NOT_PROSE:
            marked = plain = [row.text]
        else:
            marked = markup.sentences(row.text)
            plain = [markup.unmarked(sentence, self.names) if "[" in sentence else sentence for sentence in marked]
        tokens = self._said(row, plain) if row.tokens is None else row.tokens
        treatment = self.kind_tokens.get(row.treatment or "", [])
        self.new_terms += {*treatment, *tokens}
        also, text = " ".join(treatment), " ".join(tokens)
        # Without full-text search the tokens themselves are looked through.
        searched = None if self.full_text else f" {also} {text} "
        graded = (row.treatment, row.verdict, row.evidence)
        self.rows["passages"].append((number, row.heading, *graded, "\n".join(plain), searched))
        if self.full_text:
            self.rows["passage_words(rowid, also, text)"].append((number, also, text))
        if row.section == "name":
            self.called.add(frozenset(tokens))
            self.rows["page_names"].append((text,))
        if row.section in NAMES:
            self.rows["name_tokens"] += [(token,) for token in tokens]
            self.rows["name_lengths"].append((number, len(tokens)))
        if row.answers:
            self.rows["answers"].append((page, row.answers, number, None))
        if row.opens:
            self.rows["verdicts"].append((row.treatment, _strength(row), number, page))
        for mark, sentence in zip(marked, plain, strict=True):
            # Of several sentences that rest on the same work, the first stays.
            if "[" in mark:
                self.rows["citing"] += ((key, number, page, sentence) for key in markup.cited([mark]))

    def _said(self, row: Row, sentences: Iterable[str]) -> list[str]:
        """Give the tokens of a passage; typing errors are mended against its words."""
        # What answers a question is shown with it, and searched as a passage of its own.
        text = "" if row.section == "question" else " ".join(sentences)
        return self._tokens(f"{row.heading or ''} | {text}", spells=True)

    def _rows(self, record: Condition | Topic) -> Iterator[Row]:
        # Names that differ in spelling alone are one.
        known: dict[tuple[str, ...], str] = {}
        for name in (record.name, *record.aliases):
            known.setdefault(tuple(self._tokens(name)), name)
        yield from (Row("name", name) for name in known.values())
        yield Row("gist", record.gist)
        yield from self._condition_rows(record) if isinstance(record, Condition) else self._topic_rows(record)

    def _condition_rows(self, condition: Condition) -> Iterator[Row]:
        for key, text in condition.at_a_glance._asdict().items():
            if text:
                part = key if key in ANSWERS else AT_A_GLANCE[key].section
                yield Row(key if key in ANSWERS else "at_a_glance", markup.one_line(text), answers=part or None)
        yield from self._summary_rows(condition.summary, condition.red_flags)
        for section, about in SECTIONS.items():
            if about.treatments:
                yield from self._treatment_rows(condition)
            else:
                for passage in condition.sections[section]:
                    yield from (Row(section, text, passage.heading) for text in markup.paragraphs(passage.text))
        texts = [condition.summary, condition.evidence_basis or "", *(flag.text for flag in condition.red_flags)]
        texts += [text for text in condition.at_a_glance if text]
        texts += [part.text for section in SECTIONS for part in condition.section(section)]
        yield from self._reference_rows(texts)

    def _topic_rows(self, topic: Topic) -> Iterator[Row]:
        for one in topic.finding:
            graded = (None, one.verdict.value, one.evidence.value)
            paragraphs = markup.paragraphs(one.answer)
            yield Row("question", markup.sentences(paragraphs[0])[0], one.question, *graded)
            yield from (Row("finding", text, one.question, *graded) for text in paragraphs)
        yield from self._summary_rows(topic.summary, topic.red_flags)
        for passage in topic.passage:
            yield from (Row("passage", text, passage.heading) for text in markup.paragraphs(passage.text))
        texts = [topic.summary, topic.evidence_basis or "", *(flag.text for flag in topic.red_flags)]
        texts += [one.answer for one in topic.finding] + [one.text for one in topic.passage]
        yield from self._reference_rows(texts)

    def _summary_rows(self, summary: str, flags: Iterable[RedFlag]) -> Iterator[Row]:
        yield from (Row("summary", text) for text in markup.paragraphs(summary))
        yield from (Row("red_flags", markup.one_line(flag.text), flag.urgency.value) for flag in flags)

    def _treatment_rows(self, condition: Condition) -> Iterator[Row]:
        if condition.evidence_basis:
            yield Row("treatment", markup.one_line(condition.evidence_basis))
        for one in condition.treatment:
            texts = markup.paragraphs(one.text)
            if one.key_figure:
                texts.append(markup.one_line(one.key_figure))
            for number, text in enumerate(texts):
                verdict, certainty = one.verdict.value, one.evidence.value
                yield Row("treatment", text, None, one.id, verdict, certainty, opens=not number)

    def _reference_rows(self, texts: Iterable[str]) -> Iterator[Row]:
        for key in markup.cited(texts):
            if key in self.works:
                work = self.works[key]
                yield Row("references", work.text, work.heading, tokens=work.tokens)

    def _vocabulary(self) -> None:
        ready = self.meanings
        self.rows["same"] += ready.same.items()
        self.rows["points"] += ((said, "|".join(means)) for said, means in ready.points.items() if means)
        self.rows["light"] += ((word, "ordinary") for word in sorted(ready.ordinary))
        self.rows["light"] += ((token, "faint") for token in sorted(ready.faint - ready.ordinary))
        self.rows["light"] += ((token, "place") for token in sorted(ready.places - ready.faint))
        self.rows["elsewhere"] += ((tokens,) for tokens in sorted(ready.elsewhere))
        spoken = self.language
        self.rows["telling_words"] += ((word, "denial") for word in sorted(spoken.denials))
        self.rows["telling_words"] += ((word, "filler") for word in sorted(spoken.filler))
        self.rows["telling_same"] += spoken.same.items()
        self.rows["telling_places"] += ((idea,) for idea in sorted(spoken.places))
        self.rows["telling_wider"] += ((idea, " ".join(means)) for idea, means in spoken.tells.items())
        for group in (*self.vocabulary.same, *self.vocabulary.idea):
            for text in group:
                self._spell(text)
        for pointer in (*self.vocabulary.points_to, *self.vocabulary.tells):
            for text in pointer.say:
                self._spell(text)
        for number, asked in enumerate(self.vocabulary.intent):
            # They are spelt right, but nothing that is misspelt is mended to them.
            self.rows["light"] += ((word, "asking") for text in asked.say for word in folded(text))
            self.rows["intents"].append((number, asked.part, asked.group or ""))
            phrases = (intents.stems(folded(text), ready.same) for text in asked.say)
            self.rows["intent_phrases"] += ((phrase[0], " ".join(phrase), number) for phrase in phrases if phrase)

    def _works(self) -> None:
        works = self.library.works
        self.rows["broken"] += (("references", key) for key in self.library.reference_keys if key not in works)
        for key, work in works.items():
            names = [author.surname for author in work.author]
            said = " ".join(filter(None, [*names[:1], str(work.issued or "")]))
            text, heading = f"{work.title} ({said})", " ".join([key, *names])
            self.works[key] = Entry(text, heading, self._tokens(f"{heading} | {text}"))
            line = vancouver.line(work)
            numbers = (work.doi, work.pmid, work.pmcid)
            facts = (label(work), line, work.address, work.issued, *numbers, work.title, work.origin, work.stands_in)
            self.rows["works"].append((key, *facts))
            self.rows["identifiers"] += ((name, key) for name in sorted(_identifiers(work)))

    def _names(self) -> None:
        """Note the names that links stand for, and the codes that no other search finds.

        Codes mean a condition only where nothing else is typed.
        """
        told = len(self.library.problems)
        self.names = {id: head.name for id, head in self.library.topic_heads.items()}
        self.names.update((id, head.name) for id, head in self.library.heads.items())
        for one in self.library.condition_names:
            *names, code = one.folded
            if code not in names or not self._tokens(code):
                self.rows["codes"].append((code, one.name))
        # What is wrong with a record is told when it is read whole.
        del self.library.problems[told:]

    def _treatments(self) -> None:
        for id, kind in self.kinds.items():
            facts = (kind.name, kind.what, kind.group.value, kind.origin, kind.stands_in)
            self.rows["treatments"].append((id, *facts))
            self.kind_tokens[id] = self._tokens(" | ".join((kind.name, *kind.aliases)), spells=True)
            spellings = [self._tokens(text) for text in (id.replace("-", " "), kind.name, *kind.aliases)]
            self.rows["names"] += ((" ".join(tokens), id) for tokens in spellings if tokens)
            self.called.update(map(frozenset, spellings))

    def _flag(self, flag: RedFlag, record: str) -> int:
        """Note a red flag, and give its number."""
        key = (flag.id, "" if flag.id in self.library.shared_red_flags else record)
        if key not in self.flags:
            self.flags[key] = len(self.flags) + 1
            text = markup.unmarked(flag.text, self.names)
            rank = list(Urgency).index(flag.urgency)
            self.rows["flags"].append((self.flags[key], flag.id, flag.urgency.value, rank, flag.short, text))
            # What can wait and stands on one page alone is told there.
            if flag.urgency is not Urgency.ROUTINE or flag.id in self.library.shared_red_flags:
                for told in flag.told_as:
                    self._told(told, flag=self.flags[key])
        return self.flags[key]

    def _told(self, text: str, flag: int | None = None, not_covered: str | None = None) -> None:
        """Note a phrase in which people tell a flag, or what no page is about, by its ideas, or one that excuses it."""
        found = folded(text)
        excuses = found[:1] == [UNLESS]
        self._spell(text)
        if ideas := self.language.ideas(found[excuses:]):
            self.told += 1
            said = sum(word not in self.language.filler for word in found)
            self.rows["told_phrases"].append((self.told, flag, not_covered, said, len(ideas), excuses))
            self.rows["told_ideas"] += ((idea, self.told) for idea in ideas)

    def _not_covered(self) -> None:
        """Note what no page is about, by the names that say something and that no page or treatment has."""
        try:
            found = self.library.not_covered
        except BadDataError:
            self.rows["broken"].append(("not_covered.toml", ""))
            return
        for one in found:
            flags = " ".join(str(self.flags[id, ""]) for id in one.red_flags)
            self.rows["not_covered"].append((one.id, one.names[0], one.what, " ".join(one.see), flags))
            for text in one.names:
                self._not_covered_name(one.id, text)
            for text in one.told_as:
                self._told(text, not_covered=one.id)

    def _not_covered_name(self, id: str, text: str) -> None:
        tokens = frozenset(self._tokens(text, spells=True))
        telling = tokens - self.meanings.faint
        # One everyday word, as in "back pain", is not telling where another place is named.
        vague = len(telling) == 1 and " " in text and any(map(is_frequent, telling))
        if not telling or tokens in self.called or (vague and tokens == telling):
            return
        if not vague and not self.terms.keys() & telling:
            # No record has its telling words, so the others need not be said.
            tokens = telling
        number = len(self.not_covered)
        self.not_covered.add((id, tokens))
        if number < len(self.not_covered):
            self.rows["not_covered_names"].append((number, id, " ".join(sorted(tokens)), vague))
            self.rows["not_covered_words"] += ((token, number, len(tokens)) for token in sorted(tokens))

    def _statistics(self) -> None:
        self.rows["terms"] += sorted(self.terms.items())
        spellings: Counter[str] = Counter()
        for word, uses in self.spellings.items():
            spellings[fold(word)] += uses
        token = self.meanings.tokenizer.token
        self.rows["spellings"] += ((word, token(word), uses) for word, uses in sorted(spellings.items()))
        notice = self.library.notice
        self.rows["meta"] += [
            ("passages", str(self.passages)),
            ("conditions", str(self.pages["condition"])),
            ("topics", str(self.pages["topic"])),
            ("notice", notice.text),
            ("title", notice.title),
        ]
        if self.full_text:
            self.rows["meta"].append(("full_text", "FTS5"))

    def _tokens(self, text: str, spells: bool = False) -> list[str]:
        """Give the tokens of a text, never united across a bar; ``spells`` keeps its words for mending."""
        tokens: list[str] = []
        for part in text.split("|"):
            found = written(part)
            tokens += self.meanings.tokenizer.bare(found)
            if spells:
                self.new_words += found
        return tokens

    def _spell(self, text: str) -> None:
        self.new_words += written(text)

    def _write(self) -> None:
        """Write and count what waits."""
        for counter, new in ((self.terms, self.new_terms), (self.spellings, self.new_words)):
            counter.update(new)
            new.clear()
        for table, rows in self.rows.items():
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                self.database.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", rows)
        self.rows.clear()


def has_full_text(database: sqlite3.Connection) -> bool:
    """Tell whether this Python's SQLite can do full-text search."""
    try:
        database.executescript("CREATE VIRTUAL TABLE temp.probe USING fts5(x); DROP TABLE temp.probe;")
    except sqlite3.OperationalError:
        return False
    return True


def _signs(flags: Iterable[RedFlag]) -> str:
    """Give red flags in short, by urgency: they are never told in part."""
    told: dict[Urgency, list[str]] = {}
    for flag in flags:
        told.setdefault(flag.urgency, []).append(flag.short or markup.uncited(flag.text).rstrip("."))
    return " ".join(f"{urgency.when}: {'; '.join(signs)}." for urgency, signs in told.items())


def _strength(row: Row) -> int:
    """Give the place of a verdict in the order from the strongest benefit to the surest harm."""
    verdict, certainty = Verdict(row.verdict), Certainty(row.evidence)
    return list(Verdict).index(verdict) * len(Certainty) + list(Certainty).index(certainty)


def _identifiers(work: Reference) -> set[str]:
    """Give what a work is called by: its key, its numbers, and each author's folded surname with the year."""
    names = {work.key}
    names.update(number.lower() for number in (work.doi, work.pmid, work.pmcid) if number)
    for author in work.author:
        surname = "".join(folded(author.surname))
        names.update((f"author {surname}", f"author {surname} {work.issued or ''}"))
    return names
