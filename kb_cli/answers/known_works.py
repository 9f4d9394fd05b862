"""Recognising a work: by DOI, PMID or PMCID, also in its address, or by title, year and first author."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from kb_cli.citations.titles import untagged
from kb_cli.records.model import Reference
from kb_cli.records.names import folded


class Match(NamedTuple):
    """The key of a known work, and what it is known by."""

    key: str
    by: str


class _Facts(NamedTuple):
    key: str
    identifiers: Mapping[str, str]
    year: int | None
    surname: str


_IN_ADDRESS = (
    ("DOI", re.compile(r"doi\.org/(10\.\S+)")),
    ("PMID", re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d+)")),
    ("PMCID", re.compile(r"ncbi\.nlm\.nih\.gov/(?:pmc/)?articles/(pmc\d+)")),
)


class KnownWorks:
    """Works by what identifies them; a work that says otherwise than another is not the same, whatever its title."""

    def __init__(self) -> None:
        self._by_identifier: dict[tuple[str, str], str] = {}
        self._by_title: dict[str, list[_Facts]] = {}

    def add_work(self, work: Reference, key: str) -> None:
        """Add a work that was read."""
        names = (
            {"literal": one.literal, "family": one.family, "non-dropping-particle": one.particle}
            for one in work.author[:1]
        )
        identifiers = {"DOI": work.doi, "PMID": work.pmid, "PMCID": work.pmcid, "URL": work.url}
        told = {field: value for field, value in identifiers.items() if value}
        self.add({"title": work.title, "issued": work.issued, "author": list(names), **told}, key)

    def add(self, table: Mapping[str, Any], key: str) -> None:
        """Add a work by the table of its file."""
        identifiers = dict(_identifiers(table))
        for one in identifiers.items():
            self._by_identifier.setdefault(one, key)
        facts = _Facts(key, identifiers, table.get("issued"), _surname(table))
        self._by_title.setdefault(_title(table), []).append(facts)

    def find(self, table: Mapping[str, Any]) -> Match | None:
        """Give the known work that the table of a reference is about."""
        identifiers = dict(_identifiers(table))
        for field, value in identifiers.items():
            if key := self._by_identifier.get((field, value)):
                return Match(key, f"the same {field}")
        title = _title(table)
        for facts in self._by_title.get(title, ()) if title else ():
            if _may_be(facts, identifiers, table):
                return Match(facts.key, "the same title, year and first author" if facts.year else "the same title")
        return None


def _may_be(facts: _Facts, identifiers: Mapping[str, str], table: Mapping[str, Any]) -> bool:
    year, surname = table.get("issued"), _surname(table)
    differ = any(facts.identifiers.get(field, value) != value for field, value in identifiers.items())
    same_year = year is None or facts.year is None or year == facts.year
    same_author = not surname or not facts.surname or surname == facts.surname
    return same_year and same_author and not differ


def _identifiers(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field, form in _IN_ADDRESS:
        if value := table.get(field):
            yield field, value.lower()
        elif found := form.search(table.get("URL", "").lower()):
            yield field, found[1]


def _title(table: Mapping[str, Any]) -> str:
    return folded(untagged(table["title"]))


def _surname(table: Mapping[str, Any]) -> str:
    """Give the first author's name without particles, which programs split off each in its own way."""
    if not table["author"]:
        return ""
    first: Mapping[str, str | None] = table["author"][0]
    name = folded(first.get("literal") or first.get("family") or first.get("given") or "")
    return name.removeprefix(folded(first.get("non-dropping-particle") or ""))
