"""APA style, 7th edition."""

from kb_cli.citations import collation, dates, page_range, people
from kb_cli.citations.capitals import headline, subtitled
from kb_cli.citations.distinct import ALONE, Apart, Named, Rule
from kb_cli.citations.marked import closed, italic, joined, plain
from kb_cli.citations.titles import DOUBLE_FIRST, typeset
from kb_cli.records.model import Reference

TITLE = "APA, 7th edition"
NUMBERED = False
FULL_STOP_INSIDE = True

_SERIAL = (
    "article-journal", "article-magazine", "article-newspaper", "periodical", "post-weblog", "review", "review-book",
    "interview", "paper-conference",
)  # fmt: skip
_DESCRIBED = {
    "broadcast": "Broadcast", "dataset": "Data set", "figure": "Figure", "graphic": "Graphic", "map": "Map",
    "motion_picture": "Film", "post": "Online post", "software": "Computer software", "song": "Song",
}  # fmt: skip


def entry(work: Reference, apart: Apart = ALONE) -> str:
    """Give the work as one line with italics marked; ``apart`` tells works of the same authors and year apart."""
    authors = _authors(work)
    named = authors or _publisher_as_author(work)
    title = " ".join(part for part in (_title(work), _identifier(work)) if part)
    described = joined((title if named else "", _description(work)), " ")
    published = "" if named and not authors else _publisher(work)
    body = (named or title, f"({year(work, apart.letter)})", described, *_source(work), published, _website(work))
    closed_body = closed(joined(body, ". ", full_stop_inside=True), full_stop_inside=True)
    return joined((closed_body, _address(work)), " ")


def sort_key(work: Reference) -> tuple[str, ...]:
    """Give what sorts the work in a bibliography: authors, undated before dated, year, title."""
    names = [people.inverted(author, " ") for author in work.author]
    authors = " ".join(names[: 19 if len(names) > 20 else None]) or _publisher_as_author(work) or plain(_title(work))
    year = str(work.issued or "")
    return collation.key(authors), year and "dated", year, collation.key(work.title)


def cited_sort_key(work: Reference) -> tuple[str, ...]:
    """Give what sorts the work among those that are cited together."""
    names = [people.inverted(author, " ") for author in work.author]
    shown = names[: None if len(names) + work.more_authors <= IN_TEXT.named_in_full else 1]
    year = str(work.issued or "")
    return collation.key(" ".join(shown) or _publisher_as_author(work) or work.title), year and "dated", year


def listed(named: Named) -> str:
    """Give the authors as the running text lists them: "Aderem & Louw", "Crossley, Stefanik, et al."."""
    names = named.names
    if named.more:
        return people.et_al(names)
    comma = "," if len(names) > 2 else ""
    return f"{', '.join(names[:-1])}{comma} & {names[-1]}" if len(names) > 1 else "".join(names)


def year(work: Reference, letter: str) -> str:
    """Give the year and the letter that tells works of one year apart: "2016a", "n.d.-a"."""
    return f"{work.issued}{letter}" if work.issued else f"n.d.{'-' if letter else ''}{letter}"


def _instead_of_authors(work: Reference) -> str:
    """Give what the running text calls a work without authors: its publisher, or its short title as a headline."""
    if name := _publisher_as_author(work):
        return name
    title = typeset(work.title_short or work.title)
    if work.type in ("bill", "legislation", "regulation", "report", "treaty"):
        return headline(title)
    if work.type in ("legal_case", "post"):
        return italic(title)
    if work.container_title and work.type not in ("hearing", "webpage"):
        return f"“{headline(typeset(work.title_short or work.title, quoted=True))}”" if title else ""
    return italic(headline(title))


IN_TEXT = Rule(named_in_full=2, first_authors=True, instead=_instead_of_authors, quotes=DOUBLE_FIRST)


def _authors(work: Reference) -> str:
    names = [name for author in work.author if (name := people.inverted(author, " "))]
    if work.more_authors:
        return people.et_al(names[:19])
    if len(names) > 20:
        return f"{', '.join(names[:19])}, … {names[-1]}"
    return f"{', '.join(names[:-1])}, & {names[-1]}" if len(names) > 1 else "".join(names)


def _publisher_as_author(work: Reference) -> str:
    return typeset(work.publisher or "") if work.type in ("software", "webpage") else ""


def _title(work: Reference) -> str:
    title = typeset(subtitled(work.title))
    on_its_own = work.type in ("post", "webpage") or not work.container_title
    return italic(title) if on_its_own else title


def _identifier(work: Reference) -> str:
    """Give the numbers of a work that stands alone, in brackets after its title."""
    alone = not work.container_title and work.type not in (*_SERIAL, "webpage", "post")
    return _numbers_of_a_book(work) if alone else ""


def _numbers_of_a_book(work: Reference) -> str:
    volume = f"Vol. {work.volume}" if (work.volume or "").isdigit() else ""
    issue = f"Issue {page_range.typed(work.issue)}" if work.issue else ""
    numbers = joined((volume, issue, page_range.labelled(work.page)), ", ")
    return f"({numbers})" if numbers else ""


def _description(work: Reference) -> str:
    name = typeset(work.publisher or "") if _is_published_thesis(work) else _DESCRIBED.get(work.type, "")
    return f"[{name}]" if name else ""


def _source(work: Reference) -> tuple[str, ...]:
    container = typeset(work.container_title or "")
    if work.type in ("post", "webpage"):
        return ()
    if work.type in _SERIAL:
        numbers = italic(work.volume or "") + (f"({page_range.typed(work.issue)})" if work.issue else "")
        return (joined((italic(headline(container)), numbers, page_range.expanded(work.page or "")), ", "),)
    if not container:
        return ()
    book = italic(typeset(subtitled(work.container_title or "")))
    return (joined((f"In {book}", _numbers_of_a_book(work)), " "),)


def _publisher(work: Reference) -> str:
    if (work.type in _SERIAL and work.type != "interview") or _is_published_thesis(work):
        return ""
    return typeset(work.publisher or "")


def _is_published_thesis(work: Reference) -> bool:
    return work.type == "thesis" and bool(work.doi or work.url)


def _website(work: Reference) -> str:
    return headline(typeset(work.container_title or "")) if work.type in ("post", "webpage") else ""


def _address(work: Reference) -> str:
    if work.doi:
        return f"https://doi.org/{work.doi}"
    if not work.url or work.issued:
        return work.url or ""
    day = f"{dates.month_day_year(work.accessed)}, from " if work.accessed else ""
    return f"Retrieved {day}{work.url}"
