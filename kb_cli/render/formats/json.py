"""JSON: one document an answer, with a ``schema`` that names its shape and a ``notice``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

from kb_cli.records.effect_wording import in_people
from kb_cli.records.grade_wording import sentence, words
from kb_cli.records.model import Condition, Effect, Reference, Treatment, TreatmentKind
from kb_cli.records.notice import Notice

if TYPE_CHECKING:
    # Each command makes one of these; the others need not be imported to write it.
    from kb_cli.answers.bibliography import BibliographyAnswer, Entry
    from kb_cli.answers.check import CheckAnswer
    from kb_cli.answers.comparison import ComparisonAnswer, Shared
    from kb_cli.answers.condition import ConditionAnswer
    from kb_cli.answers.evidence_map import EvidenceMapAnswer
    from kb_cli.answers.handout import HandoutAnswer
    from kb_cli.answers.imported import ImportedAnswer
    from kb_cli.answers.in_text import InText, InTextAnswer
    from kb_cli.answers.listing import ListingAnswer
    from kb_cli.answers.log import LogAnswer
    from kb_cli.answers.pages import PagesAnswer
    from kb_cli.answers.paths import PathsAnswer
    from kb_cli.answers.red_flags import RedFlagsAnswer
    from kb_cli.answers.results import FlagFound, Judged, Match, SearchAnswer
    from kb_cli.answers.topic import TopicAnswer
    from kb_cli.answers.treatment import TreatmentAnswer

CARRIES_NOTICE = True
SUFFIX = ".json"

# Fields that the files of the records, and so the documents, call otherwise than the program does.
IN_FILES = {
    "container_title": "container-title",
    "title_short": "title-short",
    "doi": "DOI",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "url": "URL",
    "particle": "non-dropping-particle",
    "effects": "effect",
    "with_": "with",
    "from_": "from",
    "for_": "for",
}

# What is told of each page that a search found, beside what matched in it.
_RESULT = ("kind", "id", "name", "region", "evidence", "score", "origin", "stands_in")


def with_notice(body: dict[str, Any], notice: Notice) -> str:
    """Give the document as text, the notice as its last field."""
    return json.dumps(noticed(body, notice), ensure_ascii=True, indent=2) + "\n"


def noticed(body: dict[str, Any], notice: Notice) -> dict[str, Any]:
    """Give the document with the notice as its last field."""
    return body | {"notice": f"{notice.title}. {notice.text}"}


def pages(answer: PagesAnswer) -> dict[str, Any]:
    """Give the documents of the pages, which have one notice together."""
    makers: dict[str, Callable[[Any], dict[str, Any]]] = {
        "condition": condition,
        "topic": topic,
        "treatment": treatment,
    }
    return {"schema": "kb.pages/1", "pages": [makers[one.kind](one) for one in answer.pages]}


def condition(answer: ConditionAnswer) -> dict[str, Any]:
    """Give the record under its own field names; prose keeps its ``[@key]`` and ``[[id]]`` marks."""
    body: dict[str, Any] = {"schema": "kb.condition/1"} | _plain(answer.condition)
    del body["sections"], body["treatment"]
    body |= {section: _plain(answer.condition.section(section)) for section in answer.sections}
    if "treatment" in body:
        body["treatment"] = [
            entry
            | {"name": answer.treatments[one.id].name, "words": words(one.verdict, one.evidence)}
            | {"effect": _effects(one)}
            for one, entry in zip(answer.condition.treatment, body["treatment"], strict=True)
        ]
    body["citations"] = [citation(work) for work in answer.references.values()]
    return body


def handout(answer: HandoutAnswer) -> dict[str, Any]:
    """Give the sheet as it is handed out: parts, blocks and lines; prose keeps its ``[@key]`` and ``[[id]]`` marks."""
    return {
        "schema": "kb.handout/1",
        **_named(answer.condition),
        "title": answer.title,
        "giver": answer.giver,
        "parts": _plain(answer.parts),
        "made": list(answer.made),
        "citations": [citation(work) for work in answer.references.values()],
    }


def topic(answer: TopicAnswer) -> dict[str, Any]:
    """Give the topic under its own field names; prose keeps its ``[@key]`` and ``[[id]]`` marks."""
    body: dict[str, Any] = {"schema": "kb.topic/1"} | _plain(answer.topic)
    if answer.brief:
        del body["passage"]
    for one, entry in zip(answer.topic.finding, body["finding"], strict=True):
        entry["words"] = words(one.verdict, one.evidence)
    body["citations"] = [citation(work) for work in answer.references.values()]
    return body


def listing(answer: ListingAnswer) -> dict[str, Any]:
    """Give the heads of the records, and whether their review is due."""
    conditions, topics = (
        [_plain(head) | {"review_due": head.id in answer.due} for head in heads]
        for heads in (answer.heads, answer.topics)
    )
    return {"schema": "kb.listing/1", "conditions": conditions, "topics": topics}


def check(answer: CheckAnswer) -> dict[str, Any]:
    """Give the problems in the order of files and lines; a line of 0 means the file as a whole."""
    problems = [
        {
            "file": one.problem.file,
            "line": one.problem.line,
            "column": one.problem.column,
            "severity": one.severity,
            "rule": one.problem.rule,
            "what": one.problem.message,
            "why": one.why,
            "write": one.write,
            "fixable": one.safe,
        }
        for one in answer.problems
    ]
    counts = {"errors": answer.count("error"), "warnings": answer.count("warning")}
    return {"schema": "kb.check/1", "problems": problems} | counts | {"checked": answer.checked}


def log(answer: LogAnswer) -> dict[str, Any]:
    """Give the changes, newest first."""
    return {
        "schema": "kb.log/1",
        "changes": [_named(one.condition) | _plain(one.change) for one in answer.changes],
        "citations": [citation(work) for work in answer.references.values()],
    }


def treatment(answer: TreatmentAnswer) -> dict[str, Any]:
    """Give the treatment with its verdicts, best first, and the conditions that have no verdict on it."""
    texts = [
        {} if answer.brief else {"text": one.treatment.text, "effect": _effects(one.treatment)}
        for one in answer.judgements
    ]
    verdicts = [
        _verdict(one.treatment, answer.treatment, one.condition) | text
        for one, text in zip(answer.judgements, texts, strict=True)
    ]
    return {
        "schema": "kb.treatment/1",
        **_plain(answer.treatment),
        "verdicts": verdicts,
        "no_verdict": [_named(condition) for condition in answer.unjudged],
        "citations": [citation(work) for work in answer.references.values()],
    }


def evidence_map(answer: EvidenceMapAnswer) -> dict[str, Any]:
    """Give the conditions with their codes, and each treatment with the verdicts that there are."""
    return {
        "schema": "kb.evidence_map/1",
        "conditions": [
            _named(one) | {"code": answer.codes[one.id], "region": one.region.value} for one in answer.conditions
        ],
        "treatments": [
            {"id": row.treatment.id, "name": row.treatment.name, "group": row.treatment.group.value}
            | {"verdicts": [_verdict(one, row.treatment, at) for at, one in row.judged(answer.conditions)]}
            for row in answer.rows
        ],
        "judged": answer.judged,
        "empty": answer.empty,
    }


def comparison(answer: ComparisonAnswer) -> dict[str, Any]:
    """Give the conditions at a glance with their red flags, what tells them apart, and the treatments by agreement."""
    fields = ("id", "name", "gist", "region", "evidence", "at_a_glance", "red_flags")
    return {
        "schema": "kb.comparison/1",
        "conditions": [{field: _plain(getattr(one, field)) for field in fields} for one in answer.conditions],
        "telling_apart": _plain(answer.contrasts),
        "treatments": {
            "different": [_shared(one, answer.conditions) for one in answer.different],
            "alike": [_shared(one, answer.conditions) for one in answer.alike],
            "partly": [_shared(one, answer.conditions) for one in answer.partly],
        },
        "citations": [citation(work) for work in answer.references.values()],
    }


def red_flags(answer: RedFlagsAnswer) -> dict[str, Any]:
    """Give the red flags by condition, each most urgent first."""
    return {
        "schema": "kb.red_flags/1",
        "conditions": [_named(one) | {"red_flags": _plain(one.red_flags)} for one in answer.conditions],
        "citations": [citation(work) for work in answer.references.values()],
    }


def _named(condition: Condition) -> dict[str, Any]:
    return {"id": condition.id, "name": condition.name}


def _shared(shared: Shared, conditions: tuple[Condition, ...]) -> dict[str, Any]:
    kind, verdicts = shared
    judged = [
        _verdict(verdicts[one.id], kind, one) | {"effect": _effects(verdicts[one.id])}
        for one in conditions
        if one.id in verdicts
    ]
    return {"id": kind.id, "name": kind.name, "verdicts": judged}


def _effects(treatment: Treatment) -> list[dict[str, Any]]:
    return [_effect(one) for one in treatment.effects]


def _effect(effect: Effect) -> dict[str, Any]:
    """Give an effect under the field names of the record, what it comes to in 100 people, and the words."""
    plain: dict[str, Any] = _plain(effect)
    told = in_people(effect)
    return plain | {"in_100": {"with": told.with_, "without": told.without}, "words": told.words}


def _verdict(one: Treatment, kind: TreatmentKind, condition: Condition) -> dict[str, Any]:
    return {
        "condition": _named(condition),
        "verdict": one.verdict.value,
        "evidence": one.evidence.value,
        "words": words(one.verdict, one.evidence),
        "sentence": sentence(kind.name, condition.name, one.verdict, one.evidence),
        "graded_by": one.graded_by.value,
        "key_figure": one.key_figure,
    }


def results(answer: SearchAnswer) -> dict[str, Any]:
    """Give what a search found; ``marks`` count characters of ``text``, and scores compare within one answer only."""
    return {
        "schema": "kb.results/1",
        "query": answer.query,
        "weak": answer.weak,
        "total": answer.total,
        "asked_for": list(answer.asked_for),
        "withheld": list(answer.withheld),
        "not_covered": [
            {"id": one.id, "name": one.name, "named": one.named, "what": one.what, "see": _plain(one.see)}
            | {"red_flags": [_flag(flag) for flag in one.red_flags]}
            for one in answer.not_covered
        ],
        "red_flags": [_flag(one) for one in answer.red_flags],
        "results": [
            {key: _plain(getattr(result, key)) for key in _RESULT}
            | {"matches": [_match(match) for match in result.matches]}
            for result in answer.results
        ],
        "treatments": [
            {
                "id": one.id,
                "name": one.name,
                "what": one.what,
                "origin": one.origin,
                "stands_in": one.stands_in,
                "conditions": [{"id": id, "name": name} | _graded(judged) for id, name, judged in one.verdicts],
            }
            for one in answer.treatments
        ],
        "references": [
            _plain(one._replace(cited_by=()))
            | {"cited_by": [{"id": id, "name": name} | _match(match) for id, name, match in one.cited_by]}
            for one in answer.references
        ],
        "suggestions": _plain(answer.suggestions),
        "missed": list(answer.missed),
    }


def _flag(flag: FlagFound) -> dict[str, Any]:
    return {"id": flag.id, "short": flag.short, "pages": _plain(flag.pages)} | _match(flag.match)


def _match(match: Match) -> dict[str, Any]:
    treatment = match.treatment
    graded = {"id": treatment.id, "name": treatment.name} | _graded(treatment) if treatment else None
    body: dict[str, Any] = _plain(match._replace(treatment=None))
    if match.answered:
        body["answered"]["words"] = words(match.answered.verdict, match.answered.evidence)
    return body | {"treatment": graded}


def _graded(judged: Judged) -> dict[str, Any]:
    verdict = words(judged.verdict, judged.evidence)
    return {"verdict": judged.verdict.value, "evidence": judged.evidence.value, "words": verdict}


def imported(answer: ImportedAnswer) -> dict[str, Any]:
    """Give every entry with what became of it, and what of it a reference has no place for."""
    return {
        "schema": "kb.imported/1",
        "folder": answer.folder,
        "dry_run": answer.dry_run,
        "stopped": answer.stopped,
        "notes": list(answer.notes),
        "works": [
            {key: value for key, value in _plain(one._replace(table={})).items() if key != "table"}
            for one in answer.works
        ],
    }


def paths(answer: PathsAnswer) -> dict[str, Any]:
    """Give where everything lies, the uppermost layer first."""
    return {"schema": "kb.paths/1", "layers": _plain(answer.layers), "cache": answer.cache, "program": answer.program}


def bibliography(answer: BibliographyAnswer) -> dict[str, Any]:
    """Give the works as printed, field by field, and with the sentences that rest on them."""
    return {
        "schema": "kb.bibliography/1",
        "title": answer.title,
        "style": answer.style,
        "works": [_entry(entry) for entry in answer.entries],
    }


def in_text(answer: InTextAnswer) -> dict[str, Any]:
    """Give the citation in each style, as plain text and as HTML, and the keys of the works cited."""
    return {
        "schema": "kb.in_text/1",
        "citations": [_cited(one) for one in answer.citations],
        "works": [{"key": work.key} for work in answer.works],
    }


def _cited(one: InText) -> dict[str, str]:
    from kb_cli.citations.html import html

    above = f"<sup>{html(one.text)}</sup>" if one.raised else html(one.text)
    return {"style": one.style, "text": one.plain, "html": above}


def _entry(entry: Entry) -> dict[str, Any]:
    from kb_cli.citations.marked import plain

    return {"number": entry.number, "text": plain(entry.text)} | citation(entry.work) | {"claims": _plain(entry.claims)}


def citation(work: Reference) -> dict[str, Any]:
    """Give a work with its own field names, its author-year label and its Vancouver line."""
    from kb_cli.citations import label
    from kb_cli.citations.styles import vancouver

    fields_of_work: dict[str, Any] = _plain(work)
    return fields_of_work | {"address": work.address, "label": label(work), "vancouver": vancouver.line(work)}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {IN_FILES.get(name, name): _plain(part) for name, part in value._asdict().items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return value
