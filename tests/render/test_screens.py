"""The evidence at a glance: a treatment's page, the map, conditions side by side, red flags."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb_cli.answers import comparison, evidence_map, lookup, red_flags, treatment
from kb_cli.records.library import Library
from kb_cli.records.markup import unmarked
from kb_cli.records.vocabularies import Region, Urgency, Verdict
from kb_cli.render import writer
from kb_cli.render.terminal import Terminal
from tests.conftest import Run, assert_golden

LIBRARY = Library()
WIDTHS = (40, 80, 120, 200)
SCREENS = {
    "treatment": ("show", "taping"),
    "map": ("map",),
    "map-tendons": ("map", "--treatment", "machines", "--condition", "tendon"),
    "compare": ("compare", "MTSS", "stress fracture"),
    "compare-three": ("compare", "PFP", "jumper's knee", "ITBS"),
    "flags": ("flags",),
    "flags-one": ("flags", "shin splints"),
}
ANSWERS = [
    treatment.answer(LIBRARY, "taping"),
    treatment.answer(LIBRARY, "surgery"),
    evidence_map.answer(LIBRARY),
    evidence_map.answer(LIBRARY, treatments=["machines"], conditions=["tendon"]),
    comparison.answer(LIBRARY, ["MTSS", "BSI"]),
    comparison.answer(LIBRARY, ["PFP", "ITBS", "jumper's knee"]),
    red_flags.answer(LIBRARY),
]
SIGNS = "".join(re.escape(verdict.symbol) for verdict in Verdict)


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("name", SCREENS)
def test_the_screens_at_common_widths(kb: Run, name: str, columns: int) -> None:
    screen = kb(*SCREENS[name], COLUMNS=str(columns))
    assert screen.returncode == 0
    assert not screen.stderr
    assert_golden(f"{name}-{columns}.txt", screen.stdout)


@pytest.mark.parametrize("name", ["treatment", "map", "compare", "flags"])
def test_the_markdown(kb: Run, name: str) -> None:
    assert_golden(f"{name}.md", kb(*SCREENS[name], "--format", "markdown").stdout)


def test_the_map_in_colour_in_ascii_and_read_aloud(kb: Run) -> None:
    assert_golden("map-colour.txt", kb("map", "--color", "always").stdout)
    assert_golden("map-ascii.txt", kb("map", PYTHONIOENCODING="ascii").stdout)
    assert_golden("map-text.txt", kb("map", "--format", "text").stdout)


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(ANSWERS), st.integers(min_value=30, max_value=260), st.sampled_from(["utf-8", "ascii", "latin-1"])
)
def test_no_line_is_wider_than_the_terminal_or_ends_in_blanks(answer: object, width: int, encoding: str) -> None:
    for line in writer.laid_out(answer, LIBRARY.notice, Terminal(width=width, encoding=encoding)).splitlines():
        assert len(line) <= width
        assert line == line.rstrip()


@settings(deadline=None, max_examples=40)
@given(st.integers(min_value=30, max_value=260))
def test_the_map_shows_every_verdict_once_at_every_width(width: int) -> None:
    answer = evidence_map.answer(LIBRARY)
    screen = writer.laid_out(answer, LIBRARY.notice, Terminal(width=width))
    grid = screen[screen.index("Exercise and load") :]
    # A cell is a verdict's sign with a shade, or with GRADE's four marks.
    assert len(re.findall(rf"[{SIGNS}] ?(?:[█▓▒░]|[⊕⊖]{{4}})", grid)) == answer.judged
    assert (
        f"Cells with a verdict: {answer.judged}. Empty, no verdict recorded for or against: {answer.empty}."
        in " ".join(screen.split())
    )


def test_the_map_ranks_by_how_often_and_how_well() -> None:
    for rows in evidence_map.answer(LIBRARY).groups.values():
        favoured = [sum(one.verdict in evidence_map.FAVOURABLE for one in row.verdicts.values()) for row in rows]
        assert favoured == sorted(favoured, reverse=True)


def test_the_map_counts_what_is_empty() -> None:
    answer = evidence_map.answer(LIBRARY)
    assert answer.judged == sum(len(record.treatment) for record in LIBRARY.conditions())
    assert answer.judged + answer.empty == len(LIBRARY.condition_ids) * len(LIBRARY.treatment_kinds)


def test_the_map_is_narrowed(kb: Run) -> None:
    knee = json.loads(kb("map", "--region", "knee", "--json").stdout)
    assert {one["region"] for one in knee["conditions"]} == {"knee"}
    assert all(row["verdicts"] for row in knee["treatments"])
    tendons = json.loads(kb("map", "-t", "machines", "-c", "tendinopathy", "--json").stdout)
    assert tendons["treatments"][0]["id"] == "shockwave-therapy"
    assert {one["group"] for one in tendons["treatments"]} == {"machines"}
    meant = {entry.id for entry in lookup.conditions(LIBRARY, "tendinopathy")}
    assert {one["id"] for one in tendons["conditions"]} == meant
    one = kb("map", "-t", "taping", "-c", "MTSS")
    assert "Cells with a verdict: 0. Empty, no verdict recorded for or against: 1." in one.stdout
    assert kb("map", "--region", "elbow").returncode == 2
    assert kb("map", "--treatment", "zzzz").returncode == 1
    nothing = kb("map", "--region", "knee", "--condition", "MTSS")
    assert nothing.returncode == 1
    assert not nothing.stdout


def test_a_small_map_is_told_in_words(kb: Run) -> None:
    screen = kb(*SCREENS["map-tendons"]).stdout
    assert "In words" in screen
    assert "may help as an addition" in screen
    assert "In words" not in kb("map").stdout


@pytest.mark.parametrize("formula", ["=SUM(A1)", "+SUM(A1)", "-SUM(A1)", "@SUM(A1)"])
def test_csv_has_a_line_a_verdict_and_opens_no_formula(kb: Run, data: Path, formula: str) -> None:
    record = data / "conditions" / "patellofemoral-pain.toml"
    figure = f'key_figure = "{formula} and pain'
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace('key_figure = "pain', figure), encoding="utf-8")
    assert figure in record.read_text(encoding="utf-8")
    answer = kb("map", "--format", "csv", KB_DATA=str(data))
    rows = list(csv.DictReader(io.StringIO(answer.stdout)))
    assert len(rows) == evidence_map.answer(LIBRARY).judged
    assert "Not medical advice" in answer.stderr
    taping = next(row for row in rows if row["treatment"] == "taping" and row["condition"] == "patellofemoral-pain")
    assert taping["words"] == "may give short-term relief"
    assert taping["key_figure"].startswith(f"'{formula} and pain")


def test_read_aloud_each_cell_is_one_whole_line(kb: Run) -> None:
    lines = kb("map", "-t", "machines", "--format", "text").stdout.splitlines()
    assert "Shockwave therapy for Achilles tendinopathy: this may help as an addition to other treatment " in "\n".join(
        lines
    )
    assert not set("".join(lines)) & set("⊕⊖█▓▒░✓×|")
    assert lines[-1].startswith("Not medical advice. ")


def test_a_treatment_has_every_verdict_and_names_those_without(kb: Run) -> None:
    answer = json.loads(kb("show", "taping", "--json").stdout)
    assert answer["schema"] == "kb.treatment/1"
    judged = [one["condition"]["id"] for one in answer["verdicts"]]
    without = [one["id"] for one in answer["no_verdict"]]
    assert sorted([*judged, *without]) == sorted(LIBRARY.condition_ids)
    assert all(one["text"] and one["words"] and one["sentence"] for one in answer["verdicts"])
    screen = " ".join(kb("show", "taping").stdout.split())
    for record in LIBRARY.conditions():
        assert record.name in screen
        for one in record.treatment:
            if one.id == "taping":
                assert unmarked(one.text)[:40] in screen
    assert "No verdict recorded: " in screen
    assert "does not work" not in screen


def test_a_treatment_in_brief_has_no_text_but_the_key_figures(kb: Run) -> None:
    brief = kb("show", "taping", "--brief").stdout
    assert "Condition by condition" not in brief
    (number,) = re.findall(r"4 trials \[([0-9]+)\]", brief)
    assert re.search(rf"^ *{number}\. Callaghan .*", brief, re.MULTILINE)
    assert "[callaghan2012]" in brief
    assert "text" not in json.loads(kb("show", "taping", "--brief", "--json").stdout)["verdicts"][0]


def test_sections_are_of_conditions(kb: Run) -> None:
    answer = kb("show", "taping", "--section", "causes")
    assert answer.returncode == 2
    assert "taping is a treatment" in answer.stderr


def test_a_comparison_sorts_the_treatments() -> None:
    answer = comparison.answer(LIBRARY, ["MTSS", "stress fracture"])
    groups = [{one.treatment.id for one in group} for group in (answer.different, answer.alike, answer.partly)]
    assert {"immobilisation", "stretching"} <= groups[0]
    assert "gait-retraining" in groups[1]
    assert "shockwave-therapy" in groups[2]
    assert set.union(*groups) == {one.id for record in answer.conditions for one in record.treatment}
    assert sum(map(len, groups)) == len(set.union(*groups))


def test_a_comparison_answers_what_tells_them_apart(kb: Run) -> None:
    screen = kb("compare", "MTSS", "stress fracture", COLUMNS="50").stdout
    first = screen[: screen.index("At a glance")]
    assert "tender at one spot" in " ".join(first.split())
    answer = json.loads(kb("compare", "MTSS", "stress fracture", "--json").stdout)
    assert {one["id"] for one in answer["telling_apart"]} == {"medial-tibial-stress-syndrome", "bone-stress-injury"}
    cited = {work["key"] for work in answer["citations"]}
    assert cited >= set(re.findall(r"@([a-z0-9-]+)", json.dumps([answer["conditions"], answer["telling_apart"]])))


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("MTSS",), 2),
        (("MTSS", "shin splints"), 2),
        (("MTSS", "BSI", "PFP", "ITBS"), 2),
        (("MTSS", "taping"), 1),
        (("MTSS", "zzzz"), 1),
    ],
)
def test_what_cannot_be_compared(kb: Run, names: tuple[str, ...], code: int) -> None:
    answer = kb("compare", *names)
    assert answer.returncode == code
    assert answer.stderr.count("\n") == 1
    assert not answer.stdout


@pytest.mark.parametrize("columns", [30, 80, 200])
def test_no_red_flag_is_cut_off_and_the_most_urgent_come_first(kb: Run, columns: int) -> None:
    screen = " ".join(kb("flags", COLUMNS=str(columns)).stdout.replace("•", " ").split())
    for record in LIBRARY.conditions():
        for flag in record.red_flags:
            for sentence in unmarked(flag.text).split(". "):
                assert sentence.split(" (")[0][:20] in screen
    order = [screen.index(f"{urgency.value.capitalize()}: {urgency.advice}") for urgency in Urgency]
    assert order == sorted(order)


@pytest.mark.parametrize("form", ["terminal", "text", "markdown", "html"])
def test_the_sheet_to_hang_up_has_every_sign_in_short_and_no_sources(kb: Run, form: str) -> None:
    sheet = kb("flags", "--brief", "--format", form, COLUMNS="200").stdout
    signs = [flag for record in LIBRARY.conditions() for flag in record.red_flags]
    assert [flag.short for flag in signs if str(flag.short) not in sheet] == []
    assert [flag.id for flag in signs if unmarked(flag.text)[:40] in sheet] == []
    assert "Gloucestershire" not in sheet
    assert LIBRARY.notice.text[:30] in sheet


def test_a_sign_that_has_no_short_form_is_told_whole(data: Path, kb: Run) -> None:
    record = data / "conditions" / "meniscal-tear.toml"
    text = record.read_text(encoding="utf-8")
    record.write_text(re.sub(r"\nshort = .*", "", text), encoding="utf-8")
    sheet = kb("flags", "meniscal-tear", "--brief", "--format", "text", KB_DATA=str(data)).stdout
    assert "Sign: A clear twisting injury of the knee in someone under 30." in sheet


def test_red_flags_of_one(kb: Run) -> None:
    answer = json.loads(kb("flags", "shin", "splints", "--json").stdout)
    assert [one["id"] for one in answer["conditions"]] == ["medial-tibial-stress-syndrome"]
    assert answer["conditions"][0]["red_flags"][0]["urgency"] == "emergency"
    assert kb("flags", "taping").returncode == 1
    assert kb("flags", "").returncode == 1


def test_a_broken_record_is_left_out_and_said(kb: Run, data: Path) -> None:
    (data / "conditions" / "patellofemoral-pain.toml").write_text("name = ")
    for command in (("show", "taping"), ("map",), ("flags",)):
        answer = kb(*command, KB_DATA=str(data))
        assert answer.returncode == 0
        assert "Patellar tendinopathy" in answer.stdout
        assert answer.stderr.count("left out: ") == 1


def test_regions_go_from_the_hip_down() -> None:
    regions = [list(Region).index(record.region) for record in evidence_map.answer(LIBRARY).conditions]
    assert regions == sorted(regions)
