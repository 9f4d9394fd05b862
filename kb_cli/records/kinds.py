"""The kinds of files that a data folder has: where each stands, what it may contain, and what it may name."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from kb_cli.records import resolver, schema
from kb_cli.records.schema import Fault, Field, Fields

Table = dict[str, Any]


def _no_names(names: resolver.Names, data: Table) -> Iterable[Fault]:  # noqa: ARG001
    return ()


class Kind(NamedTuple):
    """A kind of file: one file of this name in a data folder, or each in a folder of this name.

    ``each`` is what every key holds, where the keys are ids; else ``fields`` says what each of them holds, and
    ``entries`` names the one that has tables with ids. ``named`` finds what is wrong with what the readable part of a
    file names. ``needed`` files must be there.
    """

    name: str
    place: str
    fields: Fields = MappingProxyType({})
    each: Field | None = None
    entries: str = ""
    named: Callable[[resolver.Names, Table], Iterable[Fault]] = _no_names
    needed: bool = False

    @property
    def single(self) -> bool:
        """Tell whether a data folder has one file of this kind."""
        return self.place.endswith(".toml")

    def fields_of(self, data: Mapping[str, Any]) -> Fields:
        """Give what a file with these keys may contain."""
        return dict.fromkeys(data, self.each) if self.each else self.fields

    def faults(self, data: Table) -> Iterator[Fault]:
        """Give what is wrong with the form of a file."""
        return schema.treatment_faults(data) if self.each else schema.faults(data, self.fields)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("condition", "conditions", schema.CONDITION, named=resolver.of_condition),
        Kind("topic", "topics", schema.TOPIC, named=resolver.of_topic),
        Kind("reference", "references", schema.REFERENCE),
        Kind("treatments", "treatments.toml", each=Field("table", keys=schema.TREATMENT_KIND), needed=True),
        Kind("red_flags", "red_flags.toml", schema.RED_FLAGS, None, "red_flag", resolver.of_red_flags),
        Kind("vocabulary", "vocabulary.toml", schema.VOCABULARY),
        Kind("not_covered", "not_covered.toml", schema.NOT_COVERED, None, "not_covered", resolver.of_not_covered),
        Kind("notice", "notice.toml", schema.NOTICE, needed=True),
    )
}

# Of a file that is none of these.
NONE = Kind("none", "")


def of_path(path: Path) -> Kind | None:
    """Give the kind of a file that stands where files of a kind do."""
    return next((kind for kind in KINDS.values() if kind.place in (path.name, path.parent.name)), None)


def of_table(data: Table) -> Kind | None:
    """Give the kind of a file by its keys: the one that knows most of them; none where none knows any."""
    if data and all(isinstance(one, dict) and "group" in one for one in data.values()):
        return KINDS["treatments"]
    known = {kind.name: len(data.keys() & kind.fields.keys()) for kind in KINDS.values()}
    best = max(known, key=known.__getitem__)
    return KINDS[best] if known[best] else None
