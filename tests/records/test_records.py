"""What holds for every record, now and later."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb_cli.answers import condition, lookup, topic, works
from kb_cli.citations import label
from kb_cli.records import markup
from kb_cli.records.library import Library
from kb_cli.records.names import folded
from kb_cli.records.sections import ANSWERS, SECTIONS
from kb_cli.records.validate import problems
from kb_cli.render import writer
from kb_cli.render.terminal import Terminal
from kb_cli.search import synonyms
from tests.conftest import DATA, ROOT, Run

LIBRARY = Library()
IDS = LIBRARY.condition_ids


def read(*paths: Path) -> dict[str, dict[str, Any]]:
    """Give the tables of TOML files by the names of these."""
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(paths)}


RAW = read(*(DATA / "conditions").glob("*.toml"))
TOPICS = read(*(DATA / "topics").glob("*.toml"))
SHARED = read(DATA / "red_flags.toml")
# Every file with prose, and the prose of its parts.
PROSE = RAW | TOPICS | SHARED
PARTS = dict.fromkeys(("red_flag", "passage", *SECTIONS), "text") | {"finding": "answer", "change": "why"}
VERDICTS: dict[str, Any] = tomllib.loads((ROOT / "tests" / "fixtures" / "verdicts.toml").read_text(encoding="utf-8"))


def texts(value: Any) -> Iterator[str]:
    """Give every string of a record as it stands in its file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)


def running_text(raw: dict[str, Any]) -> Iterator[str]:
    """Give the prose of a file, without names and key figures."""
    yield from (raw.get(key, "") for key in ("summary", "evidence_basis"))
    yield from raw.get("at_a_glance", {}).values()
    for part, key in PARTS.items():
        yield from (one[key] for one in raw.get(part, ()))


def told_apart(id: str) -> set[str]:
    """Give the records that a record's differential diagnosis links to."""
    return set(markup.linked(part["text"] for part in RAW[id].get("differential", ()))) - {id}


def test_the_conditions_are_those_of_the_evidence() -> None:
    assert set(IDS) == set(VERDICTS)


def test_the_linter_finds_nothing() -> None:
    assert problems(Library(), synonyms.faults) == []


@pytest.mark.parametrize("id", PROSE)
def test_each_sentence_with_a_figure_is_cited(id: str) -> None:
    for text in running_text(PROSE[id]):
        for paragraph in markup.paragraphs(text):
            for sentence in markup.sentences(paragraph):
                # To call 999 is no figure.
                if re.search(r"\d", markup.unmarked(sentence).replace("call 999", "")):
                    assert "[@" in sentence, sentence


@pytest.mark.parametrize("id", IDS)
def test_key_figures_are_cited_and_short(id: str) -> None:
    for treatment in RAW[id]["treatment"]:
        if "key_figure" in treatment:
            assert "[@" in treatment["key_figure"]
            assert len(markup.unmarked(treatment["key_figure"])) <= 80


@pytest.mark.parametrize("id", PROSE)
def test_paragraphs_are_plain_text(id: str) -> None:
    for text in running_text(PROSE[id]):
        assert not re.search(r"\b(?:e\.g|i\.e|etc|vs|et al|approx)\.", text)
        assert not re.search(r"[*_`#]{2}|<[a-z/]", text)
        assert "\u2013" not in text
        assert "\u2019" not in text
        for sentence in (one for part in markup.paragraphs(text) for one in markup.sentences(part)):
            assert not re.match(r"\[@", sentence), f"the citation goes before the full stop: {sentence}"


@pytest.mark.parametrize("id", sorted(VERDICTS))
def test_verdicts_and_certainties_are_those_of_the_evidence(id: str) -> None:
    raw = RAW[id]
    assert raw["evidence"] == VERDICTS[id]["evidence"]
    found = {one["id"]: [one["verdict"], one["evidence"], one["graded_by"]] for one in raw["treatment"]}
    assert found == {key: value for key, value in VERDICTS[id].items() if key != "evidence"}


@pytest.mark.parametrize("id", IDS)
def test_reviewed_is_not_in_the_future(id: str) -> None:
    assert RAW[id]["reviewed"] <= date.today()


@pytest.mark.parametrize("id", IDS)
def test_related_is_symmetric_and_covers_the_links(id: str) -> None:
    for other in RAW[id]["related"]:
        assert other != id
        assert id in (RAW | TOPICS)[other]["related"], f"{other} does not name {id}"
    # A topic that is named on the way is no neighbour to be told apart from.
    neighbours = told_apart(id) - TOPICS.keys()
    assert neighbours <= set(RAW[id]["related"])
    for other in neighbours:
        assert id in told_apart(other), f"{other} is not told apart from {id}"


@pytest.mark.parametrize("id", IDS)
def test_no_section_is_empty_and_the_summary_is_short(id: str) -> None:
    raw = RAW[id]
    assert all(raw[section] for section in SECTIONS if section in raw)
    assert all(text.strip() for text in texts(raw))
    assert 2 <= len(markup.sentences(markup.paragraphs(raw["summary"])[0])) <= 5
    assert raw["red_flags"]
    assert raw["treatment"]


def test_no_name_means_two_records() -> None:
    names = {id: (id, raw["name"], *raw["aliases"]) for id, raw in (RAW | TOPICS).items()}
    missing = {f"{one.id}, not covered": (one.id, *one.names) for one in LIBRARY.not_covered}
    assert shared(names | missing) == {}


def test_no_name_of_a_treatment_is_that_of_another_or_of_a_condition() -> None:
    # A topic may be called as the treatment that it is about: "kb show" asks which is meant.
    conditions = {id: (id, raw["name"], *raw["aliases"]) for id, raw in RAW.items()}
    treatments = {f"{one.id}, treatment": (one.id, one.name, *one.aliases) for one in LIBRARY.treatment_kinds.values()}
    assert shared(conditions | treatments) == {}


def shared(names: dict[str, tuple[str, ...]]) -> dict[str, set[str]]:
    """Give the names that several things have, with these."""
    owners: dict[str, set[str]] = defaultdict(set)
    for id, called in names.items():
        for name in called:
            owners[folded(name)].add(id)
    return {name: ids for name, ids in owners.items() if len(ids) > 1}


def test_each_reference_is_used_and_each_label_means_one_work() -> None:
    assert {key for raw in PROSE.values() for key in markup.cited(texts(raw))} == set(LIBRARY.reference_keys)
    owners: dict[str, list[str]] = defaultdict(list)
    for key, work in LIBRARY.works.items():
        owners[label(work)].append(key)
    assert {said: keys for said, keys in owners.items() if len(keys) > 1} == {}


def test_an_undated_work_is_found_by_its_label() -> None:
    for work in LIBRARY.works.values():
        if not work.issued:
            assert works.find(LIBRARY, [label(work)]).works == (work,)


def test_each_work_stands_once_and_can_be_found() -> None:
    found = LIBRARY.works.values()
    for identifier in ("doi", "pmid", "pmcid"):
        values = [getattr(work, identifier).lower() for work in found if getattr(work, identifier)]
        assert len(values) == len(set(values))
    for work in found:
        assert work.author
        # The page of a website, or of a journal, may show no year: then it is known where it was read, and when.
        assert work.issued or (work.url and work.accessed)
        assert work.address or (work.container_title and work.volume and work.page), work.key
        for site in ("scribd", "docslib", "researchgate", "slideshare", "mirror", "ezproxy", "readkong", "dokumen"):
            assert site not in (work.url or ""), work.key


def test_each_treatment_of_the_vocabulary_is_used() -> None:
    assert {one["id"] for raw in RAW.values() for one in raw["treatment"]} == set(LIBRARY.treatment_kinds)


@pytest.mark.parametrize("width", [30, 80, 120])
@pytest.mark.parametrize("id", [*RAW, *TOPICS])
def test_every_record_shows_whole_at_every_width(id: str, width: int) -> None:
    answer = condition.answer(LIBRARY, id) if id in RAW else topic.answer(LIBRARY, id)
    page = writer.laid_out(answer, LIBRARY.notice, Terminal(width=width))
    assert max(map(len, page.splitlines())) <= width
    flat = folded(page)
    for text in shown(PROSE[id]):
        for word in markup.unmarked(text).split():
            assert folded(word) in flat


def shown(raw: dict[str, Any]) -> Iterator[str]:
    """Give the prose of a record's page, that of its shared signs with it."""
    answers = {key: text for key, text in raw.get("at_a_glance", {}).items() if key in ANSWERS}
    yield from running_text(raw | {"at_a_glance": answers, "change": []})
    yield from (LIBRARY.shared_red_flags[id].text for id in raw.get("red_flags", ()))


@pytest.mark.parametrize(("width", "most"), [(80, 24), (40, 36)])
@pytest.mark.parametrize("id", IDS)
def test_the_first_screen_is_one_screen(id: str, width: int, most: int) -> None:
    page = writer.laid_out(condition.answer(LIBRARY, id, brief=True), LIBRARY.notice, Terminal(width=width))
    before = page[: page.index(f"\n{LIBRARY.notice.title}.")]
    # An empty line and a line across the page part it from the notice.
    assert len(before.splitlines()) - 2 <= most


@pytest.mark.parametrize("id", [*RAW, *TOPICS])
def test_every_name_opens_its_record(id: str) -> None:
    raw = PROSE[id]
    for name in (raw["name"], *raw["aliases"]):
        assert lookup.find(LIBRARY, name.upper()).id == id


def test_list_shows_all_with_word_and_symbol(kb: Run) -> None:
    screen = kb("list", COLUMNS="120").stdout
    for raw in RAW.values():
        assert raw["name"] in screen
    assert "⊕⊕⊕⊖ moderate" in screen
    assert "⊕⊖⊖⊖ very low" in screen
