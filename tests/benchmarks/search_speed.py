"""Time the search engine: python -m tests.benchmarks.search_speed [RUNS] [COUNT...].

For the shipped records, for 500 more like them and for 1,000, 10,000 and 100,000 synthetic ones (or COUNT), writes in
RESULTS.md how fast the index is built, and interleaved medians of the engine (open, query, marked sentences) beside a
plain FTS5 query (open, any of the words, BM25, snippet, ten best) on the same rows, with the memory of a process. A
hundred thousand records take about ten minutes.
"""

import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from kb_cli.records.library import Library
from kb_cli.search import engine, index_file
from kb_cli.search.filters import Filter
from kb_cli.search.passages import PAGE_SHIFT
from tests.benchmarks.make_records import DATA, make, make_alike
from tests.benchmarks.measuring import written

COUNTS = (1_000, 10_000, 100_000)
ALIKE = 500

QUERIES = (
    "sore under the kneecap after a film",
    "outside of my knee hurts running downhill",
    "taping heel pain",
    "navicular stress fracture",
    "tight calves numb foot",
)


def plain_copy(kept: Path, path: Path) -> None:
    """Write the rows of an index as one ordinary FTS5 table."""
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("ATTACH ? AS kept", (str(kept),))
        plain.execute("CREATE VIRTUAL TABLE rows USING fts5(page UNINDEXED, text, tokenize='porter unicode61')")
        plain.execute(f"INSERT INTO rows SELECT id >> {PAGE_SHIFT}, sentences FROM kept.passages ORDER BY id")
        plain.commit()


def plain_query(path: Path, words: str) -> None:
    """Do what the simplest search does."""
    match = " OR ".join(f'"{word}"' for word in words.split())
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        database.execute(
            "SELECT page, snippet(rows, 1, '[', ']', '...', 16) FROM rows WHERE rows MATCH ? ORDER BY rank LIMIT 10",
            (match,),
        ).fetchall()


def engine_query(path: Path, words: str) -> None:
    """Do the same with the engine."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        engine.answered(database, words, Filter(), 10)


def main(runs: int = 21, *counts: int) -> None:
    """Write the table."""
    columns: dict[str, dict[str, str]] = {}
    with tempfile.TemporaryDirectory() as work:
        columns[str(len(Library(DATA).condition_ids))] = measurements(DATA, runs)
        make_alike(ALIKE, alike := Path(work, "alike"))
        folders = {f"{ALIKE} alike": alike}
        for count in counts or COUNTS:
            make(count, folder := Path(work, str(count)))
            folders[f"{count:,}"] = folder
        # For two seconds after an edit nothing is kept.
        time.sleep(2.5)
        columns |= {name: measurements(folder, runs) for name, folder in folders.items()}
    lines = [f"| records | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    for name in next(iter(columns.values())):
        lines.append(f"| {name} | {' | '.join(column[name] for column in columns.values())} |")
    written("\n".join(lines) + "\n", "search-speed")


def measurements(folder: Path, runs: int) -> dict[str, str]:
    """Give the measurements of one data folder by name."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_CACHE_HOME"] = home
        used = time.process_time()
        library = Library(folder)
        index_file.opened(library).close()
        used = time.process_time() - used
        kept = next(Path(home, "kb").glob("index-*"))
        plain = Path(home, "plain.sqlite")
        plain_copy(kept, plain)
        looking = statistics.median(timed(lambda: index_file.opened(Library(folder)).close()) for _ in range(5))
        found = {
            "index built, records a minute of CPU": f"{60 * len(library.condition_ids) / used:,.0f}",
            "looking whether a record changed, ms": f"{looking:.1f}",
            "memory of a process that asks all this, MB": str(memory(kept)),
        }
        for words in QUERIES:
            engine, simple = medians(kept, plain, words, runs)
            found[f"{words}: engine / plain, ms"] = f"{engine:.1f} / {simple:.1f} = {engine / simple:.2f}"
    return found


def medians(kept: Path, plain: Path, words: str, runs: int) -> list[float]:
    """Give the median milliseconds of the engine and of the plain query."""
    actions = (lambda: engine_query(kept, words), lambda: plain_query(plain, words))
    times = [[timed(action) for action in actions] for _ in range(runs)]
    return [statistics.median(column) for column in zip(*times, strict=True)]


def timed(action: Callable[[], object]) -> float:
    """Give the milliseconds that an action takes."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def memory(kept: Path) -> int:
    """Give how many MB the queries take in a process of their own."""
    module = [sys.executable, "-m", "tests.benchmarks.search_speed", "--memory", str(kept)]
    return int(subprocess.run(module, capture_output=True, check=True, encoding="ascii").stdout)


def print_memory(kept: Path) -> None:
    """Print how many MB the queries take in this process."""
    for words in QUERIES:
        engine_query(kept, words)
    # Not ru_maxrss, which Linux passes on from the process that built the index.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    most = int(re.findall(r"VmHWM:\s*(\d+) kB", status)[0]) // 1024
    sys.stdout.write(f"{most}\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--memory"]:
        print_memory(Path(sys.argv[2]))
    else:
        main(*map(int, sys.argv[1:]))
