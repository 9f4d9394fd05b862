"""Time the search engine on a data folder: python -m tests.benchmarks.search_speed FOLDER [RUNS].

Prints the time to build the index, and interleaved medians of the engine (open, query, marked sentences) beside a plain
FTS5 query (open, any of the words, BM25, snippet, ten best) on the same rows, with the memory of the process.
"""

import os
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from kb_cli.library import Library
from kb_cli.search import find, store
from kb_cli.search.rank import Filter

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
        plain.execute("INSERT INTO rows SELECT id >> 25, sentences FROM kept.passages ORDER BY id")
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
    with closing(store.connected(str(path))) as database:
        find.answered(database, words, Filter(), 10)


def timed(action: Callable[[Path, str], None], path: Path, words: str) -> float:
    """Give the milliseconds that an action takes."""
    start = time.perf_counter()
    action(path, words)
    return (time.perf_counter() - start) * 1000


def main(folder: Path, runs: int = 21) -> None:
    """Print the measurements."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_CACHE_HOME"] = home
        start, used = time.perf_counter(), time.process_time()
        library = Library(folder)
        store.opened(library).close()
        took, used = time.perf_counter() - start, time.process_time() - used
        count = len(library.condition_ids)
        sys.stdout.write(
            f"{count} records: built in {took:.1f} s ({used:.1f} s CPU), {60 * count / used:,.0f} a minute\n"
        )
        kept = next(Path(home, "kb").glob("search-*.sqlite"))
        plain = Path(home, "plain.sqlite")
        plain_copy(kept, plain)
        start = time.perf_counter()
        store.opened(Library(folder)).close()
        sys.stdout.write(f"looking whether a record changed: {(time.perf_counter() - start) * 1000:.1f} ms\n")
        for words in QUERIES:
            pairs = [(timed(engine_query, kept, words), timed(plain_query, plain, words)) for _ in range(runs)]
            engine, simple = (statistics.median(column) for column in zip(*pairs, strict=True))
            sys.stdout.write(f"{engine:8.2f} ms engine {simple:8.2f} ms plain  {engine / simple:5.2f}  {words}\n")
        if os.fork() == 0:
            os.execv(sys.executable, [sys.executable, "-m", "tests.benchmarks.search_speed", "--memory", str(kept)])
        os.wait()


def memory(kept: Path) -> None:
    """Print how much memory the queries take in a process of their own."""
    for words in QUERIES:
        engine_query(kept, words)
    # Not ru_maxrss, which Linux passes on from the process that built the index.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    most = int(re.findall(r"VmHWM:\s*(\d+) kB", status)[0]) // 1024
    sys.stdout.write(f"memory of a process that does these queries: {most} MB\n")


if __name__ == "__main__":
    if sys.argv[1] == "--memory":
        memory(Path(sys.argv[2]))
    else:
        main(Path(sys.argv[1]), *map(int, sys.argv[2:3]))
