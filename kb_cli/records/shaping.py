"""From checked TOML tables to the model: nothing is looked up and nothing can fail here."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from kb_cli.records.model import (
    AtAGlance,
    Author,
    Condition,
    Head,
    Passage,
    PointsTo,
    RedFlag,
    Reference,
    Treatment,
    TreatmentKind,
    Vocabulary,
)
from kb_cli.records.vocabularies import SECTIONS, Certainty, GradedBy, Region, TreatmentGroup, Urgency, Verdict

Table = dict[str, Any]

_ACCESSED = Reference._fields.index("accessed")


def head(plain: tuple[Any, ...]) -> Head:
    """Give the head of a condition record from plain values in the order of its fields."""
    id, name, gist, aliases, region, evidence, reviewed = plain
    return Head(id, name, gist, tuple(aliases), Region(region), Certainty(evidence), date.fromordinal(reviewed))


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
    return work._replace(author=tuple(Author(*name) for name in work.author), accessed=accessed)


def condition(id: str, data: Table) -> Condition:
    """Give a condition record, red flags most urgent first and treatments best first."""
    passages = {name: _passages(data.get(name, ())) for name in SECTIONS if name != "treatment"}
    return Condition(
        id=id,
        name=data["name"],
        gist=data["gist"],
        aliases=tuple(data.get("aliases", ())),
        region=Region(data["region"]),
        icd10=tuple(data.get("icd10", ())),
        evidence=Certainty(data["evidence"]),
        evidence_basis=data.get("evidence_basis"),
        reviewed=data["reviewed"],
        related=tuple(data.get("related", ())),
        summary=data["summary"],
        at_a_glance=AtAGlance(**data.get("at_a_glance", {})),
        red_flags=tuple(sorted(map(_red_flag, data.get("red_flags", ())), key=_urgency_rank)),
        treatment=tuple(sorted(map(_treatment, data.get("treatment", ())), key=_treatment_rank)),
        **passages,
    )


def _passages(data: Iterable[Table]) -> tuple[Passage, ...]:
    return tuple(Passage(part["text"], part.get("heading"), part.get("callout", False)) for part in data)


def _red_flag(data: Table) -> RedFlag:
    return RedFlag(Urgency(data["urgency"]), data["text"])


def _treatment(data: Table) -> Treatment:
    return Treatment(
        data["id"],
        Verdict(data["verdict"]),
        Certainty(data["evidence"]),
        GradedBy(data["graded_by"]),
        data["text"],
        data.get("key_figure"),
    )


_URGENCIES = list(Urgency)
_VERDICTS = list(Verdict)
_CERTAINTIES = list(Certainty)


def _urgency_rank(flag: RedFlag) -> int:
    return _URGENCIES.index(flag.urgency)


def _treatment_rank(treatment: Treatment) -> tuple[int, int]:
    """Best first: by verdict, then by certainty; equals keep the order of the file."""
    return _VERDICTS.index(treatment.verdict), _CERTAINTIES.index(treatment.evidence)


def treatment_kind(id: str, data: Table) -> TreatmentKind:
    """Give an entry of the vocabulary of treatments."""
    return TreatmentKind(id, data["name"], TreatmentGroup(data["group"]), tuple(data.get("aliases", ())), data["what"])


def vocabulary(data: Table) -> Vocabulary:
    """Give the vocabulary of search."""
    return Vocabulary(
        tuple(data.get("ordinary", ())),
        tuple(data.get("faint", ())),
        tuple(tuple(group["words"]) for group in data.get("same", ())),
        tuple(PointsTo(tuple(part["say"]), tuple(part["means"])) for part in data.get("points_to", ())),
    )


def reference(key: str, data: Table) -> Reference:
    """Give a work; the table uses CSL's names."""
    get = data.get
    return Reference(
        key=key,
        type=data["type"],
        title=data["title"],
        author=tuple(_author(name) for name in data["author"]),
        study=get("study"),
        container_title=get("container-title"),
        publisher=get("publisher"),
        issued=get("issued"),
        accessed=get("accessed"),
        volume=get("volume"),
        issue=get("issue"),
        page=get("page"),
        doi=get("DOI"),
        pmid=get("PMID"),
        pmcid=get("PMCID"),
        url=get("URL"),
    )


def _author(data: Table) -> Author:
    return Author(
        data.get("family"),
        _apart(data.get("given")),
        data.get("non-dropping-particle"),
        data.get("suffix"),
        data.get("literal"),
    )


def _apart(given: str | None) -> str | None:
    """Give initials that are written together with spaces: everything that reads names takes "MPJ" for one word."""
    return " ".join(given) if given and given.isupper() and given.isalpha() else given
