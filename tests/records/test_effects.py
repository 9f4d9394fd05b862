"""How many in 100 people: the rounding, the words, and what holds for every effect of the records."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_cli.records import figures, model
from kb_cli.records.effect_wording import in_people, sentence
from kb_cli.records.library import Library
from kb_cli.records.model import Effect
from tests.conftest import DATA

PLAIN: dict[str, Any] = {
    "outcome": "sprained again",
    "at": "within a year",
    "good": False,
    "with": "56 of 256",
    "without": "89 of 266",
    "comparator": "usual care alone",
    "significant": True,
    "citation": "[@hupperets2009]",
}
EVERY = [
    (record.id, treatment.id, effect)
    for record in Library().conditions()
    for treatment in record.treatment
    for effect in treatment.effects
]


def effect(**changed: Any) -> Effect:
    """Give the effect that README shows, with changes; a key that is changed to None is left out."""
    return model.effect({key: value for key, value in (PLAIN | changed).items() if value is not None})


@pytest.mark.parametrize(
    ("figure", "people", "said"),
    [
        ("56 of 256", 22, "22"),
        ("89 of 266", 33, "33"),
        ("780 per 1000", 78, "78"),
        ("22%", 22, "22"),
        ("13.5%", 14, "14"),
        ("13.49%", 13, "13"),
        ("56.7% of 60", 57, "57"),
        ("1 of 8", 13, "13"),
        ("0 of 7", 0, "0"),
        ("0.0%", 0, "0"),
        ("1 of 1000", 0, "fewer than 1"),
        ("0.5%", 1, "fewer than 1"),
        ("0.999%", 1, "fewer than 1"),
        ("1 of 100", 1, "1"),
        ("99%", 99, "99"),
        ("99.2%", 99, "more than 99"),
        ("999 of 1000", 100, "more than 99"),
        ("100%", 100, "100"),
        ("7 of 7", 100, "100"),
    ],
)
def test_a_figure_in_100_people(figure: str, people: int, said: str) -> None:
    assert figures.in_hundred(figure) == (people, said)


@given(st.integers(1, 999_999), st.data())
def test_the_count_is_the_nearest_whole_number(total: int, data: st.DataObject) -> None:
    events = data.draw(st.integers(0, total))
    assert not figures.fault(f"{events} of {total}")
    people, said = figures.in_hundred(f"{events} of {total}")
    assert 0 <= people <= 100
    assert abs(2 * (people * total - 100 * events)) <= total
    # Nobody is told as somebody, and the other way round.
    assert (said == "0") == (events == 0)
    assert (said == "100") == (events == total)


def test_the_words() -> None:
    told = in_people(effect())
    assert (told.with_, told.without) == (22, 33)
    assert told.words == "22 in 100 with, 33 in 100 without, sprained again within a year"
    assert told.compared == "against usual care alone, 56 of 256 and 89 of 266"
    assert sentence(effect()) == f"{told.words} ({told.compared}) [@hupperets2009]."


def test_a_doubtful_difference_is_told_as_such() -> None:
    assert in_people(effect(significant=False)).words.endswith("within a year; no significant difference")
    assert in_people(effect(significant=None)).words.endswith("; whether this is more than chance is not clear")
    assert in_people(effect(randomised=False)).words.endswith("within a year; groups not randomised")


def test_another_treatment_is_not_told_as_going_without() -> None:
    told = in_people(effect(instead=True, comparator="a brace", given="exercise at home", at=None))
    assert told.words == "22 in 100 with exercise at home, 33 in 100 with a brace instead, sprained again"
    assert told.compared == "56 of 256 and 89 of 266"


def test_figures_that_tell_no_more_than_the_words_are_not_said_again() -> None:
    bare = effect(**{"with": "15%", "without": "27%"})
    assert in_people(bare).compared == "against usual care alone"
    assert sentence(effect(**{"with": "15%", "without": "27%"}, instead=True)).endswith(
        "within a year [@hupperets2009]."
    )
    assert "13.5% and 21%" in in_people(effect(**{"with": "13.5%", "without": "21%"})).compared
    assert in_people(effect(people="footballers")).compared.startswith("in footballers, against")


def test_the_records_have_effects() -> None:
    assert len(EVERY) >= 40


@pytest.mark.parametrize(("record", "treatment", "one"), EVERY, ids=lambda part: part if isinstance(part, str) else "")
def test_an_effect_fits_into_its_sentence(record: str, treatment: str, one: Effect) -> None:  # noqa: ARG001
    for phrase in filter(None, (one.outcome, one.at, one.people, one.given, one.comparator)):
        assert not phrase.endswith((".", ",", ";"))
        assert not phrase[0].isupper()
    assert not {"helped", "better than", "worked", "effective"} & set(one.outcome.split())


def test_both_arms_of_a_comparison_tell_the_same() -> None:
    told: dict[tuple[str, ...], set[str]] = {}
    for record, _, one in EVERY:
        if one.instead:
            key = (record, one.citation, one.outcome, one.at or "", *sorted((one.with_, one.without)))
            told.setdefault(key, set()).add(f"{one.significant} {one.randomised} {one.good}")
    assert all(len(said) == 1 for said in told.values())


def test_an_effect_stands_below_its_treatment_and_once() -> None:
    for path in sorted((DATA / "conditions").glob("*.toml")):
        for treatment in tomllib.loads(path.read_text(encoding="utf-8"))["treatment"]:
            effects = [tuple(sorted(one.items())) for one in treatment.get("effect", ())]
            assert len(effects) == len(set(effects)), (path.name, treatment["id"])
