"""Where the records live: finding the data folder, and what there is in it.

What reads and checks TOML (reading.py) is imported with the first file that is read, because an answer that is kept in
some form reads none.
"""

import os
import re
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from kb_cli import kept, shaping, stamp
from kb_cli.errors import BadDataError, NotFoundError, Problem, UsageError
from kb_cli.model import Condition, Head, Notice, Reference, TreatmentKind, Vocabulary
from kb_cli.names import ID, folded
from kb_cli.safety import quoted


class Names(NamedTuple):
    """What a condition is called, id and name first, as it is written and folded; and in a line what it is."""

    id: str
    name: str
    gist: str
    spellings: tuple[str, ...]
    folded: tuple[str, ...]


def data_folder() -> Path:
    """Give the folder of the data: ``KB_DATA`` if set, else that of the installed package or of the checkout."""
    return Path(stamp.data_folder())


class Library:
    """The records of one data folder, read on demand. ``problems`` collects what was wrong but stopped nothing."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or data_folder()
        if not self.folder.is_dir():
            raise UsageError(f"there is no data folder {quoted(str(self.folder))}; KB_DATA names one")
        self.problems: list[Problem] = []

    @cached_property
    def condition_ids(self) -> tuple[str, ...]:
        """The ids of all condition records, sorted."""
        return self._names_in("conditions")

    @cached_property
    def reference_keys(self) -> tuple[str, ...]:
        """The citation keys of all references, sorted."""
        return self._names_in("references")

    @cached_property
    def known(self) -> frozenset[str]:
        """The ids and the keys of works (marked "@"), for looking them up in thousands."""
        return frozenset(self.condition_ids) | {f"@{key}" for key in self.reference_keys}

    @cached_property
    def notice(self) -> Notice:
        """The not-medical-advice notice."""
        from kb_cli import reading

        return reading.notice(self)

    @cached_property
    def treatment_kinds(self) -> dict[str, TreatmentKind]:
        """The vocabulary of treatments by id, in the order of its file."""
        from kb_cli import reading

        return reading.treatment_kinds(self)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary of search; a data folder may do without one."""
        from kb_cli import reading

        return reading.vocabulary(self)

    @cached_property
    def heads(self) -> dict[str, Head]:
        """The head of every record that can be read, by id; what is wrong with the others goes to ``problems``."""
        return {id: shaping.kept_head(plain) for id, (plain, _) in self._kept_heads.items()}

    @cached_property
    def names(self) -> dict[str, Names]:
        """What every record that can be read is called, by id."""
        names: dict[str, Names] = {}
        for id, (plain, folds) in self._kept_heads.items():
            _, name, gist, aliases, *_ = plain
            names[id] = Names(id, name, gist, (id, name, *aliases), folds)
        return names

    @cached_property
    def works(self) -> dict[str, Reference]:
        """Every work that can be read, by key in order; what is wrong with the others goes to ``problems``."""
        kept = self._kept("references", self.reference_keys, lambda key: shaping.plain_work(self.reference(key)))
        return {key: shaping.kept_work(plain) for key, plain in kept.items()}

    @cached_property
    def _kept_heads(self) -> dict[str, Any]:
        return self._kept("conditions", self.condition_ids, self._plain_head)

    def _plain_head(self, id: str) -> tuple[Any, ...]:
        head = self.head(id)
        return shaping.plain_head(head), tuple(map(folded, (id, head.name, *head.aliases)))

    def _kept(self, kind: str, keys: Iterable[str], read: Callable[[str], Any]) -> dict[str, Any]:
        def careful(key: str) -> tuple[Any, bool] | None:
            before = len(self.problems)
            try:
                value = read(key)
            except BadDataError as error:
                self.problems += error.problems
                return None
            # What was shown only by mending it is read again each time, so that its problem is told each time.
            return value, len(self.problems) == before

        return kept.values(str(self.folder / kind), keys, careful)

    def head(self, id: str) -> Head:
        """Read the head of one record, without the cost of its sections. Raises BadDataError."""
        from kb_cli import reading

        return reading.head(self, id)

    def condition(self, id: str) -> Condition:
        """Read one record whole. Raises BadDataError where it is broken or something that it names does not exist."""
        from kb_cli import reading

        return reading.condition(self, id)

    def conditions(self, ids: Iterable[str] | None = None) -> list[Condition]:
        """Read several records (all by default); the broken ones go to ``problems``."""
        read: list[Condition] = []
        for id in self.condition_ids if ids is None else ids:
            try:
                read.append(self.condition(id))
            except BadDataError as error:
                self.problems += error.problems
        return read

    def conditions_with(self, pieces: Iterable[str]) -> list[Condition]:
        """Read the records whose file has one of the pieces somewhere in it; the broken ones go to ``problems``."""
        some = re.compile("|".join(f"{re.escape(piece)}(?![a-z0-9-])" for piece in pieces))
        return self.conditions(id for id in self.condition_ids if some.search(self._toml_of(id)))

    def reference(self, key: str) -> Reference:
        """Read one work. Raises BadDataError."""
        from kb_cli import reading

        return reading.reference(self, key)

    def references(self, keys: Iterable[str]) -> dict[str, Reference]:
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

    def _toml_of(self, id: str) -> str:
        from kb_cli import toml_file

        try:
            return toml_file.text(self.condition_path(id), self.folder)
        except BadDataError as error:
            self.problems += error.problems
            return ""

    def condition_path(self, id: str) -> Path:
        """Give the file of a record. Raises NotFoundError."""
        if id not in self.known:
            raise NotFoundError(f"there is no record {quoted(id)}")
        return self.folder / "conditions" / f"{id}.toml"
