"""What identifies a work: the forms of its DOI, PMID, PMCID and URL, and an address for each."""

# What an address may consist of (RFC 3986). In a DOI's address some of it would end its path.
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%")
_PLAIN_IN_PATH = _PLAIN - frozenset("?#[]")
_CHARACTERS = r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+"

DOI = rf"10\.[0-9]{{4,9}}/{_CHARACTERS}"
PMID = r"[0-9]{1,8}"
PMCID = r"PMC[0-9]{1,9}"
URL = rf"https?://{_CHARACTERS}"


def encoded(address: str, plain: frozenset[str] = _PLAIN) -> str:
    """Give an address in the characters that addresses have, all others percent-encoded."""
    if plain.issuperset(address):
        return address
    return "".join(character if character in plain else _percent(character) for character in address)


def address(doi: str | None, pmid: str | None, pmcid: str | None, url: str | None) -> str | None:
    """Give the best link to a work: its DOI, PubMed or PMC page, or its own address."""
    if doi:
        return f"https://doi.org/{encoded(doi, _PLAIN_IN_PATH)}"
    if pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{encoded(pmid, _PLAIN_IN_PATH)}/"
    if pmcid:
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{encoded(pmcid, _PLAIN_IN_PATH)}/"
    return encoded(url) if url and url.startswith(("http://", "https://")) else None


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))
