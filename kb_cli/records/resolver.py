"""What is wrong with a file beyond its form: names in it that nothing bears, and what stands twice."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kb_cli.errors import Problem
from kb_cli.records import markup, schema
from kb_cli.records.layer import Filed
from kb_cli.records.schema import Fault
from kb_cli.sanitize import quoted

if TYPE_CHECKING:
    from kb_cli.records.model import RedFlag

Table = dict[str, Any]


class DataFolder(Protocol):
    """What must be known of a data folder to read one of its files: what else there is that the file may name.

    What was wrong with the file but stopped nothing is added to ``problems``.
    """

    folder: Path
    problems: list[Problem]

    @property
    def condition_ids(self) -> Collection[str]: ...  # noqa: D102

    @property
    def reference_keys(self) -> Collection[str]: ...  # noqa: D102

    @property
    def treatment_ids(self) -> Collection[str]: ...  # noqa: D102

    @property
    def shared_red_flags(self) -> "Mapping[str, RedFlag]": ...  # noqa: D102

    @property
    def topic_ids(self) -> Collection[str]: ...  # noqa: D102

    def has_condition(self, id: str) -> bool: ...  # noqa: D102

    def has_topic(self, id: str) -> bool: ...  # noqa: D102

    def has_reference(self, key: str) -> bool: ...  # noqa: D102

    @property
    def added_red_flags(self) -> Collection[str]: ...  # noqa: D102

    def filed(self, kind: str, id: str) -> Filed: ...  # noqa: D102

    def own_files(self, name: str) -> list[Filed]: ...  # noqa: D102

    def pass_over(self, kind: str, id: str, problems: Iterable[Problem]) -> None: ...  # noqa: D102


def of_record(library: DataFolder, data: Table) -> Iterable[Fault]:
    """Give what a condition or a topic names that does not exist, or names twice."""
    yield from _prose(library, data, schema.CONDITION if "region" in data else schema.TOPIC)
    yield from _flags(library, data)
    for number, id in enumerate(data.get("related", ())):
        yield from _record(library, id, ("related", number), f"{quoted(id)} is no record")
    for number, treatment in enumerate(data.get("treatment", ())):
        id = treatment["id"]
        if id not in library.treatment_ids:
            message = f"{quoted(id)} is not in treatments.toml"
            yield Fault(("treatment", number, "id"), message, typed=id, known=library.treatment_ids)
    yield from _choices(data)


def _choices(data: Table) -> Iterable[Fault]:
    """Give the choices of a hand-out that stand twice, or on which the record has no verdict."""
    judged = [treatment["id"] for treatment in data.get("treatment", ())]
    ids = [choice["id"] for choice in data.get("handout", {}).get("choice", ())]
    for number, id in enumerate(ids):
        if id not in judged:
            message = f"{quoted(id)} is no treatment of this record"
            yield Fault(("handout", "choice", number, "id"), message, typed=id, known=judged)
    yield from _twice(ids, lambda number: ("handout", "choice", number, "id"))


def of_red_flags(library: DataFolder, data: Table) -> Iterable[Fault]:
    """Give what the shared signs name that does not exist, and signs that stand twice."""
    yield from _prose(library, data, schema.RED_FLAGS)
    yield from _twice([flag["id"] for flag in data["red_flag"]], lambda number: ("red_flag", number, "id"))


def of_not_covered(library: DataFolder, data: Table) -> Iterable[Fault]:
    """Give what the entries of what is not covered name that does not exist."""
    for number, one in enumerate(data["not_covered"]):
        for place, id in enumerate(one.get("see", ())):
            yield from _record(library, id, ("not_covered", number, "see", place), f"{quoted(id)} is no record")
        for place, id in enumerate(one.get("red_flags", ())):
            yield from _shared_flag(library, id, ("not_covered", number, "red_flags", place))


def _flags(library: DataFolder, data: Table) -> Iterable[Fault]:
    named, own = data.get("red_flags", ()), [flag["id"] for flag in data.get("red_flag", ())]
    for number, id in enumerate(named):
        yield from _shared_flag(library, id, ("red_flags", number))
    yield from _twice(named, lambda number: ("red_flags", number))
    yield from _twice(own, lambda number: ("red_flag", number, "id"))
    for number, id in enumerate(own):
        if id in library.shared_red_flags and id not in library.added_red_flags:
            message = f"{quoted(id)} is a shared sign; name it in red_flags, or give this one an id of its own"
            yield Fault(("red_flag", number, "id"), message)


def _shared_flag(library: DataFolder, id: str, path: schema.Path) -> Iterable[Fault]:
    shared = library.shared_red_flags
    if id not in shared:
        yield Fault(path, f"{quoted(id)} is not in red_flags.toml", typed=id, known=shared.keys())


def _twice(ids: Sequence[str], path: Callable[[int], schema.Path]) -> Iterable[Fault]:
    seen: set[str] = set()
    for number, id in enumerate(ids):
        if id in seen:
            yield Fault(path(number), f"{quoted(id)} stands twice; delete one")
        seen.add(id)


def _prose(library: DataFolder, data: Table, fields: schema.Fields) -> Iterable[Fault]:
    for path, text in schema.prose_of(data, fields):
        for key in markup.cited([text]):
            if not library.has_reference(key):
                message = f"no work has the citation key @{key}"
                yield Fault(path, message, f"@{key}", typed=key, known=library.reference_keys)
        for id in markup.linked([text]):
            yield from _record(library, id, path, f"[[{id}]] links to no record", f"[[{id}]]")


def _record(library: DataFolder, id: str, path: schema.Path, message: str, needle: str = "") -> Iterable[Fault]:
    if not (library.has_condition(id) or library.has_topic(id)):
        known = [*library.condition_ids, *library.topic_ids]
        yield Fault(path, message, needle, typed=id, known=known)
