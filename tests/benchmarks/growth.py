"""How the wait grows with the number of records: python -m tests.benchmarks.growth [RUNS].

Puts 0, 100, 1,000 and 10,000 synthetic records beside the shipped ones, runs every command RUNS times (9 by default),
interleaved, and writes the table in RESULTS.md. It takes about ten minutes.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.make_records import DATA, make
from tests.benchmarks.measuring import BARE, ROOT, Command, environment, measured, plain_variables, written

COUNTS = (0, 100, 1_000, 10_000)


def main(runs: int = 9) -> None:
    """Write the table."""
    columns: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        programs = environment(work, "kb", str(ROOT))
        for count in COUNTS:
            data = work / f"data-{count}"
            if count:
                make(count, data)
            shutil.copytree(DATA, data, dirs_exist_ok=True)
            time.sleep(3)
            variables = plain_variables(work) | {"KB_DATA": str(data)}
            bare = {BARE: Command([str(programs / "python"), "-c", "pass"], variables)}
            columns[count] = measured(bare | of_kb(str(programs / "kb"), variables), runs, work)
            shutil.rmtree(data)
    written(table(columns), "growth")


def of_kb(kb: str, variables: dict[str, str]) -> dict[str, Command]:
    """Give the commands: "again" is an answer that is kept, "names kept" another answer from the same names."""
    tab = variables | {"_KB_COMPLETE": "complete_bash", "COMP_WORDS": "kb show ach", "COMP_CWORD": "2"}
    by_id, by_alias = ([kb, "show", name] for name in ("patellofemoral-pain", "pfps"))
    words = [kb, "search", "sore", "under", "the", "kneecap"]
    return {
        "`kb show ID` again": Command(by_id, variables),
        "`kb show ID` first": Command(by_id, variables, first=True),
        "`kb show ALIAS`, names kept": Command(by_alias, variables, varied="COLUMNS"),
        "`kb show ALIAS` first: all names are read": Command(by_alias, variables, first=True),
        "TAB again": Command([kb], tab),
        "TAB, names kept": Command([kb], tab, varied="_TYPER_COMPLETE_WORD_TO_COMPLETE"),
        "TAB, first: all names are read": Command([kb], tab, first=True),
        "`kb list` again": Command([kb, "list"], variables),
        "`kb cite` again": Command([kb, "cite"], variables),
        "`kb search WORDS`": Command(words, variables),
        "`kb search WORDS` first: the index is made": Command(words, variables, first=True),
    }


def table(columns: dict[int, dict[str, float]]) -> str:
    """Give the Markdown table: milliseconds, and in brackets times bare Python of the same run; and what it shows."""
    shipped = len(list((DATA / "conditions").glob("*.toml")))
    heads = [f"{shipped}", *(f"{shipped} + {count:,}" for count in COUNTS[1:])]
    lines = [f"| records | {' | '.join(heads)} |", "|---|" + "---|" * len(COUNTS)]
    for name in columns[0]:
        cells = (f"{times[name]:,.0f} ({times[name] / times[BARE]:.1f})" for times in columns.values())
        lines.append(f"| {name} | {' | '.join(cells)} |")
    grown = {name: columns[COUNTS[-1]][name] - columns[0][name] for name in columns[0]}
    again, alias, tab = (
        f"{grown[name]:.0f} ms" for name in ("`kb show ID` again", "`kb show ALIAS`, names kept", "TAB, names kept")
    )
    lines += [
        "",
        f"With {COUNTS[-1]:,} records more, an answer shown again takes {again} longer, for looking what changed;",
        f"an alias that was not shown before takes {alias} longer, another TAB {tab}.",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
