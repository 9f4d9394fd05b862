"""What each part of the search brings, measured by leaving it out: python -m tests.search.ablation."""

import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kb_cli.records.library import Library
from kb_cli.records.model import Vocabulary
from kb_cli.search import index, index_file, query, ranking, spelling, synonyms, tokenizer
from tests.benchmarks.search_speed import plain_copy
from tests.search.score import HELD_OUT, Asked, Scores, mean, measured, read, scores


def with_vocabulary(vocabulary: Vocabulary) -> Any:
    """Give what lets another vocabulary be read."""
    return patch("kb_cli.records.library.Library.vocabulary", lambda *_: vocabulary)


def unmended(found: Any, strange: Any, _: Any) -> Any:
    """Leave words as they are."""
    return list(found), (), tuple(word.folded for word in strange)


def one_passage(rows: Callable[..., Iterator[index.Row]]) -> Callable[..., Iterator[index.Row]]:
    """Give a page as one passage, with its verdicts, in place of many."""

    def whole(self: index.Builder, condition: Any) -> Iterator[index.Row]:
        parts = list(rows(self, condition))
        yield index.Row("summary", " ".join(f"{part.heading or ''} {part.text}" for part in parts))
        yield from (part._replace(text="", heading=None) for part in parts if part.opens)

    return whole


def parts() -> dict[str, list[Any]]:
    """Give for each part what replaces it."""
    same: Callable[[str], str] = lambda word: word  # noqa: E731
    whole = Library().vocabulary(synonyms.faults)
    # By that of titles, pages that only cite are left out.
    sections = ranking.WEIGHTS.keys() - {"references"}
    return {
        "everything": [],
        "without stemming": [patch.object(tokenizer, "stem", same), patch("kb_cli.search.synonyms.stem", same),
                             patch("kb_cli.search.query.stem", same)],
        "without section weights": [patch.dict(ranking.WEIGHTS, dict.fromkeys(sections, 0.6))],
        "without whole names": [patch.object(ranking, "NAMED", 0.0)],
        "without words that mean the same": [with_vocabulary(whole._replace(same=()))],
        "without words that point": [patch.object(query, "POINTS", 0.0)],
        "without the vocabulary's meanings": [with_vocabulary(Vocabulary(whole.ordinary, whole.faint))],
        "without any vocabulary": [with_vocabulary(Vocabulary())],
        "without mending": [patch.object(spelling, "mend", unmended)],
        "without passages (each page is one)": [patch.object(index.Builder, "_rows", one_passage(index.Builder._rows))],
        "without counting repeats": [patch.object(ranking, "OFTEN", 0.0)],
    }  # fmt: skip


def plain(queries: list[Asked]) -> list[Scores]:
    """Give the measures of the simplest search: any of the words, porter stems, the best passage by BM25."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_CACHE_HOME"] = home
        index_file.opened(Library()).close()
        path = Path(home, "plain.sqlite")
        plain_copy(next(Path(home, "kb").glob("index-*")), path)
        library = Library()
        ids = dict(enumerate((*library.condition_ids, *library.topic_ids), 1))
        with closing(sqlite3.connect(path)) as database:
            return [scores(_plainly(asked.query, database, ids), asked.wanted) for asked in queries]


def _plainly(typed: str, database: sqlite3.Connection, ids: dict[int, str]) -> list[str]:
    match = " OR ".join(f'"{word}"' for word in tokenizer.WORD.findall(typed))
    rows = database.execute("SELECT page FROM rows WHERE rows MATCH ? ORDER BY rank", (match,))
    return list(dict.fromkeys(ids[page] for (page,) in rows))


def main() -> None:
    """Print the table."""
    queries, held_out = read(), read(HELD_OUT)
    sys.stdout.write(f"{'nDCG@5':44} {'all':>6} {'lay':>6} {'typing':>6} {'held out':>9}\n")
    for name, patches in parts().items():
        with ExitStack() as stack, tempfile.TemporaryDirectory() as home:
            os.environ["XDG_CACHE_HOME"] = home
            for one in patches:
                stack.enter_context(one)
            write(name, *(measured(Library(), asked) for asked in (queries, held_out)))
    write("plain full-text search instead", *(_by_kind(asked, plain(asked)) for asked in (queries, held_out)))


def _by_kind(queries: list[Asked], results: list[Scores]) -> dict[str, list[Scores]]:
    by_kind: dict[str, list[Scores]] = {}
    for asked, one in zip(queries, results, strict=True):
        by_kind.setdefault(asked.kind, []).append(one)
    return by_kind


def write(name: str, by_kind: dict[str, list[Scores]], held_out: dict[str, list[Scores]]) -> None:
    """Print a row."""
    whole, apart = ([one for column in kinds.values() for one in column] for kinds in (by_kind, held_out))
    columns = [mean(column).ndcg5 for column in (whole, by_kind["lay symptom"], by_kind["typing error"])]
    sys.stdout.write(f"{name:44} {columns[0]:6.3f} {columns[1]:6.3f} {columns[2]:6.3f} {mean(apart).ndcg5:9.3f}\n")


if __name__ == "__main__":
    main()
