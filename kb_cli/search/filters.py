"""Which passages a search may look at: the region and the section that are wanted, what is excluded and required."""

from collections.abc import Iterable
from typing import NamedTuple

from kb_cli.search.passages import SECTION_MASK, SECTION_NAMES, Passages, page_of, section_of
from kb_cli.search.query import Query


class Filter(NamedTuple):
    """Which passages may match: of a region, of a section."""

    region: str | None = None
    section: str | None = None


class Narrowing:
    """Which passages may count: of the region and the section that are wanted, without what is excluded."""

    def __init__(self, query: Query, passages: Passages, wanted: Filter) -> None:
        self._section = SECTION_NAMES.index(wanted.section) if wanted.section else None
        self._left_out = set(passages.with_any(query.excluded)) if query.excluded else set()
        # A page that is about what is excluded goes; one that mentions it elsewhere loses only those passages.
        self._gone = {page_of(one) for one in self._left_out if section_of(one) in ("name", "gist")}
        self._pages: set[int] | None = None
        for phrase in query.required:
            self._keep(map(page_of, passages.with_any([phrase])))
        if wanted.region:
            rows = passages.database.execute("SELECT id FROM pages WHERE region = ?", (wanted.region,))
            self._keep(page for (page,) in rows)
        self._open = not (wanted.section or self._left_out or self._pages is not None)

    def _keep(self, pages: Iterable[int]) -> None:
        self._pages = set(pages) if self._pages is None else self._pages.intersection(pages)

    @property
    def by_section(self) -> bool:
        """Whether only one section may be shown, so that a page may have been found by its name alone."""
        return self._section is not None

    def of(self, found: list[int]) -> list[int]:
        """Give those of the passages that may count; names count wherever one looks."""
        if self._open:
            return found
        return [
            one for one in found if self.allows(one) or (one & SECTION_MASK == 0 and self.allows_page(page_of(one)))
        ]

    def allows(self, passage: int) -> bool:
        """Tell whether a passage may be shown."""
        here = self._section is None or passage & SECTION_MASK == self._section
        return here and passage not in self._left_out and self.allows_page(page_of(passage))

    def excludes(self, passage: int) -> bool:
        """Tell whether a passage, wherever it stands, has what is excluded or is on a page that may not be shown."""
        return passage in self._left_out or not self.allows_page(page_of(passage))

    def allows_page(self, page: int) -> bool:
        """Tell whether anything of a page may be shown."""
        return page not in self._gone and (self._pages is None or page in self._pages)
