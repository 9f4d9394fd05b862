"""What is wrong with a file beyond its form: names in it that nothing bears, and what stands twice."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kb_cli.errors import Problem
from kb_cli.records import figures, markup, schema
from kb_cli.records.layer import Filed
from kb_cli.records.schema import Fault
from kb_cli.sanitize import quoted

if TYPE_CHECKING:
    from kb_cli.records.model import RedFlag

Table = dict[str, Any]


class Names(Protocol):
    """What there is that a file may name; of a shared sign that is broken itself, only that it is there (None)."""

    @property
    def condition_ids(self) -> Collection[str]: ...  # noqa: D102

    @property
    def reference_keys(self) -> Collection[str]: ...  # noqa: D102

    @property
    def treatment_ids(self) -> Collection[str]: ...  # noqa: D102

    @property
    def shared_red_flags(self) -> "Mapping[str, RedFlag | None]": ...  # noqa: D102

    @property
    def topic_ids(self) -> Collection[str]: ...  # noqa: D102

    def has_condition(self, id: str) -> bool: ...  # noqa: D102

    def has_topic(self, id: str) -> bool: ...  # noqa: D102

    def has_reference(self, key: str) -> bool: ...  # noqa: D102

    @property
    def added_red_flags(self) -> Collection[str]: ...  # noqa: D102


class DataFolder(Names, Protocol):
    """What must be known of a data folder to read one of its files.

    What was wrong with the file but stopped nothing is added to ``problems``.
    """

    folder: Path
    problems: list[Problem]

    @property
    def shared_red_flags(self) -> "Mapping[str, RedFlag]": ...  # noqa: D102

    def filed(self, kind: str, id: str) -> Filed: ...  # noqa: D102

    def own_files(self, name: str) -> list[Filed]: ...  # noqa: D102

    def pass_over(self, kind: str, id: str, problems: Iterable[Problem]) -> None: ...  # noqa: D102


# All these take what of a file is readable: what is not has been told, and is left out or "".


def of_condition(library: Names, data: Table) -> Iterable[Fault]:
    """Give what a condition names that does not exist, or names twice."""
    yield from _record_faults(library, data, schema.CONDITION)
    for number, treatment in enumerate(data.get("treatment", ())):
        id = treatment.get("id")
        if id and id not in library.treatment_ids:
            message, known = f"{quoted(id)} is not in treatments.toml", library.treatment_ids
            yield Fault(("treatment", number, "id"), message, typed=id, known=known, rule="unknown-treatment")
        yield from _figures(treatment.get("effect", ()), ("treatment", number, "effect"))
    yield from _choices(data)


def of_topic(library: Names, data: Table) -> Iterable[Fault]:
    """Give what a topic names that does not exist, or names twice."""
    yield from _record_faults(library, data, schema.TOPIC)


def _record_faults(library: Names, data: Table, fields: schema.Fields) -> Iterable[Fault]:
    yield from _prose(library, data, fields)
    yield from _flags(library, data)
    for number, id in enumerate(data.get("related", ())):
        yield from _record(library, id, ("related", number), f"{quoted(id)} is no record")


def _choices(data: Table) -> Iterable[Fault]:
    """Give the choices of a hand-out that stand twice, or on which the record has no verdict."""
    judged = [treatment["id"] for treatment in data.get("treatment", ()) if "id" in treatment]
    ids = [choice.get("id", "") for choice in data.get("handout", {}).get("choice", ())]
    for number, id in enumerate(ids):
        if id and id not in judged:
            message = f"{quoted(id)} is no treatment of this record"
            path = ("handout", "choice", number, "id")
            yield Fault(path, message, typed=id, known=judged, rule="unknown-treatment")
    yield from _twice(ids, lambda number: ("handout", "choice", number, "id"))


def of_red_flags(library: Names, data: Table) -> Iterable[Fault]:
    """Give what the shared signs name that does not exist, and signs that stand twice."""
    yield from _prose(library, data, schema.RED_FLAGS)
    ids = [flag.get("id", "") for flag in data.get("red_flag", ())]
    yield from _twice(ids, lambda number: ("red_flag", number, "id"))


def of_not_covered(library: Names, data: Table) -> Iterable[Fault]:
    """Give what the entries of what is not covered name that does not exist."""
    for number, one in enumerate(data.get("not_covered", ())):
        for place, id in enumerate(one.get("see", ())):
            yield from _record(library, id, ("not_covered", number, "see", place), f"{quoted(id)} is no record")
        for place, id in enumerate(one.get("red_flags", ())):
            yield from _shared_flag(library, id, ("not_covered", number, "red_flags", place))


def _flags(library: Names, data: Table) -> Iterable[Fault]:
    flags = data.get("red_flag", ())
    named, own = data.get("red_flags", ()), [flag.get("id", "") for flag in flags]
    for number, id in enumerate(named):
        yield from _shared_flag(library, id, ("red_flags", number))
    yield from _twice(named, lambda number: ("red_flags", number))
    yield from _twice(own, lambda number: ("red_flag", number, "id"))
    for number, flag in enumerate(flags):
        if own[number] in library.shared_red_flags and own[number] not in library.added_red_flags:
            message = f"{quoted(own[number])} is a shared sign{_contradicted(library, flag)}"
            advice = "name it in red_flags, or give this one an id of its own"
            yield Fault(("red_flag", number, "id"), message, rule="shared-sign", advice=advice)


def _contradicted(library: Names, flag: Table) -> str:
    """Say how a sign of a record differs from the shared one of the same id."""
    shared, urgency, text = library.shared_red_flags[flag["id"]], flag.get("urgency"), flag.get("text")
    if shared and urgency and urgency != shared.urgency.value:
        return f", {shared.urgency.value} there and {urgency} here"
    return " with another text" if shared and text and text != shared.text else ""


def _shared_flag(library: Names, id: str, path: schema.Path) -> Iterable[Fault]:
    shared = library.shared_red_flags
    if id and id not in shared:
        message = f"{quoted(id)} is not in red_flags.toml"
        yield Fault(path, message, typed=id, known=shared.keys(), rule="unknown-sign")


def _twice(ids: Sequence[str], path: Callable[[int], schema.Path]) -> Iterable[Fault]:
    seen: set[str] = set()
    for number, id in enumerate(ids):
        if id and id in seen:
            yield Fault(path(number), f"{quoted(id)} stands twice", rule="twice", advice="delete one")
        seen.add(id)


def _figures(effects: Iterable[Table], path: schema.Path) -> Iterable[Fault]:
    for number, effect in enumerate(effects):
        for key in ("with", "without"):
            if key in effect and (message := figures.fault(effect[key])):
                yield Fault((*path, number, key), message, rule="share")


def _prose(library: Names, data: Table, fields: schema.Fields) -> Iterable[Fault]:
    for path, text in schema.prose_of(data, fields):
        for key in markup.cited([text]):
            if not library.has_reference(key):
                message = f"no work has the citation key @{key}"
                known = library.reference_keys
                yield Fault(path, message, f"@{key}", typed=key, known=known, rule="unknown-work")
        for id in markup.linked([text]):
            yield from _record(library, id, path, f"[[{id}]] links to no record", f"[[{id}]]")


def _record(library: Names, id: str, path: schema.Path, message: str, needle: str = "") -> Iterable[Fault]:
    if id and not (library.has_condition(id) or library.has_topic(id)):
        known = [*library.condition_ids, *library.topic_ids]
        yield Fault(path, message, needle, typed=id, known=known, rule="unknown-record")
