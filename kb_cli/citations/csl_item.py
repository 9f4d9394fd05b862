"""A work as a CSL-JSON item (CSL 1.0.2 variables), the inner form that every other program reads."""

from typing import Any

from kb_cli.citations.people import NOT_ALL
from kb_cli.records.model import Author, Reference


def item(work: Reference) -> dict[str, Any]:
    """Give the item; what the work does not have is left out."""
    day = work.accessed
    fields: dict[str, Any] = {
        "id": work.key,
        "type": work.type,
        "title": work.title,
        "title-short": work.title_short,
        "author": [_name(author) for author in work.author],
        "container-title": work.container_title,
        "publisher": work.publisher,
        "issued": {"date-parts": [[work.issued]]} if work.issued else None,
        "accessed": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "volume": work.volume,
        "issue": work.issue,
        "page": work.page,
        "DOI": work.doi,
        "PMID": work.pmid,
        "PMCID": work.pmcid,
        "URL": work.url,
        # What kind of study it is.
        "keyword": work.study,
        # CSL has no name for "and others": a name such as "et al." would be printed as one more author.
        "note": NOT_ALL if work.more_authors else None,
        # Styles leave capitals in sentence case alone, so marks within the title would only be in the way.
        "custom": {"protected": list(work.protected)} if work.protected else None,
    }
    return {name: value for name, value in fields.items() if value}


def _name(author: Author) -> dict[str, str]:
    parts = {
        "family": author.family,
        "given": author.given,
        "non-dropping-particle": author.particle,
        "suffix": author.suffix,
        "literal": author.literal,
    }
    return {name: part for name, part in parts.items() if part}
