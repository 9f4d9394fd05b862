"""What a search found: the answer object of ``kb search``, free of how it was found."""

from typing import NamedTuple

from kb_cli.records.layer import Origin
from kb_cli.records.name_index import Kind
from kb_cli.records.vocabularies import Certainty, Region, Urgency, Verdict


class Judged(NamedTuple):
    """What is known of one treatment: its name, verdict and certainty."""

    id: str
    name: str
    verdict: Verdict
    evidence: Certainty


class Answered(NamedTuple):
    """A question that a topic answers, and how sure the answer is."""

    question: str
    verdict: Verdict
    evidence: Certainty


class Match(NamedTuple):
    """A sentence that matched, where it stands, and from where to where its matched words are."""

    section: str
    text: str
    marks: tuple[tuple[int, int], ...]
    heading: str | None = None
    treatment: Judged | None = None
    urgency: Urgency | None = None
    answered: Answered | None = None


class Result(NamedTuple):
    """One condition or topic that matched; ``score`` compares with others of the same answer only."""

    kind: Kind
    id: str
    name: str
    gist: str
    region: Region | None
    evidence: Certainty
    score: float
    matches: tuple[Match, ...]
    origin: Origin = "shipped"
    stands_in: bool = False

    @property
    def in_short(self) -> Match:
        """The gist, with what matched in it."""
        return next((match for match in self.matches if match.section == "gist"), Match("gist", self.gist, ()))

    @property
    def further(self) -> tuple[Match, ...]:
        """What matched beside the gist and the chief name, which head the result."""
        return tuple(match for match in self.matches if match.section != "gist" and match.text != self.name)


class PageNamed(NamedTuple):
    """A page by its name."""

    kind: Kind
    id: str
    name: str


class FlagFound(NamedTuple):
    """A red flag whole, and the pages that have it: none has some of the shared ones."""

    id: str
    short: str | None
    match: Match
    pages: tuple[PageNamed, ...]


class NotCoveredFound(NamedTuple):
    """What the words name or tell and no page is about: what it is, the nearest pages, the signs that belong to it."""

    id: str
    name: str
    what: str
    see: tuple[PageNamed, ...]
    red_flags: tuple[FlagFound, ...]
    named: bool = True


class TreatmentFound(NamedTuple):
    """A treatment that the words name, and what is said of it, strongest benefit first."""

    id: str
    name: str
    what: str
    verdicts: tuple[tuple[str, str, Judged], ...]  # condition id, condition name, verdict
    origin: Origin = "shipped"
    stands_in: bool = False


class WorkFound(NamedTuple):
    """A work that the words name, and the sentences that rest on it."""

    key: str
    label: str
    entry: str
    address: str | None
    cited_by: tuple[tuple[str, str, Match], ...]  # id and name of the page, sentence
    origin: Origin = "shipped"
    stands_in: bool = False


class Suggestion(NamedTuple):
    """A word that the knowledge base does not have, what was searched for instead, and what else it may be."""

    typed: str
    used: str | None
    near: tuple[str, ...]


class SearchAnswer(NamedTuple):
    """Pages best first; ``weak`` says that none of them fits the words well. There are ``known`` conditions and topics.

    ``asked_for`` are the parts of a page that the question asks for, as in "how long": what these say comes first.
    ``withheld`` are those of them that are not told where they might reassure beside the red flags that it tells.
    ``only_treatment`` says that nothing but treatments was asked for, ``about_treatment`` that little else was.
    ``all_matches`` and ``marks`` say how to show it: with all that matched in a condition, not the best sentence alone;
    with asterisks around the words found.
    """

    query: str
    tried: tuple[str, ...]
    not_covered: tuple[NotCoveredFound, ...]
    red_flags: tuple[FlagFound, ...]
    results: tuple[Result, ...]
    total: int
    treatments: tuple[TreatmentFound, ...]
    references: tuple[WorkFound, ...]
    suggestions: tuple[Suggestion, ...]
    weak: bool
    hit: tuple[str, ...]
    missed: tuple[str, ...]
    about_treatment: bool
    only_treatment: bool
    known: tuple[int, int]
    asked_for: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    all_matches: bool = False
    marks: bool = False

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "results"
