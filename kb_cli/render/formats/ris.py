"""RIS, which EndNote, Zotero and Mendeley read. It has no comments: the notice goes to standard error."""

from kb_cli.answers.bibliography import BibliographyAnswer
from kb_cli.citations import page_range
from kb_cli.citations.people import NOT_ALL
from kb_cli.citations.titles import untagged
from kb_cli.records.model import Author, Reference
from kb_cli.records.notice import Notice
from kb_cli.sanitize import harmless_line

CARRIES_NOTICE = False
SUFFIX = ".ris"

_TYPES = {
    "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS", "book": "BOOK",
    "chapter": "CHAP", "paper-conference": "CPAPER", "report": "RPRT", "thesis": "THES", "webpage": "ELEC",
    "dataset": "DATA", "software": "COMP",
}  # fmt: skip


def with_notice(body: str, notice: Notice) -> str:  # noqa: ARG001
    """Give the body as it is."""
    return body


def bibliography(answer: BibliographyAnswer) -> str:
    """Give the works one after another; the format asks for CRLF at line ends."""
    return "\r\n".join(_record(entry.work) for entry in answer.entries)


def _record(work: Reference) -> str:
    first, last = page_range.ends(work.page or "")
    day = work.accessed
    tags = [
        ("TY", _TYPES.get(work.type, "GEN")),
        ("ID", work.key),
        *(("AU", _name(author)) for author in work.author),
        ("TI", untagged(work.title)),
        ("ST", work.title_short),
        ("T2", work.container_title),
        ("PB", work.publisher),
        ("PY", str(work.issued or "")),
        ("VL", work.volume),
        ("IS", work.issue),
        ("SP", first),
        ("EP", last),
        ("DO", work.doi),
        ("AN", work.pmid),
        ("C2", work.pmcid),
        ("UR", work.url),
        ("Y2", f"{day.year}/{day.month:02}/{day.day:02}" if day else ""),
        ("KW", work.study),
        ("N1", NOT_ALL if work.more_authors else None),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {harmless_line(value or '')}\r\n" for tag, value in tags if value or tag == "ER")


def _name(author: Author) -> str:
    """Give "van Middelkoop, Marienke" or "Hespanhol, L C, Jr"; a body's name stands as it is."""
    return author.literal or ", ".join(part for part in (author.surname, author.given, author.suffix) if part)
