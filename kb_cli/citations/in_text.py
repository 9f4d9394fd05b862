"""Works cited in the running text: "(Rathleff et al., 2014; Neal et al., 2019)", "(1,3-5)"."""

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from types import ModuleType

from kb_cli.citations import distinct
from kb_cli.citations.marked import joined
from kb_cli.records.model import Reference

# From so many numbers in a row on, the first and the last stand for all.
_A_ROW = 3


def by_number(works: Mapping[int, Reference], keys: Collection[str]) -> str:
    """Give the numbers of the works that are cited: "1,3–5"; ``works`` is the bibliography by number, in order."""
    numbers = [number for number, work in works.items() if work.key in keys]
    rows = (list(row) for _, row in groupby(enumerate(numbers), key=lambda at: at[1] - at[0]))
    return ",".join(_row([number for _, number in row]) for row in rows)


def _row(numbers: Sequence[int]) -> str:
    return f"{numbers[0]}–{numbers[-1]}" if len(numbers) >= _A_ROW else ",".join(map(str, numbers))


def by_author(works: Sequence[Reference], keys: Sequence[str], style: ModuleType) -> str:
    """Give authors and years of the works that are cited, in brackets; ``works`` is the whole bibliography in order."""
    apart = distinct.apart(works, style.IN_TEXT)
    by_key = {work.key: work for work in works}
    cited = sorted((by_key[key] for key in dict.fromkeys(keys)), key=style.cited_sort_key)
    cites = [(distinct.named(work, apart[work.key], style.IN_TEXT), work) for work in cited]
    # Works of the same authors that follow on each other are told by their years; those without authors never are.
    groups = groupby(cites, key=lambda cite: (cite[0], "" if cite[0].names else cite[1].key))
    return f"({'; '.join(_cite(list(group), apart, style) for _, group in groups)})"


def _cite(
    cites: Sequence[tuple[distinct.Named, Reference]], apart: Mapping[str, distinct.Apart], style: ModuleType
) -> str:
    named, _ = cites[0]
    years = ", ".join(style.year(work, apart[work.key].letter) for _, work in cites)
    return joined((named.instead or style.listed(named), years), ", ", full_stop_inside=style.FULL_STOP_INSIDE)
