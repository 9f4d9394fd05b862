"""What scripts lean on: several things at once, lines in and lines out, errors as JSON, exit codes."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Run, clean_environment

PFP, ITBS = "patellofemoral-pain", "iliotibial-band-syndrome"
NOTICE = "Not medical advice."
LONG_LINE = b"x" * 200_000


def fed(home: Path, given: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run kb with standard input."""
    command = [sys.executable, "-m", "kb_cli", *arguments]
    return subprocess.run(
        command, input=given, capture_output=True, env=clean_environment(home), cwd=ROOT, timeout=120, check=False
    )


def lines(written: bytes | str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.splitlines()]


def error(written: bytes | str) -> dict[str, Any]:
    (only,) = lines(written)
    (about,) = only.values()
    assert list(only) == ["error"]
    assert list(about) == ["code", "message", "suggestions"]
    return about  # type: ignore[no-any-return]


def test_several_pages_are_one_document(kb: Run) -> None:
    answer = kb("show", "PFPS", "ITBS", "taping", "strength training for runners", "--json")
    assert (answer.returncode, answer.stderr) == (0, "")
    document = json.loads(answer.stdout)
    assert document["schema"] == "kb.pages/1"
    assert [one["schema"] for one in document["pages"]] == [
        "kb.condition/1",
        "kb.condition/1",
        "kb.treatment/1",
        "kb.topic/1",
    ]
    assert answer.stdout.count(NOTICE) == 1
    alone = json.loads(kb("show", "PFPS", "--json").stdout)
    assert document["pages"][0] == {key: value for key, value in alone.items() if key != "notice"}


def test_several_pages_are_a_line_each_with_the_notice(kb: Run) -> None:
    documents = lines(kb("show", "PFPS", "ITBS", "--format", "jsonl").stdout)
    assert [one["id"] for one in documents] == [PFP, ITBS]
    assert all(one["notice"].startswith(NOTICE) for one in documents)
    assert documents[0] == json.loads(kb("show", "PFPS", "--json").stdout)


@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_several_pages_to_read_are_as_they_are_alone_with_one_notice_at_the_end(kb: Run, form: str) -> None:
    both = kb("show", "PFPS", "ITBS", "--format", form).stdout
    assert both.count(NOTICE.rstrip(".")) == 1
    for name in ("PFPS", "ITBS"):
        page = kb("show", name, "--format", form).stdout
        assert page[: page.index(NOTICE.rstrip(".")) - 200].rstrip("─\n -*") in both


def test_words_of_one_name_are_no_list(kb: Run) -> None:
    assert json.loads(kb("show", "shin", "splints", "--json").stdout)["schema"] == "kb.condition/1"
    for words in ("shin splnts", "patellar tendnopathy", "achilles rupture", "ice bth"):
        answer = kb("show", *words.split(), "--json")
        assert answer.returncode == 1
        if words != "ice bth":
            assert not answer.stdout
            assert f'"{words}"' in error(answer.stderr)["message"] or words in error(answer.stderr)["message"]


@pytest.mark.parametrize("form", ["json", "jsonl", "terminal"])
def test_a_name_that_means_nothing_is_told_and_the_others_are_answered(kb: Run, form: str) -> None:
    answer = kb("show", "PFPS", "nosuch", "ITBS", "--format", form)
    assert answer.returncode == 1
    assert "nosuch" not in answer.stdout
    assert "nosuch" in answer.stderr
    for page in (PFP, ITBS):
        assert page in answer.stdout
    assert NOTICE in answer.stdout


def test_names_from_standard_input(tmp_path: Path) -> None:
    given = "\ufeffPFPS\r\n\r\n  iliotibial band syndrome \nnosuch\n".encode()
    answer = fed(tmp_path, given, "show", "-", "--format", "jsonl")
    assert answer.returncode == 1
    assert [one["id"] for one in lines(answer.stdout)] == [PFP, ITBS]
    assert '"nosuch"' in error(answer.stderr)["message"]
    one = fed(tmp_path, b"PFPS\n", "show", "-", "--json")
    assert json.loads(one.stdout)["schema"] == "kb.pages/1"
    assert not one.stderr


def test_keys_from_standard_input(tmp_path: Path) -> None:
    given = b"rathleff2014\nnobody1066\nneal2019\n"
    answer = fed(tmp_path, given, "cite", "-", "-f", "csl-json")
    assert answer.returncode == 1
    assert [one["id"] for one in json.loads(answer.stdout)] == ["rathleff2014", "neal2019"]
    assert b'"nobody1066"' in answer.stderr
    cited = fed(tmp_path, given, "cite", "-", "--in-text", "--style", "apa", "--style", "vancouver", "--json")
    assert cited.returncode == 1
    assert [one["text"] for one in json.loads(cited.stdout)["citations"]] == [
        "(Neal et al., 2019; Rathleff et al., 2014)",
        "(1,2)",
    ]
    assert '"nobody1066"' in error(cited.stderr)["message"]
    none = fed(tmp_path, b"nobody1066\nnosuch2\n", "cite", "-")
    assert (none.returncode, none.stdout) == (1, b"")
    assert b"nobody1066" in none.stderr
    assert b"nosuch2" in none.stderr


@pytest.mark.parametrize("command", ["show -", "cite -"])
@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        (b"", 1, "names nothing"),
        (b"\n \n", 1, "names nothing"),
        (b"\xff\xfeP\0", 2, "standard input:1:1: not UTF-8"),
        (LONG_LINE, 2, "standard input:1: the line is longer"),
    ],
    ids=["empty", "blank", "UTF-16", "long"],
)
def test_what_names_nothing_is_not_everything(tmp_path: Path, command: str, given: bytes, code: int, told: str) -> None:
    answer = fed(tmp_path, given, *command.split(), "--json")
    assert (answer.returncode, answer.stdout) == (code, b"")
    assert told in error(answer.stderr)["message"]


def test_a_key_of_a_sentence_that_is_none_is_told_and_the_others_are_cited(tmp_path: Path) -> None:
    sentence = "As shown [@rathleff2014; @nobody1066], and again [@neal2019]."
    for given, words in ((b"", [sentence]), (b"", sentence.split()), (sentence.encode(), ["-"])):
        answer = fed(tmp_path, given, "cite", *words, "--in-text", "--style", "apa", "--json")
        assert answer.returncode == 1
        assert error(answer.stderr)["message"].startswith('no work, record or treatment is called "nobody1066"')
        assert json.loads(answer.stdout)["citations"][0]["text"] == "(Neal et al., 2019; Rathleff et al., 2014)"


@pytest.mark.skipif(not shutil.which("make"), reason="make is missing: apt-get install make")
def test_the_bibliography_of_a_thesis_holds_what_it_cites(tmp_path: Path) -> None:
    recipe = (ROOT / "README.md").read_text("utf-8").partition("```make\n")[2].partition("```")[0]
    (tmp_path / "Makefile").write_text(recipe)
    kb = tmp_path / "kb"
    kb.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m kb_cli "$@"\n')
    kb.chmod(0o755)
    environment = clean_environment(tmp_path)
    environment["PATH"] = f"{tmp_path}:{environment['PATH']}"

    def cited(text: str) -> subprocess.CompletedProcess[bytes]:
        (tmp_path / "thesis.tex").write_text(text)
        (tmp_path / "refs.bib").unlink(missing_ok=True)
        make = ["make", "-s", "refs.bib"]
        return subprocess.run(make, cwd=tmp_path, env=environment, capture_output=True, timeout=120, check=False)

    done = cited(
        "As \\Textcite{rathleff2014} told 50\\% of us, \\parencite[see][p.~3]{neal2019,\n  winters2021}. "
        "% \\cite{later}\n"
        "\\nocite{vsg2020} \\autocites[see][3]{collins2018}{collins2013} \\autocite*{mhra2023}\n"
    )
    assert (done.returncode, done.stderr.partition(b"Not medical")[0]) == (0, b"")
    keys = set(re.findall(r"^@\w+\{(\w+),", (tmp_path / "refs.bib").read_text("utf-8"), re.MULTILINE))
    assert keys == {"rathleff2014", "neal2019", "winters2021", "vsg2020", "collins2018", "collins2013", "mhra2023"}
    wrong = cited("\\cite{rathleff2014, nosuch9}\n")
    assert wrong.returncode != 0
    assert b'"nosuch9"' in wrong.stderr
    assert not (tmp_path / "refs.bib").exists()


def test_invalid_lines_are_told_by_their_number_and_the_others_are_answered(tmp_path: Path) -> None:
    given = "runner\u2019s knee\ntibia \n".encode() + b"sore \xff knee\nITBS\n"
    for command, count in ((("show", "-", "-f", "jsonl"), 2), (("search", "--batch", "-"), 3)):
        answer = fed(tmp_path, given, *command)
        assert len(lines(answer.stdout)) == count
        assert "standard input:3:6: not UTF-8" in error(answer.stderr)["message"]
    assert answer.returncode == 2


def test_a_batch_answers_each_line_as_a_search_does(kb: Run, tmp_path: Path) -> None:
    questions = ["sore under the kneecap", "", "zzzqq", "-achilles heel", "how long do shin splints last"]
    file = tmp_path / "questions"
    file.write_text("\n".join(questions), encoding="utf-8")
    answer = kb("search", "--batch", str(file))
    assert (answer.returncode, answer.stderr) == (0, "")
    documents = lines(answer.stdout)
    assert [one["query"] for one in documents] == questions
    assert all(one["notice"].startswith(NOTICE) for one in documents)
    assert documents[0] == json.loads(kb("search", questions[0], "--json").stdout)
    assert fed(tmp_path, file.read_bytes(), "search", "--batch=-", "--json").stdout == answer.stdout.encode()
    narrowed = lines(kb("search", "--batch", str(file), "--region", "knee", "--limit", "1").stdout)
    assert all(len(one["results"]) <= 1 for one in narrowed)
    assert all(page["region"] in ("knee", None) for one in narrowed for page in one["results"])


def test_a_batch_without_any_result_found_nothing(tmp_path: Path) -> None:
    answer = fed(tmp_path, b"zzzqq\nqqzzz\n", "search", "--batch", "-")
    assert answer.returncode == 1
    assert len(lines(answer.stdout)) == 2
    assert not answer.stderr


def test_an_answer_is_there_before_the_next_question(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "kb_cli", "search", "--batch", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=clean_environment(tmp_path),
        cwd=ROOT,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    for question in ("kneecap", "shin"):
        process.stdin.write(f"{question}\n".encode())
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["query"] == question
    process.stdin.close()
    assert process.wait(60) == 0
    process.stdout.close()


def test_a_pipe_that_breaks_in_a_batch_is_quiet(tmp_path: Path) -> None:
    questions = tmp_path / "questions"
    questions.write_text("kneecap\n" * 2000)
    process = subprocess.Popen(
        [sys.executable, "-m", "kb_cli", "search", "--batch", str(questions)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=clean_environment(tmp_path),
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline()
    process.stdout.close()
    assert process.wait(60) == 0
    assert process.stderr.read() == b""
    process.stderr.close()


def test_nothing_that_was_asked_is_kept(tmp_path: Path) -> None:
    fed(tmp_path, b"qwertzuiop\npfps\n", "search", "--batch", "-")
    fed(tmp_path, b"pfps\nqwertzuiop\n", "show", "-")
    fed(tmp_path, b"rathleff2014\n", "cite", "-")
    kept = [path for path in (tmp_path / ".cache").rglob("*") if path.is_file()]
    assert not [path for path in kept if path.name.startswith("page-")]
    assert all(b"qwertzuiop" not in path.read_bytes() for path in kept)


@pytest.mark.parametrize(
    ("command", "code", "exit_code"),
    [
        ("show nosuch --json", "not-found", 1),
        ("show --format json low back pain", "not-covered", 1),
        ("show tendinopathy -f jsonl", "ambiguous", 4),
        ("show pfps --json --section nosuch", "usage", 2),
        ("list --json --region elbow", "usage", 2),
        ("show --format=jsonl --nosuch", "usage", 2),
        ("nosuch --json", "usage", 2),
        ("search --json", "usage", 2),
        ("search --batch=/nowhere", "usage", 2),
        ("search --batch - words", "usage", 2),
        ("cite nobody1066 -fjson", "not-found", 1),
        ("log --since 2100-01-01 --json", "not-found", 1),
        ("show pfps -bf json nosuch --nosuch", "usage", 2),
    ],
)
def test_with_json_an_error_is_one_object(kb: Run, command: str, code: str, exit_code: int) -> None:
    answer = kb(*command.split())
    assert (answer.returncode, answer.stdout) == (exit_code, "")
    assert error(answer.stderr)["code"] == code


def test_json_is_asked_for_by_the_variable_too_unless_an_option_names_another_format(kb: Run) -> None:
    for form in ("json", "jsonl"):
        assert error(kb("show", "nosuch", KB_FORMAT=form).stderr)["code"] == "not-found"
    assert error(kb("list", "--nosuch", KB_FORMAT="json").stderr)["code"] == "usage"
    for chosen in (("--format", "text"), ("-f", "terminal"), ("--format=markdown",)):
        assert kb("show", "nosuch", *chosen, KB_FORMAT="json").stderr.startswith("kb: no ")


def test_the_exit_code_is_that_of_the_first_line_that_is_wrong(tmp_path: Path) -> None:
    for command in ("show", "cite"):
        for given, code in ((b"nosuch9\n\xff\npfps\n", 1), (b"\xff\nnosuch9\npfps\n", 2)):
            answer = fed(tmp_path, given, command, "-", "--json")
            assert answer.returncode == code
            assert len(error(answer.stderr)["message"].splitlines()) == 2


@pytest.mark.parametrize("command", ["show nosuch", "show nosuch --format markdown", "cite nosuch -f csl-json"])
def test_without_json_an_error_is_a_line(kb: Run, command: str) -> None:
    assert kb(*command.split()).stderr.startswith("kb: no ")


@pytest.mark.parametrize(
    ("command", "suggestion"),
    [
        ("show patelofemoral-pain", PFP),
        ("show tendinopathy", "achilles-tendinopathy"),
        ("show pfps --section causs", "causes"),
        ("list --region elbow", "knee"),
        ("cite rathlef2014", "rathleff2014"),
        ("show achilles rupture", "achilles-tendinopathy"),
        ("search knee --in causs", "causes"),
    ],
)
def test_an_error_suggests_what_would_do(kb: Run, command: str, suggestion: str) -> None:
    assert suggestion in error(kb(*command.split(), "--json").stderr)["suggestions"]


@pytest.mark.parametrize("name", ["energy-availability", "energy", "knee", "hip"])
def test_what_could_be_meant_is_suggested_by_names_that_mean_one_thing(kb: Run, name: str) -> None:
    suggestions = error(kb("show", name, "--json").stderr)["suggestions"]
    assert len(suggestions) > 1
    shown = kb("show", *suggestions, "--json")
    assert (shown.returncode, shown.stderr) == (0, "")


def test_a_broken_record_is_told_and_the_others_are_shown(kb: Run, data: Path) -> None:
    # No record that is shown here links to it.
    id = "plantar-heel-pain"
    (data / "conditions" / f"{id}.toml").write_text("name = ")
    broken = kb("show", id, "--json", KB_DATA=str(data))
    assert broken.returncode == 3
    assert error(broken.stderr)["code"] == "bad-data"
    others = kb("show", id, ITBS, "--json", KB_DATA=str(data))
    assert error(others.stderr)["code"] == "bad-data"
    assert others.returncode == 3
    assert [one["id"] for one in json.loads(others.stdout)["pages"]] == [ITBS]


def test_a_broken_record_is_told_with_what_was_meant(kb: Run, data: Path) -> None:
    record = data / "conditions" / f"{PFP}.toml"
    record.write_text(record.read_text("utf-8").replace('region = "knee"', 'region = "kne"'), "utf-8")
    assert error(kb("show", PFP, "--json", KB_DATA=str(data)).stderr)["suggestions"] == ["knee"]


def test_an_error_holds_no_character_that_a_terminal_obeys(tmp_path: Path) -> None:
    name = os.fsdecode(b"\x1b[31m\xff")
    answer = fed(tmp_path, b"", "show", name, "--json")
    assert answer.returncode == 1
    assert b"\x1b" not in answer.stderr
    message = error(answer.stderr)["message"]
    assert "\x1b" not in message
    assert message.encode()


def test_works_have_the_names_of_their_files(kb: Run) -> None:
    (work,) = json.loads(kb("cite", "rathleff2014", "--json").stdout)["works"]
    assert work["container-title"] == "British Journal of Sports Medicine"
    assert work["DOI"] == "10.1136/bjsports-2013-093305"
    assert {"PMID", "PMCID", "URL", "title-short"} <= work.keys()
    assert work["protected"] == []
    (named,) = json.loads(kb("cite", "mahadevan2015", "--json").stdout)["works"]
    assert named["protected"] == ["Morton"]
    assert "non-dropping-particle" in work["author"][0]
    assert not {"doi", "container_title", "url", "title_short"} & work.keys()
    citations = json.loads(kb("show", PFP, "--json").stdout)["citations"]
    assert all({"container-title", "DOI"} <= one.keys() for one in citations)
