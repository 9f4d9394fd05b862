"""Plain text, a sentence or a work a line, for screen readers, grep and e-mails: no table, nothing beside anything."""

from kb_cli.answers.bibliography import BibliographyAnswer, Claim
from kb_cli.answers.evidence_map import EvidenceMapAnswer
from kb_cli.answers.in_text import InTextAnswer
from kb_cli.citations import label
from kb_cli.citations.marked import plain, raised
from kb_cli.records import markup
from kb_cli.records.grade_wording import sentence
from kb_cli.records.notice import Notice
from kb_cli.records.vocabularies import GradedBy

CARRIES_NOTICE = True
SUFFIX = ".txt"


def with_notice(body: str, notice: Notice) -> str:
    """Give the lines with the notice as the last one."""
    return f"{body}{notice.title}. {notice.text}\n"


def evidence_map(answer: EvidenceMapAnswer) -> str:
    """Give a line a filled cell, treatment by treatment under the name of its group, and the count of empty ones."""
    lines = []
    for group, rows in answer.groups.items():
        lines.append(f"{group.label}.")
        for row in rows:
            for at, one in row.judged(answer.conditions):
                by = "a cited source" if one.graded_by is GradedBy.SOURCE else "kb"
                said = sentence(row.treatment.name, at.name, one.verdict, one.evidence)
                lines.append(f"{said} Graded by {by}.")
            if not row.verdicts:
                lines.append(f"{row.treatment.name}: no verdict recorded for any of these conditions.")
    lines.append(f"Cells with a verdict: {answer.judged}. Empty, no verdict recorded for or against: {answer.empty}.")
    return "".join(f"{line}\n" for line in lines)


def bibliography(answer: BibliographyAnswer) -> str:
    """Give a line a work as it is pasted, after each the sentences that rest on it where they were asked for."""
    lines = []
    several = len(answer.entries) > 1
    for entry in answer.entries:
        lines.append(f"{entry.number}. {plain(entry.text)}" if entry.number and several else plain(entry.text))
        if answer.claims:
            lines += [f"  Kind of study: {entry.work.study}."] if entry.work.study else []
            lines += [_claim(claim, answer) for claim in entry.claims] or ["  No record rests on it."]
    return "".join(f"{line}\n" for line in (*lines, ""))


def in_text(answer: InTextAnswer) -> str:
    """Give a line a style, after its name."""
    shown = ((one.style, plain(raised(one.text) if one.raised else one.text)) for one in answer.citations)
    return "".join(f"{style}: {text}\n" for style, text in shown)


def _claim(claim: Claim, answer: BibliographyAnswer) -> str:
    said = markup.told(claim.sentence, lambda key: label(answer.references[key]), answer.names)
    return f"  {claim.name}, {claim.place}: {said}"
