"""CSV (RFC 4180) for spreadsheets: one line a verdict. It has no place for comments, so the notice goes beside it."""

import csv
import io

from kb_cli.answers.evidence_map import EvidenceMapAnswer
from kb_cli.records import markup
from kb_cli.records.grade_wording import words
from kb_cli.records.notice import Notice

CARRIES_NOTICE = False
SUFFIX = ".csv"

# A spreadsheet takes a cell that starts with one of these for a formula; an apostrophe in front makes it text.
FORMULA = ("=", "+", "-", "@")


def with_notice(body: str, notice: Notice) -> str:  # noqa: ARG001
    """Give the table alone."""
    return body


def evidence_map(answer: EvidenceMapAnswer) -> str:
    """Give the map with one line a filled cell, named as in JSON; empty cells have none."""
    names = ("treatment", "treatment_name", "group", "condition", "condition_name", "region")
    verdict = ("verdict", "evidence", "words", "graded_by", "key_figure")
    rows: list[tuple[str, ...]] = [(*names, *verdict)]
    for row in answer.rows:
        kind = row.treatment
        for at, one in row.judged(answer.conditions):
            what = (kind.id, kind.name, kind.group.value, at.id, at.name, at.region.value)
            said = words(one.verdict, one.evidence)
            figure = markup.unmarked(one.key_figure or "")
            rows.append((*what, one.verdict.value, one.evidence.value, said, one.graded_by.value, figure))
    text = io.StringIO(newline="")
    csv.writer(text).writerows(map(_harmless, rows))
    return text.getvalue()


def _harmless(row: tuple[str, ...]) -> list[str]:
    return [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row]
