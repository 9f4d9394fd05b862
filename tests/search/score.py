"""How well search finds, by kind of query: nDCG@5, MRR@10, success@1.

python -m tests.search.score [-v] [FILE.tsv]
"""

import sys
from collections import defaultdict
from math import log2
from pathlib import Path
from typing import NamedTuple

from kb_cli.answers.results import SearchAnswer
from kb_cli.records.library import Library
from kb_cli.search.engine import search

QUERIES = Path(__file__).with_name("queries.tsv")
OUT_OF_SCOPE = Path(__file__).with_name("out_of_scope.tsv")
# Written by people who had seen neither the records nor the vocabulary, and never looked at while tuning: look at the
# totals alone, or they are worth nothing.
HELD_OUT = Path(__file__).with_name("held_out.tsv")
HELD_OUT_OF_SCOPE = Path(__file__).with_name("held_out_of_scope.tsv")


# Questions that tell a red flag, with its id, and such as only sound alarming; again also held out.
RED_FLAGS = Path(__file__).with_name("red_flags.tsv")
NO_RED_FLAGS = Path(__file__).with_name("no_red_flags.tsv")
HELD_OUT_RED_FLAGS = Path(__file__).with_name("red_flags_held_out.tsv")
HELD_OUT_NO_RED_FLAGS = Path(__file__).with_name("no_red_flags_held_out.tsv")
# Questions that tell a red flag, with the urgency that who wrote them would give it.
HELD_OUT_URGENCY = Path(__file__).with_name("urgency_held_out.tsv")
# Questions that ask for a part of a page, with that and the page.
INTENTS = Path(__file__).with_name("intents.tsv")
HELD_OUT_INTENTS = Path(__file__).with_name("intents_held_out.tsv")
# Queries that name what no page is about, with its id.
NOT_COVERED = Path(__file__).with_name("not_covered.tsv")
# Questions about what no page is about, by name or not.
NO_PAGE = Path(__file__).with_name("no_page.tsv")
HELD_OUT_NO_PAGE = Path(__file__).with_name("no_page_held_out.tsv")


class Asked(NamedTuple):
    """A query of one kind, with the ids of the conditions that it should find, best first."""

    kind: str
    query: str
    wanted: tuple[str, ...]


class Scores(NamedTuple):
    """The three measures, each from 0 to 1."""

    ndcg5: float
    mrr10: float
    success1: float


def read(path: Path = QUERIES) -> list[Asked]:
    """Give the queries of a file."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return [Asked(kind, query, tuple(wanted.split())) for kind, query, wanted in (line.split("\t") for line in lines)]


def read_wanted(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Give the queries of a file without kinds, with the ids that any of them should find."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return [(query, tuple(wanted.split())) for query, wanted in (line.split("\t") for line in lines)]


def intents(path: Path = INTENTS) -> list[tuple[str, tuple[str, ...]]]:
    """Give the questions of a file, with the parts of a page that may answer: a topic's questions answer themselves."""
    parts = {"exercises": "treatment"}
    return [(one.query, (parts.get(one.kind, one.kind), "question", "finding")) for one in read(path)]


def answered_by(answer: SearchAnswer) -> set[str]:
    """Give the part of the first page that answers first."""
    matches = [match.section for result in answer.results[:1] for match in result.matches if match.section != "gist"]
    return set(matches[:1])


def scores(found: list[str], wanted: tuple[str, ...]) -> Scores:
    """Give the measures of one ranking; the first wanted condition gains 3, the second 2, each further one 1."""
    gains = {id: max(3 - place, 1) for place, id in enumerate(wanted)}
    gained = sum(gains.get(id, 0) / log2(place + 2) for place, id in enumerate(found[:5]))
    best = sum(gain / log2(place + 2) for place, gain in enumerate(sorted(gains.values(), reverse=True)[:5]))
    rank = next((place for place, id in enumerate(found[:10], 1) if id == wanted[0]), 0)
    return Scores(gained / best, 1 / rank if rank else 0.0, float(found[:1] == [wanted[0]]))


def mean(values: list[Scores]) -> Scores:
    """Give the mean of each measure."""
    return Scores(*(sum(column) / len(values) for column in zip(*values, strict=True)))


def measured(library: Library, queries: list[Asked]) -> dict[str, list[Scores]]:
    """Give the measures of each query by kind; what is found less than perfectly is told on standard error."""
    by_kind: dict[str, list[Scores]] = defaultdict(list)
    for asked in queries:
        found = [result.id for result in search(library, asked.query).results]
        one = scores(found, asked.wanted)
        by_kind[asked.kind].append(one)
        if "-v" in sys.argv and one.ndcg5 < 0.95:
            sys.stderr.write(f"{one.ndcg5:.2f}  {asked.query}: {', '.join(found[:3])}\n")
    return by_kind


def main(arguments: list[str]) -> None:
    """Print the table."""
    files = [Path(argument) for argument in arguments if argument.endswith(".tsv")]
    if files:
        report(read(*files), [])
        return
    report(read(), out_of_scope())
    report_red_flags(RED_FLAGS, NO_RED_FLAGS)
    report_intents(INTENTS)
    report_no_page(NO_PAGE)
    if "-v" not in arguments:
        sys.stdout.write("\nheld out\n")
        report(read(HELD_OUT), out_of_scope(HELD_OUT_OF_SCOPE))
        report_red_flags(HELD_OUT_RED_FLAGS, HELD_OUT_NO_RED_FLAGS)
        report_urgency(HELD_OUT_URGENCY)
        report_intents(HELD_OUT_INTENTS)
        report_no_page(HELD_OUT_NO_PAGE)


def report(queries: list[Asked], foreign: list[str]) -> None:
    """Print the measures of queries, and how queries about something else are answered."""
    library = Library()
    by_kind = measured(library, queries)
    sys.stdout.write(f"{'kind':22} {'n':>4} {'nDCG@5':>7} {'MRR@10':>7} {'first':>6}\n")
    whole = [one for column in by_kind.values() for one in column]
    for kind, column in [*by_kind.items(), ("all", whole)]:
        total = mean(column)
        sys.stdout.write(f"{kind:22} {len(column):4} {total.ndcg5:7.3f} {total.mrr10:7.3f} {total.success1:6.2f}\n")
    weak = sum(search(library, asked.query).weak for asked in queries)
    sys.stdout.write(f"called a weak match: {weak} of {len(queries)}\n")
    if foreign:
        unsure = [query for query in foreign if not confident(library, query)]
        sys.stdout.write(f"out of scope, not answered with confidence: {len(unsure)} of {len(foreign)}\n")


def told(library: Library, path: Path = RED_FLAGS) -> dict[str, list[bool]]:
    """Tell by kind whether each question of a file raises the red flag that it tells."""
    by_kind: dict[str, list[bool]] = defaultdict(list)
    for asked in read(path):
        found = [flag.id for flag in search(library, asked.query).red_flags]
        by_kind[asked.kind].append(bool(set(asked.wanted) & set(found)))
        if "-v" in sys.argv and not by_kind[asked.kind][-1]:
            sys.stderr.write(f"not told  {asked.query}: {', '.join(found)}\n")
    return by_kind


def false_alarms(library: Library, path: Path = NO_RED_FLAGS) -> list[str]:
    """Give the questions of a file that raise a red flag."""
    return [query for query in out_of_scope(path) if search(library, query).red_flags]


def report_red_flags(told_in: Path, not_in: Path) -> None:
    """Print how many red flags are raised, and how many without need."""
    library = Library()
    for kind, column in told(library, told_in).items():
        sys.stdout.write(f"red flags told, {kind}: {sum(column)} of {len(column)}\n")
    raised = false_alarms(library, not_in)
    sys.stdout.write(f"red flags raised without need: {len(raised)} of {len(out_of_scope(not_in))}\n")


def report_intents(path: Path) -> None:
    """Print how many questions are answered by the part of the first page that they ask for."""
    library = Library()
    asked = intents(path)
    answered = [query for query, parts in asked if answered_by(search(library, query)) & set(parts)]
    sys.stdout.write(f"answered by the part asked for: {len(answered)} of {len(asked)}\n")


def urgencies(library: Library, path: Path = HELD_OUT_URGENCY) -> list[tuple[str, str | None]]:
    """Give for each question of a file its urgency, and that of the first red flag, None where none is raised."""
    found = ((one.kind, search(library, one.query).red_flags) for one in read(path))
    return [(kind, flags[0].match.urgency.value if flags and flags[0].match.urgency else None) for kind, flags in found]


def report_urgency(path: Path) -> None:
    """Print how many red flags are raised, and how many in the urgency that the question was given."""
    found = urgencies(Library(), path)
    raised = sum(one is not None for _, one in found)
    right = sum(kind == one for kind, one in found)
    sys.stdout.write(f"red flags raised: {raised} of {len(found)}, with the urgency given: {right}\n")


def report_no_page(path: Path) -> None:
    """Print how many questions that no page is about are answered with confidence."""
    library, asked = Library(), out_of_scope(path)
    sure = [query for query in asked if confident(library, query)]
    sys.stdout.write(f"without a page, answered with confidence: {len(sure)} of {len(asked)}\n")


def out_of_scope(path: Path = OUT_OF_SCOPE) -> list[str]:
    """Give queries about something else."""
    return path.read_text(encoding="utf-8").splitlines()[1:]


def confident(library: Library, query: str) -> bool:
    """Tell whether a query is answered without being called a weak match or what no page is about."""
    answer = search(library, query)
    return bool(answer.results) and not answer.weak and not answer.not_covered


if __name__ == "__main__":
    main(sys.argv[1:])
