"""Where the records live: finding the data folder, and what there is in it.

What reads TOML (loader.py) and what is made of it (model.py) are imported with the first file that is read, because an
answer from what is kept reads none.
"""

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kb_cli.cache import derived
from kb_cli.errors import BadDataError, NotFoundError, Problem, UsageError
from kb_cli.records import layers
from kb_cli.records.name_index import Entry, entry
from kb_cli.records.names import ID
from kb_cli.sanitize import quoted

if TYPE_CHECKING:
    from kb_cli.records.model import (
        Condition,
        Head,
        NotCovered,
        RedFlag,
        Reference,
        Topic,
        TopicHead,
        TreatmentKind,
        Vocabulary,
    )
    from kb_cli.records.notice import Notice
    from kb_cli.records.schema import Check

Value = TypeVar("Value")


def data_folder() -> Path:
    """Give the folder of the data: ``KB_DATA`` if set, else that of the installed package or of the checkout."""
    return Path(layers.shipped())


class Library:
    """The records of one data folder, read on demand.

    ``problems`` collects what was wrong but stopped nothing, ``broken`` the ids of records found to be unreadable.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or data_folder()
        if not self._is_folder(""):
            raise UsageError(f"there is no data folder {quoted(str(self.folder))}; KB_DATA names one")
        for kind in ("conditions", "references"):
            if not self._is_folder(kind):
                raise UsageError(f"{quoted(str(self.folder))} is not a data folder of kb: it has no folder {kind}")
        self.problems: list[Problem] = []
        self.broken: tuple[str, ...] = ()
        self._there: dict[tuple[str, str], bool] = {}

    @cached_property
    def condition_ids(self) -> tuple[str, ...]:
        """The ids of all condition records, sorted."""
        return self._names_in("conditions")

    @cached_property
    def reference_keys(self) -> tuple[str, ...]:
        """The citation keys of all references, sorted."""
        return self._names_in("references")

    @cached_property
    def topic_ids(self) -> tuple[str, ...]:
        """The ids of all topic records, sorted; a data folder may do without them."""
        return self._names_in("topics") if self._is_folder("topics") else ()

    def has_topic(self, id: str) -> bool:
        """Tell whether there is a topic of this id, broken or not."""
        return self._has("topics", id)

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

        return loader.notice(self)

    @cached_property
    def treatment_kinds(self) -> "dict[str, TreatmentKind]":
        """The vocabulary of treatments by id, in the order of its file."""
        from kb_cli.records import model

        return {id: model.treatment_kind(id, table) for id, table in self._treatment_tables}

    @cached_property
    def treatment_ids(self) -> tuple[str, ...]:
        """The ids of all treatments, in the order of their file."""
        return tuple(id for id, _ in self._treatment_tables)

    @cached_property
    def _treatment_tables(self) -> list[Any]:
        def make() -> list[Any]:
            from kb_cli.records import loader

            return list(loader.treatments(self).items())

        return self._derived("treatments", make)

    @cached_property
    def shared_red_flags(self) -> "dict[str, RedFlag]":
        """The signs that several records share, by id; a data folder may do without them."""
        from kb_cli.records import model

        def make() -> list[Any]:
            from kb_cli.records import loader

            return loader.red_flags(self)

        return {flag.id: flag for flag in map(model.red_flag, self._derived("red-flags", make))}

    def vocabulary(self, check: "Check") -> "Vocabulary":
        """Read the vocabulary of search; ``check`` finds what is wrong with its words. Raises BadDataError."""
        from kb_cli.records import loader

        return loader.vocabulary(self, check)

    @cached_property
    def heads(self) -> "dict[str, Head]":
        """The head of every record that can be read, by id; what is wrong with the others goes to ``problems``."""
        from kb_cli.records import model

        return {head.id: head for head in map(model.kept_head, self._plain_heads)}

    @cached_property
    def _plain_heads(self) -> list[Any]:
        found = self._derived("heads", lambda: list(self._each(self.condition_ids, self._plain_head)))
        there = {id for id, *_ in found}
        self.broken = tuple(id for id in self.condition_ids if id not in there)
        return found

    @cached_property
    def condition_names(self) -> tuple[Entry, ...]:
        """What every condition that can be read is called, in the order of their ids; its code comes last."""
        from kb_cli.records.codes import codes

        named = [entry("condition", gist, id, name, *aliases) for id, name, gist, aliases, *_ in self._plain_heads]
        each = zip(named, codes(named, (*self.topic_names, *self.treatment_names)), strict=True)
        return tuple(entry("condition", one.about, *one.spellings, code) for one, code in each)

    @cached_property
    def condition_codes(self) -> dict[str, str]:
        """The short code of every condition that can be read, by id."""
        return {one.id: one.spellings[-1] for one in self.condition_names}

    @cached_property
    def topic_heads(self) -> "dict[str, TopicHead]":
        """The head of every topic that can be read, by id; what is wrong with the others goes to ``problems``."""
        from kb_cli.records import model

        return {head.id: head for head in map(model.kept_topic_head, self._plain_topic_heads)}

    @cached_property
    def _plain_topic_heads(self) -> list[Any]:
        return self._derived("topic-heads", lambda: list(self._each(self.topic_ids, self._plain_topic_head)))

    @cached_property
    def topic_names(self) -> tuple[Entry, ...]:
        """What every topic that can be read is called, in the order of their ids."""
        return tuple(
            entry("topic", gist, id, name, *aliases) for id, name, gist, aliases, *_ in self._plain_topic_heads
        )

    @cached_property
    def not_covered(self) -> "tuple[NotCovered, ...]":
        """What people ask for and no record is about."""
        from kb_cli.records import model

        def make() -> list[Any]:
            from kb_cli.records import loader

            return loader.not_covered(self)

        return tuple(map(model.not_covered, self._derived("not-covered", make)))

    @cached_property
    def treatment_names(self) -> tuple[Entry, ...]:
        """What every treatment is called, in the order of their file."""
        return tuple(
            entry("treatment", table["what"], id, table["name"], *table.get("aliases", ()))
            for id, table in self._treatment_tables
        )

    @cached_property
    def works(self) -> "dict[str, Reference]":
        """Every work that can be read, by key in order; what is wrong with the others goes to ``problems``."""
        from kb_cli.records import model

        def make() -> list[Any]:
            return [model.plain_work(work) for work in self._each(self.reference_keys, self.reference)]

        return {work.key: work for work in map(model.kept_work, self._derived("works", make))}

    def _derived(self, question: str, make: Callable[[], list[Any]]) -> list[Any]:
        """Give what follows from the whole folder, kept or made now; what is wrong is found, and told, each time."""

        def made() -> tuple[list[Any], bool]:
            before = len(self.problems)
            value = make()
            return value, len(self.problems) == before

        value: list[Any] = derived.value(question, str(self.folder), made)
        return value

    def _each(self, keys: Iterable[str], read: Callable[[str], Value]) -> Iterator[Value]:
        """Read a file for each key; the broken ones go to ``problems``."""
        for key in keys:
            try:
                yield read(key)
            except BadDataError as error:
                self.problems += error.problems

    def _plain_topic_head(self, id: str) -> tuple[Any, ...]:
        from kb_cli.records import loader, schema

        table = loader.head(self, self.topic_path(id), schema.TOPIC)
        texts = (table["name"], table["gist"], tuple(table.get("aliases", ())), table["evidence"])
        return id, *texts, table["reviewed"].toordinal()

    def name_of(self, id: str) -> str:
        """Give the name of a condition or topic. Raises BadDataError."""
        plain = self._plain_head(id) if self.has_condition(id) else self._plain_topic_head(id)
        return str(plain[1])

    def topic(self, id: str) -> "Topic":
        """Read one topic whole. Raises BadDataError where it is broken or something that it names does not exist."""
        from kb_cli.records import loader

        return loader.topic(self, id)

    def topics(self) -> "list[Topic]":
        """Read all topics; the broken ones go to ``problems``."""
        return list(self._each(self.topic_ids, self.topic))

    def _plain_head(self, id: str) -> tuple[Any, ...]:
        from kb_cli.records import loader, schema

        table = loader.head(self, self.condition_path(id), schema.CONDITION)
        texts = (table["name"], table["gist"], tuple(table.get("aliases", ())), table["region"], table["evidence"])
        return id, *texts, table["reviewed"].toordinal()

    def head(self, id: str) -> "Head":
        """Read the head of one record, without the cost of its sections. Raises BadDataError."""
        from kb_cli.records import model

        return model.kept_head(self._plain_head(id))

    def condition(self, id: str) -> "Condition":
        """Read one record whole. Raises BadDataError where it is broken or something that it names does not exist."""
        from kb_cli.records import loader

        return loader.condition(self, id)

    def conditions(self, ids: Iterable[str] | None = None) -> "list[Condition]":
        """Read several records (all by default); the broken ones go to ``problems``."""
        return list(self._each(self.condition_ids if ids is None else ids, self.condition))

    def conditions_with(self, pieces: Iterable[str]) -> "list[Condition]":
        """Read the records whose file has one of the pieces somewhere in it; the broken ones go to ``problems``."""
        some = re.compile("|".join(map(re.escape, pieces)))
        return self.conditions(id for id in self.condition_ids if some.search(self._toml_of(id)))

    def reference(self, key: str) -> "Reference":
        """Read one work. Raises BadDataError."""
        from kb_cli.records import loader

        return loader.reference(self, key)

    def references(self, keys: Iterable[str]) -> "dict[str, Reference]":
        """Read the works of these keys, in their order."""
        return {key: self.reference(key) for key in keys}

    def _names_in(self, kind: str) -> tuple[str, ...]:
        try:
            with os.scandir(self.folder / kind) as entries:
                names = [entry.name[:-5] for entry in entries if entry.name.endswith(".toml")]
        except OSError as error:
            raise self._closed(kind, error) from None
        return tuple(sorted(filter(re.compile(ID).fullmatch, names)))

    def _has(self, kind: str, key: str) -> bool:
        """Tell whether a file is there, without listing all: among thousands, one record asks for a few."""
        if (kind, key) not in self._there:
            self._there[kind, key] = bool(re.fullmatch(ID, key)) and self._exists(kind, f"{key}.toml")
        return self._there[kind, key]

    def _exists(self, kind: str, name: str) -> bool:
        try:
            os.lstat(os.path.join(self.folder, kind, name))
        except PermissionError as error:
            # The folder can be listed but not entered: not to see a file is not to know that there is none.
            raise self._closed(kind, error) from None
        except OSError:
            return False
        return True

    def _is_folder(self, kind: str) -> bool:
        try:
            return stat.S_ISDIR(os.stat(os.path.join(self.folder, kind)).st_mode)
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            raise self._closed(kind, error) from None

    def _closed(self, kind: str, error: OSError) -> UsageError:
        what = f"the folder {kind} in it" if kind else "it"
        why = f"{what} cannot be read ({error.strerror})"
        return UsageError(f"{quoted(str(self.folder))} cannot be used as a data folder: {why}")

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

    def topic_path(self, id: str) -> Path:
        """Give the file of a topic. Raises NotFoundError."""
        if not self.has_topic(id):
            raise NotFoundError(f"there is no topic {quoted(id)}")
        return self.folder / "topics" / f"{id}.toml"
