"""What people ask for and kb has no page on is named as such, before any result."""

import json
from pathlib import Path

import pytest

from kb_cli.records.library import Library
from kb_cli.search.engine import search
from tests import small
from tests.conftest import Run
from tests.search.score import HELD_OUT_NO_PAGE, NO_PAGE, NOT_COVERED, confident, out_of_scope, read, read_wanted


def ids(words: str) -> list[str]:
    return [one.id for one in search(Library(), words).not_covered]


def test_what_is_named_is_told() -> None:
    asked = read_wanted(NOT_COVERED)
    missed = [query for query, wanted in asked if not set(wanted) & set(ids(query))]
    assert len(missed) <= 0.04 * len(asked), missed


@pytest.mark.slow
def test_what_has_no_page_is_not_answered_with_confidence() -> None:
    library = Library()
    for path in (NO_PAGE, HELD_OUT_NO_PAGE):
        asked = out_of_scope(path)
        sure = [query for query in asked if confident(library, query)]
        assert len(sure) <= 0.05 * len(asked), sure if path is NO_PAGE else len(sure)


def test_what_is_told_without_a_name_is_found() -> None:
    assert ids("there is a soft lump behind my knee when I stand") == ["bakers-cyst"]
    assert ids("my lad of eleven has had a sore heel since football") == ["severs-disease"]


def test_what_is_told_beside_the_name_of_a_page_is_not() -> None:
    assert not ids("Achilles tendinopathy with a squashy swelling at the back of the heel")


def test_a_word_that_no_page_has_names_it_in_a_story() -> None:
    story = "since the club run on Sunday the sole is sore where I have a blister, and socks and laces make it worse"
    assert ids(story) == ["blisters"]


@pytest.mark.slow
def test_what_has_a_page_is_not_said_to_have_none() -> None:
    queries = [one.query for one in read()]
    told = [query for query in queries if ids(query)]
    assert len(told) <= 0.015 * len(queries), told


@pytest.mark.parametrize("words", ["heel pain at the back", "pain on the side of my hip", "arthritis in my knee"])
def test_a_name_in_other_company_is_none(words: str) -> None:
    assert not ids(words)


@pytest.mark.parametrize(
    "words", ["low back pain", "my lower back hurts when running", "lumbago", "backache", "lowre back pain"]
)
def test_it_is_found_in_any_words_and_order(words: str) -> None:
    assert ids(words) == ["low-back-pain"]


def test_a_misspelt_name_is_mended() -> None:
    assert ids("siatica") == ["sciatica"]


def test_it_is_told_first_with_what_it_is_its_signs_and_its_neighbours(kb: Run) -> None:
    screen = " ".join(kb("search", "low", "back", "pain").stdout.split())
    told = (
        "kb has no page on low back pain. Pain between the ribs and the buttocks. Hospital now: numb between the legs"
    )
    assert told in screen
    nearest = "Nearest: Proximal hamstring tendinopathy (kb show proximal-hamstring-tendinopathy), Bone stress injury"
    assert screen.index(told) < screen.index(nearest) < screen.index(" · evidence ")
    assert "Weak match" not in screen
    (found,) = json.loads(kb("search", "low", "back", "pain", "--json").stdout)["not_covered"]
    assert [one["id"] for one in found["see"]] == ["proximal-hamstring-tendinopathy", "bone-stress-injury"]
    (entry,) = (one for one in Library().not_covered if one.id == "low-back-pain")
    assert [flag["id"] for flag in found["red_flags"]] == list(entry.red_flags)
    assert "kb has no page on low back pain" in kb("search", "low back pain", "--format", "markdown").stdout


def test_a_name_that_a_page_has_is_covered(tmp_path: Path) -> None:
    record = small.record("Kneecap soreness", aliases=["knee sore"])
    data = small.write(tmp_path / "data", {"kneecap-soreness": record})
    names = '["sore knee", "wobbly knee"]'
    (data / "not_covered.toml").write_text(
        f'[[not_covered]]\nid = "wobble"\nnames = {names}\nwhat = "A knee."\nsee = ["kneecap-soreness"]\n'
    )
    assert not search(Library(data), "sore knee").not_covered
    (found,) = search(Library(data), "knee wobbly on stairs").not_covered
    assert (found.id, found.see[0].id) == ("wobble", "kneecap-soreness")
