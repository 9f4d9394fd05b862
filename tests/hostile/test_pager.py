"""No pager loses an answer: one that does not start, or fails before it has taken the text, means plain output."""

import subprocess
from pathlib import Path
from random import Random

import pytest

from tests.conftest import clean_environment
from tests.hostile.terminals import on_a_terminal

PFP = "patellofemoral-pain"
# Longer than a pipe takes at once.
LONG = ("cite",)

FAILING = [
    "false",
    "no-such-pager-anywhere",
    ".",
    "/",
    "'",
    '"less',
    "less '",
    "sed --no-such-opt",
    "kill -9 $$",
    "kill -TERM $$",
    "exit 3",
    "sh -c 'exit 1'",
    "head -c 10 >/dev/null; exit 1",
    "(",
    "false | false",
    "< /nowhere/at/all",
]


def whole(home: Path, *arguments: str) -> str:
    return on_a_terminal(home, *arguments, KB_PAGER="cat").out


@pytest.mark.parametrize("pager", FAILING)
def test_a_pager_that_fails_means_plain_output(tmp_path: Path, pager: str) -> None:
    seen = on_a_terminal(tmp_path, "show", PFP, "--brief", PAGER=pager)
    assert seen.out.endswith(whole(tmp_path, "show", PFP, "--brief"))
    assert seen.code == 0


@pytest.mark.parametrize("pager", ["false", "head -c 10 >/dev/null; exit 1", "kill -9 $$"])
def test_so_does_one_that_leaves_more_than_a_pipe_holds(tmp_path: Path, pager: str) -> None:
    seen = on_a_terminal(tmp_path, *LONG, PAGER=pager)
    plain = whole(tmp_path, *LONG)
    assert len(plain) > 65536
    assert seen.out.endswith(plain)


@pytest.mark.parametrize("pager", ["head -n 3", "cat >/dev/null", "cat >/dev/null; false", "sed q; exit 0", "true"])
@pytest.mark.parametrize("arguments", [("show", PFP, "--brief"), LONG], ids=" ".join)
def test_a_reader_who_has_had_enough_is_not_told_more(tmp_path: Path, pager: str, arguments: tuple[str, ...]) -> None:
    seen = on_a_terminal(tmp_path, *arguments, PAGER=pager)
    assert len(seen.out.splitlines()) <= 3
    assert seen.code == 0


def test_ctrl_c_belongs_to_the_pager(tmp_path: Path) -> None:
    # less --quit-on-intr ends like this: unsuccessfully, and with the text not taken.
    pager = "echo started; trap 'exit 2' INT; sleep 20 & wait"
    seen = on_a_terminal(tmp_path, "show", PFP, PAGER=pager, typed=b"\x03", after=b"started")
    assert seen.out.replace("^C", "").split() == ["started"]
    assert seen.code == 0


def test_the_pager_reads_the_page_where_standard_input_is_closed(tmp_path: Path) -> None:
    seen = on_a_terminal(tmp_path, "show", PFP, "--brief", PAGER="cat -", KB_CACHE="off", closed=(0,))
    assert seen.out == whole(tmp_path, "show", PFP, "--brief")


def test_any_pager_that_fails_without_reading_means_plain_output(tmp_path: Path, attacks: int) -> None:
    random = Random(1)
    plain = whole(tmp_path, "show", PFP, "--brief")
    for _ in range(6 * attacks):
        words = random.choices(
            ["false", "true", "exit 1", ":", "'", '"', "(", ")", ";", "|", "&&", "||", "!", "$x", "`", "."], k=4
        )
        pager = " ".join(words)
        shell = subprocess.run(
            ["sh", "-c", pager],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=clean_environment(tmp_path),
            check=False,
        )
        seen = on_a_terminal(tmp_path, "show", PFP, "--brief", PAGER=pager)
        assert seen.out.endswith(plain) or shell.returncode == 0, pager
