"""Plain sentences, one a line, for screen readers and for grep: no table, no symbol, nothing beside anything else."""

from kb_cli.evidence import EvidenceMapAnswer
from kb_cli.model import GradedBy, Notice
from kb_cli.wording import sentence

CARRIES_NOTICE = True


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
