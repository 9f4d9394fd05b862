"""Works that nothing cites, and works that stand twice."""

import re
from collections.abc import Iterator

from kb_cli.records import markup
from kb_cli.records.checks.found import Found, in_file
from kb_cli.records.checks.shelf import Shelf
from kb_cli.records.schema import Fault
from kb_cli.sanitize import quoted


def unused(shelf: Shelf) -> Iterator[Found]:
    """Find works that no text cites; what a file that cannot be read cites is told by its text."""
    used: set[str] = set()
    for file in shelf.files:
        texts = [file.toml] if file.problems else (text for _, text in file.prose())
        used.update(re.findall(rf"@({markup.KEY})", " ".join(texts)))
    for file in shelf.of("reference"):
        if file.folder and file.id not in used:
            advice = f"cite it as [@{file.id}] where a claim rests on it, or delete the file"
            yield in_file(file, Fault((), f"nothing cites {file.id}", rule="unused-work", advice=advice))


def twice(shelf: Shelf) -> Iterator[Found]:
    """Find works with an identifier that another has too; each is told once."""
    first: dict[tuple[str, str], str] = {}
    for file in shelf.of("reference"):
        for key in ("DOI", "PMID", "PMCID"):
            identifier = file.data.get(key, "").casefold()
            other = first.setdefault((key, identifier), file.id) if identifier else file.id
            if other != file.id:
                message = f"{key} {quoted(identifier)} is that of {other} too"
                advice = f"cite [@{other}] and delete this file, or correct the {key}"
                yield in_file(file, Fault((key,), message, rule="same-work", advice=advice))
                break
