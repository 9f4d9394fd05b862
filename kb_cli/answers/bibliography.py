"""Bibliographies: which works are asked for, how each is printed, and which sentences rest on it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from kb_cli.answers import works
from kb_cli.citations.styles import Style
from kb_cli.errors import NotFoundError
from kb_cli.records import markup
from kb_cli.records.library import Library
from kb_cli.records.model import Condition, Reference
from kb_cli.records.sections import SECTIONS


class Claim(NamedTuple):
    """A sentence that rests on a work: where it stands, and the sentence with its marks."""

    condition: str
    name: str
    section: str
    place: str
    treatment: str | None
    sentence: str


class Entry(NamedTuple):
    """A work as a bibliography prints it: its text has italics marked and no number."""

    work: Reference
    text: str
    number: int | None
    claims: tuple[Claim, ...]


class BibliographyAnswer(NamedTuple):
    """Works in a citation style, in its order; ``claims`` says whether what rests on them was asked for."""

    title: str
    style: str
    entries: tuple[Entry, ...]
    claims: bool
    references: dict[str, Reference]
    names: dict[str, str]

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "bibliography"


def answer(
    library: Library,
    names: Sequence[str],
    style: Style,
    claims: bool | None = None,
    since: int | None = None,
    studies: Collection[str] = (),
) -> BibliographyAnswer:
    """Give the works that the names mean (all without a name) in a style, or those since a year or of some studies.

    The claims are found for a single work, or where ``claims`` is true. A work keeps the number that it has among all.
    Raises NotFoundError, and BadDataError where a work or record that was asked for is broken.
    """
    wanted = works.find(library, names)
    whole = _in_order(wanted.works, style)
    numbers = {work.key: number for number, work in enumerate(whole, 1)}
    cited = [work for work in whole if (work.issued or 0) >= (since or 0) and (not studies or work.study in studies)]
    if not cited:
        raise NotFoundError("none of these works is of that time and kind")
    found = claims_on(library, [work.key for work in cited]) if claims or (claims is None and len(cited) == 1) else {}
    sentences = [claim.sentence for several in found.values() for claim in several]
    return BibliographyAnswer(
        title=wanted.title,
        style=style.title,
        entries=tuple(
            Entry(work, text, numbers[work.key] if style.numbered else None, tuple(found.get(work.key, ())))
            for work, text in zip(cited, style.entries(cited), strict=True)
        ),
        claims=bool(claims) or len(cited) == 1,
        references=library.references(markup.cited(sentences)),
        names={id: library.head(id).name for id in markup.linked(sentences)},
    )


def _in_order(works: Sequence[Reference], style: Style) -> list[Reference]:
    return list(works) if style.numbered else sorted(works, key=style.sort_key)


def claims_on(library: Library, keys: Iterable[str]) -> dict[str, list[Claim]]:
    """Give the sentences that rest on each work, by key, record by record in reading order."""
    found: dict[str, list[Claim]] = {key: [] for key in keys}
    for condition in library.conditions_with(f"@{key}" for key in found):
        for claim in _claims(library, condition):
            for key in markup.cited([claim.sentence]):
                if key in found:
                    found[key].append(claim)
    return found


def _claims(library: Library, condition: Condition) -> Iterator[Claim]:
    for section, place, treatment, text in _texts(library, condition):
        for paragraph in markup.paragraphs(text):
            for sentence in markup.sentences(paragraph):
                yield Claim(condition.id, condition.name, section, place, treatment, sentence)


def _texts(library: Library, condition: Condition) -> Iterator[tuple[str, str, str | None, str]]:
    """Give each text of a record with its section, how the section is called, and its treatment if it has one."""
    yield "summary", "Summary", None, condition.summary
    for text in condition.at_a_glance:
        yield "at_a_glance", "At a glance", None, text or ""
    for flag in condition.red_flags:
        yield "red_flags", "Red flags", None, flag.text
    for section, about in SECTIONS.items():
        if about.treatments:
            yield section, f"{about.heading}: How sure the main message is", None, condition.evidence_basis or ""
            for one in condition.treatment:
                name = library.treatment_kinds[one.id].name
                yield section, f"{about.heading}: {name}", one.id, one.text
                yield section, f"{about.heading}: {name}, key figure", one.id, one.key_figure or ""
        else:
            for passage in condition.sections[section]:
                place = f"{about.heading}: {passage.heading}" if passage.heading else about.heading
                yield section, place, None, passage.text
