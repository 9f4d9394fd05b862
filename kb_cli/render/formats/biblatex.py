"""BibLaTeX, read by biber, in UTF-8; text between records is a comment, so the notice stands there."""

from kb_cli.answers.bibliography import BibliographyAnswer
from kb_cli.citations import latex
from kb_cli.records.model import Reference
from kb_cli.records.notice import Notice

CARRIES_NOTICE = True

_KINDS = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article", "book": "book",
    "chapter": "incollection", "paper-conference": "inproceedings", "report": "report", "thesis": "thesis",
    "webpage": "online", "post": "online", "post-weblog": "online", "dataset": "dataset", "software": "software",
}  # fmt: skip
_CONTAINERS = {"article": "journaltitle", "incollection": "booktitle", "inproceedings": "booktitle"}
_PUBLISHERS = {"report": "institution", "thesis": "institution", "online": "organization"}


def with_notice(body: str, notice: Notice) -> str:
    """Give the file with the notice after the last record."""
    return f"{body}\n% {notice.title}. {notice.text}\n"


def bibliography(answer: BibliographyAnswer) -> str:
    """Give one record a work."""
    return "\n".join(_record(entry.work) for entry in answer.entries)


def _record(work: Reference) -> str:
    kind = _KINDS.get(work.type, "misc")
    numbered = "number" if kind in ("article", "inproceedings", "report", "book", "incollection") else "note"
    # A website is named for the body that runs it; the series of a report says of what kind it is.
    container = _CONTAINERS.get(kind, "organization" if kind == "online" and not work.publisher else "series")
    container = "type" if kind == "report" else container
    # A report that names no publisher is its author's own.
    publisher = work.publisher or (work.author[0].literal if kind == "report" and work.author else None)
    fields = {
        "author": latex.names(work),
        "title": latex.title(work.title, work.protected),
        "shorttitle": latex.title(work.title_short or "", work.protected),
        "type": {"report": "report", "thesis": "phdthesis"}.get(kind, ""),
        _PUBLISHERS.get(kind, "publisher"): latex.text(publisher or ""),
        **({container: latex.text(work.container_title)} if work.container_title else {}),
        "date": str(work.issued or ""),
        "volume": latex.text(work.volume or ""),
        numbered: latex.text(work.issue or ""),
        "pages": latex.pages(work.page),
        "doi": latex.address(work.doi),
        "eprint": latex.address(work.pmid),
        "eprinttype": "pubmed" if work.pmid else "",
        "url": latex.address(work.url),
        "urldate": work.accessed.isoformat() if work.accessed else "",
        "keywords": latex.text(work.study or ""),
    }
    return latex.entry(kind, work.key, fields)
