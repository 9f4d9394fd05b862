"""Works that nothing cites, and works that stand twice."""

import re
from collections.abc import Iterator

from kb_cli.records import markup
from kb_cli.records.checks.files import astray
from kb_cli.records.checks.found import Found, in_file
from kb_cli.records.checks.shelf import Shelf
from kb_cli.records.schema import Fault
from kb_cli.sanitize import quoted


def unused(shelf: Shelf) -> Iterator[Found]:
    """Find works that no text cites, but for those that stand twice, which has been told."""
    used = set(re.findall(rf"@({markup.KEY})", " ".join(_texts(shelf))))
    told = {one.path for one in twice(shelf)}
    for file in shelf.of("reference"):
        if file.folder and file.id not in used and file.path not in told:
            advice = f"cite it as [@{file.id}] where a claim rests on it, or delete the file"
            yield in_file(file, Fault((), f"nothing cites {file.id}", rule="unused-work", advice=advice))


def _texts(shelf: Shelf) -> Iterator[str]:
    """Give all prose; of files that cannot be read, or lie in a folder that kb does not read, the whole text."""
    for file in shelf.files:
        yield from [file.toml] if file.problems else (text for _, text in file.prose())
    for path in (path for folder in shelf.folders for path in astray(folder) if path.is_dir()):
        yield from (one.read_text("utf-8", "replace") for one in path.glob("*.toml") if one.is_file())


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
