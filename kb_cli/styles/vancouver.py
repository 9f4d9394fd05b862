"""Vancouver style as the US National Library of Medicine gives it (Citing Medicine, 2nd edition)."""

from kb_cli.model import Author, Reference


def entry(reference: Reference) -> str:
    """Give the work as one line of plain text, without its number."""
    parts = [_authors(reference.author), reference.title, _container(reference), _identifier(reference)]
    return " ".join(_closed(part) for part in parts if part)


def _closed(part: str) -> str:
    return part if part.endswith((".", "?", "!")) else f"{part}."


def _authors(authors: tuple[Author, ...]) -> str:
    shown = [_author(author) for author in authors[: 6 if len(authors) > 6 else None]]
    return ", ".join(shown) + (", et al" if len(authors) > 6 else "")


def _author(author: Author) -> str:
    if author.literal:
        return author.literal
    return " ".join(part for part in (author.surname, _initials(author.given or ""), author.suffix) if part)


def _initials(given: str) -> str:
    words = given.replace(".", " ").replace("-", " ").split()
    return "".join(word if word.isupper() and len(word) <= 3 else word[0].upper() for word in words)


def _container(reference: Reference) -> str:
    volume = (reference.volume or "") + (f"({reference.issue})" if reference.issue else "")
    numbers = volume + (f":{_pages(reference.page)}" if reference.page else "")
    dated = ";".join(part for part in (str(reference.issued or ""), numbers) if part)
    return ". ".join(part for part in (reference.container_title, dated) if part)


def _pages(page: str) -> str:
    first, dash, last = page.partition("-")
    if dash and first.isdigit() and last.isdigit() and len(first) == len(last):
        while len(last) > 1 and first[: -len(last) + 1 or None].endswith(last[0]) and first[-len(last)] == last[0]:
            last = last[1:]
    return f"{first}{'–' if dash else ''}{last}"


def _identifier(reference: Reference) -> str:
    if reference.doi:
        return f"doi:{reference.doi}"
    if reference.pmid:
        return f"PMID: {reference.pmid}"
    if reference.pmcid:
        return f"PMCID: {reference.pmcid}"
    return f"Available from: {reference.url}" if reference.url else ""
