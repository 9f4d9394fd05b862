"""Completion: what each shell is offered, and that TAB works in real bash, zsh and fish."""

import fcntl
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Any

import pytest

from kb_cli import page_cache
from tests.conftest import DATA, Home, Run, Seen, clean_environment
from tests.edits import another_alias, another_treatment, broken

SHELLS = ("bash", "zsh", "fish", "powershell")
PROGRAMS = Path(sys.executable).parent


def asked(shell: str, line: str) -> dict[str, str]:
    """Give the environment with which Typer's script for a shell asks about a command line."""
    if shell == "bash":
        words = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - (not line.endswith(" ")))}
    else:
        words = {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    last = "" if line.endswith(" ") else line.split()[-1]
    return words | {"_KB_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_WORD_TO_COMPLETE": last}


def offers(kb: Run, line: str) -> list[str]:
    """Give what bash is offered."""
    result = kb(**asked("bash", line))
    assert result.stderr == ""
    return result.stdout.split()


def test_commands_are_offered(kb: Run) -> None:
    assert {"show", "list", "search", "check"} <= set(offers(kb, "kb "))
    assert offers(kb, "kb sh") == ["show"]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("kb show patellof", "patellofemoral-pain"),
        ("kb show runners-k", "runners-knee"),
        ("kb show PFP", "PFP"),
        ("kb show Patellof", "Patellofemoral-pain"),
        ("kb show shin sp", "splints"),
        ("kb show tap", "taping"),
        ("kb show pfps tap", "taping"),
        ("kb show --as tr", "treatment"),
        ("kb show pfps --section diff", "differential"),
        ("kb show pfps -s red", "red-flags"),
        ("kb show pfps --format js", "json"),
        ("kb show pfps --color ne", "never"),
        ("kb list --region lo", "lower-leg"),
        ("kb compare pfps ach", "achilles-tendinopathy"),
        ("kb flags ach", "achilles-tendinopathy"),
        ("kb map --treatment tap", "taping"),
        ("kb map --format cs", "csv"),
        ("kb search heel --in treat", "treatment"),
        ("kb cite rathleff20", "rathleff2014"),
        ("kb cite rathleff2014 neal", "neal2019"),
        ("kb cite patellof", "patellofemoral-pain"),
        ("kb cite tap", "taping"),
        ("kb cite --style van", "vancouver"),
        ("kb cite taping -f bibl", "biblatex"),
        ("kb cite --study ran", "randomised-trial"),
        ("kb map -c PT", "PTTD"),
        ("kb show ptt", "pttd"),
        ("kb show taping -f te", "text"),
        ("kb help exit", "exit-codes"),
        ("kb help sh", "show"),
    ],
)
def test_values_are_offered(kb: Run, line: str, offered: str) -> None:
    assert offered in offers(kb, line)


@pytest.mark.slow
def test_every_name_that_is_offered_is_found(kb: Run) -> None:
    """What TAB writes is a name that show takes, and needs no quotes in any shell."""
    for name in offers(kb, "kb show "):
        assert re.fullmatch("[a-z0-9-]+", name)
    for start in ("r", "s", "j"):
        for name in offers(kb, f"kb show {start}")[:4]:
            found = kb("show", name, "--brief")
            assert found.returncode == 0 or "could mean" in found.stderr


def test_formats_that_a_command_refuses_are_not_offered(kb: Run) -> None:
    offered = offers(kb, "kb cite taping -f ")
    assert {"ris", "csv", "plain"} <= set(offered)
    assert "csv" not in offers(kb, "kb show taping -f ")
    assert not {"ris", "csv"} & set(offers(kb, "kb cite taping --in-text -f "))


def test_the_command_is_known_as_bash_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_KB_COMPLETE", "complete_bash")
    for line, command in (("kb\nshow\n", "show"), ("kb\nsho", ""), ("kb show ", "show"), ("kb\n", "")):
        monkeypatch.setenv("COMP_WORDS", line)
        assert page_cache.command([]) == command


@pytest.mark.slow
@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    "line",
    ["kb nonsense ", "kb show 'runn", 'kb show "', "kb show --section ", "kb show zzz", "kb search my knee ", "kb"],
)
def test_nothing_is_ever_written_that_is_no_offer(kb: Run, tmp_path: Path, shell: str, line: str) -> None:
    for data in (DATA, tmp_path / "missing"):
        result = kb(**asked(shell, line), KB_DATA=str(data))
        assert result.stderr == ""
        assert "kb:" not in result.stdout
        assert "Traceback" not in result.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_a_second_tab_gets_the_same_offers(kb: Run, shell: str) -> None:
    fresh = kb(**asked(shell, "kb show pa"), KB_CACHE="off")
    assert "patellofemoral-pain" in fresh.stdout
    for _ in range(2):
        again = kb(**asked(shell, "kb show pa"))
        assert (again.stdout, again.stderr, again.returncode) == (fresh.stdout, "", fresh.returncode)


@pytest.mark.slow
def test_tab_sees_every_edit(own: Home) -> None:
    def offered(**more: Any) -> list[Seen]:
        lines: list[dict[str, Any]] = [asked("fish", line) for line in ("kb show p", "kb show qf", "kb show cin")]
        return [own.run(**line, **more) for line in lines]

    for edit in (another_alias, another_treatment, broken):
        before = offered()
        edit(own.data)
        changed = offered(KB_CACHE="off")
        assert offered() == changed != before
        own.settle()
        assert offered() == offered() == changed


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_a_start_up_file_gets_one_line_and_stays_as_it_is_otherwise(kb: Run, tmp_path: Path, shell: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    real = tmp_path / "elsewhere" / "rc"
    before = b"alias x=1\r\n# caf\xe9\n\n\necho no end"
    real.write_bytes(before)
    real.chmod(0o640)
    (tmp_path / f".{shell}rc").symlink_to(real)
    for said in ("was added at the end of", "stands already in"):
        told = kb("--install-completion", shell)
        assert (told.returncode, told.stderr) == (0, "")
        assert f"Completion for {shell} is in {tmp_path}/.config/kb/completion.{shell}\n" in told.stdout
        assert said in told.stdout
        assert real.read_bytes().startswith(before)
        [line] = real.read_bytes().removeprefix(before).splitlines()[1:]
        assert line.endswith(b"# kb completion")
    assert real.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / f".{shell}rc").is_symlink()
    written = {path.name for path in tmp_path.rglob("*") if path.is_file() and ".cache" not in path.parts}
    assert written == {"rc", f".{shell}rc", f"completion.{shell}"}


def test_fish_needs_no_line_and_folders_are_those_that_are_set(kb: Run, tmp_path: Path) -> None:
    assert kb("--install-completion=fish", XDG_CONFIG_HOME=str(tmp_path / "set")).returncode == 0
    assert (tmp_path / "set" / "fish" / "completions" / "kb.fish").read_text() == kb("--show-completion", "fish").stdout
    (tmp_path / "zsh").mkdir()
    assert kb("--install-completion", "zsh", ZDOTDIR=str(tmp_path / "zsh")).returncode == 0
    assert (tmp_path / "zsh" / ".zshrc").read_text().endswith("# kb completion\n")
    assert not (tmp_path / ".zshrc").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("tcsh", 'there is no completion for "tcsh"; there is for bash, zsh, fish, powershell or pwsh'),
        ("zsh bash", "stand alone or with one shell"),
        ("powershell", "kb --show-completion powershell >> $PROFILE"),
    ],
)
def test_a_shell_that_cannot_be_served_is_told(kb: Run, tmp_path: Path, words: str, said: str) -> None:
    answer = kb("--install-completion", *words.split())
    assert (answer.returncode, answer.stdout) == (2, "")
    assert said in answer.stderr
    assert not [path for path in tmp_path.iterdir() if path.name != ".cache"]


def test_a_start_up_file_that_cannot_be_written_is_told(kb: Run, tmp_path: Path) -> None:
    (tmp_path / ".bashrc").mkdir()
    answer = kb("--install-completion", "bash")
    assert answer.returncode == 70
    assert f'"{tmp_path}/.bashrc" could not be written: Is a directory' in answer.stderr


class Screen:
    """A shell on a pseudo-terminal: keys go in, and what it shows is waited for."""

    def __init__(self, command: list[str], home: Path) -> None:
        environment = clean_environment(home, PS1="$ ") | {"TERM": "vt100"}
        environment["PATH"] = f"{PROGRAMS}{os.pathsep}{environment['PATH']}"
        self.leader, follower = pty.openpty()
        self.shell = subprocess.Popen(
            command,
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env=environment,
            cwd=home,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(follower)
        self.seen = ""

    def type(self, keys: str, shows: str) -> None:
        """Send keys and wait until the screen shows a pattern."""
        self.seen = ""
        os.write(self.leader, keys.encode())
        end = time.monotonic() + 20
        while not re.search(shows, re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[()=>].?", "", self.seen)):
            assert time.monotonic() < end, f"{shows} did not appear: {self.seen!r}"
            if select.select([self.leader], [], [], 0.2)[0]:
                self.seen += os.read(self.leader, 65536).decode("utf-8", "replace")

    def close(self) -> None:
        """End the shell."""
        self.shell.kill()
        self.shell.wait()
        os.close(self.leader)


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", [["bash", "-i"], ["zsh", "-i"], ["fish", "-i"]], ids=lambda command: str(command[0])
)
def test_tab_in_a_real_shell(tmp_path: Path, command: list[str]) -> None:
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    if not (PROGRAMS / "kb").exists():
        pytest.skip("kb is not installed beside this Python")
    # zsh asks new users questions where there is no start-up file.
    (tmp_path / ".zshrc").touch()
    # From bash, whichever shell it is for; from itself it needs no name.
    first = Screen(["bash", "-i"], tmp_path)
    try:
        first.type(f"kb --install-completion {command[0] if command[0] != 'bash' else ''}; echo do''ne\n", "done")
        assert f"Completion for {command[0]} is in" in first.seen
    finally:
        first.close()
    shell = Screen(command, tmp_path)
    try:
        shell.type("echo rea''dy\n", "ready")
        shell.type("kb show patellof\t", "patellofemoral-pain")
        shell.type("\x15kb show pfps --section diff\t", "differential")
        shell.type("\x15kb show runners-k\t", "runners-knee")
        shell.type("\x15kb comp\t", "compare")
        shell.type("\x15kb list --region lo\t", "lower-leg")
        shell.type("\x15kb show pfps --format mark\t", "markdown")
        shell.type("\x15kb cite --style vanc\t", "vancouver")
        shell.type("\x15kb map --condition PTT\t", "PTTD")
        shell.type("\x15kb help exit\t", "exit-codes")
        assert "rror" not in shell.seen
    finally:
        shell.close()
