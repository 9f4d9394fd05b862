import json
import re
from pathlib import Path

import pytest

from tests.conftest import Run, assert_golden

PFP = "patellofemoral-pain"
NOTICE = "Not medical advice"


@pytest.mark.parametrize("columns", [30, 40, 80, 120])
def test_the_page_at_common_widths(kb: Run, columns: int) -> None:
    page = kb("show", PFP, COLUMNS=str(columns))
    assert page.returncode == 0
    assert max(map(len, page.stdout.splitlines())) <= min(columns, 88)
    assert_golden(f"show-{columns}.txt", page.stdout)


def test_the_page_in_colour(kb: Run) -> None:
    assert_golden("show-colour.txt", kb("show", PFP, "--color", "always").stdout)


def test_brief(kb: Run) -> None:
    assert_golden("show-brief-80.txt", kb("show", PFP, "--brief").stdout)


def test_one_section_keeps_red_flags_and_notice(kb: Run) -> None:
    page = kb("show", PFP, "--section", "prevention").stdout
    assert "Red flags" in page
    assert "hot, red, swollen joint" in " ".join(page.split())
    assert "Prevention" in page
    assert "Prognosis" not in page
    assert NOTICE in page


def test_sections_forgive_case_and_take_headings_and_beginnings(kb: Run) -> None:
    page = kb("show", PFP, "-s", "Return to running", "-s", "CAUS").stdout
    assert "\nReturn to running\n" in page
    assert "\nCauses\n" in page
    assert "\nPrevention\n" not in page


def test_unknown_section_is_wrong_usage_and_lists_them(kb: Run) -> None:
    answer = kb("show", PFP, "--section", "astrology")
    assert answer.returncode == 2
    assert "presentation" in answer.stderr
    assert not answer.stdout


@pytest.mark.parametrize(
    "name", ["runner's knee", "Runners Knee", "PFPS", "patello femoral pain", "PATELLOFEMORAL-PAIN"]
)
def test_any_name_opens_the_page(kb: Run, name: str) -> None:
    assert kb("show", name, "--brief").stdout.startswith("Patellofemoral pain  runner's knee ")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("shin splints", "Medial tibial stress syndrome"),
        ("plantar fasciitis", "Plantar heel pain"),
        ("rolled ankle", "Lateral ankle sprain"),
        ("stress fracture", "Bone stress injury"),
    ],
)
def test_lay_names_open_the_right_page(kb: Run, name: str, title: str) -> None:
    assert kb("show", *name.split(), "--brief").stdout.startswith(f"{title}  ")


def test_a_near_miss_is_suggested_not_run(kb: Run) -> None:
    answer = kb("show", "patelofemoral")
    assert answer.returncode == 1
    assert not answer.stdout
    assert answer.stderr.count("\n") == 1
    assert PFP in answer.stderr
    assert "kb list" in answer.stderr


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "..", ".", "", "conditions/patellofemoral-pain", "\x1b[31m"]
)
def test_a_path_is_only_an_unknown_name(kb: Run, name: str) -> None:
    answer = kb("show", name)
    assert answer.returncode == 1
    assert not answer.stdout
    assert "no condition or treatment is called" in answer.stderr
    assert "\x1b" not in answer.stderr


def test_every_citation_of_the_page_is_listed_once(kb: Run) -> None:
    whole = json.loads(kb("show", PFP, "--json").stdout)
    keys = [work["key"] for work in whole["citations"]]
    assert len(keys) == len(set(keys))
    assert set(re.findall(r"@([a-z0-9-]+)", json.dumps(whole["treatment"]) + whole["summary"])) <= set(keys)
    assert {"crossley2016a", "crossley2016b", "rathleff2014", "lenhart2014", "bramah2019"} <= set(keys)


def test_json_has_every_field_and_the_notice(kb: Run) -> None:
    answer = json.loads(kb("show", PFP, "--json").stdout)
    assert answer["schema"] == "kb.condition/1"
    assert answer["id"] == PFP
    assert answer["evidence"] == "moderate"
    assert answer["notice"].startswith(NOTICE)
    taping = next(one for one in answer["treatment"] if one["id"] == "taping")
    assert taping["words"] == "may give short-term relief"
    assert taping["graded_by"] == "kb"
    for section in ("presentation", "causes", "prognosis", "return_to_running", "prevention"):
        assert answer[section][0]["text"]


def test_markdown_is_a_whole_document(kb: Run) -> None:
    assert_golden("show.md", kb("show", PFP, "--format", "markdown").stdout)


@pytest.mark.parametrize("part", [["--brief"], ["-s", "summary"], ["-s", "treatment"], ["-s", "prevention"]])
def test_markdown_of_a_part_has_the_red_flags_in_short(kb: Run, part: list[str]) -> None:
    page = kb("show", PFP, *part, "--format", "markdown")
    assert page.returncode == 0
    assert "\n- hot, red, swollen joint or foot with fever or illness\n" in page.stdout
    assert NOTICE in page.stdout
    whole = kb("show", PFP, "--format", "markdown").stdout
    assert "\n- hot, red, swollen joint or foot with fever or illness\n" not in whole


def test_unknown_format_is_wrong_usage_and_lists_them(kb: Run) -> None:
    answer = kb("show", PFP, "--format", "powerpoint")
    assert answer.returncode == 2
    assert "markdown" in answer.stderr


@pytest.mark.parametrize(
    "arguments", [("show", PFP, "--brief", "-s", "causes"), ("show", PFP, "--json", "--format", "markdown"), ("show",)]
)
def test_wrong_usage_is_exit_2(kb: Run, arguments: tuple[str, ...]) -> None:
    answer = kb(*arguments)
    assert answer.returncode == 2
    assert answer.stderr
    assert not answer.stdout


def test_answers_come_first_then_red_flags_then_the_depth_behind_them(kb: Run) -> None:
    page = kb("show", PFP).stdout
    parts = (
        "Serious?",
        "May I run?",
        "How long?",
        "Do today",
        "\nRed flags",
        "\nSummary",
        "\nTreatment",
        "\nDefinition",
    )
    order = [page.index(mark) for mark in (*parts, "\nReferences", "\nAbout this page", NOTICE)]
    assert order == sorted(order)


def test_related_records_are_named_with_their_command(kb: Run) -> None:
    assert "kb show patellar-tendinopathy" in kb("show", PFP).stdout


def test_list_at_a_glance(kb: Run) -> None:
    for columns in (40, 80, 160):
        assert_golden(f"list-{columns}.txt", kb("list", COLUMNS=str(columns)).stdout)


def test_list_of_one_region(kb: Run) -> None:
    answer = kb("list", "--region", "knee", "--ids")
    knees = ["iliotibial-band-syndrome", "knee-osteoarthritis", "meniscal-tear", "patellar-tendinopathy", PFP]
    assert answer.stdout.splitlines() == knees
    assert NOTICE in answer.stderr


def test_unknown_region(kb: Run) -> None:
    answer = kb("list", "--region", "elbow")
    assert answer.returncode == 2
    assert "lower-leg" in answer.stderr


def test_bare_kb_leads_with_examples_and_version_tells_both(kb: Run) -> None:
    bare = kb()
    assert bare.returncode == 0
    assert 'kb show "runner\'s knee"' in bare.stdout
    assert "exit-codes" in kb("--help").stdout
    assert "\n    kb show PFPS --json\n" in kb("show", "--help").stdout
    assert re.match(r"kb \d+\.\d+\.\d+\ndata of \d{4}-\d\d-\d\d: \d+ conditions", kb("--version").stdout)


def test_help_is_a_word_too(kb: Run) -> None:
    assert kb("help").stdout == kb("help", "help").stdout == kb("--help").stdout
    assert kb("help", "show").stdout == kb("show", "--help").stdout


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("pfps",), '"kb show patellofemoral-pain"'),
        (("shin", "splints"), '"kb show medial-tibial-stress-syndrome"'),
        (("kinesio",), '"kb show taping"'),
        (("serch", "knee"), '"kb search"'),
        (("sore", "knee"), '"kb search WORDS"'),
        (("pfps", "--brief"), '"kb show patellofemoral-pain"'),
        (("help", "shin", "splints"), '"kb show medial-tibial-stress-syndrome"'),
    ],
)
def test_words_without_a_command_are_told_what_to_type(kb: Run, words: tuple[str, ...], hint: str) -> None:
    answer = kb(*words)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert hint in answer.stderr
    assert '"kb --help"' in answer.stderr


def test_the_data_folder_can_be_chosen(kb: Run, data: Path) -> None:
    (data / "conditions" / f"{PFP}.toml").rename(data / "conditions" / "sore-knee.toml")
    # Records that link to the old name are broken now; the renamed one is not.
    assert kb("show", "sore-knee", "--brief", KB_DATA=str(data)).stdout.startswith("Patellofemoral pain")


def test_a_missing_data_folder_is_said_plainly(kb: Run, tmp_path: Path) -> None:
    answer = kb("list", KB_DATA=str(tmp_path / "nowhere"))
    assert answer.returncode == 2
    assert "KB_DATA" in answer.stderr
