"""Which works a reader means: a record, a treatment, a citation key, a DOI, a PMID, or "Rathleff 2014"."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kb_cli.answers import condition, lookup, topic
from kb_cli.citations import label
from kb_cli.errors import AmbiguousError, KbError, NotFoundError, SeveralError
from kb_cli.records import effect_wording, markup
from kb_cli.records.library import Library
from kb_cli.records.model import Reference
from kb_cli.records.names import folded, nearest
from kb_cli.sanitize import quoted

_ADDRESS = re.compile(
    r"^(?:https?://)?(?:(?:dx\.)?doi\.org/|(?:www\.)?pubmed\.ncbi\.nlm\.nih\.gov/|pmc\.ncbi\.nlm\.nih\.gov/articles/"
    r"|www\.ncbi\.nlm\.nih\.gov/pmc/articles/)|^(?:doi|pmid|pmcid)\b\s*:?\s*",
    re.IGNORECASE,
)
_AUTHOR_YEAR = re.compile(r"(?P<names>.*?[^\W\d])[\s,.(]*(?P<year>\d{4})(?P<letter>[a-z]?)\)?", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s*(?:,|&|;|\band\b|\bet\s+al\b\.?)\s*", re.IGNORECASE)
# A shorter beginning of a title would be met by chance.
_SHORTEST_TITLE = 15


class Wanted(NamedTuple):
    """Works that were asked for, in the order of citation, and what they are, in words.

    ``missing`` are the errors of names, among several, that mean nothing.
    """

    title: str
    works: tuple[Reference, ...]
    missing: tuple[KbError, ...] = ()


def find(library: Library, names: Sequence[str | KbError], listed: bool = False) -> Wanted:
    """Give the works that the names mean: together one name, or each for itself; all works without a name.

    Names that are ``listed`` are several in any case, as are the keys of a sentence; in place of a name may stand the
    error of its line. Raises NotFoundError with what is spelt nearly alike where none means anything.
    """
    if not names:
        return Wanted(f"All works, {len(library.works)}", tuple(library.works.values()))
    together = " ".join(map(str, names)).strip()
    if not listed and (keys := markup.cited([together])):
        names, listed = keys, True
    if not listed:
        if found := _one(library, together):
            return found
        if len(names) == 1:
            raise _not_found(library, together)
    each = [_found_or_error(library, key) for name in names for key in _keys_or_itself(name)]
    works = {work.key: work for found in each if not isinstance(found, KbError) for work in found.works}
    missing = [one for one in each if isinstance(one, KbError)]
    if not (found := _works(list(works.values()))):
        raise SeveralError(missing) if listed else missing[0]
    return found._replace(missing=tuple(missing))


def _keys_or_itself(name: str | KbError) -> Sequence[str | KbError]:
    """Give the citation keys of a sentence with ``[@key]`` marks, else the name."""
    return (isinstance(name, str) and markup.cited([name])) or [name]


def _found_or_error(library: Library, name: str | KbError) -> Wanted | KbError:
    if isinstance(name, KbError):
        return name
    try:
        return _one(library, name) or _not_found(library, name)
    except KbError as error:
        return error


def _one(library: Library, name: str) -> Wanted | None:
    if library.has_reference(name):
        return _works([library.reference(name)])
    try:
        meant = lookup.find(library, name)
    except NotFoundError:
        return _works(_matches(library.works.values(), name))
    except AmbiguousError:
        if found := _works(_matches(library.works.values(), name)):
            return found
        raise
    if meant.kind == "treatment":
        return _behind(library, meant.id)
    if meant.kind == "topic":
        about = library.topic(meant.id)
        return _cited_by(library, about.name, topic.cited(about))
    record = library.condition(meant.id)
    return _cited_by(library, record.name, condition.cited(record))


def _works(works: Sequence[Reference]) -> Wanted | None:
    if not works:
        return None
    return Wanted(label(works[0]) if len(works) == 1 else f"{len(works)} works", tuple(works))


def _cited_by(library: Library, name: str, keys: Sequence[str]) -> Wanted:
    return Wanted(f"Works cited: {name}", tuple(library.references(keys).values()))


def _behind(library: Library, id: str) -> Wanted:
    """Give the works behind the verdicts on a treatment, in whatever records give one."""
    texts = [
        text
        for record in library.conditions_with([f'"{id}"'])
        for one in record.treatment
        if one.id == id
        for text in (*effect_wording.texts(one), one.key_figure or "")
    ]
    title = f"Works behind the verdicts on {library.treatment_kinds[id].name}"
    return Wanted(title, tuple(library.references(markup.cited(texts)).values()))


def _matches(works: Iterable[Reference], name: str) -> list[Reference]:
    """Give the works that the name identifies, describes as author and year, or begins the title of."""
    works = list(works)
    bare = _ADDRESS.sub("", name.strip()).rstrip("/. ").lower()
    identified = [
        work
        for work in works
        if bare and bare in {(value or "").lower() for value in (work.key, work.doi, work.pmid, work.pmcid, work.url)}
    ]
    wanted = folded(name)
    titled = [work for work in works if len(wanted) >= _SHORTEST_TITLE and folded(work.title).startswith(wanted)]
    named = [work for work in works if wanted in (folded(work.key), folded(label(work)))]
    return identified or named or _by_author(works, name) or titled


def _by_author(works: Iterable[Reference], name: str) -> list[Reference]:
    found = _AUTHOR_YEAR.fullmatch(name.strip())
    names, year, letter = (found["names"], found["year"], found["letter"].lower()) if found else (name, "", "")
    surnames = [folded(part) for part in _BETWEEN_NAMES.split(names) if folded(part)]
    return [
        work
        for work in works
        if surnames
        and (not year or str(work.issued) == year)
        and (not letter or work.key.endswith(letter))
        and _begin(surnames, work)
    ]


def _begin(surnames: Sequence[str], work: Reference) -> bool:
    """Tell whether the work's authors begin with these surnames, with or without their particles."""
    if len(surnames) > len(work.author):
        return False
    return all(
        surname in (folded(author.surname), folded(author.family or ""))
        for surname, author in zip(surnames, work.author, strict=False)
    )


def _not_found(library: Library, name: str) -> NotFoundError:
    known: dict[str, str] = {}
    for work in library.works.values():
        known |= {work.key: work.key, label(work): work.key}
        known |= {work.doi: work.key} if work.doi else {}
    for one in (*library.condition_names, *library.topic_names, *library.treatment_names):
        known |= dict.fromkeys(one.spellings, one.id)
    near = list(dict.fromkeys(known[spelling] for spelling in nearest(name, known)))
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    shown = '"kb cite" shows all works, "kb list" all records'
    return NotFoundError(f"no work, record or treatment is called {quoted(name)}; {hint}{shown}", suggestions=near)
