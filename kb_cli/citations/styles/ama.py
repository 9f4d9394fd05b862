"""AMA Manual of Style, 11th edition."""

from kb_cli.citations import dates, page_range, people
from kb_cli.citations.capitals import headline
from kb_cli.citations.marked import closed, italic, joined
from kb_cli.citations.titles import typeset
from kb_cli.records.model import Reference

TITLE = "AMA, 11th edition"
NUMBERED = True
# Numbers stand raised in the running text.
RAISED = True

_ON_ITS_OWN = ("bill", "book", "graphic", "legislation", "motion_picture", "report", "song")
_ITALIC_TITLE = (*_ON_ITS_OWN, "legal_case", "thesis")
_PART_OF_A_BOOK = ("chapter", "paper-conference", "entry-dictionary", "entry-encyclopedia")
_ON_THE_WEB = ("post", "post-weblog", "webpage")


def entry(work: Reference) -> str:
    """Give the work as one line with italics marked, without its number."""
    title = _title(work)
    authors = people.compact_list(work, shown=3)
    body = (authors or title, title if authors else "", *_source(work))
    closed_body = closed(joined(body, ". ", full_stop_inside=True), full_stop_inside=True)
    return joined((closed_body, _access(work)), ". ")


def _title(work: Reference) -> str:
    title = typeset(work.title)
    return italic(headline(title)) if work.type in _ITALIC_TITLE else title


def _source(work: Reference) -> tuple[str, ...]:
    container = typeset(work.container_title or "")
    year = str(work.issued or "")
    published = joined((typeset(work.publisher or ""), year), "; ")
    pages = page_range.expanded(work.page or "", dash="-")
    if work.type in _ON_ITS_OWN:
        return (joined((joined((_labelled_volume(work), published), ". "), pages), ":"),)
    if work.type in _PART_OF_A_BOOK:
        book = joined((italic(headline(container)), _labelled_volume(work), published), ". ")
        return (joined((f"In: {book}" if book else "", pages), ":"),)
    if work.type in _ON_THE_WEB:
        return container, year
    if work.type == "thesis":
        return (published,)
    return italic(container.replace(".", "")), joined((_issue(work), pages), ":")


def _labelled_volume(work: Reference) -> str:
    volume = work.volume or ""
    return f"Vol {volume}" if volume.isdigit() else volume


def _issue(work: Reference) -> str:
    numbers = (work.volume or "") + (f"({work.issue})" if work.issue else "")
    year = str(work.issued or "")
    if not numbers and year and work.type != "article-newspaper":
        year = f"{'Preprint posted' if work.type == 'article' else 'Published'} online {year}"
    return joined((year, "" if work.type == "article-newspaper" else numbers), ";")


def _access(work: Reference) -> str:
    if work.doi:
        return f"doi:{work.doi}"
    accessed = f"Accessed {dates.month_day_year(work.accessed)}" if work.url and work.accessed else ""
    return joined((accessed, work.url), ". ")
