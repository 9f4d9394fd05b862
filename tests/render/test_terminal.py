"""The terminal: colour, encoding, width, pager, closed pipes, interrupts, missing homes."""

import os
import pty
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run, all_from, clean_environment

PFP = "patellofemoral-pain"
ESCAPE = re.compile(r"\x1b(\[[0-9;]*m|\]8;;[^\x1b]*\x1b\\)")


def on_a_tty(home: Path, *arguments: str, rows: int = 5000, environment: dict[str, str] | None = None) -> str:
    """Run ``kb`` on a pseudo-terminal and give what it wrote there."""
    import fcntl
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "kb_cli", *arguments],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=clean_environment(home, **environment or {}),
        cwd=ROOT,
        start_new_session=True,
    )
    os.close(follower)
    written = all_from(leader)
    process.wait(timeout=30)
    return written.decode("utf-8").replace("\r\n", "\n")


def test_a_terminal_gets_colour_and_links_and_the_same_words(kb: Run, tmp_path: Path) -> None:
    screen = on_a_tty(tmp_path, "show", PFP)
    assert "\x1b[1m" in screen
    assert "\x1b]8;;https://doi.org/10.1136/bjsports-2016-096384\x1b\\" in screen
    assert ESCAPE.sub("", screen) == kb("show", PFP).stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ((), {}, True),
        ((), {"NO_COLOR": "1"}, False),
        ((), {"NO_COLOR": ""}, True),
        ((), {"TERM": "dumb"}, False),
        ((), {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
    ],
)
def test_colour_on_a_terminal(
    tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str], coloured: bool
) -> None:
    screen = on_a_tty(tmp_path, "show", PFP, "--brief", *arguments, environment=environment)
    assert ("\x1b[" in screen) is coloured


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": ""}, False),
        ({"CLICOLOR_FORCE": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_in_a_pipe(kb: Run, environment: dict[str, str], coloured: bool) -> None:
    page = kb("show", PFP, "--brief", **environment).stdout
    assert ("\x1b[" in page) is coloured
    assert "\x1b]8" not in page


def test_unknown_colour_word(kb: Run) -> None:
    assert kb("show", PFP, "--color", "sometimes").returncode == 2


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437"])
def test_a_poor_encoding_loses_no_word(kb: Run, tmp_path: Path, encoding: str) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "kb_cli", "show", PFP],
        capture_output=True,
        env=clean_environment(tmp_path, PYTHONIOENCODING=encoding),
        cwd=ROOT,
        check=False,
    )
    assert process.returncode == 0
    page = process.stdout.decode(encoding)
    assert "+++- moderate" in page
    words = re.findall(r"[A-Za-z]+", kb("show", PFP).stdout)
    assert set(re.findall(r"[A-Za-z]+", page)) >= {word for word in words if word.isascii() and len(word) > 12}


def test_the_pager_gets_a_long_page_with_the_notice_last(tmp_path: Path) -> None:
    screen = on_a_tty(tmp_path, "show", PFP, rows=24, environment={"KB_PAGER": "sed 's/^/page: /'"})
    lines = screen.strip().splitlines()
    assert all(line.startswith("page: ") for line in lines)
    assert "situation" in lines[-1]


def test_no_pager_where_it_is_not_wanted_or_not_needed(tmp_path: Path) -> None:
    pager = {"KB_PAGER": "sed 's/^/page: /'"}
    assert "page: " not in on_a_tty(tmp_path, "show", PFP, "--no-pager", rows=24, environment=pager)
    assert "page: " not in on_a_tty(tmp_path, "show", PFP, rows=5000, environment=pager)
    none = {"KB_PAGER": "", "PAGER": "sed 's/^/page: /'"}
    assert "page: " not in on_a_tty(tmp_path, "show", PFP, rows=24, environment=none)


def test_a_page_fits_where_a_line_of_the_screen_is_left(kb: Run, tmp_path: Path) -> None:
    pager = {"KB_PAGER": "sed 's/^/page: /'"}
    height = kb("show", PFP, "--brief").stdout.count("\n")
    assert "page: " in on_a_tty(tmp_path, "show", PFP, "--brief", rows=height, environment=pager)
    assert "page: " not in on_a_tty(tmp_path, "show", PFP, "--brief", rows=height + 1, environment=pager)


@pytest.mark.parametrize("pager", ["no-such-pager-anywhere", "/nowhere/less", "false-pager --option"])
def test_a_missing_pager_loses_nothing(kb: Run, tmp_path: Path, pager: str) -> None:
    screen = on_a_tty(tmp_path, "show", PFP, rows=24, environment={"KB_PAGER": pager})
    assert "Not medical advice" in screen
    assert ESCAPE.sub("", screen) == kb("show", PFP).stdout


def test_less_is_told_to_leave_short_pages_unless_the_reader_set_less(tmp_path: Path) -> None:
    echo = {"KB_PAGER": "cat >/dev/null; echo LESS=$LESS"}
    assert "LESS=FRX" in on_a_tty(tmp_path, "show", PFP, rows=24, environment=echo)
    assert "LESS=-i" in on_a_tty(tmp_path, "show", PFP, rows=24, environment=echo | {"LESS": "-i"})


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    command = f"{sys.executable} -m kb_cli show {PFP} | head -1"
    ended = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        env=clean_environment(tmp_path),
        cwd=ROOT,
        check=False,
    )
    assert ended.stdout.startswith("Patellofemoral pain  runner's knee")
    assert (ended.stdout.count("\n"), ended.stderr, ended.returncode) == (1, "", 0)


@pytest.mark.parametrize(
    "home", [{"HOME": ""}, {"HOME": "/nonexistent"}, {"HOME": "/proc"}, {"XDG_CACHE_HOME": "/dev/null"}]
)
def test_no_home_or_one_that_cannot_be_written(kb: Run, home: dict[str, str]) -> None:
    answer = kb("show", PFP, **home)
    assert answer.returncode == 0
    assert not answer.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full on this system")
def test_a_full_disk_and_a_closed_output_are_said_plainly(tmp_path: Path) -> None:
    for target, said in ((">/dev/full", "No space left"), (">&-", "no standard output")):
        ended = subprocess.run(
            ["bash", "-c", f"{sys.executable} -m kb_cli list {target}"],
            capture_output=True,
            text=True,
            env=clean_environment(tmp_path),
            cwd=ROOT,
            check=False,
        )
        assert ended.returncode == 70
        assert said in ended.stderr
        assert ended.stderr.count("\n") == 1


def test_columns_wins_and_nonsense_is_ignored(kb: Run) -> None:
    assert kb("list", COLUMNS="-3").stdout == kb("list", COLUMNS="wide").stdout == kb("list").stdout
    assert kb("show", PFP, COLUMNS="1").returncode == 0
    assert max(map(len, kb("show", PFP, COLUMNS="99999").stdout.splitlines())) == 88
