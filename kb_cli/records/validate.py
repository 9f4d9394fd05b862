"""The linter: every problem of the data files at once."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kb_cli.errors import Problem
from kb_cli.records import toml_file, toml_position
from kb_cli.records.checks.found import Found, in_file
from kb_cli.records.checks.rules import RULES
from kb_cli.records.checks.shelf import Shelf
from kb_cli.records.layer import Layer
from kb_cli.records.library import Library
from kb_cli.records.schema import Check

# So many problems of a file are told one by one: more than anyone mends without looking again.
MOST_TOLD = 200


def shelf(library: Library, vocabulary_check: Check, words: Sequence[str] = ()) -> Shelf:
    """Give the files of all layers of a library; ``words`` name those of interest, as Shelf has it.

    ``vocabulary_check`` finds what is wrong with the words of search.
    """
    own = [Layer(Path(folder), told=[]) for folder in library.folders[:-1]]
    return Shelf([*own, Layer(library.folder)], vocabulary_check, words)


def problems(library: Library, vocabulary_check: Check) -> list[Problem]:
    """Give everything wrong with the records, the references and the vocabularies, each thing once."""
    files = shelf(library, vocabulary_check)
    return list(told(files, found(files)))


def found(files: Shelf) -> list[Found]:
    """Give everything wrong with the files of interest, but for those that cannot be read at all."""
    each = [in_file(file, fault) for file in files.of_interest for fault in files.faults(file)]
    for rule in RULES.values():
        each += rule.find(files) if rule.find else ()
    return [one for one in each if files.is_of_interest(one.path)]


def told(files: Shelf, faults: Iterable[Found]) -> dict[Problem, Found | None]:
    """Give faults of these files with their places, and what kept files from being read; each thing once, in order."""
    by_file: dict[Path, list[Found]] = {}
    for one in faults:
        by_file.setdefault(one.path, []).append(one)
    problems: dict[Problem, Found | None] = {problem: None for file in files.of_interest for problem in file.problems}
    for path, here in by_file.items():
        problems.update(_told(path, here))
    return dict(sorted(problems.items(), key=lambda one: (one[0].file, one[0].line, one[0].column)))


def _told(path: Path, faults: Sequence[Found]) -> Iterator[tuple[Problem, Found | None]]:
    """Give the problems of a file, but for a key that is missing because it is misspelt."""
    toml = next((one.toml for one in faults if one.toml), "")
    spans = toml_position.spans(toml)
    misspelt: set[tuple[object, ...]] = set()
    for one in sorted(faults, key=lambda one: one.fault.rule == "missing")[:MOST_TOLD]:
        fault = one.fault
        if fault.rule == "missing" and (*fault.path, *fault.known) in misspelt:
            continue
        problem = toml_file.problem(path, one.toml, spans, fault, fault.harmless)
        if fault.rule == "unknown-key":
            misspelt.add((*fault.path[:-1], problem.meant))
        yield problem, one
    if (more := len(faults) - MOST_TOLD) > 0:
        yield Problem(toml_file.shown(path), 0, 0, f"and {more:,} more", rule=faults[0].fault.rule), None
