"""Entries of a bibliography as text in which italics are marked, and their parts joined as CSL joins them.

The marks are two control characters, which no record can contain. So an entry stays one plain string that is cheap to
build, and each format turns the marks into its own: ``plain`` drops them, ``pieces`` gives the runs between them.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kb_cli.records.model import Reference

OPEN = "\x02"
CLOSE = "\x03"
_MARKS = OPEN + CLOSE
_RAISED = str.maketrans("0123456789–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_SWAPPED = {ord(OPEN): CLOSE, ord(CLOSE): OPEN}


def italic(text: str) -> str:
    """Give the text in italics, with what is in italics already upright; nothing stays nothing."""
    return f"{OPEN}{text.translate(_SWAPPED)}{CLOSE}" if text else ""


def plain(entry: str) -> str:
    """Give the characters of the entry alone."""
    return entry.replace(OPEN, "").replace(CLOSE, "")


def raised(entry: str) -> str:
    """Give numbers and what stands between them above the line, as plain text can: "¹⁻³,⁵"."""
    return entry.translate(_RAISED)


def pieces(entry: str) -> Iterator[tuple[str, bool]]:
    """Give the runs of the entry in order, each with whether it is in italics."""
    for number, part in enumerate(entry.replace(CLOSE, OPEN).split(OPEN)):
        if part:
            yield part, bool(number % 2)


class Piece(NamedTuple):
    """A run of an entry: its characters, whether they are in italics, and the address that they name if they do."""

    text: str
    italic: bool
    address: str = ""


def linked(entry: str, work: Reference) -> list[Piece]:
    """Give the runs of the entry, with what names the work's address in it (a DOI, a URL, a PMID) linked to it."""
    address, doi = work.address, work.doi and f"doi:{work.doi}"
    names = (address, doi, work.doi, work.url, work.pmid and f"PMID: {work.pmid}", work.pmcid)
    name = next((name for name in names if name and name in entry), None)
    if not name or not address:
        return [Piece(text, italic) for text, italic in pieces(entry)]
    before, _, after = entry.rpartition(name)
    return [
        *(Piece(text, italic) for text, italic in pieces(before)),
        Piece(name, italic=False, address=address),
        *(Piece(text, italic) for text, italic in pieces(after)),
    ]


def joined(parts: Iterable[str | None], delimiter: str, *, full_stop_inside: bool = False) -> str:
    """Give the parts that there are with the delimiter between them, without doubling punctuation where they meet.

    ``full_stop_inside`` puts a full stop or comma before a closing quotation mark, the American way.
    """
    whole = ""
    for part in parts:
        if part:
            whole = f"{meeting(whole, delimiter, full_stop_inside)}{part}" if whole else part
    return whole


def closed(text: str, *, full_stop_inside: bool = False) -> str:
    """Give the text with a full stop at its end, unless it ends with a mark that closes it; nothing stays nothing."""
    return meeting(text, ".", full_stop_inside) if text else ""


def meeting(text: str, following: str, full_stop_inside: bool = False) -> str:
    """Give the text with punctuation after it, merged as CSL does it: "?." is "?" and ".." is "."."""
    mark = following[0]
    visible = text.rstrip(_MARKS)
    last = visible[-1:]
    if (mark == last and mark in ".,:;!?") or (mark == "." and last in ":;!?") or (mark == ":" and last in "!?"):
        return text + following[1:]
    if full_stop_inside and mark in ".," and last in ("”", "’") and _closes_quotation(visible):
        inside = visible[:-1]
        merged = inside if inside[-1:] in ".,!?;:" else inside + mark
        return f"{merged}{last}{text[len(visible) :]}{following[1:]}"
    return text + following


def _closes_quotation(text: str) -> bool:
    return text[-1] == "”" or text.count("‘") >= text.count("’") > 0
