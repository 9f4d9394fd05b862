"""Running whole commands for the clock: in a clean environment, interleaved, each beside bare Python."""

import os
import pty
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
RESULTS = Path(__file__).with_name("RESULTS.md")
BARE = "`python -c pass`"

# A command that takes long is run less often: it has had enough when it has taken this many seconds together.
ENOUGH = 20.0

# Starts a program and prints its peak memory in KB. Kept as small as Python can be, because Linux counts a new process
# as large as the one that it comes from.
PEAK = """
import os, sys
quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
print(os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet), 0)[2].ru_maxrss)
"""


class Command(NamedTuple):
    """A command line, its environment, whether it writes to a terminal or a pipe, and whether nothing is kept yet."""

    words: Sequence[str]
    environment: Mapping[str, str]
    terminal: bool = False
    first: bool = False
    varied: str = ""  # a variable that gets another value each time, so that what is kept of the answer cannot serve


def environment(work: Path, name: str, *packages: str) -> Path:
    """Install packages into a new virtual environment; give the folder of its programs."""
    programs = work / name / "bin"
    venv.create(work / name, with_pip=True)
    subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", *packages], check=True)
    return programs


def plain_variables(home: Path) -> dict[str, str]:
    """Give the variables of a user who has set nothing, but for a pager that nobody has to leave."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "KB_PAGER": "", "MANPAGER": "cat"}


def measured(commands: Mapping[str, Command], runs: int, work: Path) -> dict[str, float]:
    """Give the median milliseconds of each command, after one run that compiles, keeps and warms up."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            if sum(times[name]) > ENOUGH * 1000:
                continue
            variables = dict(command.environment)
            if command.first:
                variables["XDG_CACHE_HOME"] = str(work / "first" / f"{time.time_ns()}")
            if command.varied:
                variables[command.varied] = str(100 + number)
            start = time.perf_counter()
            (_run_on_terminal if command.terminal else _run_piped)(command.words, variables)
            if number:
                times[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(values) for name, values in times.items()}


def peak_memory(command: Command, python: Path, work: Path) -> int:
    """Give the most memory that a command takes, in KB."""
    variables = dict(command.environment)
    if command.first:
        variables["XDG_CACHE_HOME"] = str(work / "first" / f"{time.time_ns()}")
    small = [str(python), "-I", "-S", "-c", PEAK, *command.words]
    return int(subprocess.run(small, env=variables, capture_output=True, check=True, encoding="ascii").stdout)


def written(table: str, name: str) -> None:
    """Print a Markdown table under the date and the kind of machine, and put it in its place in RESULTS.md."""
    version = ".".join(map(str, sys.version_info[:3]))
    cores = f"{os.cpu_count()} core{'s' if os.cpu_count() != 1 else ''}"
    whole = f"{date.today():%-d %B %Y}, Python {version}, a virtual machine with {cores}:\n\n{table}"
    sys.stdout.write(whole)
    before, opening, rest = RESULTS.read_text(encoding="utf-8").partition(f"<!-- {name} -->\n")
    _, closing, after = rest.partition(f"<!-- /{name} -->")
    RESULTS.write_text(f"{before}{opening}{whole}{closing}{after}", encoding="utf-8")


def _run_piped(words: Sequence[str], variables: Mapping[str, str]) -> None:
    subprocess.run(
        words,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )


def _run_on_terminal(words: Sequence[str], variables: Mapping[str, str]) -> None:
    """Run a command on a pseudo-terminal and read all that it writes there."""
    leader, follower = pty.openpty()
    terminal = {"TERM": "xterm-256color", "COLUMNS": "80"}
    with subprocess.Popen(words, env={**variables, **terminal}, stdin=follower, stdout=follower) as process:
        os.close(follower)
        try:
            while os.read(leader, 65536):
                pass
        except OSError:
            pass  # Linux ends the reading so when the program has closed its side
        finally:
            os.close(leader)
        process.wait()
