"""What becomes of the works of a bibliography: a new file each, or none where the work is known already."""

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from kb_cli.answers.known_works import KnownWorks
from kb_cli.citations import collation, readers
from kb_cli.citations.draft import Entry, LeftOut, Unread
from kb_cli.citations.readers import Source
from kb_cli.errors import OutputError, UsageError
from kb_cli.records import reference_file, schema, toml_file
from kb_cli.records.drafts import DEVICES
from kb_cli.records.library import Library
from kb_cli.records.names import ID, either

# New: the work is to have a file. Written: it has. Failed: the file could not be written. Known: there was a reference
# for the work. Unread: the entry is of no use.
Outcome = Literal["new", "written", "failed", "known", "unread"]

# Writes a text as a new file: raises UsageError where there is one, and OutputError where it cannot be written.
Save = Callable[[str, str], None]

# Told of what is being done and how far it is: what, how much of how much.
Progress = Callable[[str, int, int], None]

_LONGEST_BASE = 40
# So many entries of a file that cannot be read are told one by one.
_MOST_UNREAD = 1000
_ABBREVIATION = re.compile(r"\(([A-Z]{2,8})\)")
_WORD = re.compile(r"[^\W\d_]{4,}")


class Imported(NamedTuple):
    """An entry of a bibliography and what became of it.

    ``source`` and ``line`` say where it stands, ``entry`` is its key there; ``key`` and ``path`` are those of the
    reference, new or known; ``why`` says by what it is known or why it is not written. ``left_out`` is what a reference
    has no place for, ``doubts`` what was read without being sure, ``missing`` what is left to fill in.
    """

    source: str
    line: int
    entry: str
    outcome: Outcome
    key: str = ""
    path: str = ""
    title: str = ""
    why: str = ""
    left_out: tuple[LeftOut, ...] = ()
    doubts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    table: Mapping[str, Any] = MappingProxyType({})

    @property
    def place(self) -> str:
        """Say where the entry stands, and its key there."""
        where = f"{self.source}:{self.line}" if self.line else self.source
        return f"{where}, {self.entry}" if self.entry else where


class ImportedAnswer(NamedTuple):
    """All entries in their order; ``folder`` is where the files lie, ``stopped`` why no more could be written.

    ``notes`` is what else a reader should know.
    """

    folder: str
    dry_run: bool
    works: tuple[Imported, ...]
    notes: tuple[str, ...] = ()
    stopped: str = ""

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "imported"

    @property
    def counts(self) -> str:
        """Say what became of how many."""
        counts = (
            (len(self.of("new")), "would be written"),
            (len(self.of("written")), "written"),
            (len(self.of("known")), "known already"),
            (len(self.of("unread")), "not read"),
            (len(self.of("failed")), "not written"),
        )
        return ", ".join(f"{number:,} {what}" for number, what in counts if number) or "Nothing to import"

    def of(self, *outcomes: Outcome) -> list[Imported]:
        """Give the entries that this became of."""
        return [one for one in self.works if one.outcome in outcomes]


def plan(library: Library, folder: str, sources: Sequence[Source], progress: Progress) -> ImportedAnswer:
    """Give what would become of the works of these sources in a folder of references; nothing is written.

    The library must have what lies in the folder, so that no work is there twice. Raises UsageError where a package is
    missing that reads them.
    """
    known = KnownWorks()
    for key, work in library.works.items():
        known.add_work(work, key)
    works: list[Imported] = []
    for source in sources:
        for found in _read(source, progress):
            works.append(_taken(source, found, known, _Place(len(works))))
    taken = {*library.reference_keys, *DEVICES}
    keys = _keys({place: one for place, one in enumerate(works) if one.outcome == "new"}, taken)
    named = tuple(_named(one, place, keys, folder) for place, one in enumerate(works))
    notes = (
        f"{one.name} is not UTF-8; it was read as {one.encoding}: look at the accents"
        for one in sources
        if one.encoding
    )
    return ImportedAnswer(folder, True, named, tuple(notes))


def write(answer: ImportedAnswer, save: Save, progress: Progress) -> ImportedAnswer:
    """Let the new files be saved until one cannot be written; give what became of them."""
    new = answer.of("new")
    stopped = ""
    done: dict[str, str] = {}
    try:
        for number, one in enumerate(new, 1):
            progress("Writing", number, len(new))
            try:
                save(reference_file.text(one.table), one.path)
                done[one.key] = ""
            except UsageError:
                done[one.key] = f'"{one.path}" has come to exist meanwhile'
    except OutputError as error:
        stopped = str(error)
    works = (_written(one, done.get(one.key)) if one.outcome == "new" else one for one in answer.works)
    return answer._replace(dry_run=False, works=tuple(works), stopped=stopped)


def _written(one: Imported, why_not: str | None) -> Imported:
    """Give a new work as it is afterwards: ``why_not`` is empty where it was written, None where that was not tried."""
    if why_not == "":
        return one._replace(outcome="written")
    return one._replace(outcome="failed", why=why_not or "not tried, because an earlier one could not be written")


def _read(source: Source, progress: Progress) -> Iterator[Entry | Unread]:
    lines = source.text.count("\n") + 1
    read, unread = 0, 0
    for found in readers.read(source.text):
        progress(f"Reading {source.name}", found.line, lines)
        read += 1
        unread += isinstance(found, Unread)
        if isinstance(found, Entry) or unread <= _MOST_UNREAD:
            yield found
    if unread > _MOST_UNREAD:
        yield Unread(lines, "", f"{unread - _MOST_UNREAD:,} more entries cannot be read")
    if not read:
        known = either(readers.titles())
        yield Unread(0, "", f"there is no reference in it, in {known}" if source.text.strip() else "it is empty")


def _taken(source: Source, found: Entry | Unread, known: KnownWorks, place: "_Place") -> Imported:
    """Give what becomes of an entry; a new work is known from now on by its place, until it has a key."""
    at = (source.name, found.line, found.key)
    if isinstance(found, Unread):
        return Imported(*at, "unread", why=found.why)
    table, refused = _checked(found.fields)
    if "title" not in table:
        return Imported(*at, "unread", why=refused[-1].why if refused else "it has no title")
    title = table["title"]
    if match := known.find(table):
        return Imported(*at, "known", key=match.key, title=title, why=match.by)
    if len(reference_file.text(table).encode()) > toml_file.LARGEST_FILE:
        return Imported(*at, "unread", title=title, why="it is too long for a reference")
    known.add(table, place.name)
    left_out, missing = (*found.left_out, *refused), tuple(_missing(table))
    return Imported(*at, "new", "", "", title, "", left_out, found.doubts, missing, table)


def _checked(fields: Mapping[str, Any]) -> tuple[dict[str, Any], list[LeftOut]]:
    """Give the fields that a reference may have, and what was wrong with the others."""
    table = dict(fields)
    refused: list[LeftOut] = []
    names: set[int] = set()
    for fault in [*schema.faults(table, schema.REFERENCE)]:
        if not fault.path:
            continue
        field, *inside = fault.path
        value = fields[str(field)]
        if inside:
            place = int(inside[0])
            names.add(place)
            value = " ".join(map(str, value[place].values()))
        else:
            table.pop(str(field), None)
        refused.append(LeftOut(str(field), str(value)[:80], fault.message))
    table["author"] = [name for place, name in enumerate(table["author"]) if place not in names]
    # What is wrong with the title is told last, because nothing can be written without one.
    return table, sorted(refused, key=lambda one: one.field == "title")


def _missing(table: Mapping[str, Any]) -> Iterator[str]:
    """Give what a well-kept reference has beyond what it must have, and this one lacks."""
    if not table["author"]:
        yield "author"
    online = "URL" in table and "DOI" not in table and table["type"] == "webpage"
    if online and "accessed" not in table:
        yield "accessed"
    if "issued" not in table and not ("URL" in table and "accessed" in table):
        yield "issued"
    printed = all(field in table for field in ("container-title", "volume", "page"))
    if not printed and not any(field in table for field in ("DOI", "PMID", "PMCID", "URL")):
        yield "DOI or URL"
    if "study" not in table:
        yield "study"


def _keys(works: Mapping[int, Imported], taken: set[str]) -> dict[int, str]:
    """Give each new work a key: author and year, and a letter where several have these."""
    alike: dict[str, list[int]] = defaultdict(list)
    for place, one in works.items():
        alike[_base(one.table)].append(place)
    keys: dict[int, str] = {}
    for base, places in alike.items():
        for place in places:
            own = works[place].entry
            if own not in taken and _is_ours(own, base, works[place].table):
                keys[place] = own
                taken.add(own)
        others = [place for place in places if place not in keys]
        keys |= zip(others, _free(base, len(others), taken), strict=False)
    return keys


def _is_ours(key: str, base: str, table: Mapping[str, Any]) -> bool:
    """Tell whether an entry's own key is one as kb has them; that of an undated work says best which it is."""
    if not re.fullmatch(ID, key) or len(key) > _LONGEST_BASE:
        return False
    undated = "issued" not in table and len(key) > 3 and key[0].isalpha()
    return undated or bool(re.fullmatch(rf"{base}[a-z]?", key))


def _free(base: str, number: int, taken: set[str]) -> Iterator[str]:
    """Give keys that nothing has: the base alone where one is wanted and none has a letter, else with letters."""
    if number == 1 and base not in taken and f"{base}a" not in taken:
        taken.add(base)
        yield base
        return
    for letters in _letters("b" if base in taken else "a"):
        if (key := f"{base}{letters}") not in taken:
            taken.add(key)
            yield key


def _letters(first: str) -> Iterator[str]:
    """Give a, b, ..., z, za, zb, ..., zz, zza, ... from the first on."""
    before = ""
    while True:
        for place in range(ord(first), ord("z") + 1):
            yield before + chr(place)
        before, first = f"{before}z", "a"


def _base(table: Mapping[str, Any]) -> str:
    """Give what a key begins with: the first author's name and the year, or of an undated work a word of its title."""
    authors = table["author"]
    name = _of_author(authors[0]) if authors else ""
    after = str(table.get("issued", ""))
    if not after or not name:
        words = _WORD.findall(table.get("title-short", "")) or _WORD.findall(table["title"])
        after = f"{_letters_of(words[0]) if words else ''}{after}"
    return f"{name}{after}"[:_LONGEST_BASE] if name or after else "work"


def _of_author(name: Mapping[str, str]) -> str:
    if body := name.get("literal"):
        if short := _ABBREVIATION.search(body):
            return short[1].lower()
        whole = _letters_of(body)
        initials = _letters_of("".join(word[0] for word in body.split() if word[0].isupper()))
        return whole if len(whole) <= 20 or len(initials) < 2 else initials
    parts = (name.get("non-dropping-particle", ""), name.get("family") or name.get("given", ""))
    return _letters_of("".join(parts))


def _letters_of(text: str) -> str:
    """Give the letters and figures that a key may have."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(collation.LETTERS))
    return re.sub(r"[^a-z0-9]", "", plain)[: _LONGEST_BASE - 5]


def _named(one: Imported, place: int, keys: Mapping[int, str], folder: str) -> Imported:
    """Give a work with its key and file, or one that is known from the same import with the key that it has there."""
    if one.outcome == "new":
        return one._replace(key=keys[place], path=os.path.join(folder, f"{keys[place]}.toml"))
    if one.outcome == "known" and (earlier := _Place.of(one.key)):
        return one._replace(key=keys[earlier.number], why=f"{one.why}, earlier in this import")
    return one


class _Place(NamedTuple):
    """Stands for the key of a new work, which it has only when all are read."""

    number: int

    @property
    def name(self) -> str:
        return f"#{self.number}"

    @classmethod
    def of(cls, name: str) -> "_Place | None":
        return cls(int(name[1:])) if name.startswith("#") else None


def in_capitals(title: str) -> bool:
    """Tell whether a title is in Title Case or IN CAPITALS, which no citation style of kb changes."""
    words = [word for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", title)[1:] if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) > 0.8 * len(words)


def titled(works: Iterable[Imported]) -> list[Imported]:
    """Give the works whose titles are in Title Case."""
    return [one for one in works if in_capitals(one.title)]
