"""The linter: every problem of the data folder at once."""

from collections.abc import Callable
from typing import Any

from kb_cli.errors import BadDataError, Problem
from kb_cli.records.library import Library
from kb_cli.records.schema import Check


def problems(library: Library, vocabulary_check: Check) -> list[Problem]:
    """Give everything wrong with the records, the references and the vocabularies, each thing once.

    ``vocabulary_check`` finds what is wrong with the words of search.
    """
    found: list[Problem] = []
    reads: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [
        *((library.condition, (id,)) for id in library.condition_ids),
        *((library.topic, (id,)) for id in library.topic_ids),
        (lambda: library.not_covered, ()),
        *((library.reference, (key,)) for key in library.reference_keys),
        (lambda: library.treatment_kinds, ()),
        (lambda: library.shared_red_flags, ()),
        (library.vocabulary, (vocabulary_check,)),
        (lambda: library.notice, ()),
    ]
    for read, arguments in reads:
        try:
            read(*arguments)
        except BadDataError as error:
            found += error.problems
    return list({str(problem): problem for problem in (*found, *library.problems, *library.passed_over)}.values())
