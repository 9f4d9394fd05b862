"""BibTeX for LaTeX, in UTF-8; text between records is a comment, so the notice stands there."""

from kb_cli.answers.bibliography import BibliographyAnswer
from kb_cli.citations import latex
from kb_cli.records.model import Reference
from kb_cli.records.notice import Notice

CARRIES_NOTICE = True
SUFFIX = ".bib"

_KINDS = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article", "book": "book",
    "chapter": "incollection", "paper-conference": "inproceedings", "report": "techreport", "thesis": "phdthesis",
}  # fmt: skip
_PUBLISHERS = {"techreport": "institution", "phdthesis": "school", "misc": "organization"}
_CONTAINERS = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle", "misc": "howpublished"}


def with_notice(body: str, notice: Notice) -> str:
    """Give the file with the notice after the last record."""
    return f"{body}\n% {notice.title}. {notice.text}\n"


def bibliography(answer: BibliographyAnswer) -> str:
    """Give one record a work."""
    return "\n".join(_record(entry.work) for entry in answer.entries)


def _record(work: Reference) -> str:
    kind = _KINDS.get(work.type, "misc")
    # A report that names no publisher is its author's own.
    publisher = work.publisher or (work.author[0].literal if kind == "techreport" and work.author else None)
    fields = {
        "author": latex.names(work),
        "title": latex.title(work.title, work.protected),
        "shorttitle": latex.title(work.title_short or "", work.protected),
        _CONTAINERS.get(kind, "series"): latex.text(work.container_title or ""),
        _PUBLISHERS.get(kind, "publisher"): latex.text(publisher or ""),
        "year": str(work.issued or ""),
        "volume": latex.text(work.volume or ""),
        "number": latex.text(work.issue or ""),
        "pages": latex.pages(work.page),
        "doi": latex.address(work.doi),
        "pmid": latex.address(work.pmid),
        "pmcid": latex.address(work.pmcid),
        "url": latex.address(work.url),
        "urldate": work.accessed.isoformat() if work.accessed else "",
        "note": f"Accessed {work.accessed.isoformat()}" if work.accessed else "",
        "keywords": latex.text(work.study or ""),
    }
    return latex.entry(kind, work.key, fields)
