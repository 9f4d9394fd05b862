"""Bibliographies: which works are asked for, how each is printed, and which sentences rest on it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from kb_cli.answers import works
from kb_cli.citations.styles import Style
from kb_cli.errors import KbError, NotFoundError
from kb_cli.records import effect_wording, markup
from kb_cli.records.library import Library
from kb_cli.records.model import Condition, RedFlag, Reference, Topic
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
    """Works in a citation style, in its order; ``claims`` says whether what rests on them was asked for.

    ``missing`` are the errors of names, among several, that mean nothing.
    """

    title: str
    style: str
    entries: tuple[Entry, ...]
    claims: bool
    references: dict[str, Reference]
    names: dict[str, str]
    missing: tuple[KbError, ...] = ()

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "bibliography"


def answer(
    library: Library,
    names: Sequence[str | KbError],
    style: Style,
    claims: bool | None = None,
    since: int | None = None,
    studies: Collection[str] = (),
    listed: bool = False,
) -> BibliographyAnswer:
    """Give the works that the names mean (all without a name) in a style, or those since a year or of some studies.

    The claims are found where ``claims`` is true, or None and it is a single work. A work keeps the number that it has
    among all. Names that are ``listed`` are several in any case. Raises NotFoundError, and BadDataError where a work or
    record that was asked for is broken.
    """
    wanted = works.find(library, names, listed)
    whole = _in_order(wanted.works, style)
    numbers = {work.key: number for number, work in enumerate(whole, 1)}
    cited = [work for work in whole if (work.issued or 0) >= (since or 0) and (not studies or work.study in studies)]
    if not cited:
        raise NotFoundError("none of these works is of that time and kind")
    claims = len(cited) == 1 if claims is None else claims
    found = claims_on(library, [work.key for work in cited]) if claims else {}
    sentences = [claim.sentence for several in found.values() for claim in several]
    return BibliographyAnswer(
        title=wanted.title,
        style=style.title,
        entries=tuple(
            Entry(work, text, numbers[work.key] if style.numbered else None, tuple(found.get(work.key, ())))
            for work, text in zip(cited, style.entries(cited), strict=True)
        ),
        claims=claims,
        references=library.references(markup.cited(sentences)),
        names={id: library.name_of(id) for id in markup.linked(sentences)},
        missing=wanted.missing,
    )


def _in_order(works: Sequence[Reference], style: Style) -> list[Reference]:
    return list(works) if style.numbered else sorted(works, key=style.sort_key)


def claims_on(library: Library, keys: Iterable[str]) -> dict[str, list[Claim]]:
    """Give the sentences that rest on each work, by key: of each record in reading order, and of the shared signs."""
    found: dict[str, list[Claim]] = {key: [] for key in keys}
    for claim in _claims(library, found):
        for key in markup.cited([claim.sentence]):
            if key in found:
                found[key].append(claim)
    return found


def _claims(library: Library, keys: Iterable[str]) -> Iterator[Claim]:
    texts = [text for record in library.conditions_with(f"@{key}" for key in keys) for text in _of(library, record)]
    texts += [text for record in library.topics() for text in _of_topic(library, record)]
    for flag in library.shared_red_flags.values():
        place = ("red_flags", "Red flags of several records", "red_flags", flag.short or flag.id, None)
        texts.append(Claim(*place, flag.text))
    for text in texts:
        for paragraph in markup.paragraphs(text.sentence):
            yield from (text._replace(sentence=sentence) for sentence in markup.sentences(paragraph))


def _of(library: Library, record: Condition) -> Iterator[Claim]:
    """Give each text of a record as if it were one sentence."""

    def at(section: str, place: str, text: str | None, treatment: str | None = None) -> Claim:
        return Claim(record.id, record.name, section, place, treatment, text or "")

    yield at("summary", "Summary", record.summary)
    yield from (at("at_a_glance", "At a glance", text) for text in record.at_a_glance)
    yield from (at("red_flags", "Red flags", flag.text) for flag in _own_flags(library, record))
    for section, about in SECTIONS.items():
        if about.treatments:
            yield at(section, f"{about.heading}: How sure the main message is", record.evidence_basis)
            for one in record.treatment:
                name = f"{about.heading}: {library.treatment_kinds[one.id].name}"
                yield at(section, name, one.text, one.id)
                yield at(section, f"{name}, key figure", one.key_figure, one.id)
                for effect in one.effects:
                    yield at(section, f"{name}, in 100 people", effect_wording.sentence(effect), one.id)
        else:
            for passage in record.sections[section]:
                place = f"{about.heading}: {passage.heading}" if passage.heading else about.heading
                yield at(section, place, passage.text)
    yield from (at("handout", "Hand-out", text) for text in (record.handout.texts if record.handout else ()))
    yield from (at("change", "Changes", one.why) for one in record.change)


def _of_topic(library: Library, record: Topic) -> Iterator[Claim]:
    """Give each text of a topic as if it were one sentence."""

    def at(section: str, place: str, text: str | None) -> Claim:
        return Claim(record.id, record.name, section, place, None, text or "")

    yield at("summary", "Summary", record.summary)
    yield from (at("finding", one.question, one.answer) for one in record.finding)
    yield from (at("red_flags", "Red flags", flag.text) for flag in _own_flags(library, record))
    yield from (at("passage", one.heading or "What is known", one.text) for one in record.passage)
    yield at("evidence_basis", "How sure the main message is", record.evidence_basis)


def _own_flags(library: Library, record: Condition | Topic) -> list[RedFlag]:
    """Give the signs that the record does not share: the others are told once for all."""
    return [flag for flag in record.red_flags if flag.id not in library.shared_red_flags]
