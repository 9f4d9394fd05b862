"""Kept pages: nobody can tell one from a fresh one, except by the clock."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb_cli import __version__, page_cache
from kb_cli.cache import fingerprint
from tests.conftest import (
    DATA,
    EXAMPLES,
    ROOT,
    START,
    Copy,
    Home,
    Seen,
    clean_environment,
    settle,
    writers_environment,
)
from tests.edits import EDITS, OWN_EDITS, broken, other_words, own_broken

PFP = "patellofemoral-pain"


COMMANDS = [
    ("show", PFP),
    ("show", "pfps", "--brief"),
    ("show", "runner's", "knee", "-s", "causes"),
    ("show", PFP, "--json"),
    ("show", PFP, "--format", "markdown"),
    ("show", PFP, "--format", "html", "--citations", "author-year"),
    ("show", "taping"),
    ("show", "taping", "--color", "always"),
    ("show", "nosuchthing"),
    ("show", "pfps", "--no-pager"),
    ("show", "kinesio"),
    ("show", "--help"),
    ("show", PFP, "--bogus"),
    ("list",),
    ("list", "--ids"),
    ("list", "-r", "knee"),
    ("list", "-r", "moon"),
    ("map", "--region", "knee"),
    ("map", "--format", "csv"),
    ("compare", "pfps", "ITBS"),
    ("flags", "pfps"),
    ("flags",),
    ("cite", "taping"),
    ("cite", "rathleff2014", "--style", "apa"),
    ("cite", PFP, "--format", "ris"),
    ("cite", "nosuchwork"),
]

terminals = st.fixed_dictionaries(
    {"rows": st.sampled_from([0, 0, 12, 500])},
    optional={
        "COLUMNS": st.sampled_from(["30", "80", "133", "x"]),
        "NO_COLOR": st.just("1"),
        "FORCE_COLOR": st.just("1"),
        "TERM": st.sampled_from(["dumb", "xterm"]),
        "PYTHONIOENCODING": st.sampled_from(["ascii", "latin-1", "utf-8"]),
        "PAGER": st.sampled_from(["cat", "sed s/^/P:/"]),
        "KB_PAGER": st.sampled_from(["cat", "sed s/^/Q:/"]),
        "LINES": st.just("7"),
    },
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("reader")
    return Home(folder, shutil.copytree(DATA, folder / "data"), folder / "own")


@pytest.mark.parametrize("edit", [broken, own_broken])
def test_what_is_broken_is_told_again_whatever_found_it_first(shared: Home, edit: Callable[[Path], None]) -> None:
    folder = shared.data if edit is broken else shared.layer
    assert folder
    if edit is own_broken:
        edit(folder)  # which first adds it
    edit(folder)
    shared.settle()
    for first in (("map",), ("flags",), ("cite", "taping"), ("search", "heel")):
        shared.run(*first)
        assert b"left out: " in shared.run("list").err, first
        shutil.rmtree(shared.folder / ".cache", ignore_errors=True)
    edit(folder)


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    commands=st.lists(st.sampled_from(COMMANDS), min_size=1, max_size=2),
    windows=st.lists(terminals, min_size=1, max_size=3),
    edits=st.lists(st.sampled_from([*EDITS, *OWN_EDITS]), max_size=2),
)
def test_a_kept_page_cannot_be_told_from_a_fresh_one(
    shared: Home,
    commands: list[tuple[str, ...]],
    windows: list[dict[str, Any]],
    edits: list[Callable[[Path], None]],
) -> None:
    shared.settle()
    runs = [(command, window) for command in commands for window in windows]
    for command, window in runs:
        fresh = shared.run(*command, **window, KB_CACHE="off")
        assert shared.run(*command, **window) == fresh
        assert shared.run(*command, **window) == fresh
    for edit in edits:
        assert shared.layer
        edit(shared.layer if edit in OWN_EDITS else shared.data)
        for command, window in runs:
            assert shared.run(*command, **window) == shared.run(*command, **window, KB_CACHE="off")


@pytest.mark.parametrize("command", EXAMPLES)
def test_an_answer_is_kept_where_that_is_said_of_its_command(home: Home, command: str) -> None:
    assert home.run(*EXAMPLES[command], **writers_environment(home.folder)).code == 0
    assert bool(home.kept()) == (command in page_cache.KEPT)


@pytest.mark.parametrize(
    "command",
    [("search", "my", "sore", "knee"), ("show", "my own secret"), ("show", "--help"), ("check",), ("list", "-r", "x")],
)
def test_words_and_failures_are_never_kept(home: Home, command: tuple[str, ...]) -> None:
    home.run(*command)
    assert not home.kept()


@pytest.mark.slow
def test_a_page_with_a_complaint_is_not_kept(own: Home) -> None:
    broken(own.data)
    own.settle()
    assert b"left out" in own.run("list").err
    assert not own.kept()


def test_nothing_typed_is_stored(home: Home) -> None:
    home.run("show", "Runner's   KNEE")
    [page] = home.kept()
    assert b"Runner's   KNEE" not in page.read_bytes()


def test_the_pager_is_chosen_anew(home: Home) -> None:
    plain = home.run("show", PFP, rows=5000, PAGER="sed s/^/P:/")
    [page] = home.kept()
    assert b"P:" not in plain.out
    assert home.run("show", PFP, rows=10, PAGER="sed s/^/P:/").out == b"".join(
        b"P:" + line for line in plain.out.splitlines(keepends=True)
    )
    assert home.kept() == [page]


@pytest.mark.slow
def test_a_link_to_nothing_hides_no_change(own: Home) -> None:
    (own.data / "conditions" / ".#plantar-heel-pain.toml").symlink_to("somebody@somewhere.1")
    own.settle()
    before = own.run("show", PFP)
    assert own.kept()
    other_words(own.data)
    own.settle()
    assert own.run("show", PFP) == own.run("show", PFP, KB_CACHE="off") != before


@pytest.mark.slow
def test_a_change_of_a_moment_ago_is_waited_out(own: Home) -> None:
    other_words(own.data)
    assert fingerprint.current((str(own.data),)) is None
    own.run("show", PFP)
    assert not own.kept()


def test_the_cache_can_be_turned_off(home: Home) -> None:
    home.run("show", PFP, KB_CACHE="off")
    assert not (home.folder / ".cache").exists()


@pytest.mark.slow
def test_fifty_at_once(home: Home) -> None:
    fresh = home.run("show", PFP, KB_CACHE="off")
    environment = clean_environment(home.folder, KB_DATA=str(home.data))
    for _ in range(2):
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", START, "show", PFP],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment,
                cwd=ROOT,
            )
            for _ in range(50)
        ]
        for process in processes:
            assert Seen(*process.communicate(timeout=120), process.returncode) == fresh
    assert len(home.kept()) == 1
    assert not list((home.folder / ".cache" / "kb").glob(".*"))


def test_a_page_of_another_command_is_not_shown(home: Home) -> None:
    fresh = home.run("list")
    [page] = home.kept()
    home.run("flags")
    [other] = set(home.kept()) - {page}
    shutil.copy(other, page)
    assert home.run("list") == fresh


@pytest.mark.slow
def test_code_that_a_wheel_put_there_changes_with_its_record(copy: Copy) -> None:
    record = copy.folder / f"kb_cli-{__version__}.dist-info" / "RECORD"
    record.parent.mkdir()
    record.write_text("kb_cli/__init__.py,,\n", encoding="utf-8")
    screen = copy.code / "render" / "screen" / "listing.py"
    shipped = screen.read_text(encoding="utf-8")

    def listed(said: str) -> str:
        screen.write_text(shipped.replace("any of its names will do", said), encoding="utf-8")
        settle(copy.code, copy.data, record.parent)
        return copy.told("list")

    before = listed("write any name")
    assert "write any name" in before
    # What no installer wrote is not looked for: a kept page is there that much sooner.
    assert listed("write one of its names") == before
    record.write_text("kb_cli/__init__.py,,1\n", encoding="utf-8")
    assert "write one of its names" in listed("write one of its names")
