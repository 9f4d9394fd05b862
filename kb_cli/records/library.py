"""Where the records live: finding the data folder, and what there is in it.

What reads TOML (reading.py) and makes the model of it (shaping.py, model.py) is imported with the first file that is
read, because an answer from what is kept reads none.
"""

import os
import re
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb_cli.cache import derived, fingerprint
from kb_cli.errors import BadDataError, NotFoundError, Problem, UsageError
from kb_cli.records.name_index import Entry, Register, entry, written
from kb_cli.records.names import ID
from kb_cli.sanitize import quoted

if TYPE_CHECKING:
    from kb_cli.records.model import Condition, Head, Reference, TreatmentKind, Vocabulary
    from kb_cli.records.notice import Notice


def data_folder() -> Path:
    """Give the folder of the data: ``KB_DATA`` if set, else that of the installed package or of the checkout."""
    return Path(fingerprint.data_folder())


class Library:
    """The records of one data folder, read on demand.

    ``problems`` collects what was wrong but stopped nothing, ``broken`` the ids of records found to be unreadable.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or data_folder()
        if not self.folder.is_dir():
            raise UsageError(f"there is no data folder {quoted(str(self.folder))}; KB_DATA names one")
        for kind in ("conditions", "references"):
            if not (self.folder / kind).is_dir():
                raise UsageError(f"{quoted(str(self.folder))} is not a data folder of kb: it has no folder {kind}")
        self.problems: list[Problem] = []
        self.broken: tuple[str, ...] = ()
        self._there: dict[tuple[str, str], bool] = {}
        self._faulty: set[str] = set()

    @cached_property
    def condition_ids(self) -> tuple[str, ...]:
        """The ids of all condition records, sorted."""
        return self._names_in("conditions")

    @cached_property
    def reference_keys(self) -> tuple[str, ...]:
        """The citation keys of all references, sorted."""
        return self._names_in("references")

    def has_condition(self, id: str) -> bool:
        """Tell whether there is a record of this id, broken or not."""
        return self._has("conditions", id)

    def has_reference(self, key: str) -> bool:
        """Tell whether there is a file for this citation key."""
        return self._has("references", key)

    @cached_property
    def notice(self) -> "Notice":
        """The not-medical-advice notice."""
        from kb_cli.records import loader
        from kb_cli.records.notice import Notice

        return Notice(**loader.notice(self))

    @cached_property
    def treatment_kinds(self) -> "dict[str, TreatmentKind]":
        """The vocabulary of treatments by id, in the order of its file."""
        from kb_cli.records import shaping

        return {id: shaping.treatment_kind(id, kind) for id, kind in self._treatment_tables.items()}

    @cached_property
    def _treatment_tables(self) -> dict[str, Any]:
        from kb_cli.records import loader

        before = len(self.problems)
        tables = loader.treatments(self)
        if len(self.problems) > before:
            self._faulty.add("treatments")
        return tables

    @cached_property
    def vocabulary(self) -> "Vocabulary":
        """The vocabulary of search; a data folder may do without one."""
        from kb_cli.records import loader, shaping

        return shaping.vocabulary(loader.vocabulary(self))

    @cached_property
    def heads(self) -> "dict[str, Head]":
        """The head of every record that can be read, by id; what is wrong with the others goes to ``problems``."""
        from kb_cli.records import shaping

        return {id: shaping.head(plain) for id, plain in self._kept_heads.items()}

    @cached_property
    def called_conditions(self) -> Register:
        """What every condition that can be read is called, in the order of their ids."""
        return self._register("conditions", self._conditions_called)

    @cached_property
    def called_treatments(self) -> Register:
        """What every treatment is called, in the order of their file."""
        return self._register("treatments", self._treatments_called)

    @cached_property
    def works(self) -> "dict[str, Reference]":
        """Every work that can be read, by key in order; what is wrong with the others goes to ``problems``."""
        from kb_cli.records import shaping

        kept = self._kept("references", self.reference_keys, lambda key: shaping.plain_work(self.reference(key)))
        return {key: shaping.kept_work(plain) for key, plain in kept.items()}

    @cached_property
    def _kept_heads(self) -> dict[str, Any]:
        kept = self._kept("conditions", self.condition_ids, self._plain_head)
        self.broken = tuple(id for id in self.condition_ids if id not in kept)
        return kept

    def _plain_head(self, id: str) -> tuple[Any, ...]:
        from kb_cli.records import loader

        table = loader.head(self, id)
        texts = (table["name"], table["gist"], tuple(table.get("aliases", ())), table["region"], table["evidence"])
        return id, *texts, table["reviewed"].toordinal()

    def _conditions_called(self) -> Iterable[Entry]:
        for id, (_, name, gist, aliases, *_) in self._kept_heads.items():
            yield entry("condition", gist, id, name, *aliases)

    def _treatments_called(self) -> Iterable[Entry]:
        for id, kind in self._treatment_tables.items():
            yield entry("treatment", kind["what"], id, kind["name"], *kind.get("aliases", ()))

    def _register(self, kind: str, entries: Callable[[], Iterable[Entry]]) -> Register:
        def make() -> tuple[str, bool]:
            text = written(entries())
            # What is wrong must be told each time, and so be found each time.
            return text, kind not in self._faulty

        return Register(derived.whole(f"called-{kind}", str(self.folder), make))

    def _kept(self, kind: str, keys: Iterable[str], read: Callable[[str], Any]) -> dict[str, Any]:
        def careful(key: str) -> tuple[Any, bool] | None:
            before = len(self.problems)
            try:
                value = read(key)
            except BadDataError as error:
                self._faulty.add(kind)
                self.problems += error.problems
                return None
            if len(self.problems) == before:
                return value, True
            # What was shown only by mending it is read again each time, so that its problem is told each time.
            self._faulty.add(kind)
            return value, False

        return derived.values(str(self.folder / kind), keys, careful)

    def head(self, id: str) -> "Head":
        """Read the head of one record, without the cost of its sections. Raises BadDataError."""
        from kb_cli.records import shaping

        return shaping.head(self._plain_head(id))

    def condition(self, id: str) -> "Condition":
        """Read one record whole. Raises BadDataError where it is broken or something that it names does not exist."""
        from kb_cli.records import loader, shaping

        return shaping.condition(id, loader.condition(self, id))

    def conditions(self, ids: Iterable[str] | None = None) -> "list[Condition]":
        """Read several records (all by default); the broken ones go to ``problems``."""
        read: list[Condition] = []
        for id in self.condition_ids if ids is None else ids:
            try:
                read.append(self.condition(id))
            except BadDataError as error:
                self.problems += error.problems
        return read

    def conditions_with(self, pieces: Iterable[str]) -> "list[Condition]":
        """Read the records whose file has one of the pieces somewhere in it; the broken ones go to ``problems``."""
        some = re.compile("|".join(map(re.escape, pieces)))
        return self.conditions(id for id in self.condition_ids if some.search(self._toml_of(id)))

    def reference(self, key: str) -> "Reference":
        """Read one work. Raises BadDataError."""
        from kb_cli.records import loader, shaping

        return shaping.reference(key, loader.reference(self, key))

    def references(self, keys: Iterable[str]) -> "dict[str, Reference]":
        """Read the works of these keys, in their order."""
        return {key: self.reference(key) for key in keys}

    def _names_in(self, kind: str) -> tuple[str, ...]:
        try:
            with os.scandir(self.folder / kind) as entries:
                names = [entry.name[:-5] for entry in entries if entry.name.endswith(".toml")]
        except OSError as error:
            raise UsageError(
                f"{quoted(str(self.folder))} is not a data folder of kb: {kind}/ cannot be read ({error.strerror})"
            ) from None
        return tuple(sorted(filter(re.compile(ID).fullmatch, names)))

    def _has(self, kind: str, key: str) -> bool:
        """Tell whether a file is there, without listing all: among thousands, one record asks for a few."""
        if (kind, key) not in self._there:
            there = re.fullmatch(ID, key) and os.path.lexists(f"{self.folder}{os.sep}{kind}{os.sep}{key}.toml")
            self._there[kind, key] = bool(there)
        return self._there[kind, key]

    def _toml_of(self, id: str) -> str:
        from kb_cli.records import toml_file

        try:
            return toml_file.text(self.condition_path(id), self.folder)
        except BadDataError as error:
            self.problems += error.problems
            return ""

    def condition_path(self, id: str) -> Path:
        """Give the file of a record. Raises NotFoundError."""
        if not self.has_condition(id):
            raise NotFoundError(f"there is no record {quoted(id)}")
        return self.folder / "conditions" / f"{id}.toml"
