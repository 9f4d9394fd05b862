"""Vancouver style as the US National Library of Medicine gives it (Citing Medicine, 2nd edition)."""

from kb_cli.citations import dates, page_range, people
from kb_cli.citations.marked import closed, joined, plain
from kb_cli.citations.titles import typeset
from kb_cli.records.model import Reference

TITLE = "Vancouver (NLM)"
NUMBERED = True

_SERIAL = ("article-journal", "article-magazine", "periodical", "post-weblog", "review", "review-book")
_DATED_AS_SERIAL = (*_SERIAL, "article-newspaper")
_WITHOUT_PAGES_OF_A_BOOK = ("article-journal", "article-magazine", "article-newspaper", "review", "review-book", "book")
_PART_OF_A_BOOK = ("chapter", "paper-conference", "entry-dictionary", "entry-encyclopedia")


def entry(work: Reference) -> str:
    """Give the work as one line with italics marked, which only titles can have, and without its number."""
    body = (
        people.compact_list(work, shown=6),
        _title(work),
        _container(work),
        _imprint(work),
        _pages_of_a_book(work),
        typeset(work.title) if work.type == "webpage" and work.container_title else "",
    )
    closed_body = closed(joined(body, ". ", full_stop_inside=True), full_stop_inside=True)
    return joined((closed_body, _availability(work), _identifiers(work)), " ")


def line(work: Reference) -> str:
    """Give the entry as plain text."""
    return plain(entry(work))


def _title(work: Reference) -> str:
    if work.type == "webpage" and work.container_title:
        return joined((typeset(work.container_title), _internet(work)), " ")
    medium = "" if work.container_title or work.type in _PART_OF_A_BOOK else _internet(work)
    return joined((typeset(work.title), medium), " ")


def _internet(work: Reference) -> str:
    return "[Internet]" if work.url else ""


def _container(work: Reference) -> str:
    if work.type == "webpage":
        return ""
    if not work.container_title:
        return _labelled_volume(work)
    name = typeset(work.container_title)
    if work.type in ("article-journal", "review", "review-book"):
        name = name.replace(".", "")
    name = joined((name, "" if _has_identifier(work) else _internet(work)), " ")
    return f"In: {name}" if work.type in _PART_OF_A_BOOK else name


def _labelled_volume(work: Reference) -> str:
    volume = work.volume or ""
    label = "Vol. " if volume.isdigit() else ""
    return f"In: {label}{volume}" if volume and work.type in _PART_OF_A_BOOK else f"{label}{volume}"


def _imprint(work: Reference) -> str:
    publisher = "" if work.type in _DATED_AS_SERIAL else typeset(work.publisher or "")
    return joined((publisher, joined((_date(work), _numbers(work)), ";")), "; ")


def _date(work: Reference) -> str:
    cited = f"[cited {dates.year_month_day(work.accessed)}]" if work.url and work.accessed else ""
    year = str(work.issued or "")
    if work.type == "article-newspaper":
        return joined((joined((year, cited), " "), page_range.shortened(work.page or "")), ":")
    return joined((year, "" if _has_identifier(work) else cited), " ")


def _numbers(work: Reference) -> str:
    if work.type not in _SERIAL:
        return ""
    issue = f"({page_range.typed(work.issue)})" if work.issue else ""
    return joined(((work.volume or "") + issue, page_range.shortened(work.page or "")), ":")


def _pages_of_a_book(work: Reference) -> str:
    if not work.page or work.type in _WITHOUT_PAGES_OF_A_BOOK:
        return ""
    return f"p. {page_range.shortened(work.page)}"


def _availability(work: Reference) -> str:
    address = f"Available from: {work.url}" if work.url and not _has_identifier(work) else ""
    return joined((address, f"doi:{work.doi}" if work.doi else ""), " ")


def _identifiers(work: Reference) -> str:
    pmid = f"PubMed PMID: {work.pmid}" if work.pmid else ""
    pmcid = f"PubMed Central PMCID: {work.pmcid}" if work.pmcid else ""
    return closed(joined((pmid, pmcid), "; "))


def _has_identifier(work: Reference) -> bool:
    return work.type == "article-journal" and bool(work.doi or work.pmid or work.pmcid)
