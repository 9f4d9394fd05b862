"""All files of all layers, and a reader's drafts over them, each read once whatever is wrong with it."""

import os
import re
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kb_cli.errors import BadDataError, NotFoundError, Problem
from kb_cli.records import kinds, schema, toml_file
from kb_cli.records.kinds import KINDS, Kind
from kb_cli.records.layer import Layer
from kb_cli.records.names import ID, folded
from kb_cli.records.schema import Check, Fault
from kb_cli.sanitize import quoted

if TYPE_CHECKING:
    from kb_cli.records.model import RedFlag

Table = dict[str, Any]


class File(NamedTuple):
    """A data file: ``data`` is what of it is readable, ``problems`` what kept it from being read at all.

    ``layer`` is the one that it stands in, None for a draft.
    """

    kind: Kind
    path: Path
    layer: Layer | None
    toml: str
    data: Table
    faults: tuple[Fault, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def id(self) -> str:
        """Give the id of a record or the key of a work: of a file whose name is not valid, that which is meant."""
        return valid_name(self.path.name)[:-5] or self.path.stem

    @property
    def ships(self) -> bool:
        """Tell whether it belongs to what ships."""
        return self.layer is not None and self.layer.origin == "shipped"

    def prose(self) -> Iterator[tuple[schema.Path, str]]:
        """Give every prose text with its path."""
        return schema.prose_of(self.data, self.kind.fields_of(self.data))

    def entries(self) -> Iterator[tuple[str, schema.Path, Table]]:
        """Give the entries of a file that has several: the id of each ("" where it has none), its place and table."""
        if self.kind.each:
            yield from ((id, (id,), table) for id, table in self.data.items())
        elif self.kind.entries:
            for number, table in enumerate(self.data.get(self.kind.entries, ())):
                yield table.get("id", ""), (self.kind.entries, number), table


class Shelf:
    """The files of all layers, uppermost first, with drafts over them, and the names that a file may use.

    A file stands in for those of its kind and id below it. ``words`` name the files of interest, by path or as a reader
    names what they are about; none for all. Raises NotFoundError for a word that names nothing, and UsageError where a
    folder of what ships cannot be read.
    """

    def __init__(self, layers: Sequence[Layer], vocabulary_check: Check, words: Sequence[str] = ()) -> None:
        self.layers = layers
        self._vocabulary_check = vocabulary_check
        filed = [_read(path, layer, kind) for layer in layers for path, kind in _places(layer)]
        paths = [path for word in words if (found := _called(word, filed) or _paths(word)) for path in found]
        there = {os.path.realpath(file.path) for file in filed}
        drafts = [_read(path, None) for path in dict.fromkeys(paths) if os.path.realpath(path) not in there]
        self.files = (*drafts, *filed)
        self.all_asked = not words
        self._asked = {os.path.realpath(path) for path in paths}

    @cached_property
    def seen(self) -> tuple[File, ...]:
        """The files that nothing stands in for, and of the files that a folder has one of each; what is asked last."""
        found: dict[tuple[str, ...], File] = {}
        for file in self.files:
            found.setdefault((file.kind.name, str(file.path) if file.kind.single else file.id), file)
        levels = {layer: level for level, layer in enumerate(self.layers)} | {None: -1}
        return tuple(sorted(found.values(), key=lambda file: (self.is_asked(file.path), -levels[file.layer])))

    def is_asked(self, path: Path) -> bool:
        """Tell whether a file is one of those asked for by name."""
        return bool(self._asked) and os.path.realpath(path) in self._asked

    def is_of_interest(self, path: Path) -> bool:
        """Tell whether a file is asked for, or all are."""
        return self.all_asked or self.is_asked(path)

    @property
    def of_interest(self) -> tuple[File, ...]:
        """The files that are asked for, all where none is."""
        return tuple(file for file in self.files if self.is_of_interest(file.path))

    def of(self, *kinds: str) -> list[File]:
        """Give the files of these kinds that nothing stands in for."""
        return [file for file in self.seen if file.kind.name in kinds]

    def faults(self, file: File) -> list[Fault]:
        """Give what is wrong with a file by itself and with what it names."""
        named = (
            self._vocabulary_check(file.data) if file.kind.name == "vocabulary" else file.kind.named(self, file.data)
        )
        return [*file.faults, *(fault for fault in named if fault.rule not in self._untold)]

    @cached_property
    def _untold(self) -> set[str]:
        """What cannot be told, because a list or a folder of all there is cannot be read."""
        needs = {"treatments": "unknown-treatment", "red_flags": "unknown-sign"}
        untold = {rule for kind, rule in needs.items() if any(file.problems for file in self.of(kind))}
        return untold | {"unknown-work", "unknown-record"} if any(layer.told for layer in self.layers) else untold

    def uppermost(self, kind: str) -> dict[str, File]:
        """Give the ids of all entries in the files of a kind, each with the file whose entry stands over the others."""
        return {id: file for file in reversed(self.files) if file.kind.name == kind for id, *_ in file.entries() if id}

    def _ids(self, kind: str) -> dict[str, File]:
        return {file.id: file for file in self.of(kind)}

    @cached_property
    def _conditions(self) -> dict[str, File]:
        return self._ids("condition")

    @cached_property
    def _topics(self) -> dict[str, File]:
        return self._ids("topic")

    @cached_property
    def _references(self) -> dict[str, File]:
        return self._ids("reference")

    @property
    def condition_ids(self) -> Collection[str]:
        """The ids of all conditions."""
        return self._conditions.keys()

    @property
    def topic_ids(self) -> Collection[str]:
        """The ids of all topics."""
        return self._topics.keys()

    @property
    def reference_keys(self) -> Collection[str]:
        """The citation keys of all works."""
        return self._references.keys()

    @cached_property
    def treatment_ids(self) -> Collection[str]:
        """The ids of all treatments."""
        return self.uppermost("treatments").keys()

    @cached_property
    def shared_red_flags(self) -> "dict[str, RedFlag | None]":
        """The signs that several records share, by id."""
        from kb_cli.records.model import red_flag

        over = self.uppermost("red_flags")
        tables = {id: flag for file in over.values() for id, _, flag in file.entries() if id and over[id] is file}
        whole = ("id", "urgency", "text")
        return {id: red_flag(flag) if all(key in flag for key in whole) else None for id, flag in tables.items()}

    @cached_property
    def added_red_flags(self) -> Collection[str]:
        """The ids of those shared signs that nothing that ships has."""
        files = [file for file in self.files if file.kind.name == "red_flags"]
        shipped = {id for file in files if file.ships for id, *_ in file.entries()}
        return self.shared_red_flags.keys() - shipped

    def has_condition(self, id: str) -> bool:
        """Tell whether there is a condition of this id."""
        return id in self._conditions

    def has_topic(self, id: str) -> bool:
        """Tell whether there is a topic of this id."""
        return id in self._topics

    def has_reference(self, key: str) -> bool:
        """Tell whether there is a work of this citation key."""
        return key in self._references


def _called(word: str, files: Sequence[File]) -> list[Path]:
    """Give the files of what a reader calls so: a record, a work, a treatment, or a kind of file."""
    if "/" in word or os.sep in word or word.casefold().endswith(".toml"):
        return []
    wanted = folded(word)
    exact = [file for file in files if wanted in (folded(file.id), folded(file.kind.name))]
    named = exact or [file for file in files if wanted in map(folded, _names_of(file))]
    return [file.path for file in named]


def _names_of(file: File) -> Iterator[str]:
    """Give what a reader may call what a file is about."""
    entries = file.entries() if file.kind.each else [(file.id, (), file.data)]
    for id, _, table in entries:
        yield from (id, str(table.get("name", "")), *table.get("aliases", ()))


def _paths(word: str) -> list[Path]:
    """Give the file of a path, or the data files in its folder. Raises NotFoundError."""
    path = Path(word)
    if os.path.isdir(word):
        return sorted(path.rglob("*.toml"))
    if not os.path.lexists(word):
        raise NotFoundError(f"there is no file, record, work or treatment {quoted(word)}", "kb check alone checks all")
    return [path]


def _places(layer: Layer) -> Iterator[tuple[Path, Kind]]:
    """Give the files that kb reads in a layer, or would under another name."""
    own = layer.origin == "own"
    for kind in KINDS.values():
        place = layer.folder / kind.place
        if not kind.single:
            names = sorted(layer.listed(kind.place))
            yield from ((place / name, kind) for name in names if is_read(name) or _is_meant(place / name))
        elif kind.name == "notice" and own:
            continue  # only what ships has a notice
        elif os.path.lexists(place) or (kind.needed and not own):
            yield place, kind


def is_read(name: str) -> bool:
    """Tell whether kb reads a file of this name among records."""
    return name.endswith(".toml") and bool(re.fullmatch(ID, name[:-5]))


def valid_name(name: str) -> str:
    """Give the name under which kb would read a file meant as a record; "" where it is none or no name is left."""
    stem, toml, rest = name.casefold().partition(".toml")
    id = re.sub(r"[^a-z0-9]+", "-", stem).strip("-")
    return f"{id}.toml" if toml and id and not rest.strip(".0123456789()- ").removeprefix("txt") else ""


def meant_place(path: Path) -> Path | None:
    """Give where a record ought to stand; None where that is taken, or the file is no record."""
    to = path.with_name(valid_name(path.name) or path.name)
    taken = to != path and os.path.lexists(to) and not os.path.samefile(to, path)
    return to if valid_name(path.name) and not taken else None


def _is_meant(path: Path) -> bool:
    """Tell whether kb would read a file under the name that is meant: then what it says counts, and is checked too."""
    return path.name[0] != "." and meant_place(path) is not None and path.is_file()


def _read(path: Path, layer: Layer | None, kind: Kind | None = None) -> File:
    toml = ""
    kind = kind or kinds.of_path(path)
    try:
        # A draft may be a link to wherever its writer keeps it.
        place, root = (path, layer.folder) if layer else (path.resolve(), path.resolve().parent)
        toml = toml_file.text(place, root)
        data = toml_file.table(path, toml)
        kind = kind or kinds.of_table(data)
        if not kind:
            toml_file.stop(path, "it has no key that a data file has", advice='"kb schema condition" shows the keys')
        faults = tuple(kind.faults(data))
        return File(kind, path, layer, toml, schema.readable(data, kind.fields_of(data)), faults)
    except BadDataError as error:
        problems = tuple(error.problems)
    except (ValueError, OverflowError, RecursionError, MemoryError):
        problems = (toml_file.unwieldy(path),)
    return File(kind or kinds.NONE, path, layer, toml, {}, problems=problems)
