"""Harvard style as Cite Them Right has it (12th edition)."""

from kb_cli.citations import collation, dates, distinct, page_range, people
from kb_cli.citations.capitals import headline
from kb_cli.citations.distinct import ALONE, Apart, Named, Rule
from kb_cli.citations.marked import closed, italic, joined, plain
from kb_cli.citations.titles import SINGLE_FIRST, typeset
from kb_cli.records.model import Author, Reference

TITLE = "Harvard (Cite Them Right)"
NUMBERED = False
FULL_STOP_INSIDE = False
# More authors than these are the first and "et al.".
NAMED_IN_FULL = 3

_ARTICLE = ("article-newspaper", "article-magazine", "article-journal")
_ITALIC_TITLE = (
    "bill", "book", "legal_case", "legislation", "motion_picture", "report", "song", "thesis", "webpage", "graphic",
)  # fmt: skip
_PAGED = (
    "chapter", "paper-conference", "article-journal", "article", "article-magazine", "article-newspaper", "book",
    "review", "review-book", "report",
)  # fmt: skip


def entry(work: Reference, apart: Apart = ALONE) -> str:
    """Give the work as one line with italics marked; ``apart`` tells works of the same authors and year apart."""
    authors = _authors(work, apart)
    named = authors or _instead_of_authors(work)
    title = _title(work) if authors or work.type in _ARTICLE else ""
    container = _container(work) if authors or work.type not in _ARTICLE else ""
    date = f"({year(work, apart.letter)})"
    head = " ".join(part for part in (named, date, joined((title, container), ", ")) if part)
    head = head if named else head.replace("(no date", "(No date", 1)
    body = joined((head, _publisher(work)), ". ")
    source = joined((body, _numbers(work), _pages(work)), ", ")
    return closed(joined((source, _access(work)), ". "))


def sort_key(work: Reference) -> tuple[str, ...]:
    """Give what sorts the work in a bibliography: authors by family name, year (undated last), title."""
    names = [people.family_first(author, "") for author in work.author]
    authors = " ".join(names[: 1 if len(names) > 3 else None]) or plain(_instead_of_authors(work))
    return collation.key(authors), str(work.issued or "undated"), collation.key(work.title)


def cited_sort_key(work: Reference) -> tuple[str, ...]:
    """Give what sorts the work among those that are cited together: its year, undated last."""
    return (str(work.issued or "undated"),)


def listed(named: Named) -> str:
    """Give the authors as the running text lists them: "Aderem and Louw", "Crossley, Stefanik, et al."."""
    names = named.names
    if named.more:
        return people.et_al(names, italic("et al."))
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def year(work: Reference, letter: str) -> str:
    """Give the year and the letter that tells works of one year apart: "2016a", "no date a"."""
    return f"{work.issued}{letter}" if work.issued else f"no date{' ' if letter else ''}{letter}"


def _authors(work: Reference, apart: Apart) -> str:
    levels = (*apart.given, *(0 for _ in work.author))
    names = [name for author, level in zip(work.author, levels, strict=False) if (name := _name(author, level))]
    if len(names) + work.more_authors > max(apart.names, NAMED_IN_FULL):
        return people.et_al(names[: apart.names], italic("et al."))
    if work.more_authors:
        return people.et_al(names, italic("et al."))
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def _name(author: Author, level: int) -> str:
    if level == distinct.GIVEN_NAMES and author.given:
        return typeset(", ".join(filter(None, (author.surname, author.given, author.suffix))), SINGLE_FIRST)
    return people.inverted(author, "", SINGLE_FIRST)


def _instead_of_authors(work: Reference) -> str:
    if work.type in _ARTICLE:
        return italic(headline(typeset(work.container_title or "", SINGLE_FIRST)))
    return _title(work)


IN_TEXT = Rule(named_in_full=NAMED_IN_FULL, first_authors=False, instead=_instead_of_authors, quotes=SINGLE_FIRST)


def _title(work: Reference) -> str:
    if work.type in _ITALIC_TITLE:
        return italic(typeset(work.title, SINGLE_FIRST))
    return f"‘{typeset(work.title, SINGLE_FIRST, quoted=True)}’" if work.title else ""


def _container(work: Reference) -> str:
    name = italic(typeset(work.container_title or "", SINGLE_FIRST))
    unpaged = work.type in ("article", "article-journal") and not work.page and not work.volume
    return f"{name} [Preprint]" if name and unpaged else name


def _publisher(work: Reference) -> str:
    return "" if work.type in _ARTICLE else typeset(work.publisher or "", SINGLE_FIRST)


def _numbers(work: Reference) -> str:
    if work.type != "article-journal":
        return ""
    return (work.volume or "") + (f"({page_range.typed(work.issue)})" if work.issue else "")


def _pages(work: Reference) -> str:
    return page_range.labelled(work.page, whole=False) if work.type in _PAGED else ""


def _access(work: Reference) -> str:
    if work.doi:
        return f"Available at: https://doi.org/{work.doi}"
    accessed = f" (Accessed: {dates.day_month_year(work.accessed)})" if work.accessed else ""
    return f"Available at: {work.url}{accessed}" if work.url else ""
