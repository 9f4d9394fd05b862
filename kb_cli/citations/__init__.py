"""How a work is named in running text: the author-year label, as in "Crossley et al. 2016a" or "NHS Tayside, hip"."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb_cli.records.model import Reference


@cache
def label(reference: "Reference") -> str:
    """Give authors and year in short; the letter that tells works of one year apart is that of the citation key.

    A work without a year that has a short title goes by this: it tells the pages of one body apart.
    """
    if reference.title_short and not reference.issued:
        return f"{_authors(reference)}, {reference.title_short}"
    return f"{_authors(reference)} {_year(reference)}"


def _authors(reference: "Reference") -> str:
    names = [author.surname for author in reference.author]
    if len(names) > 2 or (names and reference.more_authors):
        return f"{names[0]} et al."
    return " and ".join(names) or reference.title


def _year(reference: "Reference") -> str:
    letter = re.search(r"\d{4}([a-z]?)$", reference.key)
    return f"{reference.issued or 'n.d.'}{letter[1] if letter and reference.issued else ''}"
