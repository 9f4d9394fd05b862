"""What the tests share: running the command line, copies of the data, golden screens."""

import contextlib
import inspect
import os
import re
import shlex
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings

from kb_cli import cli
from kb_cli.cache import fingerprint

if sys.platform != "win32":
    import fcntl
    import pty
    import termios

# What needs a terminal, signals or modes of files as Unix has them.
_UNIX = (
    "hostile/*",
    "cache/test_files.py",
    "cli/test_completion.py",
    "cli/test_own_files.py",
    "render/test_terminal.py",
)
collect_ignore_glob = list(_UNIX) if sys.platform == "win32" else []

# Whatever the shell that runs the tests has set must not change what they see. They set what they need.
_SETTINGS = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES", "PAGER", "LESS", "SOURCE_DATE_EPOCH")
for _name in [*os.environ]:
    if (_name.startswith("KB_") and _name != "KB_RENEW_GOLDEN") or _name in _SETTINGS:
        del os.environ[_name]
# No test may see what somebody who runs it wrote for themselves.
os.environ["KB_OWN"] = "off"

ROOT = Path(__file__).parent.parent
DATA = ROOT / "data"
GOLDEN = ROOT / "tests" / "golden"
FIXTURES = ROOT / "tests" / "fixtures"

# What a Python has to run for "kb".
START = "from kb_cli.__main__ import main; main()"

Run = Callable[..., subprocess.CompletedProcess[str]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--attacks", type=int, default=1, help="so many times the attacks and examples of an ordinary run")


def pytest_configure(config: pytest.Config) -> None:
    # A slow machine is no failure; in CI the same examples are tried each time, so that a red run can be run again.
    examples = 100 * config.getoption("--attacks")
    settings.register_profile("kb", deadline=None, derandomize=bool(os.environ.get("CI")), max_examples=examples)
    settings.load_profile("kb")


@pytest.fixture
def attacks(request: pytest.FixtureRequest) -> int:
    """Give by how much the number of attacks is multiplied."""
    return int(request.config.getoption("--attacks"))


def example(command: str) -> tuple[str, ...]:
    """Give a command line of a command: the first that its help shows, else the command alone."""
    text = inspect.getdoc(import_module(cli.module(command)).command) or ""
    shown = re.findall(r"^ +kb (.*?)(?: {2,}.*)?$", text, re.MULTILINE)
    return tuple(shlex.split(shown[0])) if shown else (command,)


# One command line a command.
EXAMPLES = {command: example(command) for command in cli.NAMES}
# The bibliography of the help is nowhere.
EXAMPLES["import"] = ("import", str(FIXTURES / "works.json"), "--dry-run", "--in", "own")


def clean_environment(home: Path, **more: str) -> dict[str, str]:
    """Give the environment of a user who has set nothing and has no records of their own."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {"HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm-256color", "KB_OWN": "off"} | more


def writers_environment(home: Path) -> dict[str, Any]:
    """Give what a reader sets who writes records of their own, with an editor that changes nothing."""
    return {"KB_OWN": str(home / "own"), "EDITOR": "true"}


@pytest.fixture
def kb(tmp_path: Path) -> Run:
    """Run ``kb`` as a user would, in an empty home, and give what came of it."""

    def run(*arguments: str, timeout: float = 60, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kb_cli", *arguments],
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            env=clean_environment(tmp_path, **environment),
            cwd=ROOT,
            timeout=timeout,
            check=False,
        )

    return run


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give a copy of the data folder that a test may damage."""
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy)
    return copy


class Copy:
    """A copy of kb and its data that a test may change, and run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.code = shutil.copytree(ROOT / "kb_cli", folder / "kb_cli", ignore=shutil.ignore_patterns("__pycache__"))
        self.data = shutil.copytree(DATA, folder / "data")

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the copy."""
        return subprocess.run(
            [sys.executable, "-c", START, *arguments],
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            env=clean_environment(self.folder, PYTHONPATH=str(self.folder), **environment),
            cwd=self.folder,
            check=False,
        )

    def told(self, *arguments: str, **environment: str) -> str:
        """Give what the copy answers, without a complaint."""
        result = self.run(*arguments, **environment)
        assert (result.returncode, result.stderr) == (0, "")
        return result.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Give a copy of kb that the tests of a module share."""
    return Copy(tmp_path_factory.mktemp("copy"))


class Seen(NamedTuple):
    """What a run of ``kb`` did."""

    out: bytes
    err: bytes
    code: int


class Home:
    """A reader's home, data folder and perhaps folder of own records, with which ``kb`` is run."""

    def __init__(self, folder: Path, data: Path = DATA, layer: Path | None = None) -> None:
        self.folder = folder
        self.data = data
        self.layer = layer
        self.settle()

    def run(self, *arguments: str, rows: int = 0, start: Callable[[], None] | None = None, **environment: str) -> Seen:
        """Run ``kb``, on a terminal where it is given rows."""
        variables = clean_environment(self.folder, **self._places() | environment)
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
        out = all_from(leader)
        _, err = process.communicate(timeout=60)
        return Seen(out, err, process.returncode)

    def _places(self) -> dict[str, str]:
        return {"KB_DATA": str(self.data)} | ({"KB_OWN": str(self.layer)} if self.layer else {})

    def kept(self) -> list[Path]:
        """Give the files of kept pages."""
        return sorted((self.folder / ".cache" / "kb").glob("page-*"))

    def settle(self) -> None:
        """Wait until the last change is long enough ago for a page to be kept."""
        settle(self.data, ROOT / "kb_cli", *([self.layer] if self.layer and self.layer.exists() else []))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Give a reader's home, in which several commands can be run."""
    return Home(tmp_path)


@pytest.fixture
def own(tmp_path: Path) -> Home:
    """Give a home with a copy of the data that a test may change."""
    return Home(tmp_path, shutil.copytree(DATA, tmp_path / "data"))


def all_from(leader: int) -> bytes:
    """Give all that a program writes to the other end of a pipe or terminal, and close this one."""
    written = b""
    # Linux ends the reading with an error (EIO) when the program has closed its side of a terminal.
    with contextlib.suppress(OSError):
        while part := os.read(leader, 65536):
            written += part
    os.close(leader)
    return written


def settle(*folders: Path) -> None:
    """Wait until the last change in these folders is long enough ago for what follows from it to be kept."""
    changed = max(path.lstat().st_ctime for folder in folders for path in [folder, *folder.rglob("*.*")])
    time.sleep(max(0.0, changed + fingerprint.TICK / 1e9 + 0.1 - time.time()))


def assert_golden(name: str, screen: str, folder: Path = GOLDEN) -> None:
    """Compare a screen byte for byte with a file of tests/golden; KB_RENEW_GOLDEN=1 writes it anew."""
    path = folder / name
    if os.environ.get("KB_RENEW_GOLDEN"):
        path.write_text(screen, encoding="utf-8")
    assert path.exists(), f"no golden screen {name}; make it with KB_RENEW_GOLDEN=1"
    assert screen == path.read_text(encoding="utf-8")
