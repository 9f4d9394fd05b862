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


def main(runs: int = 21) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as work:
        programs = Path(work, "environment", "bin")
        python = str(programs / "python")
        venv.create(programs.parent, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", str(ROOT)], check=True)
        smallest = Path(work, "smallest.py")
        smallest.write_text(SMALLEST, encoding="utf-8")
        page = [str(programs / "kb"), "show", "patellofemoral-pain"]
        commands = {
            "`python -c pass`": ([python, "-c", "pass"], False),
            "smallest Typer + Rich table, piped": ([python, str(smallest), "x"], False),
            "smallest Typer + Rich table, on a terminal": ([python, str(smallest), "x"], True),
            "`kb show patellofemoral-pain`, piped": (page, False),
            "`kb show patellofemoral-pain`, on a terminal": (page, True),
            "`kb show patellofemoral-pain --json`": ([*page, "--json"], False),
            "`kb list`": ([page[0], "list"], False),
        }
        # Nothing is kept between the runs: every page is laid out anew.
        environment = {"PATH": os.environ["PATH"], "HOME": work, "LANG": "C.UTF-8", "KB_CACHE": "off", "KB_PAGER": ""}
        report(measured(commands, environment, runs))


def measured(
    commands: dict[str, tuple[list[str], bool]], environment: dict[str, str], runs: int
) -> dict[str, list[float]]:
    """Give the milliseconds of every run of every command, after one run each that compiles and warms up."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, (command, on_terminal) in commands.items():
            start = time.perf_counter()
            (run_on_terminal if on_terminal else run_piped)(command, environment)
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
