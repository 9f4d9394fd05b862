"""BibTeX and BibLaTeX, which have one grammar: the fields of both."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from kb_cli.citations import from_latex
from kb_cli.citations.draft import Draft, Entry, LeftOut, Unread, day
from kb_cli.citations.titles import untagged

if TYPE_CHECKING:
    from pybtex.scanner import PybtexSyntaxError

TITLE = "BibTeX"
NEEDS = "pybtex and pylatexenc"

# Where an entry begins. What stands before it is read without it, so that a brace too many spoils one entry alone.
_START = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]\w*[ \t]*[{(]", re.MULTILINE)

_TYPES = {
    "article": "article-journal", "book": "book", "mvbook": "book", "collection": "book", "proceedings": "book",
    "booklet": "pamphlet", "inbook": "chapter", "incollection": "chapter", "bookinbook": "chapter",
    "inproceedings": "paper-conference", "conference": "paper-conference", "report": "report", "techreport": "report",
    "manual": "report", "thesis": "thesis", "phdthesis": "thesis", "mastersthesis": "thesis", "online": "webpage",
    "electronic": "webpage", "www": "webpage", "dataset": "dataset", "software": "software", "misc": "document",
    "unpublished": "manuscript", "reference": "book", "inreference": "entry", "periodical": "periodical",
}  # fmt: skip
# The field of a reference for each field that is text; the first that an entry has is taken.
_TEXTS = {
    "journaltitle": "container-title", "journal": "container-title", "booktitle": "container-title",
    "publisher": "publisher", "institution": "publisher", "school": "publisher", "volume": "volume",
    "shorttitle": "title-short",
}  # fmt: skip
_IDENTIFIERS = {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID", "pmc": "PMCID"}
# Kinds of thesis and report, which the type of a reference tells.
_KINDS = frozenset({"phdthesis", "mathesis", "report", "techreport", "resreport"})
_INHERITED = ("title", "subtitle", "publisher", "year", "date", "volume", "series", "number")

Fields = dict[str, str]


class _Raw(NamedTuple):
    """An entry as it is written: fields by name in small letters, not yet decoded."""

    line: int
    kind: str
    key: str
    fields: Fields
    left_out: list[LeftOut]


def recognises(text: str) -> bool:
    """Tell whether the text has entries."""
    return bool(_START.search(text))


def read(text: str) -> Iterator[Entry | Unread]:
    """Give the works. Raises ImportError where pybtex or pylatexenc is missing."""
    import pylatexenc.latex2text  # noqa: F401 - before anything is read

    parents: dict[str, Fields] = {}
    if re.search("crossref", text, re.IGNORECASE):
        # What entries inherit may stand anywhere.
        parents = {one.key.lower(): one.fields for one in _entries(text) if isinstance(one, _Raw)}
    for one in _entries(text):
        yield _work(one, parents) if isinstance(one, _Raw) else one


def _entries(text: str) -> Iterator[_Raw | Unread]:
    """Give each entry as it is written, or what cannot be read."""
    from pybtex.database.input.bibtex import month_names
    from pybtex.utils import CaseInsensitiveDict

    words: Any = CaseInsensitiveDict(month_names)
    starts = [found.start() for found in _START.finditer(text)]
    line, before = 1, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line += text.count("\n", before, start)
        before = start
        yield from _of_piece(text[start:end], line, words)


def _of_piece(piece: str, line: int, words: Any) -> Iterator[_Raw | Unread]:
    """Give the entries of a piece of text that begins with one; mostly it is the only one."""
    from pybtex.database.input.bibtex import LowLevelParser, UndefinedMacro

    errors: list[PybtexSyntaxError] = []
    parser = LowLevelParser(piece, macros=words, handle_error=errors.append)
    for command in parser:
        kind = command[0].lower()
        begins = line + piece.count("\n", 0, parser.command_start)
        unknown = [error for error in errors if isinstance(error, UndefinedMacro)]
        wrong = [error for error in errors if not isinstance(error, UndefinedMacro)]
        errors.clear()
        if kind in ("string", "preamble"):
            yield from (_unread(error, line, begins, f"@{kind}") for error in wrong)
            continue
        key, fields = command[1]
        if wrong and not key and (keyless := _keyless(piece, words)):
            yield _Raw(begins, kind, "", *keyless)
        elif wrong:
            yield _unread(wrong[0], line, begins, key or "")
        else:
            told = [LeftOut("@string", str(error.args[0]), "a word that is not defined") for error in unknown]
            kept, twice = _once(fields)
            yield _Raw(begins, kind, key, kept, [*told, *twice])
    if errors and not parser.current_fields and _START.match(piece, parser.command_start or 0):
        yield _unread(errors[0], line, line, "")


def _keyless(piece: str, words: Any) -> tuple[Fields, list[LeftOut]] | None:
    """Give the fields of an entry that has no key."""
    from pybtex.database.input.bibtex import LowLevelParser

    errors: list[PybtexSyntaxError] = []
    command = next(iter(LowLevelParser(piece, keyless_entries=True, macros=words, handle_error=errors.append)), None)
    return _once(command[1][1]) if command and not errors else None


def _once(fields: Iterable[tuple[str, list[str]]]) -> tuple[Fields, list[LeftOut]]:
    """Give the fields by name in small letters, and those that stand twice."""
    kept: Fields = {}
    twice: list[LeftOut] = []
    for name, parts in fields:
        value = " ".join("".join(parts).split())
        if kept.setdefault(name.lower(), value) != value:
            twice.append(LeftOut(name, value[:80], "the field stands twice"))
    return kept, twice


def _unread(error: "PybtexSyntaxError", piece_line: int, begins: int, key: str) -> Unread:
    """Give what is wrong with an entry, and the line that tells where: its first where the end is missing."""
    from pybtex.scanner import PrematureEOF

    if isinstance(error, PrematureEOF):
        return Unread(begins, key, "the entry has no end: a closing brace or quotation mark is missing")
    said = str(error.args[0])
    missing = said in ("'}' expected", "')' expected")
    why = "a comma or a brace is missing before this place" if missing else f"not valid BibTeX: {said}"
    return Unread(piece_line + error.lineno - 1, key, why)


def _inherited(fields: Fields, parents: Mapping[str, Fields]) -> Fields:
    """Give the fields with those of the entry that ``crossref`` names."""
    parent = parents.get(fields.get("crossref", "").lower())
    if not parent:
        return fields
    there = {"booktitle" if name == "title" else name: parent[name] for name in _INHERITED if name in parent}
    return {**there, **{name: value for name, value in fields.items() if name != "crossref"}}


def _work(raw: _Raw, parents: Mapping[str, Fields]) -> Entry:
    work = _Work(raw.kind, _inherited(raw.fields, parents))
    for one in raw.left_out:
        work.draft.leave(*one)
    work.fill()
    return work.draft.entry(raw.line, raw.key)


def _is_braced(name: str) -> bool:
    """Tell whether braces hold the whole name together, as they do that of a body."""
    if not name.startswith("{"):
        return False
    depth = 0
    for place, character in enumerate(name):
        depth += (character == "{") - (character == "}")
        if not depth:
            return place == len(name) - 1
    return False


class _Work:
    """Takes the fields of an entry one after another; what nothing takes is left out."""

    def __init__(self, kind: str, fields: Fields) -> None:
        self.draft = Draft()
        self._kind = kind
        self._fields = dict(fields)

    def fill(self) -> None:
        self.draft.fields["type"] = self._type()
        self._title()
        self._people()
        self._dates()
        self._numbers()
        self._addresses()
        self._containers()
        for name, field in _TEXTS.items():
            self.draft.text(field, self._text(name), name)
        self.draft.keywords(re.split(r"[,;]", self._text("keywords") or self._text("keyword")), "keywords")
        self._notes()
        for name, value in self._fields.items():
            self.draft.leave(name, value)

    def _take(self, name: str) -> str:
        return self._fields.pop(name, "")

    def _text(self, name: str) -> str:
        return self._decoded(self._take(name), name)

    def _decoded(self, value: str, name: str) -> str:
        text, unknown = from_latex.plain(value)
        for command in unknown:
            self.draft.doubt(f"the LaTeX command \\{command} in {name} is not known: look at it")
        return text

    def _type(self) -> str:
        known = _TYPES.get(self._kind)
        if not known:
            self.draft.doubt(f"entries of the type @{self._kind[:40]} are not known; written as a document")
        if known == "document" and ("url" in self._fields or "http" in self._fields.get("howpublished", "")):
            return "webpage"
        return known or "document"

    def _title(self) -> None:
        written = [self._take(name) for name in ("title", "subtitle")]
        self.draft.marked("title", ": ".join(self._decoded(part, "title") for part in written if part), "title")
        names = (self._decoded(name, "title") for part in written for name in from_latex.braced(part))
        self.draft.protected(map(untagged, names), "title")

    def _people(self) -> None:
        from pybtex.bibtex.utils import split_name_list

        # Names are split before they are decoded: braces say what belongs together.
        names = self._take("author")
        for name in split_name_list(names) if len(names) < 1_000_000 else ():
            self._person(name.strip())

    def _person(self, name: str) -> None:
        from pybtex import errors
        from pybtex.database import Person

        if name.lower() == "others" or _is_braced(name):
            self.draft.body(self._decoded(name, "author"))
            return
        if "," not in name and " " in name and self.draft.body_by_words(self._decoded(name, "author")):
            return
        with errors.capture() as wrong:
            parts = Person(name)
        if wrong:
            self.draft.doubt("the authors are not parted by “and”: look at them")
        given, particle, family, suffix = (
            self._decoded(" ".join(words), "author")
            for words in (
                [*parts.first_names, *parts.middle_names], parts.prelast_names, parts.last_names, parts.lineage_names,
            )
        )  # fmt: skip
        self.draft.person(family, given, particle, suffix) if family else self.draft.body(given or particle)

    def _dates(self) -> None:
        self.draft.year(self._text("date"), "date")
        self.draft.year(self._text("year"), "year")
        accessed = self._text("urldate") or self._text("lastchecked")
        self.draft.accessed(accessed, "urldate") if accessed else None

    def _numbers(self) -> None:
        number, issue = self._text("number"), self._text("issue")
        self.draft.text("issue", number, "number")
        self.draft.text("issue", issue, "issue")
        for name in ("pages", "eid", "articleno", "article-number"):
            self.draft.page(self._text(name), name)

    def _addresses(self) -> None:
        for name, field in _IDENTIFIERS.items():
            if value := self._take(name):
                self.draft.identifier(field, from_latex.address(value), name)
        if self._fields.get("eprinttype", self._fields.get("archiveprefix", "")).lower() in ("pubmed", "pmid"):
            self.draft.identifier("PMID", self._take("eprint"), "eprint")
            self._take("eprinttype")
        self.draft.url(from_latex.address(self._take("url")), "url")
        if "http" in self._fields.get("howpublished", ""):
            self.draft.url(from_latex.address(self._take("howpublished")), "howpublished")

    def _containers(self) -> None:
        """Take where the work stands and who brought it out, as the writers of kb name it for each type."""
        kind, draft = self.draft.fields["type"], self.draft
        if self._fields.get("type", "").lower() in _KINDS:
            self._take("type")
        if kind == "report":
            draft.text("container-title", self._text("series"), "series")
            draft.text("container-title", self._text("type"), "type")
            authors = {name.get("literal") for name in draft.fields["author"]}
            # A report that names no publisher is its author's own.
            if self._decoded(self._fields.get("institution", ""), "institution") in authors:
                self._take("institution")
        elif self._kind in ("online", "electronic", "www"):
            first = "container-title" if "series" not in self._fields else "publisher"
            draft.text(first, self._text("organization"), "organization")
            draft.text("container-title", self._text("series"), "series")
        else:
            draft.text("container-title", self._text("howpublished"), "howpublished")
            draft.text("publisher", self._text("organization"), "organization")
            if kind not in ("chapter", "paper-conference", "article-journal"):
                draft.text("container-title", self._text("series"), "series")

    def _notes(self) -> None:
        note = self._text("note")
        accessed = re.fullmatch(
            r"(?:accessed|last accessed|retrieved):?\s*(?:on\s+)?(\S+)", note.strip(), re.IGNORECASE
        )
        if accessed and (found := day(accessed[1].rstrip("."))):
            self.draft.accessed(found.isoformat(), "note")
        else:
            self.draft.note(note, "note")
