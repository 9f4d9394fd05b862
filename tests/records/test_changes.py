"""What has changed since the last release is written down in the record in which it changed."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from kb_cli.records.library import Library
from kb_cli.records.model import Condition
from tests.conftest import ROOT

LIBRARY = Library()
# What was judged in the last release: tests/fixtures/verdicts.toml as it was then.
BEFORE: dict[str, Any] = tomllib.loads((ROOT / "tests/fixtures/verdicts-0.1.0.toml").read_text(encoding="utf-8"))
JUDGED = ("verdict", "certainty", "graded by")
ALL_NEW: tuple[None, ...] = (None,) * len(JUDGED)

Difference = tuple[str, str | None, str | None, str | None]


def judgements(record: Condition) -> dict[str, tuple[str, ...]]:
    """Give verdict, certainty and who graded it, by treatment."""
    return {one.id: (one.verdict.value, one.evidence.value, one.graded_by.value) for one in record.treatment}


def differences(before: dict[str, Any], record: Condition) -> Iterator[Difference]:
    """Give what is judged otherwise than before; of a treatment that is new or gone, its verdict."""
    if before["evidence"] != record.evidence.value:
        yield "evidence", None, before["evidence"], record.evidence.value
    was, now = before | {"evidence": ALL_NEW}, judgements(record) | {"evidence": ALL_NEW}
    for id in was.keys() | now.keys():
        judged = JUDGED if id in was and id in now else JUDGED[:1]
        for what, old, new in zip(judged, was.get(id, ALL_NEW), now.get(id, ALL_NEW), strict=False):
            if old != new:
                yield what, id, old, new


@pytest.mark.parametrize("id", BEFORE)
def test_each_judgement_that_changed_is_written_down(id: str) -> None:
    record = LIBRARY.condition(id)
    written = {(one.what.value, one.of, one.from_, one.to) for one in record.change}
    assert set(differences(BEFORE[id], record)) <= written


@pytest.mark.parametrize("id", LIBRARY.condition_ids)
def test_the_last_change_of_a_thing_led_to_what_it_is(id: str) -> None:
    record = LIBRARY.condition(id)
    now: dict[tuple[str, str | None], str] = {("evidence", None): record.evidence.value}
    for treatment, judged in judgements(record).items():
        now |= {(what, treatment): value for what, value in zip(JUDGED, judged, strict=True)}
    now |= {("urgency", flag.id): flag.urgency.value for flag in record.red_flags}
    last: dict[tuple[str, str | None], str | None] = {}
    for change in record.change:
        last.setdefault((change.what.value, change.of), change.to)
    assert {thing: to for thing, to in last.items() if now.get(thing, to) != to} == {}


def test_a_change_that_is_not_written_down_is_found() -> None:
    record = LIBRARY.condition("gluteal-tendinopathy")
    before = BEFORE["gluteal-tendinopathy"]
    assert ("verdict", "stretching", None, "not-recommended") in set(differences(before, record))
    gone = before | {"evidence": "high", "cupping": ["avoid", "low", "kb"]}
    assert {("evidence", None, "high", record.evidence.value), ("verdict", "cupping", "avoid", None)} <= set(
        differences(gone, record)
    )
