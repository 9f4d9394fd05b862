"""RIS, as EndNote, Zotero, PubMed, publishers and kb write it."""

import re
from collections.abc import Iterator
from typing import Any

from kb_cli.citations.draft import Draft, Entry, Unread, is_body

TITLE = "RIS"
NEEDS = "rispy"

_START = re.compile(r"^[ \t]*TY {1,2}- ?", re.MULTILINE)
_LINE = re.compile(r"[ \t]*([A-Z][A-Z0-9])  ?-(?: (.*))?")

_TYPES = {
    "JOUR": "article-journal", "JFULL": "article-journal", "EJOUR": "article-journal", "INPR": "article-journal",
    "ABST": "article-journal", "MGZN": "article-magazine", "NEWS": "article-newspaper", "BOOK": "book", "EBOOK": "book",
    "EDBOOK": "book", "CHAP": "chapter", "ECHAP": "chapter", "CONF": "paper-conference", "CPAPER": "paper-conference",
    "RPRT": "report", "GOVDOC": "report", "STAND": "standard", "THES": "thesis", "ELEC": "webpage", "WEB": "webpage",
    "ICOMM": "webpage", "BLOG": "post-weblog", "DATA": "dataset", "COMP": "software", "UNPB": "manuscript",
    "PAMP": "pamphlet", "GEN": "document",
}  # fmt: skip
# The fields of a reference, each with the tags that may tell it, the best first.
_TEXTS = {
    "title-short": ("ST",),
    "container-title": ("T2", "JF", "BT", "JO", "JA", "J2", "T3"),
    "publisher": ("PB",),
    "volume": ("VL",),
    "issue": ("IS",),
}
# Initials after a family name, as PubMed has them, but without the comma that RIS wants.
_INITIALS_LAST = re.compile(r"(\S.*\S)\s+([A-Z]{1,3})")

Tags = dict[str, list[str]]


def recognises(text: str) -> bool:
    """Tell whether a work begins somewhere."""
    return bool(_START.search(text))


def read(text: str) -> Iterator[Entry | Unread]:
    """Give the works. Raises ImportError where rispy is missing."""
    import rispy

    # Tags are kept by their own names, each with all its values.
    own = {tag: tag for tag in rispy.parser.TAG_KEY_MAPPING} | {"UK": "UK"}
    reader = rispy.RisParser(mapping=own, list_tags=list(own), delimiter_tags_mapping={})
    for line, record in _records(text):
        for found in reader.parse(record):
            unknown: Tags = found.pop("UK", {})
            yield _work(line, found.pop("TY"), {**found, **unknown})


def _records(text: str) -> Iterator[tuple[int, str]]:
    """Give each record with its line and an end, which rispy cannot do without; wrapped lines are joined."""
    lines: list[str] = []
    begun = 0
    for number, line in enumerate(text.split("\n"), 1):
        found = _LINE.fullmatch(line)
        tag = found[1] if found else ""
        if tag == "TY":
            if lines:
                yield begun, _ended(lines)
            lines, begun = [], number
        if not lines and tag != "TY":
            continue
        if tag == "ER":
            yield begun, _ended(lines)
            lines = []
        elif found:
            lines.append(f"{tag}  - {(found[2] or '').strip()}")
        elif line.strip():
            lines.append(line)
    if lines:
        yield begun, _ended(lines)


def _ended(lines: list[str]) -> str:
    text = "".join(f"\n{line}" if _LINE.fullmatch(line) else f" {line.strip()}" for line in lines)
    return f"{text[1:]}\nER  - "


def _work(line: int, kind: str, tags: Tags) -> Entry:
    draft = Draft()

    def take(tag: str) -> list[str]:
        return [value for value in tags.pop(tag, []) if value.strip()]

    draft.fields["type"] = _type(draft, kind.strip().upper(), bool(tags.get("UR")))
    for tag in ("TI", "T1", "CT"):
        for value in take(tag):
            draft.marked("title", value, tag)
    for field, names in _TEXTS.items():
        for tag in names:
            for value in take(tag):
                draft.text(field, value, tag)
    for name in [*take("AU"), *take("A1")]:
        _person(draft, name)
    for tag in ("PY", "Y1", "DA"):
        for value in take(tag):
            draft.year(value.strip("/ "), tag)
    _pages(draft, take("SP"), take("EP"), take("C7"))
    _identifiers(draft, take)
    for value in take("Y2"):
        draft.accessed(value, "Y2")
    draft.keywords(take("KW"), "KW")
    for value in take("N1"):
        draft.note(value, "N1")
    keys = [*take("ID"), *take("LB")]
    for tag, values in tags.items():
        draft.leave(tag, "; ".join(value for value in values if value.strip()))
    return draft.entry(line, keys[0] if keys else "")


def _type(draft: Draft, tag: str, addressed: bool) -> str:
    if tag not in _TYPES:
        what = f"works of the type {tag[:20]} are not known" if tag else "of what type it is, is not told"
        draft.doubt(f"{what}; written as a document")
    kind = _TYPES.get(tag, "document")
    return "webpage" if kind == "document" and addressed else kind


def _person(draft: Draft, name: str) -> None:
    """Add "van Middelkoop, Marienke", "Hespanhol, L C, Jr", "Smith JA" or a body's name, which has no comma."""
    family, *more = (part.strip() for part in name.split(","))
    initials = _INITIALS_LAST.fullmatch(name.strip())
    if more and family:
        draft.person(family, more[0], suffix=", ".join(more[1:]))
    elif initials and not is_body(name):
        draft.person(initials[1], " ".join(initials[2]))
        draft.doubt(f"the author {name.strip()} has no comma: read as a family name with initials")
    else:
        draft.body(name)


def _pages(draft: Draft, first: list[str], last: list[str], number: list[str]) -> None:
    if first and last and last[0] != first[0] and "-" not in first[0]:
        draft.page(f"{first[0]}-{last[0]}", "SP")
    elif first or last:
        draft.page((first or last)[0], "SP")
    for value in number:
        draft.page(value, "C7") if not first else draft.leave("C7", value)


def _identifiers(draft: Draft, take: Any) -> None:
    for value in take("DO"):
        draft.identifier("DOI", value, "DO")
    for value in take("AN"):
        is_pmid = re.fullmatch(r"(?:PMID:?\s*)?[0-9]{1,8}", value)
        draft.identifier("PMID", value, "AN") if is_pmid else draft.leave("AN", value)
    for value in take("C2"):
        is_pmcid = re.fullmatch(r"PMC[0-9]{1,9}", value)
        draft.identifier("PMCID", value, "C2") if is_pmcid else draft.leave("C2", value)
    for value in take("UR"):
        draft.url(value, "UR")
