"""Folders that cannot be entered, listed or named, or are gone: told as what they are, not as a fault of kb."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, START, Seen, clean_environment
from tests.hostile import data_folders

COMMANDS = [
    ("show", "patellofemoral-pain"),
    ("show", "pfps"),
    ("list",),
    ("search", "knee"),
    ("cite", "pfps"),
    ("check",),
]


def powerless() -> list[str]:
    """Give what goes before a command so that modes hold for it, as they do for everybody but root."""
    if os.name != "nt" and os.geteuid():
        return []
    lost = "-dac_override,-dac_read_search"
    before = ["setpriv", f"--bounding-set={lost}", f"--inh-caps={lost}", "--"]
    if not shutil.which("setpriv") or subprocess.run([*before, "true"], capture_output=True, check=False).returncode:
        pytest.skip("modes do not stop this user")
    return before


def run(home: Path, *arguments: str, cwd: Path = ROOT, **environment: str) -> Seen:
    ran = subprocess.run(
        [*powerless(), sys.executable, "-c", START, *arguments],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=clean_environment(home, PYTHONPATH=str(ROOT), **environment),
        cwd=cwd,
        check=False,
    )
    return Seen(ran.stdout, ran.stderr, ran.returncode)


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    folder = data_folders.small(tmp_path / "data")
    yield folder
    folder.chmod(0o755)
    for path in folder.iterdir():
        path.chmod(0o755)


@pytest.mark.parametrize("kind", ["conditions", "references", ""])
@pytest.mark.parametrize("mode", [0o444, 0o000], ids=["listed but not entered", "neither"])
def test_a_folder_that_cannot_be_entered(tmp_path: Path, data: Path, kind: str, mode: int) -> None:
    (data / kind).chmod(mode)
    codes = {" ".join(command): answers_or_tells(tmp_path, data, command) for command in COMMANDS}
    # Only a list needs no works.
    assert {command for command, code in codes.items() if code == 0} <= ({"list"} if kind == "references" else set())


@pytest.mark.parametrize("kind", ["conditions", "topics"])
def test_a_folder_that_cannot_be_listed(tmp_path: Path, data: Path, kind: str) -> None:
    (data / kind).chmod(0o111)
    codes = {" ".join(command): answers_or_tells(tmp_path, data, command) for command in COMMANDS}
    # What is asked for by its id is found without a list.
    assert (codes["show patellofemoral-pain"], codes["show pfps"], codes["check"]) == (0, 2, 2)


def answers_or_tells(home: Path, data: Path, command: tuple[str, ...]) -> int:
    """Run a command, see that it answers whole or tells of the folder, and give its exit code."""
    seen = run(home, *command, KB_DATA=str(data))
    if seen.code == 0:
        assert seen.out.endswith(b"situation.\n")
        assert not seen.err
    else:
        assert b"cannot be read (Permission denied)" in seen.err
        assert seen.err.count(b"\n") == 1
        assert not seen.out
    return seen.code


@pytest.mark.parametrize("kind", ["references", ""])
@pytest.mark.parametrize("mode", [0o444, 0o111, 0o000])
def test_a_closed_folder_of_the_reader_is_told_and_nothing_that_it_may_have(
    tmp_path: Path, data: Path, kind: str, mode: int
) -> None:
    own = tmp_path / "own"
    for kind in ("conditions", "references"):
        shutil.copytree(data / kind, own / kind)
    (own / "references" / "rathleff2014.toml").rename(own / "references" / "mine2026.toml")
    page = own / "conditions" / "patellofemoral-pain.toml"
    page.write_text(page.read_text(encoding="utf-8").replace("[@rathleff2014]", "[@mine2026]"), encoding="utf-8")
    (own / kind).chmod(mode)
    seen = run(tmp_path, "check", KB_DATA=str(data), KB_OWN=str(own))
    (own / kind).chmod(0o755)
    assert f"{own / kind}: error: this folder cannot be read: Permission denied".encode() in seen.out
    assert (seen.code, b"mine2026" in seen.out) == (3, False)
    assert b"\n1 error in 1 file\n" in seen.out


@pytest.mark.parametrize("name", ["x" * 5000, "/x" * 2500, "a/" * 2000 + "b", "\udcff", "nowhere\n"])
def test_a_name_that_no_folder_can_have(tmp_path: Path, name: str) -> None:
    for command in (("list",), ("show", "pfps"), ("check",), ("--version",)):
        seen = run(tmp_path, *command, KB_DATA=name)
        assert (seen.out, seen.code) == (b"", 2)
        assert b"data folder" in seen.err
        assert b"kb itself" not in seen.err
        assert len(seen.err) < 300
    assert run(tmp_path, "--help", KB_DATA=name).out.endswith(b"situation.\n")


def test_a_current_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    there = (f"cd '{gone}' && rmdir '{gone}' && ", f"exec '{sys.executable}' -P -c '{START}' ")

    def answer(arguments: str, **environment: str) -> Seen:
        gone.mkdir()
        variables = clean_environment(tmp_path, PYTHONPATH=str(ROOT), **environment)
        ran = subprocess.run(
            ["sh", "-c", there[0] + there[1] + arguments], capture_output=True, env=variables, check=False
        )
        return Seen(ran.stdout, ran.stderr, ran.returncode)

    for command in ("list", "show pfps", "show nosuchthing", "search knee", "check", "--version"):
        seen = answer(command)
        assert seen.code == (1 if "nosuch" in command else 0), seen.err
        assert b"kb itself" not in seen.err
    written = answer("cite neal2019 -o a.bib")
    assert (written.code, written.err) == (70, b'kb: "a.bib" could not be written: No such file or directory\n')
    relative = answer("list", KB_DATA="data")
    assert relative.code == 2
    assert b'there is no data folder "data"' in relative.err
