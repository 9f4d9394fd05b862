"""Names that mean two things, and records that are copies of another."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from kb_cli.records import schema
from kb_cli.records.checks.found import Found, in_file
from kb_cli.records.checks.shelf import File, Shelf
from kb_cli.records.names import folded
from kb_cli.records.schema import Fault
from kb_cli.sanitize import quoted


class Owner(NamedTuple):
    """Whatever has names: a record, a treatment or something not covered; ``at`` is its place in the file."""

    file: File
    id: str
    at: schema.Path

    @property
    def told(self) -> str:
        """Say which it is."""
        if self.file.kind.name == "not_covered":
            return f"{self.id} in not_covered.toml"
        return f"the {self.file.kind.name.removesuffix('s')} {self.id}"


def shared_names(shelf: Shelf) -> Iterator[Found]:
    """Find names that two things have, told once for these two; of a copied record its names are no news."""
    first: dict[str, list[Owner]] = {}
    told = {(one.path, one.id, other.path, other.id) for one, other in _copies(shelf)}
    for owner, table in _owners(shelf):
        for path, name in _names(owner, table):
            others = first.setdefault(folded(name), [])
            clash = next((other for other in others if _clash(owner, other)), None)
            if clash and (two := (owner.file.path, owner.id, clash.file.path, clash.id)) not in told:
                told.add(two)
                message, advice = f"{quoted(name)} is a name of {clash.told} too", "give each name to one of them"
                yield in_file(owner.file, Fault(path, message, rule="shared-name", advice=advice))
            others.append(owner)


def copied_records(shelf: Shelf) -> Iterator[Found]:
    """Find records with the name or the summary of another."""
    for file, other in _copies(shelf):
        key = "name" if _same(file, other, "name") else "summary"
        message = f"the {key} is that of {other.id}; the one seems to be a copy of the other"
        advice = "write what this one is about, or delete it"
        yield in_file(file, Fault((key,), message, rule="copied-record", advice=advice))


def _copies(shelf: Shelf) -> list[tuple[File, File]]:
    """Give each record that is a copy, with the one that it is a copy of."""
    records = shelf.of("condition", "topic")
    found = []
    for number, file in enumerate(records):
        of = (other for other in records[:number] if _same(file, other, "name") or _same(file, other, "summary"))
        found += [(file, other) for other in list(of)[:1]]
    return found


def _same(file: File, other: File, key: str) -> bool:
    texts = [" ".join(one.data.get(key, "").split()).casefold() for one in (file, other)]
    return bool(texts[0]) and texts[0] == texts[1]


def _owners(shelf: Shelf) -> Iterator[tuple[Owner, dict[str, Any]]]:
    over = {kind: shelf.uppermost(kind) for kind in ("treatments", "not_covered")}
    for file in shelf.seen:
        if file.kind.name in ("condition", "topic"):
            yield Owner(file, file.id, ()), file.data
        elif file.kind.name in over:
            for id, at, table in file.entries():
                if not id or over[file.kind.name][id] is file:
                    yield Owner(file, id, at), table


def _names(owner: Owner, table: dict[str, Any]) -> Iterator[tuple[schema.Path, str]]:
    if owner.id:
        yield (*owner.at, "id"), owner.id
    if table.get("name"):
        yield (*owner.at, "name"), table["name"]
    for key in ("aliases", "names"):
        yield from (((*owner.at, key, number), name) for number, name in enumerate(table.get(key, ())) if name)


def _clash(one: Owner, other: Owner) -> bool:
    """Tell whether two owners of a name are two things; one of the same id in another file stands in for the other.

    A topic may be called as the treatment that it is about, and a reader's own page as what ships no page of.
    """
    kinds = {one.file.kind.name, other.file.kind.name}
    if len(kinds) == 1 and one.id == other.id:
        return one.file.path == other.file.path and one.at != other.at
    if "not_covered" in kinds and len(kinds) > 1:
        return one.file.ships == other.file.ships
    return kinds != {"topic", "treatments"}
