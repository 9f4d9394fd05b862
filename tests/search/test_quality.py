"""How well search finds: nDCG@5 on written questions, tuned to and held out."""

import pytest

from kb_cli.answers.results import SearchAnswer
from kb_cli.records.library import Library
from kb_cli.search.engine import search
from tests.search.score import (
    HELD_OUT,
    HELD_OUT_NO_RED_FLAGS,
    HELD_OUT_OF_SCOPE,
    HELD_OUT_RED_FLAGS,
    NO_RED_FLAGS,
    confident,
    false_alarms,
    mean,
    measured,
    out_of_scope,
    read,
    told,
    urgencies,
)


def ids(answer: SearchAnswer) -> list[str]:
    return [result.id for result in answer.results]


def test_people_find_what_they_describe() -> None:
    by_kind = measured(Library(), read())
    assert sum(map(len, by_kind.values())) >= 100
    assert mean([one for column in by_kind.values() for one in column]).ndcg5 >= 0.95
    assert mean(by_kind["lay symptom"]).ndcg5 >= 0.92


def test_people_find_what_they_describe_in_words_that_nobody_tuned_to() -> None:
    by_kind = measured(Library(), read(HELD_OUT))
    assert mean([one for column in by_kind.values() for one in column]).ndcg5 >= 0.92
    assert mean(by_kind["lay symptom"]).ndcg5 >= 0.85


def test_what_is_out_of_scope_is_not_answered_with_confidence() -> None:
    library = Library()
    foreign = out_of_scope()
    sure = [query for query in foreign if confident(library, query)]
    assert len(sure) <= round(0.05 * len(foreign)), sure
    unseen = out_of_scope(HELD_OUT_OF_SCOPE)
    assert sum(confident(library, query) for query in unseen) <= 0.1 * len(unseen)


def test_red_flags_are_raised_however_they_are_told() -> None:
    library = Library()
    for column in told(library).values():
        assert sum(column) >= 0.9 * len(column)
    unseen = [one for column in told(library, HELD_OUT_RED_FLAGS).values() for one in column]
    assert sum(unseen) >= 0.8 * len(unseen)
    others = [raised for _, raised in urgencies(library)]
    assert len(others) - others.count(None) >= 0.85 * len(others)


def test_what_only_sounds_alarming_raises_few_red_flags() -> None:
    library = Library()
    for path, most in ((NO_RED_FLAGS, 0.05), (HELD_OUT_NO_RED_FLAGS, 0.1)):
        raised = len(false_alarms(library, path))
        assert raised <= most * len(out_of_scope(path))


@pytest.mark.slow
def test_weak_matches_are_rare_for_real_questions() -> None:
    library = Library()
    queries = [asked.query for asked in read()]
    weak = [query for query in queries if search(library, query).weak]
    assert len(weak) <= 0.07 * len(queries), weak


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kneecap", "knee cap"),
        ("kneecap", "patella"),
        ("patellofemoral", "patello femoral"),
        ("achilles tendonitis", "Achilles tendinopathy"),
        ("oedema of the ankle", "edema of the ankle"),
        ("randomised rehabilitation programme", "randomized rehabilitation program"),
        ("runner’s knee", "runners knee"),
        ("Ligámént", "ligament"),
        ("REDs", "relative energy deficiency"),
    ],
)
def test_words_of_one_meaning_find_the_same(one: str, other: str) -> None:
    assert ids(search(Library(), one)) == ids(search(Library(), other)) != []
