"""A work as it is read from somebody's bibliography: field by field, made clean, and what has no place in a reference.

The fields are named and typed as in a reference's file.
"""

import html
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from kb_cli.citations.people import NOT_ALL
from kb_cli.records import identifiers
from kb_cli.records.names import folded
from kb_cli.records.vocabularies import Study
from kb_cli.sanitize import quoted, unsafe


class LeftOut(NamedTuple):
    """Something that a reference has no place for: the field of the source, the beginning of its value, and why."""

    field: str
    value: str
    why: str = ""


class Entry(NamedTuple):
    """A work as a file has it: the line that it begins on, its key there, and its fields as a reference has them.

    ``doubts`` are what was read without being sure.
    """

    line: int
    key: str
    fields: dict[str, Any]
    left_out: tuple[LeftOut, ...] = ()
    doubts: tuple[str, ...] = ()


class Unread(NamedTuple):
    """An entry that cannot be read: the line that tells where, its key, and what is wrong with it."""

    line: int
    key: str
    why: str


_TAG = re.compile(r"</?([A-Za-z][\w:-]*)(?:\s[^<>]*)?/?>")
_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")
# The tags that titles keep, and what else is written for them; the others of HTML, JATS and MathML are dropped.
_KEPT_TAGS = {"i": "i", "em": "i", "italic": "i", "b": "b", "strong": "b", "bold": "b", "sup": "sup", "sub": "sub"}
_DROPPED_TAGS = frozenset({"u", "p", "br", "sc", "tt", "scp", "span", "div", "font", "title", "underline", "monospace"})

_DASHES = re.compile(r"\s*(?:--+|[-\u2010-\u2015\u2212])\s*")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|2[01])\d\d(?!\d)")
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})\D*")
_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
_OF_DOI = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/(10\..+)", re.IGNORECASE)
_IN_NOTE = re.compile(r"(?:^|(?<=[\s;]))(PMID|PMCID):\s*(?:PMC)?([0-9]{1,9})(?:[\s;.]|$)")
_OTHERS = frozenset({"others", "et al", "et al.", "and others"})
_STUDIES = {folded(study.value): study.value for study in Study}
# Words by which a body is told from a person where nothing else does.
_BODIES = frozenset(
    re.findall(
        r"\S+",
        """academy agency association authority board center centers centre college collaboration collaborative
        collaborators committee consortium council department federation foundation group hospital hospitals institute
        institutes investigators league ministry network nhs office organisation organization panel programme project
        service services society team trust university""",
    )
)


class Draft:
    """Gathers the fields of one work; of a field that stands twice, the first is kept and the other told."""

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {"author": []}
        self._left_out: list[LeftOut] = []
        self._doubts: dict[str, None] = {}

    def entry(self, line: int, key: str) -> Entry:
        """Give what was gathered."""
        return Entry(line, self._plain("key", key), self.fields, tuple(self._left_out), tuple(self._doubts))

    def leave(self, source: str, value: object, why: str = "") -> None:
        """Tell that a field of the source was left out; one without a value is nothing."""
        if value or value == 0:
            self._left_out.append(LeftOut(_line(source), _shown(value), why))

    def doubt(self, text: str) -> None:
        """Tell what was read without being sure."""
        self._doubts[text] = None

    def text(self, field: str, value: str, source: str = "") -> None:
        """Set a field of one line of text."""
        self._set(field, self._plain(source or field, value), source)

    def marked(self, field: str, value: str, source: str = "") -> None:
        """Set a field of text that may have tags, of which those for italics and the like are kept."""
        self._set(field, self._plain(source or field, _tags_cleaned(value)), source)

    def protected(self, names: Iterable[str], source: str) -> None:
        """Set the names in the title that keep their capitals; what is none of its words is passed over."""
        title = self.fields.get("title", "")
        found = [name for name in dict.fromkeys(self._plain(source, name) for name in names) if name and name in title]
        if found:
            self.fields["protected"] = found

    def year(self, value: str, source: str) -> None:
        """Set the year of a date; what else the date tells is left out."""
        value = self._plain(source, value)
        found = _YEAR.search(value)
        if found:
            self._set("issued", int(found[0]), source)
        if value and (not found or found[0] != value):
            self.leave(source, value, "only the year is kept" if found else "no year that can be read")

    def accessed(self, value: str, source: str) -> None:
        """Set the day when a page of the web was read."""
        if found := day(value):
            self._set("accessed", found, source)
        else:
            self.leave(source, value, "no whole date such as 2026-11-23")

    def page(self, value: str, source: str) -> None:
        """Set the pages, or the number of an article: a range has a hyphen."""
        value = re.sub(r"^pp?\.\s*", "", self._plain(source, value))
        self._set("page", _DASHES.sub("-", value), source)

    def identifier(self, field: str, value: str, source: str = "") -> None:
        """Set a DOI, PMID or PMCID, however it is written."""
        given = self._plain(source or field, value)
        found = _DOI.search(given) if field == "DOI" else re.search(r"\d{1,9}", given)
        if not found:
            self.leave(source or field, value, f"no {field} that can be read")
            return
        plain = identifiers.encoded(found[0].rstrip(".,;")) if field == "DOI" else found[0]
        self._set(field, f"PMC{plain}" if field == "PMCID" else plain, source)

    def url(self, value: str, source: str = "URL") -> None:
        """Set the address; one that only tells a DOI becomes that."""
        value = self._plain(source, value)
        if found := _OF_DOI.fullmatch(value):
            self.identifier("DOI", found[1], source)
        elif not value or value.startswith(("http://", "https://")):
            self._set("URL", identifiers.encoded(value), source)
        else:
            self.leave(source, value, "an address begins with https:// or http://")

    def person(self, family: str, given: str = "", particle: str = "", suffix: str = "") -> None:
        """Add an author who is a person; of a family name that begins with small words, these are the particle."""
        parts = {"family": family, "given": given, "suffix": suffix, "non-dropping-particle": particle}
        plain = {part: self._plain("author", value) for part, value in parts.items()}
        if not plain["non-dropping-particle"]:
            plain["non-dropping-particle"], plain["family"] = _particle_apart(plain["family"])
        self._add({part: value for part, value in plain.items() if value})

    def body(self, name: str) -> None:
        """Add an author who is a body, or that there are others."""
        plain = self._plain("author", name)
        if plain.lower() in _OTHERS:
            self.fields["more_authors"] = True
        else:
            self._add({"literal": plain} if plain else {})

    def body_by_words(self, name: str) -> bool:
        """Add an author whose words say that it is a body, and tell so; a person is not added."""
        if not is_body(name):
            return False
        self.doubt(f"{quoted(name)} was read as a body")
        self.body(name)
        return True

    def keywords(self, values: Iterable[str], source: str) -> None:
        """Set what kind of study it is, where a keyword says so; the others are left out."""
        others: list[str] = []
        for value in values:
            kind = _STUDIES.get(folded(value))
            if kind and "study" not in self.fields:
                self.fields["study"] = kind
            elif value.strip():
                others.append(value.strip())
        self.leave(source, ", ".join(others))

    def note(self, value: str, source: str) -> None:
        """Take from a note what kb itself and Zotero write there; the rest is left out."""
        for field, identifier in _IN_NOTE.findall(value):
            self.identifier(field, identifier, source)
        rest = _IN_NOTE.sub("", value).strip()
        if " ".join(rest.split()) == NOT_ALL:
            self.fields["more_authors"] = True
        else:
            self.leave(source, rest)

    def _add(self, name: dict[str, str]) -> None:
        if name:
            self.fields["author"].append(name)

    def _set(self, field: str, value: Any, source: str) -> None:
        if not value:
            return
        there = self.fields.setdefault(field, value)
        if _same(there, value):
            return
        self.leave(source or field, value, f"another {field} stands before it")

    def _plain(self, source: str, value: str) -> str:
        """Give a text on one line, without what cannot be seen, which is told."""
        value = " ".join(value.split())
        if found := unsafe(value):
            codes = ", ".join(f"U+{ord(one):04X}" for one in found[:3])
            self.doubt(f"characters that cannot be seen were taken out of {_line(source)}: {codes}")
            value = " ".join(value.translate(dict.fromkeys(map(ord, found))).split())
        return value


def _particle_apart(family: str) -> tuple[str, str]:
    """Give the small words that a family name begins with, as in "van der Vlist", and the rest."""
    words = family.split(" ")
    small = next((place for place, word in enumerate(words[:-1]) if not word[:1].islower()), len(words) - 1)
    return " ".join(words[:small]), " ".join(words[small:])


def is_body(name: str) -> bool:
    """Tell whether a name has a word that only those of bodies have."""
    return not _BODIES.isdisjoint(re.findall(r"\w+", name.lower()))


def day(value: str) -> date | None:
    """Give the day of "2026-11-23" or "2026/11/23///"; None where it tells none."""
    found = _DAY.fullmatch(value.strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _tags_cleaned(text: str) -> str:
    if "&" in text:
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return _TAG.sub(_tag, text) if "<" in text else text


def _tag(tag: re.Match[str]) -> str:
    name = tag[1].lower().rpartition(":")[2]
    if kept := _KEPT_TAGS.get(name):
        return f"</{kept}>" if tag[0].startswith("</") else f"<{kept}>"
    return "" if ":" in tag[1] or name in _DROPPED_TAGS else tag[0]


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    return bool(one == other)


def _shown(value: object) -> str:
    return _line(str(value) if not isinstance(value, str) else value)


def _line(text: str) -> str:
    """Give the beginning of a text, on one line."""
    line = " ".join(text[:400].split())
    return line if len(line) <= 80 else f"{line[:77]}..."
