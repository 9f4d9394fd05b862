"""Typing errors are mended where it is plain what was meant, and said."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kb_cli.records.library import Library
from kb_cli.search.engine import search
from tests.conftest import ROOT, Run, clean_environment

NOTICE = "Not medical advice"


def test_typing_errors_are_mended_and_said(kb: Run) -> None:
    screen = kb("search", "quadricep", "tendnitis").stdout
    assert 'Searched for tendonitis ("tendnitis" is not in the records).' in screen
    answer = json.loads(kb("search", "rolled", "ankel", "--json").stdout)
    assert answer["suggestions"] == [{"typed": "ankel", "used": "ankle", "near": []}]
    assert answer["results"][0]["id"] == "lateral-ankle-sprain"


def test_what_needs_no_mending_costs_no_import(tmp_path: Path) -> None:
    code = "import sys; from kb_cli.records.library import Library; from kb_cli.search.engine import search; "
    check = code + "search(Library(), 'kneecap pain'); assert 'rapidfuzz' not in sys.modules"
    subprocess.run([sys.executable, "-c", check], check=True, cwd=ROOT, env=clean_environment(tmp_path))


@pytest.mark.parametrize("word", ["collagen", "rabies", "harvest", "toy", "lorry"])
def test_a_word_that_the_records_do_not_have_is_not_taken_for_another(word: str) -> None:
    answer = search(Library(), f"{word} knee")
    assert [one.used for one in answer.suggestions if one.typed == word.lower()] == [None]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("kneepain", "knee pain"), ("pian", "pain"), ("facitis", "fasciitis"), ("hamsteing", "hamstring")],
)
def test_plain_typing_errors_are_mended(typed: str, meant: str) -> None:
    assert [one.used for one in search(Library(), f"{typed} runner").suggestions] == [meant]


def test_nothing_found_says_what_was_tried_and_what_to_do(kb: Run) -> None:
    nothing = kb("search", "zzzqq")
    assert nothing.returncode == 1
    assert '"zzzqq"' in nothing.stdout
    assert "kb list" in nothing.stdout
    assert NOTICE in nothing.stdout
    answer = json.loads(kb("search", "zzzqq", "--json").stdout)
    assert answer["results"] == []
