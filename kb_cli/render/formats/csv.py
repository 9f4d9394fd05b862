"""CSV (RFC 4180) for spreadsheets: a line a verdict, a work or a sentence that rests on one.

It has no place for comments, so the notice goes beside it. Files begin with the mark by which spreadsheets know UTF-8.
"""

import csv
import io
from collections.abc import Iterable, Sequence

from kb_cli.answers.bibliography import BibliographyAnswer, Claim, Entry
from kb_cli.answers.evidence_map import EvidenceMapAnswer
from kb_cli.citations import label, people
from kb_cli.citations.marked import plain
from kb_cli.citations.titles import untagged
from kb_cli.records import markup
from kb_cli.records.grade_wording import words
from kb_cli.records.notice import Notice

CARRIES_NOTICE = False
SUFFIX = ".csv"
BYTE_ORDER_MARK = True

# A spreadsheet takes a cell that starts with one of these, or their broad forms, for a formula, and may first drop a
# tab or line end; an apostrophe in front makes it text.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_WORK = (
    "key", "text", "type", "study", "title", "author", "container-title", "issued", "volume", "issue", "page", "DOI",
    "PMID", "PMCID", "URL",
)  # fmt: skip


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
    return _table(rows)


def bibliography(answer: BibliographyAnswer) -> str:
    """Give a line a work with its fields, named as in its file; with claims a line a sentence that rests on it."""
    if not answer.claims:
        return _table([_WORK, *(_fields(entry) for entry in answer.entries)])
    key, *others = _WORK
    rows: list[tuple[str, ...]] = [(key, *Claim._fields, *others)]
    empty = Claim("", "", "", "", None, "")
    for entry in answer.entries:
        for claim in entry.claims or (empty,):
            said = markup.told(claim.sentence, lambda key: label(answer.references[key]), answer.names)
            key, *others = _fields(entry)
            rows.append((key, *(value or "" for value in claim._replace(sentence=said)), *others))
    return _table(rows)


def _fields(entry: Entry) -> tuple[str, ...]:
    work = entry.work
    names = [people.inverted(author, " ") for author in work.author]
    authors = "; ".join([*names, "et al."] if work.more_authors else names)
    told = (work.study, untagged(work.title), authors, work.container_title, str(work.issued or ""), work.volume)
    numbers = (work.issue, work.page, work.doi, work.pmid, work.pmcid, work.url)
    return (work.key, plain(entry.text), work.type, *(value or "" for value in (*told, *numbers)))


def _table(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(map(_harmless, rows))
    return text.getvalue()


def _harmless(row: Sequence[str]) -> list[str]:
    return [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row]
