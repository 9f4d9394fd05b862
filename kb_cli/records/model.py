"""What the records are: conditions, treatments, references; their closed vocabularies are in vocabularies.py.

Records are named tuples: as immutable and typed as frozen dataclasses, and made in a fifth of the time at every start.
What can be the reader's own says so in ``origin``; ``stands_in`` tells that a shipped one of the same id lies under it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeVar

from kb_cli.records import identifiers
from kb_cli.records.layer import Origin
from kb_cli.records.names import folded
from kb_cli.records.sections import SECTIONS
from kb_cli.records.vocabularies import Certainty, Changed, GradedBy, Region, TreatmentGroup, Urgency, Verdict


class Passage(NamedTuple):
    """Paragraphs of prose under an optional heading; a callout is set apart."""

    text: str
    heading: str | None = None
    callout: bool = False


class RedFlag(NamedTuple):
    """A sign that needs a clinician, and how soon; ``told_as`` are phrases in which people tell it."""

    id: str
    urgency: Urgency
    text: str
    short: str | None = None
    told_as: tuple[str, ...] = ()


class Effect(NamedTuple):
    """How many had an outcome with a treatment and without it, in one comparison, as the source prints them.

    ``good`` says whether people want the outcome, ``at`` when it was looked for, ``people`` in whom where they were not
    ordinary patients, ``given`` what stood for the treatment where its name does not say, ``instead`` whether the
    comparator is another treatment. ``significant`` is what the source says of the difference, None where nothing clear
    was seen; ``citation`` is the key of the work that prints both figures.
    """

    outcome: str
    at: str | None
    people: str | None
    good: bool
    with_: str
    without: str
    given: str | None
    comparator: str
    instead: bool
    significant: bool | None
    randomised: bool
    citation: str


class Treatment(NamedTuple):
    """What is known of one treatment for one condition."""

    id: str
    verdict: Verdict
    evidence: Certainty
    graded_by: GradedBy
    text: str
    key_figure: str | None = None
    effects: tuple[Effect, ...] = ()


class TreatmentKind(NamedTuple):
    """A treatment as such: its entry in the vocabulary of treatments."""

    id: str
    name: str
    group: TreatmentGroup
    aliases: tuple[str, ...]
    what: str
    origin: Origin = "shipped"
    stands_in: bool = False


class AtAGlance(NamedTuple):
    """One sentence each: answers to what people ask first, and what sets conditions apart."""

    site: str | None = None
    provoked_by: str | None = None
    people: str | None = None
    sign: str | None = None
    course: str | None = None
    running: str | None = None
    duration: str | None = None
    first_step: str | None = None


class Change(NamedTuple):
    """What changed in a record, when and why; ``from_`` or ``to`` is missing where it is new or was taken away."""

    date: date
    what: Changed
    of: str | None
    from_: str | None
    to: str | None
    why: str


class Choice(NamedTuple):
    """What one choice is like, in plain words: its name, what one does, what speaks for it and what against it."""

    id: str
    name: str | None
    doing: str
    for_: str
    against: str


class Handout(NamedTuple):
    """What a record says to a patient, in plain words; what is missing is told in the words of the record itself.

    ``nothing`` is the choice of doing nothing, and has neither id nor name.
    """

    message: str
    what: str
    steps: tuple[str, ...]
    running: str | None = None
    duration: str | None = None
    unknown: str | None = None
    questions: tuple[str, ...] = ()
    choice: tuple[Choice, ...] = ()
    nothing: Choice | None = None

    @property
    def texts(self) -> list[str]:
        """All its prose."""
        choices = [*self.choice, *([self.nothing] if self.nothing else [])]
        told = (text for one in choices for text in (one.doing, one.for_, one.against))
        single = (self.message, self.what, self.running, self.duration, self.unknown)
        return [text for text in (*single, *self.steps, *told) if text]


class Head(NamedTuple):
    """The top of a condition record: what lists, look-ups and links need."""

    id: str
    name: str
    gist: str
    aliases: tuple[str, ...]
    region: Region
    evidence: Certainty
    reviewed: date
    origin: Origin = "shipped"
    stands_in: bool = False


class Condition(NamedTuple):
    """One condition record. Fields are named as in the TOML file and the JSON output; ``sections`` has all of these."""

    id: str
    name: str
    gist: str
    aliases: tuple[str, ...]
    region: Region
    icd10: tuple[str, ...]
    evidence: Certainty
    evidence_basis: str | None
    reviewed: date
    related: tuple[str, ...]
    summary: str
    at_a_glance: AtAGlance
    red_flags: tuple[RedFlag, ...]
    sections: Mapping[str, tuple[Passage, ...]]
    change: tuple[Change, ...]
    treatment: tuple[Treatment, ...]
    handout: Handout | None = None
    origin: Origin = "shipped"
    stands_in: bool = False

    def section(self, key: str) -> tuple[Passage, ...] | tuple[Treatment, ...]:
        """Give what stands in a section."""
        return self.treatment if SECTIONS[key].treatments else self.sections[key]


class TopicHead(NamedTuple):
    """The top of a topic record: what lists, look-ups and links need."""

    id: str
    name: str
    gist: str
    aliases: tuple[str, ...]
    evidence: Certainty
    reviewed: date
    origin: Origin = "shipped"
    stands_in: bool = False


class Finding(NamedTuple):
    """A question that a topic answers, and how sure the answer is."""

    question: str
    answer: str
    verdict: Verdict
    evidence: Certainty
    graded_by: GradedBy


class Topic(NamedTuple):
    """One topic record: what is known of a question that no one injury asks. Fields are named as in the TOML file."""

    id: str
    name: str
    gist: str
    aliases: tuple[str, ...]
    evidence: Certainty
    evidence_basis: str | None
    reviewed: date
    related: tuple[str, ...]
    summary: str
    red_flags: tuple[RedFlag, ...]
    passage: tuple[Passage, ...]
    finding: tuple[Finding, ...]
    origin: Origin = "shipped"
    stands_in: bool = False


class NotCovered(NamedTuple):
    """Something that people ask for and no record is about: its names, what it is, the nearest records, its signs.

    ``told_as`` are phrases in which people tell it without naming it.
    """

    id: str
    names: tuple[str, ...]
    what: str
    see: tuple[str, ...]
    red_flags: tuple[str, ...]
    folded: frozenset[str]
    told_as: tuple[str, ...] = ()


class Author(NamedTuple):
    """A name as CSL has it: a person's parts, or a body's name in ``literal``."""

    family: str | None = None
    given: str | None = None
    particle: str | None = None
    suffix: str | None = None
    literal: str | None = None

    @property
    def surname(self) -> str:
        """Give what stands in an author-year citation: "van Middelkoop", "NHS Tayside"."""
        if self.literal or not self.particle:
            return self.literal or self.family or ""
        return " ".join(filter(None, (self.particle, self.family)))


class Reference(NamedTuple):
    """One work. Fields follow the CSL 1.0.2 variables; ``study`` and ``protected`` are this knowledge base's own.

    The one is its kind of study, the other the names in its title, which is in sentence case, that keep their capitals.
    """

    key: str
    type: str
    title: str
    author: tuple[Author, ...]
    study: str | None = None
    container_title: str | None = None
    publisher: str | None = None
    issued: int | None = None
    accessed: date | None = None
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    url: str | None = None
    more_authors: bool = False
    title_short: str | None = None
    protected: tuple[str, ...] = ()
    origin: Origin = "shipped"
    stands_in: bool = False

    @property
    def address(self) -> str | None:
        """Give the best link to the work: its DOI, PubMed or PMC page, or its own address."""
        return identifiers.address(self.doi, self.pmid, self.pmcid, self.url)


class PointsTo(NamedTuple):
    """What people say, and the words of the records that it makes likely."""

    say: tuple[str, ...]
    means: tuple[str, ...]


class AskedFor(NamedTuple):
    """How people ask for a part of a page; of its treatments perhaps for those of one group alone."""

    part: str
    group: str | None
    say: tuple[str, ...]


class Vocabulary(NamedTuple):
    """The words of search: which carry little or nothing, which say where, which mean the same or point to others.

    For red flags: which are filler beside the ordinary ones, which deny what follows, which tell the same, and which
    tell something wider as well. Last, what a question asks for, and what no page is about.
    """

    ordinary: tuple[str, ...] = ()
    faint: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    same: tuple[tuple[str, ...], ...] = ()
    points_to: tuple[PointsTo, ...] = ()
    filler: tuple[str, ...] = ()
    denials: tuple[str, ...] = ()
    idea: tuple[tuple[str, ...], ...] = ()
    tells: tuple[PointsTo, ...] = ()
    intent: tuple[AskedFor, ...] = ()
    elsewhere: tuple[str, ...] = ()


_ACCESSED = Reference._fields.index("accessed")


def kept_head(plain: tuple[Any, ...]) -> Head:
    """Give the head of a condition record from plain values in the order of its fields, as the cache keeps them."""
    id, name, gist, aliases, region, evidence, reviewed, *origin = plain
    judged = Region(region), Certainty(evidence), date.fromordinal(reviewed)
    return Head(id, name, gist, tuple(aliases), *judged, *origin)


def kept_topic_head(plain: tuple[Any, ...]) -> TopicHead:
    """Give the head of a topic record from plain values in the order of its fields, as the cache keeps them."""
    id, name, gist, aliases, evidence, reviewed, *origin = plain
    return TopicHead(id, name, gist, tuple(aliases), Certainty(evidence), date.fromordinal(reviewed), *origin)


def not_covered(table: Mapping[str, Any]) -> NotCovered:
    """Give what a checked table says that no record is about."""
    see, flags = (tuple(table.get(key, ())) for key in ("see", "red_flags"))
    names = (table["id"], *table["names"])
    told_as = tuple(table.get("told_as", ()))
    return NotCovered(table["id"], names[1:], table["what"], see, flags, frozenset(map(folded, names)), told_as)


def red_flag(table: Mapping[str, Any]) -> RedFlag:
    """Give the sign of a checked table."""
    urgency, told_as = Urgency(table["urgency"]), tuple(table.get("told_as", ()))
    return RedFlag(table["id"], urgency, table["text"], table.get("short"), told_as)


def effect(table: Mapping[str, Any]) -> Effect:
    """Give the effect of a checked table."""
    get = table.get
    return Effect(
        outcome=table["outcome"],
        at=get("at"),
        people=get("people"),
        good=table["good"],
        with_=table["with"],
        without=table["without"],
        given=get("given"),
        comparator=table["comparator"],
        instead=get("instead", False),
        significant=get("significant"),
        randomised=get("randomised", True),
        citation=table["citation"].strip("[@]"),
    )


def treatment_kind(id: str, table: Mapping[str, Any]) -> TreatmentKind:
    """Give the treatment of a checked entry in the vocabulary of treatments."""
    group, aliases = TreatmentGroup(table["group"]), tuple(table.get("aliases", ()))
    return TreatmentKind(id, table["name"], group, aliases, table["what"])


def plain_work(work: Reference) -> tuple[Any, ...]:
    """Give a work in plain values, as the cache keeps it."""
    plain: dict[str, Any] = work._asdict()
    plain["author"] = tuple(map(tuple, work.author))
    plain["accessed"] = work.accessed.toordinal() if work.accessed else None
    return tuple(plain.values())


def kept_work(plain: tuple[Any, ...]) -> Reference:
    """Give the work that ``plain_work`` made plain."""
    work = Reference(*plain)
    accessed = date.fromordinal(plain[_ACCESSED]) if work.accessed else None
    authors = tuple(Author(*name) for name in work.author)
    return work._replace(author=authors, accessed=accessed, protected=tuple(work.protected))


def is_due(record: Head | TopicHead | Condition | Topic, today: date) -> bool:
    """Tell whether a record was reviewed a year ago or more."""
    return today - record.reviewed >= timedelta(days=365)


Filed = TypeVar("Filed", Head, Condition)


def in_order(records: Iterable[Filed]) -> list[Filed]:
    """Give heads or whole records by region from the hip down and by name."""
    order = list(Region)
    return sorted(records, key=lambda record: (order.index(record.region), record.name))
