"""Text of records as HTML: paragraphs, citations that lead to the list of works and back, and the words of facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from kb_cli.citations import label
from kb_cli.citations.marked import Piece, linked, pieces
from kb_cli.citations.styles import vancouver
from kb_cli.records import markup
from kb_cli.records.vocabularies import Urgency

if TYPE_CHECKING:
    from kb_cli.answers.in_text import InText
    from kb_cli.answers.results import Match
    from kb_cli.records.model import RedFlag, Reference

# So many numbers stand on one line.
_WHOLE = 4


class Listed(NamedTuple):
    """A work in the list: its number, if works have some, its entry, and the places of the text that cite it."""

    work: Reference
    number: int | None
    entry: Markup
    places: list[str]


class Prose:
    """Turns marked text into HTML, and remembers where each work was cited, so that the list can lead back.

    ``numbers`` has the works that the document lists, by None where they are cited by author and year in any case; what
    it does not list is cited so too, and linked to its address.
    """

    def __init__(
        self,
        references: Mapping[str, Reference],
        numbers: Mapping[str, int | None],
        names: Mapping[str, str],
        author_year: bool = False,
    ) -> None:
        self.references = references
        self.numbers = numbers or markup.numbered(references)
        self.names = names
        self.author_year = author_year
        self._places: dict[str, list[str]] = {}

    def paragraphs(self, text: str) -> Markup:
        """Give the text as paragraphs."""
        return Markup("\n").join(Markup("<p>{}</p>").format(self.line(part)) for part in markup.paragraphs(text))

    def line(self, text: str) -> Markup:
        """Give one paragraph without its element, for a list or a table."""
        return Markup("").join(map(self._span, markup.spans(markup.one_line(text))))

    def works(self) -> list[Listed]:
        """Give the works as they are listed: by number, or by author and year."""
        listed = [
            Listed(work, None if self.author_year else self.numbers[key], printed(work), self._places.get(key, []))
            for key, work in self.references.items()
        ]
        return sorted(listed, key=lambda one: (one.number or 0, label(one.work).casefold()))

    def _span(self, span: markup.Span) -> Markup:
        if isinstance(span, markup.Words):
            return escape(span.text)
        if isinstance(span, markup.Link):
            return Markup("<i>{}</i>").format(markup.linked_name(span, self.names))
        numbered = not self.author_year and all(map(self.numbers.get, span.keys))
        opening, between, closing = ("[", ", ", "]") if numbered else ("(", "; ", ")")
        cited = Markup(between).join(self._citation(key, numbered) for key in span.keys)
        whole = " nobreak" if numbered and len(span.keys) <= _WHOLE else ""
        return Markup('<span class="cite{}">{}{}{}</span>').format(whole, opening, cited, closing)

    def _citation(self, key: str, numbered: bool) -> Markup:
        named, address = label(self.references[key]), self.references[key].address
        if key not in self.numbers:
            return Markup('<a href="{}">{}</a>').format(address, named) if address else escape(named)
        places = self._places.setdefault(key, [])
        places.append(f"cited-{key}-{len(places) + 1}")
        opened = Markup('<a id="{}" href="#work-{}" role="doc-biblioref"').format(places[-1], key)
        if numbered:
            return opened + Markup(' title="{}">{}</a>').format(named, self.numbers[key])
        return opened + Markup(">{}</a>").format(named)


def printed(work: Reference, text: str = "") -> Markup:
    """Give a work as a list prints it, in Vancouver style or as given, with its italics, and linked to its address."""
    parts = linked(text or vancouver.entry(work), work)
    shown = Markup("").join(map(_piece, parts))
    if work.address and not any(piece.address for piece in parts):
        shown += Markup(' <a href="{}">{}</a>').format(work.address, work.address)
    return shown


def cited(one: InText) -> Markup:
    """Give a citation with its italics, above the line where its style has it there."""
    shown = Markup("").join(_piece(Piece(text, italic)) for text, italic in pieces(one.text))
    return Markup("<sup>{}</sup>").format(shown) if one.raised else shown


def _piece(piece: Piece) -> Markup:
    text = Markup("<i>{}</i>").format(piece.text) if piece.italic else escape(piece.text)
    return Markup('<a href="{}">{}</a>').format(piece.address, text) if piece.address else text


def marked(match: Match) -> Markup:
    """Give a sentence that a search found, with the words found marked."""
    whole, position = Markup(), 0
    for start, end in match.marks:
        whole += match.text[position:start] + Markup("<mark>{}</mark>").format(match.text[start:end])
        position = end
    return whole + match.text[position:]


def by_urgency(flags: Iterable[RedFlag]) -> dict[Urgency, list[RedFlag]]:
    """Give the signs of each urgency that there is, most urgent first."""
    told = list(flags)
    found = {urgency: [flag for flag in told if flag.urgency is urgency] for urgency in Urgency}
    return {urgency: here for urgency, here in found.items() if here}


def in_short(flag: RedFlag) -> str:
    """Give a sign in a few words."""
    return flag.short or markup.uncited(flag.text).rstrip(".")


def dots(first: int, last: int, across: int) -> str:
    """Give the path that draws, of 100 people in rows, those from ``first`` until before ``last``."""
    rows = [
        (place, max(first - start, 0), min(last - start, across)) for place, start in enumerate(range(0, 100, across))
    ]
    # A stroke of points: round ends on dashes without a length, ten apart.
    drawn = [f"M{5 + 10 * start} {5 + 10 * row}h{10 * (end - start) - 9}" for row, start, end in rows if start < end]
    return "".join(drawn)
