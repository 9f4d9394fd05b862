"""Promise 3: words never outrun the evidence, and there is one place that they come from."""

import ast
import re
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from kb_cli.answers import comparison, condition, evidence_map, treatment
from kb_cli.records.grade_wording import sentence, verdict_name, words
from kb_cli.records.library import Library
from kb_cli.records.model import Condition, Treatment
from kb_cli.records.names import mid_sentence
from kb_cli.records.vocabularies import Certainty, Verdict
from kb_cli.render import writer
from kb_cli.render.formats import csv, json, markdown, text
from kb_cli.render.terminal import Terminal
from tests.conftest import ROOT

PAIRS = list(product(Verdict, Certainty))
LIBRARY = Library()

# What a verdict may sound like; such words stand in wording.py alone.
VERDICT_WORDS = re.compile(
    r"\b(helps?|helpful|relie(f|ves?)|benefits?|effective|advised|advisable|recommend(s|ed)?|avoid|harms?"
    r"|uncertain|unclear|probably)\b"
)


@pytest.mark.parametrize(("verdict", "certainty"), PAIRS)
def test_each_pair_has_a_cell_and_a_sentence_as_firm_as_its_certainty(verdict: Verdict, certainty: Certainty) -> None:
    cell = words(verdict, certainty)
    said = sentence("Foot orthoses", "Plantar heel pain", verdict, certainty)
    assert said.startswith("Foot orthoses for plantar heel pain: ")
    assert said.endswith(f" ({certainty.label} certainty).")
    for form in (cell, said.split(": ", 1)[1]):
        assert ("very uncertain" in form) is (certainty is Certainty.VERY_LOW)
        assert ("probably" in form) is (certainty is Certainty.MODERATE)
        hedged = re.search(r"\b(may|unclear)\b", form) is not None
        assert hedged is (certainty is Certainty.LOW)


def test_the_forms_are_those_of_grade() -> None:
    assert [words(Verdict.RECOMMENDED, one) for one in list(Certainty)[:3]] == ["helps", "probably helps", "may help"]
    assert words(Verdict.NOT_RECOMMENDED, Certainty.MODERATE) == "not advised: probably does not help"
    assert words(Verdict.AVOID, Certainty.LOW) == "avoid: may do harm"


def test_no_two_pairs_of_one_verdict_or_of_one_certainty_sound_alike() -> None:
    for said in (words, lambda *pair: sentence("T", "C", *pair)):
        assert len({said(*pair) for pair in PAIRS}) == len(PAIRS)
    assert len({verdict_name(verdict) for verdict in Verdict}) == len({one.symbol for one in Verdict}) == len(Verdict)


@pytest.mark.parametrize("verdict", [Verdict.UNCERTAIN, Verdict.NOT_RECOMMENDED, Verdict.AVOID])
def test_a_verdict_that_does_not_favour_never_promises(verdict: Verdict) -> None:
    for certainty in Certainty:
        for form in (words(verdict, certainty), sentence("T", "C", verdict, certainty)):
            assert not re.search(r"(?<!whether it )(?<!whether this )\bhelps\b|\bmay help(?! little)", form)


def test_names_inside_a_sentence_keep_their_capitals() -> None:
    names = ("Plantar heel pain", "Achilles tendinopathy", "PRP injection", "Nordic hamstring exercise")
    assert [mid_sentence(name) for name in names] == ["plantar heel pain", *names[1:]]


@cache
def record(id: str) -> Condition:
    return LIBRARY.condition(id)


def judged_as(verdict: Verdict, certainty: Certainty, id: str) -> Condition:
    """Give a record whose treatments all have this verdict at this certainty."""
    changed: list[Treatment] = [one._replace(verdict=verdict, evidence=certainty) for one in record(id).treatment]
    return record(id)._replace(treatment=tuple(changed))


@pytest.mark.parametrize(("verdict", "certainty"), PAIRS)
def test_every_place_that_shows_a_verdict_uses_the_words(
    monkeypatch: pytest.MonkeyPatch, verdict: Verdict, certainty: Certainty
) -> None:
    library = Library()
    monkeypatch.setattr(library, "condition", lambda id: judged_as(verdict, certainty, id))
    page = condition.answer(library, "patellofemoral-pain")
    taping = treatment.answer(library, "taping")
    both = comparison.answer(library, ["patellofemoral-pain", "patellar-tendinopathy"])
    chart = evidence_map.answer(library, treatments=["taping"])
    cell = words(verdict, certainty)
    for answer in (page, taping, both, chart):
        # On a narrow terminal everything is told line by line, so that no other column stands between the words.
        screen = " ".join(writer.laid_out(answer, LIBRARY.notice, Terminal(width=50)).split())
        assert cell in screen
        assert f"{certainty.symbol} {certainty.label}" in screen
        assert cell in str(getattr(json, answer.kind)(answer))
    for answer in (page, taping, both):
        assert cell in getattr(markdown, answer.kind)(answer)
    assert f"| {verdict.symbol} {certainty.symbol} |".replace("~", "\\~") in markdown.evidence_map(chart)
    assert cell in csv.evidence_map(chart)
    assert sentence("Taping", "Patellofemoral pain", verdict, certainty) in text.evidence_map(chart)


def hand_written(path: Path) -> list[str]:
    """Give the strings of a module, but its docstrings, that sound like a verdict."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and VERDICT_WORDS.search(node.value)
    ]


@pytest.mark.parametrize(
    "path",
    [
        path
        for folder in ("render/screen", "render/formats")
        for path in sorted((ROOT / "kb_cli" / folder).glob("*.py"))
    ],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_no_view_or_format_writes_verdict_words_by_hand(path: Path) -> None:
    assert hand_written(path) == []


def test_hand_written_words_would_be_found(tmp_path: Path) -> None:
    module = tmp_path / "view.py"
    module.write_text('"""Says what helps."""\n\ndef show(page):\n    page.line(f"{page} may help a little")\n')
    assert hand_written(module) == [" may help a little"]
