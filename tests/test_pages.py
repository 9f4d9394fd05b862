"""Kept pages: nobody can tell one from a fresh one, except by the clock."""

import contextlib
import fcntl
import os
import pty
import random
import resource
import shutil
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb_cli import cache, commands, pages, stamp
from tests.conftest import DATA, ROOT, clean_environment, settle

START = "from kb_cli.__main__ import main; main()"
PFP = "patellofemoral-pain"


class Seen(NamedTuple):
    """What a run of ``kb`` did."""

    out: bytes
    err: bytes
    code: int


class Home:
    """A reader's home and data folder, with which ``kb`` is run."""

    def __init__(self, folder: Path, data: Path = DATA) -> None:
        self.folder = folder
        self.data = data
        self.settle()

    def run(self, *arguments: str, rows: int = 0, start: Callable[[], None] | None = None, **environment: str) -> Seen:
        """Run ``kb``, on a terminal where it is given rows."""
        variables = clean_environment(self.folder, **{"KB_DATA": str(self.data)} | environment)
        leader, follower = pty.openpty() if rows else os.pipe()
        if rows:
            fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))
        process = subprocess.Popen(
            [sys.executable, "-c", START, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=follower,
            stderr=subprocess.PIPE,
            env=variables,
            cwd=ROOT,
            preexec_fn=start,
        )
        os.close(follower)
        out = b""
        # Linux ends the reading with an error (EIO) when the program has closed its side of a terminal.
        with contextlib.suppress(OSError):
            while part := os.read(leader, 65536):
                out += part
        os.close(leader)
        _, err = process.communicate(timeout=60)
        return Seen(out, err, process.returncode)

    def kept(self) -> list[Path]:
        """Give the files of kept pages."""
        return sorted((self.folder / ".cache" / "kb").glob("page-*"))

    def settle(self) -> None:
        """Wait until the last change is long enough ago for a page to be kept."""
        settle(self.data, ROOT / "kb_cli")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def own(tmp_path: Path) -> Home:
    """Give a home with a copy of the data that a test may change."""
    return Home(tmp_path, shutil.copytree(DATA, tmp_path / "data"))


COMMANDS = [
    ("show", PFP),
    ("show", "pfps", "--brief"),
    ("show", "runner's", "knee", "-s", "causes"),
    ("show", PFP, "--json"),
    ("show", PFP, "--format", "markdown"),
    ("show", "taping"),
    ("show", "taping", "--color", "always"),
    ("show", "nosuchthing"),
    ("show", "pfps", "--no-pager"),
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


def other_words(data: Path) -> None:
    """Change a record in place, leaving its size and times as they were."""
    _toggle(data / "conditions" / f"{PFP}.toml", "kneecap", "KNEECAP")


def broken(data: Path) -> None:
    """Break or mend a record."""
    _toggle(data / "conditions" / "plantar-heel-pain.toml", "gist = ", "gist ; ")


def another_record(data: Path) -> None:
    """Add a record, or take it away again."""
    path = data / "conditions" / "another-pain.toml"
    if path.exists():
        path.unlink()
    else:
        text = (data / "conditions" / "gluteal-tendinopathy.toml").read_text(encoding="utf-8")
        path.write_text(text.replace('name = "', 'name = "Another ', 1), encoding="utf-8")


def another_label(data: Path) -> None:
    """Change the first author of a work that the record cites."""
    _toggle(data / "references" / "crossley2016a.toml", "Crossley", "Srossley")


def another_notice(data: Path) -> None:
    """Change the notice."""
    _toggle(data / "notice.toml", "medical", "MEDICAL")


def _toggle(path: Path, one: str, other: str) -> None:
    """Write one text in place of the other, whichever is there, leaving size and times of the file as they were."""
    text, before = path.read_text(encoding="utf-8"), path.stat()
    assert one in text or other in text
    path.write_text(text.replace(one, other) if one in text else text.replace(other, one), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


EDITS = [other_words, broken, another_record, another_label, another_notice]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("reader")
    return Home(folder, shutil.copytree(DATA, folder / "data"))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    commands=st.lists(st.sampled_from(COMMANDS), min_size=1, max_size=2),
    windows=st.lists(terminals, min_size=1, max_size=3),
    edit=st.sampled_from([None, *EDITS]),
)
def test_a_kept_page_cannot_be_told_from_a_fresh_one(
    shared: Home,
    commands: list[tuple[str, ...]],
    windows: list[dict[str, Any]],
    edit: Callable[[Path], None] | None,
) -> None:
    shared.settle()
    runs = [(command, window) for command in commands for window in windows]
    for command, window in runs:
        fresh = shared.run(*command, **window, KB_CACHE="off")
        assert shared.run(*command, **window) == fresh
        assert shared.run(*command, **window) == fresh
    if edit:
        edit(shared.data)
        for command, window in runs:
            assert shared.run(*command, **window) == shared.run(*command, **window, KB_CACHE="off")


WALK = """
import os, sys
before, end = set(sys.modules), os._exit
def told(code):
    sys.stderr.write("modules: " + " ".join(set(sys.modules) - before))
    sys.stderr.flush()
    end(code)
os._exit = told
"""


def imported(home: Home, *arguments: str, **environment: str) -> set[str]:
    """Give the modules that a run imported beyond those that Python starts with."""
    result = subprocess.run(
        [sys.executable, "-c", WALK + START, *arguments],
        capture_output=True,
        encoding="utf-8",
        env=clean_environment(home.folder, KB_DATA=str(home.data), **environment),
        cwd=ROOT,
        check=False,
    )
    return set(result.stderr.rpartition("modules: ")[2].split())


HEAVY = {"typer", "rich", "typing", "re", "enum", "collections", "dataclasses", "pathlib", "json", "tomli", "sqlite3"}


@pytest.mark.parametrize(
    "command", [(PFP,), ("taping",), (PFP, "--json"), ("pfps", "--format", "markdown")], ids=" ".join
)
def test_a_kept_page_is_shown_with_next_to_nothing_imported(home: Home, command: tuple[str, ...]) -> None:
    assert "typer" in imported(home, "show", *command)
    again = imported(home, "show", *command)
    assert "kb_cli.pages" in again
    assert not again & HEAVY
    assert {module for module in again if module.startswith("kb_cli.")} == {
        f"kb_cli.{room}" for room in ("__main__", "cache", "pages", "stamp", "stream", "terminal")
    }


@pytest.mark.parametrize(
    ("command", "unwanted"),
    [
        (("show", PFP), {"rich", "sqlite3", "json", "rapidfuzz", "kb_cli.search"}),
        (("show", "pfps"), {"rich", "sqlite3", "json", "rapidfuzz"}),
        (("list",), {"rich", "sqlite3", "json", "rapidfuzz"}),
        (("map",), {"rich", "sqlite3", "json", "rapidfuzz"}),
        (("flags",), {"rich", "sqlite3", "json", "rapidfuzz"}),
        (("compare", "pfps", "itbs"), {"rich", "sqlite3", "json", "rapidfuzz"}),
        (("search", "knee"), {"rich", "rapidfuzz"}),
        (("search", "knee", "--json"), {"rich", "rapidfuzz", "kb_cli.views.page"}),
        (("cite", "taping"), {"rich", "sqlite3", "json", "rapidfuzz"}),
        (("check",), {"rich", "sqlite3", "json"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_command_imports_only_what_it_uses(home: Home, command: tuple[str, ...], unwanted: set[str]) -> None:
    modules = imported(home, *command)
    assert "typer" in modules
    assert not modules & unwanted
    rooms = {module.removeprefix("kb_cli.commands.") for module in modules if module.startswith("kb_cli.commands.")}
    assert rooms == {command[0], "answering", "options"}
    assert not modules & {"socket", "ssl", "http", "urllib.request", "asyncio"}


def test_a_search_in_a_kept_index_imports_nothing_that_makes_one(home: Home) -> None:
    assert "kb_cli.search.index" in imported(home, "search", "knee")
    again = imported(home, "search", "knee")
    assert "kb_cli.search.find" in again
    assert not {module for module in again if module.startswith(("kb_cli.search.index", "kb_cli.styles"))}


def test_completing_imports_only_the_command_that_is_typed(home: Home) -> None:
    asked = {"_KB_COMPLETE": "complete_bash", "COMP_WORDS": "kb show --as cond", "COMP_CWORD": "3"}
    modules = imported(home, **asked)
    assert "kb_cli.commands.show" in modules
    assert not modules & {"rich", "sqlite3", "json", "rapidfuzz", "kb_cli.search", "kb_cli.commands.cite"}
    again = imported(home, **asked)
    assert "kb_cli.pages" in again
    assert not again & HEAVY


def test_completing_a_name_imports_no_typer(home: Home) -> None:
    asked = {"_KB_COMPLETE": "complete_bash", "COMP_WORDS": "kb show ach", "COMP_CWORD": "2"}
    modules = imported(home, **asked)
    assert "kb_cli.reading" in modules
    assert not modules & {"typer", "rich", "rapidfuzz", "inspect", "kb_cli.model"}
    # The names are kept, whatever is typed next.
    other = imported(home, **asked | {"COMP_WORDS": "kb cite pat"})
    assert "kb_cli.register" in other
    assert not other & {"typer", "kb_cli.reading", "kb_cli.terms", "tomli", "sqlite3"}
    assert not imported(home, **asked) & HEAVY


def test_each_command_is_kept_or_known_not_to_be() -> None:
    assert set(commands.NAMES) - set(pages.KEPT) == {"search", "check"}


def test_each_module_of_a_command_is_one() -> None:
    modules = {module.name for module in iter_modules(commands.__path__)}
    assert modules - {"options", "answering"} == set(commands.NAMES)


@pytest.mark.parametrize(
    "command",
    [("search", "my", "sore", "knee"), ("show", "my own secret"), ("show", "--help"), ("check",), ("list", "-r", "x")],
)
def test_words_and_failures_are_never_kept(home: Home, command: tuple[str, ...]) -> None:
    home.run(*command)
    assert not home.kept()


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


def test_a_link_to_nothing_hides_no_change(own: Home) -> None:
    (own.data / "conditions" / ".#plantar-heel-pain.toml").symlink_to("somebody@somewhere.1")
    own.settle()
    before = own.run("show", PFP)
    assert own.kept()
    other_words(own.data)
    own.settle()
    assert own.run("show", PFP) == own.run("show", PFP, KB_CACHE="off") != before


def test_a_change_of_a_moment_ago_is_waited_out(own: Home) -> None:
    other_words(own.data)
    assert stamp.current(str(own.data)) is None
    own.run("show", PFP)
    assert not own.kept()


def test_the_cache_can_be_turned_off(home: Home) -> None:
    home.run("show", PFP, KB_CACHE="off")
    assert not (home.folder / ".cache").exists()


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


def damages(page: bytes) -> Iterator[bytes]:
    """Give what a kept page may have become."""
    yield b""
    yield page[:10]
    yield page[:-1]
    yield page + b"x"
    yield b"\0" * len(page)
    chance = random.Random(1)
    for _ in range(8):
        position = chance.randrange(len(page))
        yield page[:position] + bytes([page[position] ^ 1 << chance.randrange(8)]) + page[position + 1 :]


def test_a_damaged_page_is_made_anew(home: Home) -> None:
    fresh = home.run("list")
    [page] = home.kept()
    whole = page.read_bytes()
    for damage in damages(whole):
        page.write_bytes(damage)
        assert home.run("list") == fresh
        assert page.read_bytes() == whole


def test_a_page_of_another_command_is_not_shown(home: Home) -> None:
    fresh = home.run("list")
    [page] = home.kept()
    home.run("flags")
    [other] = set(home.kept()) - {page}
    shutil.copy(other, page)
    assert home.run("list") == fresh


def unusable(folder: Path) -> Iterator[Callable[[], None]]:
    """Give ways in which a cache folder can be of no use."""
    kb = folder / ".cache" / "kb"

    def not_a_folder() -> None:
        kb.parent.mkdir()
        kb.write_text("")

    def open_to_all() -> None:
        kb.unlink()
        kb.mkdir()
        kb.chmod(0o777)

    def a_link() -> None:
        kb.rmdir()
        (folder / "elsewhere").mkdir(mode=0o700)
        kb.symlink_to(folder / "elsewhere")

    yield from (not_a_folder, open_to_all, a_link)


def test_an_unusable_cache_only_costs_speed(home: Home) -> None:
    fresh = home.run("show", PFP, KB_CACHE="off")
    for spoil in unusable(home.folder):
        spoil()
        assert home.run("show", PFP) == fresh
        assert not home.kept()


def test_a_full_disk_only_costs_speed(home: Home) -> None:
    fresh = home.run("show", PFP, KB_CACHE="off")
    full = home.run("show", PFP, start=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)))
    assert full == fresh
    assert not home.kept()
    assert not list((home.folder / ".cache" / "kb").glob(".*"))


def test_the_oldest_pages_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("KB_CACHE", raising=False)
    for number in range(6):
        cache.write(f"page-{number}", b"x" * 100)
        os.utime(tmp_path / "kb" / f"page-{number}", (number, number))
    cache.write("heads-1", b"x" * 100)
    cache.sweep("page-", 4)
    assert sorted(os.listdir(tmp_path / "kb")) == ["heads-1", "page-2", "page-3", "page-4", "page-5"]
    cache.sweep("page-", 4, room=250)
    assert sorted(os.listdir(tmp_path / "kb")) == ["heads-1", "page-4", "page-5"]


def test_heads_are_kept_and_renewed(own: Home) -> None:
    assert own.run("show", "pfps", "--brief").code == 0
    assert len(list((own.folder / ".cache" / "kb").glob("conditions-*"))) == 1
    another_record(own.data)
    for _ in range(2):
        assert b"Another " in own.run("list").out
        own.settle()
    another_record(own.data)
    assert b"Another " not in own.run("list").out
