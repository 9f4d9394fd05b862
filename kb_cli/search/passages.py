"""The number of a passage, which says its page and its section, and which passages have a phrase.

Ranking looks at thousands of passages; told by their numbers alone, none of them has to be read for it.
"""

import sqlite3
from collections.abc import Iterable
from itertools import chain

from kb_cli.records.sections import ANSWERS, SECTIONS

# Every part of a record that can match, in the order of their numbers: a name's is 0.
SECTION_NAMES = (
    *("name", "question", "gist", "at_a_glance", *ANSWERS, "summary", "red_flags"),
    *(*SECTIONS, "finding", "passage", "references"),
)
# What a page is called by: a question that a topic answers is as good as a name.
NAMES = ("name", "question")

_SECTION_BITS = len(SECTION_NAMES).bit_length()
# A record of a megabyte cannot have more passages than fit in here.
_PLACE_BITS = 20
PAGE_SHIFT = _SECTION_BITS + _PLACE_BITS
SECTION_MASK = (1 << _SECTION_BITS) - 1


def number(page: int, place: int, section: str) -> int:
    """Give the number of the passage at a place (0, 1, ...) of a page."""
    return page << PAGE_SHIFT | place << _SECTION_BITS | SECTION_NAMES.index(section)


def page_of(passage: int) -> int:
    """Give the page that a passage is on."""
    return passage >> PAGE_SHIFT


def section_of(passage: int) -> str:
    """Give the section that a passage stands in."""
    return SECTION_NAMES[passage & SECTION_MASK]


class Passages:
    """The passages of an index: found by FTS5, or by a scan where this Python's SQLite lacks it."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self._full_text = bool(database.execute("SELECT value FROM meta WHERE key = 'full_text'").fetchone())

    def on(self, page: int) -> list[int]:
        """Give the passages of a page, in their order."""
        rows = self.database.execute(
            "SELECT id FROM passages WHERE id BETWEEN ? AND ? ORDER BY id",
            (page << PAGE_SHIFT, (page + 1 << PAGE_SHIFT) - 1),
        )
        return [passage for (passage,) in rows]

    def with_any(self, phrases: Iterable[str], among: Iterable[str] = (), page: int | None = None) -> list[int]:
        """Give the passages with one of the phrases, tokens joined by spaces, in the order of pages and places.

        They have one of ``among`` too, if any are given, and are on this page, if one is.
        """
        wanted = [group for group in (list(phrases), list(among)) if group]
        if self._full_text:
            match = " AND ".join(f"({' OR '.join(map(_quoted, group))})" for group in wanted)
            found, values = "SELECT rowid FROM passage_words WHERE passage_words MATCH ?", [match]
            number = "rowid"
        else:
            tests = " AND ".join(f"({' OR '.join(['tokens LIKE ?'] * len(group))})" for group in wanted)
            found, values = (
                f"SELECT id FROM passages WHERE {tests}",
                [f"% {one} %" for group in wanted for one in group],
            )
            number = "id"
        if page is not None:
            found += f" AND {number} BETWEEN {page << PAGE_SHIFT} AND {(page + 1 << PAGE_SHIFT) - 1}"
        return list(chain.from_iterable(self.database.execute(f"{found} ORDER BY {number}", values)))


def _quoted(phrase: str) -> str:
    return f'"{phrase}"'
