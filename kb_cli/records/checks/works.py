"""Works that nothing cites, and works that stand twice."""

import re
from collections.abc import Iterator

from kb_cli.records import markup
from kb_cli.records.checks.files import astray
from kb_cli.records.checks.found import Found, in_file
from kb_cli.records.checks.shelf import File, Shelf
from kb_cli.records.schema import Fault
from kb_cli.sanitize import quoted


def unused(shelf: Shelf) -> Iterator[Found]:
    """Find works that no text cites, but for those that stand twice, which is told."""
    used = _used(shelf)
    told = {file.path for two in _pairs(shelf) for file in two[:2]}
    for file in shelf.of("reference"):
        if file.layer and file.id not in used and file.path not in told:
            advice = f"cite it as [@{file.id}] where a claim rests on it, or delete the file"
            yield in_file(file, Fault((), f"nothing cites {file.id}", rule="unused-work", advice=advice))


def twice(shelf: Shelf) -> Iterator[Found]:
    """Find works with an identifier that another has too: of the two, rather the one that nothing cites."""
    used = _used(shelf)
    for first, second, key in _pairs(shelf):
        one, other = (first, second) if second.id in used and first.id not in used else (second, first)
        message = f"{key} {quoted(one.data[key])} is that of {other.id} too"
        advice = f"cite [@{other.id}] and delete this file, or correct the {key}"
        yield in_file(one, Fault((key,), message, rule="same-work", advice=advice))


def _pairs(shelf: Shelf) -> list[tuple[File, File, str]]:
    """Give works that share an identifier, each but the first of them once, with what it is."""
    first: dict[tuple[str, str], File] = {}
    found: list[tuple[File, File, str]] = []
    for file in shelf.of("reference"):
        named = [(key, file.data[key].casefold()) for key in ("DOI", "PMID", "PMCID") if key in file.data]
        shared = [(first[one], file, one[0]) for one in named if one in first]
        found += shared[:1]
        first.update((one, file) for one in named if one not in first)
    return found


def _used(shelf: Shelf) -> set[str]:
    return set(re.findall(rf"@({markup.KEY})", " ".join(_texts(shelf))))


def _texts(shelf: Shelf) -> Iterator[str]:
    """Give all prose; of files that cannot be read, or lie in a folder that kb does not read, the whole text."""
    for file in shelf.files:
        yield from [file.toml] if file.problems else (text for _, text in file.prose())
    for path in (path for layer in shelf.layers for path in astray(layer) if path.is_dir()):
        yield from (one.read_text("utf-8", "replace") for one in path.glob("*.toml") if one.is_file())
