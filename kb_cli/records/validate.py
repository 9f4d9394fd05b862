"""The linter: every problem of the data folder at once."""

from collections.abc import Callable
from typing import Any

from kb_cli.errors import BadDataError, Problem
from kb_cli.records.library import Library


def problems(library: Library) -> list[Problem]:
    """Give everything wrong with the records, the references and the vocabularies, each thing once."""
    found: list[Problem] = []
    reads: list[tuple[Callable[..., Any], tuple[str, ...]]] = [
        *((library.condition, (id,)) for id in library.condition_ids),
        *((library.reference, (key,)) for key in library.reference_keys),
        (lambda: library.treatment_kinds, ()),
        (lambda: library.vocabulary, ()),
        (lambda: library.notice, ()),
    ]
    for read, arguments in reads:
        try:
            read(*arguments)
        except BadDataError as error:
            found += error.problems
    return list({str(problem): problem for problem in (*found, *library.problems)}.values())
