"""How long a reader waits: whole-process times of kb as ratios to bare Python, in a clean environment of their own.

``python tests/benchmarks/start_up.py [RUNS]`` installs this checkout into an empty virtual environment, runs every
command RUNS times (21 by default), interleaved, and prints a Markdown table of the medians.
"""

import os
import pty
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]

# The smallest program of the same kind: Typer, and a Rich table imported where it is printed.
SMALLEST = """
import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def show(name: str) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("number", "name")
    for number in range(10):
        table.add_row(str(number), name)
    Console().print(table)


app()
"""


class Command(NamedTuple):
    """A command line, the environment that it runs in, and whether it writes to a terminal or a pipe."""

    words: list[str]
    environment: dict[str, str]
    terminal: bool = False


def main(runs: int = 21) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as work:
        programs = Path(work, "environment", "bin")
        python = str(programs / "python")
        venv.create(programs.parent, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", str(ROOT)], check=True)
        smallest = Path(work, "smallest.py")
        smallest.write_text(SMALLEST, encoding="utf-8")
        kb = str(programs / "kb")
        plain = {"PATH": os.environ["PATH"], "HOME": work, "LANG": "C.UTF-8", "KB_PAGER": ""}
        # For the first time: nothing is kept between the runs, and every page is laid out anew.
        first = plain | {"KB_CACHE": "off"}
        page = [kb, "show", "patellofemoral-pain"]
        completion = {"_KB_COMPLETE": "complete_bash", "COMP_WORDS": "kb show ach", "COMP_CWORD": "2"}
        commands = {
            "`python -c pass`": Command([python, "-c", "pass"], plain),
            "smallest Typer + Rich table, piped": Command([python, str(smallest), "x"], plain),
            "smallest Typer + Rich table, terminal": Command([python, str(smallest), "x"], plain, terminal=True),
            "`kb show NAME` again, piped": Command(page, plain),
            "`kb show NAME` again, terminal": Command(page, plain, terminal=True),
            "`kb list` again": Command([kb, "list"], plain),
            "`kb map` again": Command([kb, "map"], plain),
            "`kb cite` again": Command([kb, "cite"], plain),
            "`kb cite NAME` again": Command([kb, "cite", "taping"], plain),
            "TAB again": Command([kb], plain | completion),
            "TAB, first": Command([kb], first | completion),
            "`kb show NAME` first, piped": Command(page, first),
            "`kb show NAME` first, terminal": Command(page, first, terminal=True),
            "`kb show NAME --json` first": Command([*page, "--json"], first),
            "`kb list` first": Command([kb, "list"], first),
            "`kb map` first": Command([kb, "map"], first),
            "`kb cite` first": Command([kb, "cite"], first),
            "`kb search WORDS`, piped": Command([kb, "search", "sore", "kneecap"], plain),
            "`kb search WORDS --json`": Command([kb, "search", "sore", "kneecap", "--json"], plain),
            "`kb search WORDS`, terminal": Command([kb, "search", "sore", "kneecap"], plain, terminal=True),
        }
        # What has only just been written is not yet trusted, and so not yet kept.
        time.sleep(3)
        report(measured(commands, runs))


def measured(commands: dict[str, Command], runs: int) -> dict[str, list[float]]:
    """Give the milliseconds of every run of every command, after one run each that compiles, keeps and warms up."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            (run_on_terminal if command.terminal else run_piped)(command.words, command.environment)
            if number:
                times[name].append((time.perf_counter() - start) * 1000)
    return times


def run_piped(command: list[str], environment: dict[str, str]) -> None:
    """Run a command with its output in a pipe."""
    subprocess.run(command, env=environment, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, check=True)


def run_on_terminal(command: list[str], environment: dict[str, str]) -> None:
    """Run a command on a pseudo-terminal and read all that it writes there."""
    leader, follower = pty.openpty()
    environment = environment | {"TERM": "xterm-256color", "COLUMNS": "80"}
    with subprocess.Popen(command, env=environment, stdin=follower, stdout=follower) as process:
        os.close(follower)
        try:
            while os.read(leader, 65536):
                pass
        except OSError:
            pass  # Linux ends the reading so when the program has closed its side
        finally:
            os.close(leader)
        process.wait()


def report(times: dict[str, list[float]]) -> None:
    """Print the medians with their ratios to the first command."""
    medians = {name: statistics.median(values) for name, values in times.items()}
    bare = next(iter(medians.values()))
    sys.stdout.write("| command | ms | times bare Python |\n|---|---|---|\n")
    for name, median in medians.items():
        sys.stdout.write(f"| {name} | {median:.0f} | {median / bare:.1f} |\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
