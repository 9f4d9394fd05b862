"""How a search is answered on a screen: red flags first, then of each condition its gist and what fits best."""

import json
from pathlib import Path

import pytest

from kb_cli.answers.results import SearchAnswer
from kb_cli.records.library import Library
from kb_cli.render import writer
from kb_cli.render.formats import json as json_format
from kb_cli.render.formats import markdown
from kb_cli.render.terminal import Terminal
from kb_cli.search.engine import search
from tests import small
from tests.conftest import Run

TOLD = ["swollen calf"]
CLOT = {
    "id": "clot",
    "urgency": "emergency",
    "text": "A swollen calf with breathlessness may be a clot.",
    "told_as": TOLD,
}
VEIN = {"id": "vein", "urgency": "urgent", "text": "A swollen calf that throbs may be a blocked vein.", "told_as": TOLD}
KNEE = small.record(
    "Front soreness",
    gist="Ache behind the kneecap on stairs",
    aliases=["cinema ache"],
    summary="The kneecap aches on stairs. Rest does little for it.",
    definition=[{"text": "Pain of the kneecap that comes on stairs and hills."}],
    causes=[{"text": "Hills and stairs load the kneecap."}],
)
TENDON = small.record(
    "Tendon soreness", gist="Ache below the kneecap", summary="It hurts below the kneecap on jumping."
)
CALF = small.record("Calf tear", "lower-leg", gist="A pull in the calf", shared=["clot", "vein"])
SHIN = small.record("Shin soreness", "lower-leg", gist="An ache in the shin", shared=["clot", "vein"])
ORDINARY = small.record("Achilles thing", "ankle", gist="Sore behind the ankle", aliases=["AT"])
OTHER = {f"other-{letter}": small.record(f"Other {letter}", "hip", summary="Nothing.") for letter in "abcdefgh"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    records = {
        "kneecap-soreness": KNEE,
        "tendon-soreness": TENDON,
        "calf-tear": CALF,
        "shin-soreness": SHIN,
        "thing": ORDINARY,
    }
    return small.write(tmp_path_factory.mktemp("found") / "data", records | OTHER, shared=[CLOT, VEIN])


@pytest.fixture(scope="module")
def found(data: Path) -> SearchAnswer:
    return search(Library(data), "kneecap stairs")


def screen(data: Path, answer: SearchAnswer, width: int = 80, colour: bool = False) -> str:
    return writer.laid_out(answer, Library(data).notice, Terminal(width=width, colour=colour))


def test_the_gist_comes_first_then_one_sentence(data: Path, found: SearchAnswer) -> None:
    lines = screen(data, found).splitlines()
    head = next(at for at, line in enumerate(lines) if line.startswith("Front soreness · knee"))
    assert lines[head + 1] == "  Ache behind the kneecap on stairs"
    assert lines[head + 3] == "  kb show kneecap-soreness"
    assert lines[head + 2].split(":")[0] in ("  Summary", "  Definition", "  Causes")


def test_all_matches_are_shown_where_they_are_asked_for(data: Path, found: SearchAnswer) -> None:
    first = found.results[0]
    assert len(first.matches) == 3
    page = " ".join(screen(data, found._replace(all_matches=True)).split())
    for match in first.matches:
        assert match.text in page
    assert page.count(first.gist) == 1


def test_neither_name_nor_gist_is_told_twice(data: Path) -> None:
    answer = search(Library(data), "tendon soreness")
    page = screen(data, answer._replace(all_matches=True))
    assert page.count("Tendon soreness") == 1
    assert page.count("Ache below the kneecap") == 1


def test_another_name_is_told_as_one(data: Path) -> None:
    page = screen(data, search(Library(data), "cinema ache kneecap"))
    first = page[page.index("Front soreness") : page.index("kb show kneecap-soreness")].splitlines()
    assert first[2] == "  Also called: cinema ache"
    assert first[3].startswith(("  Summary: ", "  Definition: ", "  Causes: ")), "a name is no sentence"


def test_what_was_found_is_bold_or_in_asterisks_but_never_both(data: Path, found: SearchAnswer) -> None:
    plain, coloured = screen(data, found), screen(data, found, colour=True)
    assert "*" not in plain
    assert "*" not in coloured
    assert "\x1b[1mkneecap\x1b[0m" in coloured
    assert "\x1b[4m" not in coloured
    marked = found._replace(marks=True)
    assert "Ache behind the *kneecap* on *stairs*" in screen(data, marked)
    assert "\x1b[1mkneecap" not in screen(data, marked, colour=True)
    assert "*kneecap*" in screen(data, marked, colour=True)


def test_the_options_of_the_command_line(kb: Run, data: Path) -> None:
    def run(*options: str) -> str:
        return kb("search", "kneecap", "stairs", *options, KB_DATA=str(data)).stdout

    assert "*" not in run()
    assert "*kneecap*" in run("--marks")
    assert len(run("--all-matches")) > len(run())
    assert run("--json") == run("--json", "--all-matches", "--marks")
    assert len(json.loads(run("--json"))["results"][0]["matches"]) == 3
    wrong = kb("search", "knee", "--all-match", KB_DATA=str(data))
    assert wrong.returncode == 2
    assert "--all-matches" in wrong.stderr


def test_markdown_tells_the_same(found: SearchAnswer) -> None:
    page = markdown.results(found)
    assert "\n\nAche behind the **kneecap** on **stairs**\n\n- " in page
    first = page[: page.index("## 2.")]
    assert first.count("\n- ") == 1
    all_of_them = markdown.results(found._replace(all_matches=True))
    assert all_of_them[: all_of_them.index("## 2.")].count("\n- ") == 2


def test_a_page_that_is_about_another_place_falls_behind(tmp_path: Path) -> None:
    records = {"knee": small.record("Sore knee"), "stairs": small.record("Stiff on stairs", "hip")}
    folder = small.write(tmp_path / "data", records)
    vocabulary = folder / "vocabulary.toml"
    scores = []
    for places in ("[]", '["knee"]'):
        vocabulary.write_text(f"places = {places}\n", encoding="utf-8")
        scores.append({one.id: one.score for one in search(Library(folder), "knee stiff stairs").results})
    assert scores[0]["stairs"] > scores[1]["stairs"]
    assert scores[0]["knee"] < scores[1]["knee"]


def test_json_has_the_fields_that_it_had(found: SearchAnswer) -> None:
    (first, *_) = json_format.results(found)["results"]
    assert list(first) == ["kind", "id", "name", "region", "evidence", "score", "origin", "stands_in", "matches"]


def test_a_sign_that_several_records_share_leaves_room_for_another(data: Path) -> None:
    answer = search(Library(data), "swollen calf")
    assert [flag.match.text for flag in answer.red_flags] == [CLOT["text"], VEIN["text"]]
    page = screen(data, answer)
    assert page.index("Emergency: ") < page.index("Urgent: ") < page.index("Conditions\n")


def test_a_code_finds_its_condition_where_nothing_else_is_typed(data: Path) -> None:
    code = Library(data).condition_codes["shin-soreness"]
    assert search(Library(data), code).results[0].id == "shin-soreness"
    assert search(Library(data), "AT").results[0].id == "thing", "an ordinary word"
    told = search(Library(data), f"{code} kneecap stairs")
    assert told.results[0].id == "kneecap-soreness"


def test_what_is_wrong_with_a_record_is_told_alike_each_time(tmp_path: Path) -> None:
    broken = {key: value for key, value in TENDON.items() if key not in ("gist", "summary")}
    records = {"kneecap-soreness": KNEE, "tendon-soreness": broken}
    folder = small.write(tmp_path / "data", records, topics={"topic": {"name": "A topic without a gist"}})
    told = []
    for _ in range(2):
        library = Library(folder)
        search(library, "kneecap")
        told.append([(problem.file, problem.message) for problem in library.problems])
    assert told[0] == told[1]
    assert len(told[0]) == len(set(told[0])) == 5
