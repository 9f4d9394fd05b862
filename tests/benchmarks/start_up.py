"""What a reader waits for, beside bare Python, the smallest program of the same kind, and other tools of the terminal.

``python -m tests.benchmarks.start_up [RUNS]`` installs this checkout, tldr and papis into virtual environments of their
own, runs every command RUNS times (21 by default), interleaved, and writes the table in RESULTS.md. It takes about
three minutes; leave the machine alone meanwhile.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.measuring import BARE, ROOT, Command, environment, measured, peak_memory, plain_variables, written

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

PAGE = "patellofemoral-pain"
WORDS = ("sore", "under", "the", "kneecap")

# The most that a command may take, in times of bare Python.
GOALS = {
    "`kb show NAME` again, piped": 1.5,
    "`kb show NAME` again, terminal": 1.5,
    "`kb list` again": 1.6,
    "`kb map` again": 1.6,
    "`kb cite` again": 1.6,
    "`kb cite NAME` again": 1.6,
    "TAB again": 2.0,
    "TAB, first": 6.5,
    "`kb show NAME` first, terminal": 8.5,
    "`kb search WORDS`, piped": 7.0,
    "`kb search WORDS --json`": 7.0,
    "`kb search WORDS`, terminal": 9.5,
}
MEMORY_GOALS = {"`kb show NAME` again, piped": 1.3, "`kb show NAME` first, piped": 2.5}


def main(runs: int = 21) -> None:
    """Write the table."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        programs = environment(work, "kb", str(ROOT))
        variables = plain_variables(work)
        python = programs / "python"
        smallest = work / "smallest.py"
        smallest.write_text(SMALLEST, encoding="utf-8")
        commands = {
            BARE: Command([str(python), "-c", "pass"], variables),
            "smallest Typer + Rich table, piped": Command([str(python), str(smallest), "x"], variables),
            "smallest Typer + Rich table, terminal": Command([str(python), str(smallest), "x"], variables, True),
            **of_kb(str(programs / "kb"), variables),
            **of_others(work, variables),
        }
        # What has only just been written is not yet trusted, and so not yet kept.
        time.sleep(3)
        times = measured(commands, runs, work)
        memory = {name: peak_memory(one, python, work) for name, one in commands.items() if not one.terminal}
    written(table(times, memory), "start-up")


def of_kb(kb: str, variables: dict[str, str]) -> dict[str, Command]:
    """Give the commands of kb: "again" is an answer that is kept, "first" is with nothing kept at all."""
    page = [kb, "show", PAGE]
    tab = variables | {"_KB_COMPLETE": "complete_bash", "COMP_WORDS": "kb show ach", "COMP_CWORD": "2"}
    option = tab | {"COMP_WORDS": "kb show pfps --section dia", "COMP_CWORD": "4"}
    return {
        "`kb show NAME` again, piped": Command(page, variables),
        "`kb show NAME` again, terminal": Command(page, variables, terminal=True),
        "`kb list` again": Command([kb, "list"], variables),
        "`kb map` again": Command([kb, "map"], variables),
        "`kb cite` again": Command([kb, "cite"], variables),
        "`kb cite NAME` again": Command([kb, "cite", "taping"], variables),
        "TAB again": Command([kb], tab),
        "TAB, another name": Command([kb], tab, varied="_TYPER_COMPLETE_WORD_TO_COMPLETE"),
        "TAB, first": Command([kb], tab, first=True),
        "TAB, first and with `KB_CACHE=off`": Command([kb], tab | {"KB_CACHE": "off"}),
        "TAB of an option's value, first": Command([kb], option, first=True),
        "`kb show NAME` first, piped": Command(page, variables, first=True),
        "`kb show NAME` first, terminal": Command(page, variables, terminal=True, first=True),
        "`kb show NAME --json` first": Command([*page, "--json"], variables, first=True),
        "`kb show NAME --format html` first": Command([*page, "--format", "html"], variables, first=True),
        "`kb handout NAME --format html`": Command([kb, "handout", PAGE, "--format", "html"], variables),
        "`kb list` first": Command([kb, "list"], variables, first=True),
        "`kb map` first": Command([kb, "map"], variables, first=True),
        "`kb cite` first": Command([kb, "cite"], variables, first=True),
        "`kb search WORDS`, piped": Command([kb, "search", *WORDS], variables),
        "`kb search WORDS --json`": Command([kb, "search", *WORDS, "--json"], variables),
        "`kb search WORDS`, terminal": Command([kb, "search", *WORDS], variables, terminal=True),
        "`kb search WORDS` first: the index is made": Command([kb, "search", *WORDS], variables, first=True),
    }


def of_others(work: Path, variables: dict[str, str]) -> dict[str, Command]:
    """Give commands of other tools that show a page or a reference from this machine; none may ask a network."""
    tldr = environment(work, "tldr", "tldr") / "tldr"
    page = work / ".cache" / "tldr" / "pages" / "common" / "tar.md"
    page.parent.mkdir(parents=True)
    page.write_text("# tar\n\n> Archives.\n\n- Make one:\n\n`tar cf {{archive}} {{file}}`\n", encoding="utf-8")
    papis = environment(work, "papis", "papis") / "papis"
    record = work / "papers" / "callaghan2012" / "info.yaml"
    record.parent.mkdir(parents=True)
    record.write_text(
        "title: Patellar taping\nauthor: Callaghan, M\nyear: 2012\nref: callaghan2012\n", encoding="utf-8"
    )
    settings = work / ".config" / "papis" / "config"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"[settings]\ndefault-library = one\n[one]\ndir = {work / 'papers'}\n", encoding="utf-8")
    commands = {
        "`tldr tar`": Command([str(tldr), "tar"], variables | {"TLDR_NETWORK_ENABLED": "0"}),
        "`papis list --all`": Command([str(papis), "list", "--all"], variables),
    }
    if man := shutil.which("man"):
        commands["`man man`"] = Command([man, "man"], variables)
    return commands


def table(times: dict[str, float], memory: dict[str, int]) -> str:
    """Give the Markdown table of medians with their ratios to bare Python, and the goals."""
    lines = [
        "| command | ms | times bare Python | goal | peak memory, times bare | goal |",
        "|---|---|---|---|---|---|",
    ]
    for name, median in times.items():
        peak = f"{memory[name] / memory[BARE]:.2f}" if name in memory else ""
        goal, memory_goal = (str(goals.get(name, "")) for goals in (GOALS, MEMORY_GOALS))
        lines.append(f"| {name} | {median:.0f} | {median / times[BARE]:.1f} | {goal} | {peak} | {memory_goal} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
