"""How many in 100 people, on every screen that tells of a treatment."""

import json
import re

import pytest

from kb_cli.records import effect_wording
from kb_cli.records.library import Library
from tests.conftest import Run

BALANCE = "22 in 100 with, 33 in 100 without, sprained again within a year"
ANKLE = ("show", "ankle sprain", "--section", "treatment")


def flat(text: str) -> str:
    """Give the text on one line with single spaces."""
    return " ".join(text.split())


@pytest.mark.parametrize("columns", [30, 40, 80, 120])
def test_an_effect_is_told_in_words_with_its_certainty(kb: Run, columns: int) -> None:
    for command in (ANKLE, ("show", "balance training")):
        screen = flat(kb(*command, COLUMNS=str(columns)).stdout)
        source = r"\(against usual care alone, 56 of 256 and 89 of 266\) \[\d+\] ⊕⊕⊕⊖ moderate"
        assert re.search(rf"• {BALANCE} {source}", screen)


def test_a_wide_terminal_draws_a_hundred_people_each(kb: Run) -> None:
    lines = kb("show", "balance training", COLUMNS="100").stdout.splitlines()
    rows = [line for line in lines if "○" in line or "●" in line]
    drawn = ["".join(rows[place : place + 2]) for place in range(0, len(rows), 2)]
    assert [(people.split()[0], people.count("●"), people.count("○")) for people in drawn] == [
        ("with", 22, 78),
        ("without", 33, 67),
        ("with", 27, 73),
        ("instead", 15, 85),
    ]
    assert max(map(len, rows)) <= 88
    # Filled ones come first, so that two groups can be compared at a glance.
    assert all("○●" not in re.sub(r"\s", "", people) for people in drawn)


def test_a_narrower_terminal_has_words_alone(kb: Run) -> None:
    assert not set("●○") & set(kb("show", "balance training", COLUMNS="99").stdout)
    plain = kb("show", "balance training", COLUMNS="120", PYTHONIOENCODING="ascii").stdout
    assert "########## ########## ##........ .......... .........." in plain


def test_a_treatment_without_such_a_figure_says_so_once_and_not_on_the_first_screen(kb: Run) -> None:
    for id in ("lateral-ankle-sprain", "patellofemoral-pain"):
        without = [one for one in Library().condition(id).treatment if not one.effects]
        assert flat(kb("show", id).stdout).count(effect_wording.NONE) == len(without)
        assert effect_wording.NONE not in flat(kb("show", id, "--brief").stdout)
        assert kb("show", id, "--format", "markdown").stdout.count(f"*{effect_wording.NONE}*") == len(without)
    assert effect_wording.NONE in flat(kb("show", "taping").stdout)
    assert effect_wording.NONE not in flat(kb("show", "taping", "--brief").stdout)


def test_no_page_tells_of_a_benefit_where_none_is_significant(kb: Run) -> None:
    screen = flat(kb(*ANKLE).stdout)
    assert "made an excellent recovery at 3 months; no significant difference (against written advice)" in screen
    shins = flat(kb("show", "MTSS", "--section", "treatment").stdout)
    assert "counted as a success at 15 months; groups not randomised" in shins


def test_a_comparison_tells_those_that_there_are(kb: Run) -> None:
    screen = flat(kb("compare", "ankle sprain", "MTSS").stdout)
    assert f"In 100 people {'─' * 80}" in screen
    assert f"Balance training • Lateral ankle sprain: {BALANCE}" in screen
    assert effect_wording.NONE not in screen
    assert "[hupperets2009]" in screen
    assert "In 100 people" not in kb("compare", "PFP", "ITBS").stdout
    markdown = kb("compare", "ankle sprain", "MTSS", "--format", "markdown").stdout
    assert f"- Balance training, Lateral ankle sprain: **{BALANCE}**" in markdown
    answer = json.loads(kb("compare", "ankle sprain", "MTSS", "--json").stdout)
    told = [
        effect["citation"]
        for group in answer["treatments"].values()
        for one in group
        for verdict in one["verdicts"]
        for effect in verdict["effect"]
    ]
    assert set(told) <= {work["key"] for work in answer["citations"]}
    assert "hupperets2009" in told


def test_markdown_links_the_work(kb: Run) -> None:
    document = kb(*ANKLE, "--format", "markdown").stdout
    source = r"\(against usual care alone, 56 of 256 and 89 of 266\) \(\[Hupperets[^)]*\]\(<https://[^>]*>\)\)"
    assert re.search(rf"^- \*\*{BALANCE}\*\* {source} ⊕⊕⊕⊖ moderate$", document, re.MULTILINE)
    assert f"**{BALANCE}**" in kb("show", "balance training", "--format", "markdown").stdout


def test_json_has_the_printed_figures_and_those_in_100(kb: Run) -> None:
    condition = json.loads(kb("show", "ankle sprain", "--json").stdout)
    (treatment,) = (one for one in condition["treatment"] if one["id"] == "balance-training")
    assert treatment["effect"][0] == {
        "outcome": "sprained again",
        "at": "within a year",
        "people": None,
        "good": False,
        "with": "56 of 256",
        "without": "89 of 266",
        "given": None,
        "comparator": "usual care alone",
        "instead": False,
        "significant": True,
        "randomised": True,
        "citation": "hupperets2009",
        "in_100": {"with": 22, "without": 33},
        "words": BALANCE,
    }
    (verdict,) = json.loads(kb("show", "balance training", "--json").stdout)["verdicts"]
    assert verdict["effect"] == treatment["effect"]


def test_the_work_tells_what_rests_on_it(kb: Run) -> None:
    told = flat(kb("cite", "hupperets2009").stdout)
    assert f"Treatment: Balance training, in 100 people • {BALANCE}" in told
