"""What each part of the search brings, measured by leaving it out: python -m tests.search.ablation."""

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

from kb_cli.library import Library
from kb_cli.model import Vocabulary
from kb_cli.search import query, rank, spelling, words
from tests.search.score import mean, measured, read

VOCABULARY = "kb_cli.library.Library.vocabulary"


def without_meanings() -> Vocabulary:
    """Give the vocabulary with its stop words alone."""
    whole = Library().vocabulary
    return Vocabulary(whole.ordinary, whole.faint)


def unmended(found: Any, strange: Any, _: Any) -> Any:
    """Leave words as they are."""
    return list(found), (), tuple(word.folded for word in strange)


def parts() -> dict[str, list[Any]]:
    """Give for each part what replaces it."""
    same: Callable[[str], str] = lambda word: word  # noqa: E731
    whole = Library().vocabulary
    return {
        "everything": [],
        "without stemming": [patch.object(words, "stem", same), patch("kb_cli.search.vocabulary.stem", same),
                             patch("kb_cli.search.query.stem", same)],
        "without section weights": [patch.dict(rank.SECTIONS, dict.fromkeys(rank.SECTIONS, 0.6))],
        "without whole names": [patch.object(rank, "NAMED", 0.0)],
        "without words that mean the same": [patch(VOCABULARY, whole._replace(same=()))],
        "without words that point": [patch.object(query, "POINTS", 0.0)],
        "without the vocabulary's meanings": [patch(VOCABULARY, without_meanings())],
        "without any vocabulary": [patch(VOCABULARY, Vocabulary())],
        "without mending": [patch.object(spelling, "mend", unmended)],
        "without passages (no word counts together)": [patch.object(rank, "TOGETHER", 0.0)],
        "without counting repeats": [patch.object(rank, "OFTEN", 0.0)],
    }  # fmt: skip


def main() -> None:
    """Print the table."""
    queries = read()
    sys.stdout.write(f"{'':44} {'all':>6} {'lay':>6} {'typing':>6}\n")
    for name, patches in parts().items():
        with ExitStack() as stack, tempfile.TemporaryDirectory() as home:
            os.environ["XDG_CACHE_HOME"] = home
            for one in patches:
                stack.enter_context(one)
            by_kind = measured(Library(), queries)
        columns = [
            [one for column in by_kind.values() for one in column],
            by_kind["lay symptom"],
            by_kind["typing error"],
        ]
        sys.stdout.write(f"{name:44} " + " ".join(f"{mean(column).ndcg5:6.3f}" for column in columns) + "\n")


if __name__ == "__main__":
    main()
