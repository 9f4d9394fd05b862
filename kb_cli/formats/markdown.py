"""Markdown as GitHub renders it."""

import re
from collections.abc import Iterable, Mapping

from kb_cli import prose
from kb_cli.answers import ConditionAnswer, ListingAnswer
from kb_cli.citations import label
from kb_cli.model import SECTIONS, GradedBy, Notice, Passage, Reference, Urgency
from kb_cli.styles import vancouver
from kb_cli.wording import words

CARRIES_NOTICE = True

_OPENING = re.compile(r"^(\d*)([#+.)-])")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")


def with_notice(body: str, notice: Notice) -> str:
    """Give the document with the notice as its last paragraph."""
    return f"{body.rstrip()}\n\n---\n\n**{escaped(notice.title)}.** {escaped(notice.text)}\n"


def condition(answer: ConditionAnswer) -> str:
    """Give the record as a document: title, facts, summary, red flags, sections, citations."""
    blocks = [*_head(answer), *_red_flags(answer)]
    if answer.whole and not answer.sections:
        blocks += [f"## {SECTIONS['treatment']}", _table(answer)]
    for section in answer.sections:
        if getattr(answer.condition, section):
            blocks.append(f"## {SECTIONS[section]}")
            blocks += _treatment(answer) if section == "treatment" else _passages(answer, section)
    if answer.whole and answer.condition.related:
        blocks += ["## Related", "\n".join(f"- {escaped(answer.names[id])}" for id in answer.condition.related)]
    if answer.references:
        blocks += ["## Citations", "\n".join(_citations(answer.references))]
    return "\n\n".join(blocks) + "\n"


def listing(answer: ListingAnswer) -> str:
    """Give the conditions as a table."""
    rows = [
        (head.name, head.region.label, f"{head.evidence.symbol} {head.evidence.label}", head.gist)
        for head in answer.heads
    ]
    return "# Running injuries\n\n" + table(("Condition", "Region", "Evidence", "In short"), rows)


def table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Give a table; the cells are plain text."""
    lines = [columns, ("---",) * len(columns), *(tuple(map(escaped, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def escaped(text: str) -> str:
    """Give plain text so that Markdown shows it as it is."""
    return _SPECIAL.sub(r"\\\1", text)


def _head(answer: ConditionAnswer) -> list[str]:
    condition = answer.condition
    facts = [
        ("Also called", ", ".join(condition.aliases)),
        ("Region", condition.region.label),
        ("ICD-10", ", ".join(condition.icd10)),
        ("Evidence", f"{condition.evidence.symbol} {condition.evidence.label}"),
        ("Reviewed", condition.reviewed.isoformat()),
    ]
    listed = "\n".join(f"- **{name}:** {escaped(value)}" for name, value in facts if value)
    summary = [_prose(condition.summary, answer)] if answer.summary else []
    return [f"# {escaped(condition.name)}", f"*{escaped(condition.gist)}*", listed, *summary]


def _red_flags(answer: ConditionAnswer) -> list[str]:
    blocks = ["## Red flags"] if answer.condition.red_flags else []
    for urgency in Urgency:
        flags = [flag for flag in answer.condition.red_flags if flag.urgency is urgency]
        if flags:
            listed = "\n".join(f"- {_prose(flag.text, answer)}" for flag in flags)
            blocks += [f"**{urgency.value.capitalize()}: {urgency.advice}**", listed]
    return blocks


def _passages(answer: ConditionAnswer, section: str) -> list[str]:
    return [_passage(passage, answer) for passage in getattr(answer.condition, section)]


def _passage(passage: Passage, answer: ConditionAnswer) -> str:
    text = _prose(passage.text, answer)
    if passage.callout:
        heading = f"**{escaped(passage.heading)}**\n\n" if passage.heading else ""
        return "\n".join(f"> {line}".rstrip() for line in (heading + text).split("\n"))
    return f"### {escaped(passage.heading)}\n\n{text}" if passage.heading else text


def _treatment(answer: ConditionAnswer) -> list[str]:
    blocks = [_table(answer)]
    if answer.condition.evidence_basis:
        blocks += ["### How sure the main message is", _prose(answer.condition.evidence_basis, answer)]
    for treatment in answer.condition.treatment:
        by = "a cited source" if treatment.graded_by is GradedBy.SOURCE else "kb"
        verdict = words(treatment.verdict, treatment.evidence)
        blocks += [
            f"### {escaped(answer.treatments[treatment.id].name)}",
            f"*{verdict}* ({treatment.evidence.symbol} {treatment.evidence.label}, graded by {by})",
            _prose(treatment.text, answer),
        ]
    return blocks


def _table(answer: ConditionAnswer) -> str:
    rows = [
        (
            answer.treatments[one.id].name,
            words(one.verdict, one.evidence),
            f"{one.evidence.symbol} {one.evidence.label}",
            one.graded_by.value,
        )
        for one in answer.condition.treatment
    ]
    return table(("Treatment", "Verdict", "Certainty", "Graded by"), rows).rstrip()


def _prose(text: str, answer: ConditionAnswer) -> str:
    return "\n\n".join(_paragraph(part, answer) for part in prose.paragraphs(text))


def _paragraph(paragraph: str, answer: ConditionAnswer) -> str:
    # What would open a list or a heading at the start of a line is escaped too.
    return _OPENING.sub(r"\1\\\2", "".join(_span(span, answer) for span in prose.spans(paragraph)))


def _span(span: prose.Span, answer: ConditionAnswer) -> str:
    if isinstance(span, prose.Words):
        return escaped(span.text)
    if isinstance(span, prose.Citation):
        return f"({'; '.join(_linked(label(answer.references[key]), answer.references[key]) for key in span.keys)})"
    return f"*{escaped(prose.linked_name(span, answer.names))}*"


def _linked(text: str, work: Reference) -> str:
    return f"[{escaped(text)}](<{work.address}>)" if work.address else escaped(text)


def _citations(references: Mapping[str, Reference]) -> list[str]:
    lines = []
    for number, work in enumerate(references.values(), 1):
        address = f" <{work.address}>" if work.address else ""
        lines.append(f"{number}. {escaped(vancouver.entry(work))}{address}")
    return lines
