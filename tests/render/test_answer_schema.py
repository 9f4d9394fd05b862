"""What JSON answers look like is written down, true of every answer, and changes only where somebody means it to."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from inspect import signature
from itertools import islice
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from kb_cli.answers import (
    bibliography,
    check,
    comparison,
    condition,
    evidence_map,
    in_text,
    listing,
    log,
    pages,
    paths,
    red_flags,
    topic,
    treatment,
)
from kb_cli.answers.bibliography import BibliographyAnswer
from kb_cli.answers.comparison import ComparisonAnswer
from kb_cli.answers.condition import ConditionAnswer
from kb_cli.answers.imported import ImportedAnswer
from kb_cli.answers.in_text import InTextAnswer
from kb_cli.answers.listing import ListingAnswer
from kb_cli.answers.log import LogAnswer
from kb_cli.answers.paths import PathsAnswer
from kb_cli.answers.red_flags import RedFlagsAnswer
from kb_cli.answers.results import SearchAnswer
from kb_cli.answers.topic import TopicAnswer
from kb_cli.answers.treatment import TreatmentAnswer
from kb_cli.citations import styles
from kb_cli.errors import KbError, Problem
from kb_cli.records import validate
from kb_cli.records.checks.rules import RULES
from kb_cli.records.library import Library
from kb_cli.records.model import Condition, Effect, TreatmentKind
from kb_cli.records.sections import SECTIONS
from kb_cli.render import answer_schema
from kb_cli.render.formats import json as json_format
from kb_cli.render.formats import jsonl
from kb_cli.search import synonyms
from kb_cli.search.engine import search_each
from tests.conftest import GOLDEN, ROOT, Run, assert_golden
from tests.search.score import QUERIES

LIBRARY = Library()
PFP = "patellofemoral-pain"


def closed(schema: Any) -> Any:
    """Give the schema without leave for fields that it does not name."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: closed(one) for key, one in schema.items()}
    return inner | ({"additionalProperties": False} if isinstance(schema.get("required"), list) else {})


@cache
def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(closed(answer_schema.of(kind)), format_checker=FormatChecker())


def assert_valid(document: Mapping[str, Any]) -> None:
    kind = str(document.get("schema", "error")).removeprefix("kb.").removesuffix("/1")
    faults = [f"{list(one.absolute_path)}: {one.message[:300]}" for one in validator(kind).iter_errors(document)]
    assert not faults


def assert_answers_valid(answer: Any) -> None:
    """Look at an answer as JSON and as JSON Lines."""
    body = getattr(json_format, answer.kind)(answer)
    document = json.loads(json_format.with_notice(body, LIBRARY.notice))
    first, *_, last = document
    assert (first, last) == ("schema", "notice")
    assert_valid(document)
    lines = jsonl.with_notice(getattr(jsonl, answer.kind)(answer), LIBRARY.notice).splitlines()
    documents = [json.loads(line) for line in lines]
    if answer.kind == "pages":
        assert [one | {"notice": ""} for one in documents] == [one | {"notice": ""} for one in document["pages"]]
        for one in documents:
            assert_valid(one)
    else:
        assert documents == [document]


def test_every_kind_of_answer_has_a_schema() -> None:
    makers = {name for name, one in vars(json_format).items() if callable(one) and "answer" in _parameters(one)}
    assert makers == set(answer_schema.KINDS) - {"error"}


def _parameters(function: Any) -> list[str]:
    return list(signature(function).parameters) if hasattr(function, "__code__") else []


def test_one_schema_for_all_answers(kb: Run) -> None:
    schema = json.loads(kb("schema", "--answers").stdout)
    assert schema["$comment"].startswith("Not medical advice.")
    any_answer = Draft202012Validator(closed(schema))
    commands = ["list", "show pfps", "show pfps taping", "search knee", "check", "cite rathleff2014"]
    documents = [json.loads(kb(*command.split(), "--json").stdout) for command in commands]
    assert len({one["schema"] for one in documents}) == len(commands)
    for one in documents:
        any_answer.validate(one)
    assert list(any_answer.iter_errors({"schema": "kb.condition/1"}))


def test_a_schema_is_found_by_the_name_that_a_document_has(kb: Run) -> None:
    wanted = answer_schema.of("red_flags")
    for name in ("red_flags", "red-flags", "kb.red_flags/1"):
        printed = json.loads(kb("schema", "--answers", name).stdout)
        assert {key: value for key, value in printed.items() if key != "$comment"} == wanted
    wrong = kb("schema", "--answers", "flag")
    assert wrong.returncode == 2
    assert "there are condition, topic" in wrong.stderr


def test_the_schemas_are_those_that_are_published() -> None:
    schemas = {kind: answer_schema.of(kind) for kind in answer_schema.KINDS}
    for one in schemas.values():
        Draft202012Validator.check_schema(one)
    assert_golden("answer-schemas.json", json.dumps(schemas, indent=1) + "\n")


def test_the_answers_and_the_fields_of_a_work_are_documented() -> None:
    told = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## JSON\n")[2].partition("\n## ")[0]
    assert [kind for kind in answer_schema.KINDS if kind != "error" and f"kb.{kind}/1" not in told] == []
    named = set(re.findall(r"[\w-]+", told))
    defined = answer_schema.of("condition")["$defs"]
    assert [name for one in ("citation", "author") for name in defined[one]["properties"] if name not in named] == []


def test_a_schema_refuses_what_is_no_such_answer() -> None:
    body = json_format.condition(condition.answer(LIBRARY, PFP)) | {"notice": "n"}
    assert not list(validator("condition").iter_errors(body))
    for broken in (
        {**body, "region": "elbow"},
        {**body, "reviewed": "lately"},
        {**body, "container": 1},
        {**body, "causes": [{"text": 1}]},
        {key: one for key, one in body.items() if key != "citations"},
    ):
        assert list(validator("condition").iter_errors(broken))


@pytest.mark.parametrize("kind", [kind for kind in answer_schema.KINDS if kind not in ("pages", "imported", "error")])
def test_a_schema_allows_what_a_later_version_may_add(kind: str) -> None:
    schema = json.dumps(answer_schema.of(kind))
    assert '"additionalProperties": false' not in schema


@pytest.mark.parametrize("id", LIBRARY.condition_ids)
def test_pages_of_conditions(id: str) -> None:
    assert_answers_valid(condition.answer(LIBRARY, id, today=date(2030, 1, 1)))


def test_parts_of_a_page() -> None:
    assert_answers_valid(condition.answer(LIBRARY, PFP, brief=True))
    assert_answers_valid(condition.answer(LIBRARY, PFP, ["causes", "how long"]))
    assert_answers_valid(treatment.answer(LIBRARY, "taping", brief=True))
    for id in LIBRARY.topic_ids:
        assert_answers_valid(topic.answer(LIBRARY, id))
        assert_answers_valid(topic.answer(LIBRARY, id, brief=True))


def test_all_other_answers() -> None:
    all_works = bibliography.answer(LIBRARY, (), styles.find("apa"), True)
    found = validate.shelf(LIBRARY, synonyms.faults, [PFP])
    answers = (
        treatment.answer(LIBRARY, "taping"),
        listing.answer(LIBRARY, None, date(2030, 1, 1)),
        listing.topics(LIBRARY, date(2030, 1, 1)),
        log.answer(LIBRARY),
        evidence_map.answer(LIBRARY),
        comparison.answer(LIBRARY, ["MTSS", "ankle sprain"]),
        red_flags.answer(LIBRARY, None),
        paths.answer(),
        check.answer(found, validate.found(found)),
        check.CheckAnswer((check.Told(Problem("a.toml", 1, 2, "wrong", rule=next(iter(RULES))), True),), {}, True),
        all_works._replace(entries=tuple(islice(all_works.entries, 0, None, 7))),
        bibliography.answer(LIBRARY, ["taping"], styles.find("vancouver")),
        in_text.answer(
            [(one, bibliography.answer(LIBRARY, ["taping"], one)) for one in map(styles.find, styles.names())]
        ),
        pages.PagesAnswer((condition.answer(LIBRARY, PFP), treatment.answer(LIBRARY, "taping"))),
    )
    for answer in answers:
        assert_answers_valid(answer)


def test_searches() -> None:
    lines = QUERIES.read_text(encoding="utf-8").splitlines()[1::6]
    more = ["", "Rathleff 2014", "taping", "zzzqq", "low back pain", "swollen calf and short of breath", "rolled ankel"]
    for answer in search_each(LIBRARY, [*(line.split("\t")[1] for line in lines), *more]):
        assert_answers_valid(answer)


def test_what_golden_documents_there_are() -> None:
    for path in GOLDEN.glob("*.json"):
        if path.name != "answer-schemas.json":
            assert_valid(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("command", ["show nosuch", "cite nosuch", "show --nosuch", "nosuch", "show tendinopathy"])
def test_errors(kb: Run, command: str) -> None:
    assert_valid(json.loads(kb(*command.split(), "--json").stderr))


def made(of: Any) -> st.SearchStrategy[Any]:
    """Give values of a type, in any words; what the documents look up in an answer is there."""
    if of in MADE:
        return MADE[of]()
    if hasattr(of, "_fields"):
        return st.builds(of, **{name: made(one) for name, one in get_type_hints(of).items()})
    origin, parts = get_origin(of), get_args(of)
    if origin is tuple and parts[1:] == (...,):
        return st.lists(made(parts[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(made, parts))
    if origin in (dict, Mapping):
        return st.dictionaries(made(parts[0]), made(parts[1]), max_size=2)
    if origin in (Union, UnionType):
        return st.one_of(*map(made, parts))
    return st.from_type(of)


def effects() -> st.SearchStrategy[Effect]:
    """Give effects, of which a record has the figures in a form that is checked."""
    fields = {name: made(one) for name, one in get_type_hints(Effect).items()}
    figures = st.sampled_from(["22%", "0 of 12", "780 per 1000"])
    return st.builds(Effect, **fields | {"with_": figures, "without": figures})


def conditions() -> st.SearchStrategy[Condition]:
    """Give conditions with every section, whose treatments are known."""
    hints = get_type_hints(Condition)
    passages = made(get_args(hints["sections"])[1])
    fields = {name: made(one) for name, one in hints.items() if name != "sections"}
    return st.builds(Condition, **fields, sections=st.fixed_dictionaries(dict.fromkeys(SECTIONS, passages)))


def pages_made() -> st.SearchStrategy[ConditionAnswer]:
    """Give pages of conditions, whole or in part."""
    fields = {name: made(one) for name, one in get_type_hints(ConditionAnswer).items()}
    kinds = st.builds(TreatmentKind, **{name: made(one) for name, one in get_type_hints(TreatmentKind).items()})
    sections = st.lists(st.sampled_from(list(SECTIONS)), unique=True).map(tuple)
    known = kinds.map(lambda kind: dict.fromkeys(TEXTS, kind))
    return st.builds(ConditionAnswer, **fields | {"sections": sections, "treatments": known})


TEXTS = ("taping", "It hurts [@one; @two].", 'It \x1b[31mhurts\ud800 \U0001f9b5 \u202e\n"so"')
MADE: dict[Any, Callable[[], st.SearchStrategy[Any]]] = {
    str: lambda: st.sampled_from(TEXTS),
    int: lambda: st.integers(1, 3000),
    Any: st.none,
    tuple[KbError, ...]: lambda: st.just(()),
    Effect: effects,
    Condition: conditions,
    ConditionAnswer: pages_made,
}
KINDS_MADE = (
    ConditionAnswer,
    TopicAnswer,
    TreatmentAnswer,
    ListingAnswer,
    SearchAnswer,
    RedFlagsAnswer,
    LogAnswer,
    BibliographyAnswer,
    InTextAnswer,
    ImportedAnswer,
    PathsAnswer,
    ComparisonAnswer,
)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS_MADE)
@settings(
    max_examples=10, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(data=st.data())
def test_answers_of_any_words(kind: type, data: st.DataObject) -> None:
    assert_answers_valid(data.draw(made(kind)))
