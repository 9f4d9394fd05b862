"""Whatever is typed, there is an answer and no error."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb_cli.records.library import Library
from kb_cli.search.engine import search
from tests.conftest import Run

NOTICE = "Not medical advice"


AWKWARD = ["", " ", "the my when", "AND", "NEAR(", '"', "*", ":", "a:b", '""', "-", "x*", "^", "{", "' OR 1=1 --", "\\"]
AWKWARD += ["🦵", "ركبة", "膝の痛み"]
OPERATORS = ["knee", '"', "*", "-", "AND", "(", ":", "\0", "2014", "10.1/x"]


def test_signs_that_mean_nothing_find_nothing() -> None:
    assert not search(Library(), "___*").results
    assert search(Library(), '"the" "kneecap fishing"').tried == ("kneecap fishing",)


def test_a_number_that_no_work_has_is_said_to_have_been_tried() -> None:
    for words in ("10.1136/nosuch", "99999999", "covid2019"):
        assert search(Library(), words).tried == (words,)


@pytest.mark.slow
@pytest.mark.parametrize("words", AWKWARD)
def test_awkward_words_are_no_error(kb: Run, words: str) -> None:
    answer = kb("search", "--", words)
    assert answer.returncode in (0, 1)
    assert not answer.stderr
    assert NOTICE in answer.stdout


def test_ten_thousand_characters(kb: Run) -> None:
    assert kb("search", "knee " * 2000).returncode == 0
    assert kb("search", "k" * 10000).returncode == 1


def test_control_characters_reach_no_terminal(kb: Run) -> None:
    answer = kb("search", "knee\x1b[31m\x07 heel")
    assert "\x1b" not in answer.stdout
    assert "\x07" not in answer.stdout


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60) | st.lists(st.sampled_from(OPERATORS)).map(" ".join))
def test_arbitrary_text_gives_an_answer(text: str) -> None:
    answer = search(Library(), text)
    assert answer.total >= len(answer.results)
