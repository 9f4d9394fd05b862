"""The vocabulary of search: every word leads somewhere, every fault is told."""

import re
from contextlib import closing
from pathlib import Path

import pytest

from kb_cli.records.library import Library
from kb_cli.search import index_file
from tests.conftest import Run


def test_every_group_reaches_a_word_of_the_records() -> None:
    with closing(index_file.opened(Library())) as database:
        used = {token for (token,) in database.execute("SELECT token FROM terms")}
        groups = {token for (token,) in database.execute("SELECT DISTINCT token FROM same")}
        points = [text for (text,) in database.execute("SELECT means FROM points")]
    idle = sorted(groups - used)
    assert len(idle) <= 0.1 * len(groups), idle
    means = {part for text in points for one in text.split("|") for part in one.split()}
    assert not means - used


@pytest.mark.slow
@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('[[same]]\nwords = ["knee", "joint"]\n[[same]]\nwords = ["patella", "knee"]\n', "stands in the group of"),
        ('[[same]]\nwords = ["knee"]\n', "at least two words"),
        ('[[same]]\nwords = ["knee", "a very long phrase of many words"]\n', "more than 4 words"),
        ('[[points_to]]\nsay = ["film"]\nmeans = ["!!"]\n', "no letters"),
        ('[[points_to]]\nsay = ["film"]\n', '"means" is missing'),
        ('ordinari = ["a"]\n', "ordinary"),
    ],
)
def test_errors_in_the_vocabulary_are_told_with_their_place(kb: Run, data: Path, toml: str, message: str) -> None:
    (data / "vocabulary.toml").write_text(toml)
    for command in (["check"], ["search", "knee"]):
        answer = kb(*command, KB_DATA=str(data))
        assert answer.returncode == 3
        told = answer.stdout + answer.stderr
        assert re.search(r"vocabulary\.toml:\d+:\d+: ", told)
        assert message in told


def test_a_folder_without_a_vocabulary_can_be_searched(kb: Run, data: Path) -> None:
    (data / "vocabulary.toml").unlink()
    assert kb("search", "patellofemoral", KB_DATA=str(data)).returncode == 0
