"""What ships must stand by itself: nothing in it may lead to a reader's own records."""

from collections.abc import Iterator

from kb_cli.records import markup, schema
from kb_cli.records.checks.found import Found, in_file
from kb_cli.records.checks.shelf import File, Shelf
from kb_cli.records.schema import Fault
from kb_cli.sanitize import quoted


def own_from_shipped(shelf: Shelf) -> Iterator[Found]:
    """Find links and citations of what ships that only a reader's own files answer."""
    pages, works = (_only_own(shelf, *kinds) for kinds in (("condition", "topic"), ("reference",)))
    for file in shelf.files if pages or works else ():
        for path, id, needle in _led_to(file, pages, works) if file.ships else ():
            message = f"{quoted(id)} is one of your own, and this file is not"
            advice = "link from a record of your own, or offer both for what ships"
            yield in_file(file, Fault(path, message, needle, rule="own-from-shipped", advice=advice))


def _only_own(shelf: Shelf, *kinds: str) -> set[str]:
    """Give the ids of these kinds that nothing that ships has."""
    there = [file for file in shelf.files if file.kind.name in kinds]
    return {file.id for file in there} - {file.id for file in there if file.ships}


def _led_to(file: File, pages: set[str], works: set[str]) -> Iterator[tuple[schema.Path, str, str]]:
    """Give what a file leads to of these: the place, the id or key, and the mark in the text."""
    for path, text in file.prose():
        yield from ((path, id, f"[[{id}]]") for id in markup.linked([text]) if id in pages)
        yield from ((path, key, f"@{key}") for key in markup.cited([text]) if key in works)
    for path, ids in schema.lists_of(file.data, file.kind.fields_of(file.data)):
        if path[-1] in ("related", "see"):
            yield from (((*path, number), id, "") for number, id in enumerate(ids) if id in pages)
