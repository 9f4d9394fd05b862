"""kb check on the command line: what is asked for, how it is told, and what it puts right."""

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kb_cli.records.checks.shelf import valid_name
from tests import small
from tests.conftest import ROOT, START, Copy, Run, all_from, clean_environment

KNEE = "conditions/knee-pain.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a data folder with a page in which two things are wrong, and one to be warned of."""
    knee = small.record("Knee pain", aliases=["sore knee", "sore knee"], treatments={"rest": ("recommended", "low")})
    data = small.write(tmp_path / "data", {"knee-pain": knee, "hip-pain": small.record("Hip pain", "hip")})
    change(data / KNEE, 'region = "knee"', 'region = "Knee"')
    change(data / KNEE, "[@work]", "[@wrok]")
    return data


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_each_problem_says_where_what_why_and_what_to_write(kb: Run, folder: Path) -> None:
    answer = kb("check", KB_DATA=str(folder))
    assert answer.returncode == 3
    assert answer.stderr == ""
    lines = answer.stdout.splitlines()
    at = lines.index(f'{folder}/{KNEE}:4:1: error: region is "Knee"')
    assert lines[at + 1 : at + 3] == [
        "    Pages, filters and the words for a verdict are made from these words alone.",
        '  → did you mean "knee"? Known: hip, thigh, knee, lower-leg, ankle, foot',
    ]
    assert "2 errors, 2 warnings in 2 files; kb check --fix mends 2, and shows first" in answer.stdout
    assert "Not medical advice" in answer.stdout


def test_json_has_all_of_it(kb: Run, folder: Path) -> None:
    answer = kb("check", "--json", KB_DATA=str(folder))
    assert answer.returncode == 3
    document = json.loads(answer.stdout)
    assert document["schema"] == "kb.check/1"
    assert "Not medical advice" in document["notice"]
    assert (document["errors"], document["warnings"]) == (2, 2)
    first = document["problems"][0]
    assert first == {
        "file": f"{folder}/{KNEE}",
        "line": 3,
        "column": 25,
        "severity": "warning",
        "rule": "entry-twice",
        "what": '"sore knee" stands twice',
        "why": "Once says it all.",
        "write": "delete one",
        "fixable": True,
    }


def test_github_reads_each_problem_as_one_command(kb: Run, folder: Path) -> None:
    change(folder / KNEE, "What it is", "50% \\u001b, or: more")
    answer = kb("check", "--format", "github", KB_DATA=str(folder))
    assert answer.returncode == 3
    lines = answer.stdout.splitlines()
    assert all(line.startswith(("::error file=", "::warning file=")) for line in lines)
    assert lines[0].startswith(f"::error file={folder}/{KNEE},line=2,col=1,title=kb check%3A control-character::")
    assert "Not medical advice" in answer.stderr


def test_what_github_would_misread_is_escaped(kb: Run, tmp_path: Path) -> None:
    draft = tmp_path / "a,b: 100%.toml"
    draft.write_text('title = "x"\ntype = "book"\nzz%0A = 1\n')
    line = kb("check", str(draft), "--format", "github").stdout
    assert line.startswith("::error file=" + str(draft).replace("%", "%25").replace(":", "%3A").replace(",", "%2C"))
    assert line.count("\n") == 1


def test_warnings_are_no_fault_unless_asked_to_be(kb: Run, folder: Path) -> None:
    for old, new in (('"Knee"', '"knee"'), ("[@wrok]", "[@work]")):
        change(folder / KNEE, old, new)
    answer = kb("check", KB_DATA=str(folder))
    assert "warning" in answer.stdout
    assert answer.returncode == 0
    assert kb("check", "--strict", KB_DATA=str(folder)).returncode == 3


@pytest.mark.parametrize(
    "asked", ["knee-pain", "Knee Pain", "{folder}/conditions/knee-pain.toml", "{folder}/conditions"]
)
def test_only_what_is_asked_for_is_told(kb: Run, folder: Path, asked: str) -> None:
    (folder / "treatments.toml").write_text("[rest\n")
    answer = kb("check", asked.format(folder=folder), KB_DATA=str(folder))
    assert answer.returncode == 3
    assert "knee-pain.toml" in answer.stdout
    assert "treatments.toml" not in answer.stdout
    assert kb("check", "hip-pain", KB_DATA=str(folder)).stdout.startswith("1 file is in order\n")


def test_a_name_of_nothing_is_told(kb: Run, folder: Path) -> None:
    for asked in ("elbow pain", "no/such.toml", "x" * 5000):
        answer = kb("check", asked, KB_DATA=str(folder))
        assert (answer.returncode, answer.stdout) == (1, "")
        assert "there is no file, record, work or treatment" in answer.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "Elbow pain"\nregion = "elbow"\nreviewed = 2026-01-01\n', 'region is "elbow"'),
        ('name = "Sleep"\ngist = "Rest"\nfinding = 7\n', "finding must be one or more tables"),
        ('title = "On rest"\nDOI = "https://doi.org/10.1/x"\n', "is not a valid DOI"),
        ('[rest]\ngroup = "machine"\n', 'group is "machine"'),
        ('[[red_flag]]\nid = "x"\nurgency = "soon"\n', 'urgency is "soon"'),
        ('[[not_covered]]\nid = "x"\n', '"names" is missing'),
        ("zz = 1\n", "it has no key that a data file has"),
    ],
)
def test_a_draft_is_checked_as_what_its_keys_say(kb: Run, tmp_path: Path, text: str, said: str) -> None:
    draft = tmp_path / "My draft.toml"
    draft.write_text(text)
    answer = kb("check", str(draft))
    assert answer.returncode == 3
    assert said in answer.stdout
    assert "kb ignores" not in answer.stdout


def test_drafts_may_name_each_other(kb: Run, folder: Path, tmp_path: Path) -> None:
    work = tmp_path / "smith2020.toml"
    shutil.copy(folder / "references" / "work.toml", work)
    draft = tmp_path / "shin-pain.toml"
    text = (folder / "conditions" / "hip-pain.toml").read_text().replace("Hip", "Shin")
    draft.write_text(text.replace("in short.", "in short [@smith2020]."))
    assert kb("check", str(draft), str(work), KB_DATA=str(folder)).returncode == 0
    assert "no work has the citation key @smith2020" in kb("check", str(draft), KB_DATA=str(folder)).stdout


def untidy(folder: Path) -> None:
    """Make of a record what other programs make of it."""
    path = folder / "conditions" / "hip-pain.toml"
    path.write_bytes(
        b"\xef\xbb\xbf" + path.read_bytes().replace(b'"Hip pain"\n', b'"Hip pain"  \n').replace(b"\n", b"\r\n")
    )
    path.rename(folder / "conditions" / "Hip Pain.toml.txt")


def test_what_is_safe_is_put_right(kb: Run, folder: Path) -> None:
    before = (folder / "conditions" / "hip-pain.toml").read_bytes()
    untidy(folder)
    answer = kb("check", "--fix", "--yes", KB_DATA=str(folder))
    assert '\n-region = "Knee"\n' in answer.stderr
    assert '\n+region = "knee"\n' in answer.stderr
    assert f"rename to {folder}/conditions/hip-pain.toml" in answer.stderr
    assert (folder / "conditions" / "hip-pain.toml").read_bytes() == before
    assert not (folder / "conditions" / "Hip Pain.toml.txt").exists()
    text = (folder / KNEE).read_text()
    assert 'region = "knee"' in text
    assert 'aliases = ["sore knee"]' in text
    # What was meant by a citation, only its writer knows.
    assert "[@wrok]" in text
    assert answer.returncode == 3
    assert "1 error, 1 warning in 2 files" in answer.stdout


def test_what_judges_is_put_right_only_where_it_is_seen(kb: Run, folder: Path, tmp_path: Path) -> None:
    sign = '\n[[red_flag]]\nid = "hot"\nurgency = "urgnet"\ntext = "A hot joint [@work]."\n'
    change(folder / KNEE, 'verdict = "recommended"', 'verdict = "uncertian"')
    (folder / KNEE).write_text((folder / KNEE).read_text() + sign)
    kb("check", "--fix", "--yes", KB_DATA=str(folder))
    text = (folder / KNEE).read_text()
    assert all(piece in text for piece in ('region = "knee"', '"uncertian"', '"urgnet"'))
    assert '+verdict = "uncertain"' in kb("check", "--fix", KB_DATA=str(folder)).stderr
    assert (folder / KNEE).read_text() == text
    on_a_terminal(folder, tmp_path, b"y\n")
    text = (folder / KNEE).read_text()
    assert all(piece in text for piece in ('verdict = "uncertain"', 'urgency = "urgent"'))


@pytest.mark.parametrize(
    ("entries", "left"),
    [
        ('["a", "b", "a"]', '["a", "b"]'),
        ('["a", "a", "b"]', '["a", "b"]'),
        ('[\n    "a",\n    "a", # again\n    "b",\n    "a",\n]', '[\n    "a",\n    # again\n    "b",\n]'),
        ('["a", "a", "a"]', '["a"]'),
    ],
)
def test_what_stands_twice_goes_and_nothing_else(kb: Run, tmp_path: Path, entries: str, left: str) -> None:
    data = small.write(tmp_path / "data", {"hip-pain": small.record("Hip pain", "hip", aliases=["old"])})
    page = data / "conditions" / "hip-pain.toml"
    before = page.read_text()
    change(page, '["old"]', entries)
    for _ in range(2):  # what touches is put right one after the other
        kb("check", "hip-pain", "--fix", "--yes", KB_DATA=str(data))
    assert page.read_text() == before.replace('["old"]', left)


def test_nothing_is_written_unless_it_is_agreed_to(kb: Run, folder: Path) -> None:
    untidy(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*.*")}
    answer = kb("check", "--fix", KB_DATA=str(folder))
    assert "+region" in answer.stderr
    assert "nothing was written; --yes does it without asking" in answer.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*.*")} == before


@pytest.mark.parametrize(("typed", "written"), [(b"y\n", True), (b"\n", False), (b"no\n", False), (b"\x04", False)])
def test_it_is_asked_on_a_terminal(folder: Path, tmp_path: Path, typed: bytes, written: bool) -> None:
    assert "Write 1 file? [y/N]" in on_a_terminal(folder, tmp_path, typed)
    assert ('region = "knee"' in (folder / KNEE).read_text()) is written


def on_a_terminal(folder: Path, tmp_path: Path, typed: bytes) -> str:
    """Give what "kb check --fix" writes to a terminal on which this is typed."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", START, "check", "--fix"],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=clean_environment(tmp_path, KB_DATA=str(folder)),
        cwd=ROOT,
    )
    os.close(follower)
    os.write(leader, typed)
    told = all_from(leader).decode()
    process.wait(timeout=60)
    return told


@pytest.mark.parametrize(
    ("name", "valid"),
    [
        ("Shin Splints.toml", "shin-splints.toml"),
        ("shin_splints.toml.txt", "shin-splints.toml"),
        ("SHIN.TOML", "shin.toml"),
        ("shin--splints-.toml", "shin-splints.toml"),
        ("shin (1).toml", "shin-1.toml"),
        ("shin.toml (2)", "shin.toml"),
        ("shin.toml.orig", ""),
        ("notes.md", ""),
        ("???.toml", ""),
    ],
)
def test_a_valid_name_is_found_where_one_is_meant(name: str, valid: str) -> None:
    assert valid_name(name) == valid


def test_no_file_is_renamed_over_another(kb: Run, folder: Path) -> None:
    there = folder / "conditions" / "hip-pain.toml"
    other = folder / "conditions" / "Hip pain.toml"
    other.write_text('name = "Mine"\n')
    before = there.read_bytes()
    answer = kb("check", "--fix", "--yes", KB_DATA=str(folder))
    assert 'rename it to "hip-pain.toml"; such a file is there already' in answer.stdout
    assert (there.read_bytes(), other.read_text()) == (before, 'name = "Mine"\n')


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not stop this user")
def test_a_folder_that_cannot_be_written_is_told(kb: Run, folder: Path) -> None:
    (folder / "conditions").chmod(0o500)
    answer = kb("check", "--fix", "--yes", KB_DATA=str(folder))
    (folder / "conditions").chmod(0o700)
    assert answer.returncode == 70
    assert "could not be written" in answer.stderr


def test_data_that_came_with_kb_is_left_alone_unless_named(copy: Copy) -> None:
    installed = copy.code / "data"
    shutil.move(copy.data, installed)
    page = installed / "conditions" / "patellofemoral-pain.toml"
    change(page, 'region = "knee"', 'region = "Knee"')
    copy.run("check", "--fix", "--yes")
    assert 'region = "Knee"' in page.read_text()
    copy.run("check", "patellofemoral-pain", "--fix", "--yes")
    assert 'region = "knee"' in page.read_text()
