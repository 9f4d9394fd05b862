"""The records of all layers: which there are, and what each file says.

What reads TOML (loader.py) and what is made of it (model.py) are imported with the first file that is read, because an
answer from what is kept reads none.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kb_cli.cache import derived
from kb_cli.errors import BadDataError, NotFoundError, Problem, UsageError
from kb_cli.records import layers
from kb_cli.records.layer import Filed, Layer
from kb_cli.records.name_index import Entry, entry
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


class Library:
    """The records of several layers, read on demand; ``folder`` is the lowest layer, that of what ships.

    ``problems`` collects what was wrong but stopped nothing, ``passed_over`` what was wrong with the reader's own files
    and let what lies under them be read instead, and ``broken`` the ids of conditions found to be unreadable.
    """

    def __init__(self, *folders: Path) -> None:
        *own, self.folder = folders or tuple(map(Path, layers.order()))
        shipped = Layer(self.folder)
        if not shipped.is_folder():
            raise UsageError(f"there is no data folder {quoted(str(self.folder))}; KB_DATA names one")
        for kind in ("conditions", "references"):
            if not shipped.is_folder(kind):
                raise UsageError(f"{quoted(str(self.folder))} is not a data folder of kb: it has no folder {kind}")
        self.problems: list[Problem] = []
        self.passed_over: list[Problem] = []
        self.passed_over_files: set[tuple[str, str]] = set()
        self.broken: tuple[str, ...] = ()
        self.folders = tuple(map(str, (*own, self.folder)))
        self._own = [layer for layer in (Layer(folder, self.passed_over) for folder in own) if layer.is_folder()]
        self._layers = [*self._own, shipped]
        self._filed: dict[tuple[str, str], Filed] = {}

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
        return self._names_in("topics")

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

        return {
            id: model.treatment_kind(id, table)._replace(origin=origin, stands_in=stands_in)
            for id, table, origin, stands_in in self._treatment_tables
        }

    @cached_property
    def treatment_ids(self) -> tuple[str, ...]:
        """The ids of all treatments, in the order of their file."""
        return tuple(id for id, *_ in self._treatment_tables)

    @cached_property
    def _treatment_tables(self) -> list[Any]:
        def make() -> list[Any]:
            from kb_cli.records import loader

            return loader.treatments(self)

        return self._derived("treatments", make)

    @cached_property
    def shared_red_flags(self) -> "dict[str, RedFlag]":
        """The signs that several records share, by id; a data folder may do without them."""
        from kb_cli.records import model

        return {id: model.red_flag(table) for id, table, *_ in self._red_flag_tables}

    @cached_property
    def added_red_flags(self) -> frozenset[str]:
        """The ids of those shared signs that only the reader has: a shipped record may have such a one of its own."""
        return frozenset(id for id, _, origin, stands_in in self._red_flag_tables if origin == "own" and not stands_in)

    @cached_property
    def _red_flag_tables(self) -> list[Any]:
        def make() -> list[Any]:
            from kb_cli.records import loader

            return loader.red_flags(self)

        return self._derived("red-flags", make)

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
        found = self._derived("heads", lambda: list(self._each("conditions", self.condition_ids, self._plain_head)))
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
        return self._derived("topic-heads", lambda: list(self._each("topics", self.topic_ids, self._plain_topic_head)))

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

        told = [model.not_covered(table) for _, table, *_ in self._derived("not-covered", make)]
        # What the reader wrote a page on is covered.
        names = self._own_names
        return tuple(one for one in told if not one.folded & names) if names else tuple(told)

    @property
    def _own_names(self) -> frozenset[str]:
        """What the reader's own conditions and topics are called, folded."""
        if not self._own:
            return frozenset()
        own = {
            *(head.id for head in self.heads.values() if head.origin == "own"),
            *(head.id for head in self.topic_heads.values() if head.origin == "own"),
        }
        return frozenset(
            name for one in (*self.condition_names, *self.topic_names) if one.id in own for name in one.folded
        )

    @cached_property
    def treatment_names(self) -> tuple[Entry, ...]:
        """What every treatment is called, in the order of their file."""
        return tuple(
            entry("treatment", table["what"], id, table["name"], *table.get("aliases", ()))
            for id, table, *_ in self._treatment_tables
        )

    @cached_property
    def works(self) -> "dict[str, Reference]":
        """Every work that can be read, by key in order; what is wrong with the others goes to ``problems``."""
        from kb_cli.records import model

        def make() -> list[Any]:
            return [model.plain_work(work) for work in self._each("references", self.reference_keys, self.reference)]

        return {work.key: work for work in map(model.kept_work, self._derived("works", make))}

    def _derived(self, question: str, make: Callable[[], list[Any]]) -> list[Any]:
        """Give what follows from all layers, kept or made now; what is wrong is found, and told, each time."""

        def made() -> tuple[list[Any], bool]:
            # Not what making it found alone: a problem that was known before is not noted twice.
            return make(), not (self.problems or self.passed_over or self.passed_over_files)

        value: list[Any] = derived.value(question, self.folders, made)
        return value

    def _each(self, kind: str, keys: Iterable[str], read: Callable[[str], Value]) -> Iterator[Value]:
        """Read a record of a kind for each key; the broken ones go to ``problems``, or are passed over."""
        for key in keys:
            try:
                yield read(key)
            except BadDataError as error:
                self.leave_out(kind, key, error.problems)

    def _plain_topic_head(self, id: str) -> tuple[Any, ...]:
        from kb_cli.records import loader, schema

        file = self.filed("topics", id)
        table = loader.head(self, file, schema.TOPIC)
        texts = (table["name"], table["gist"], tuple(table.get("aliases", ())), table["evidence"])
        return id, *texts, table["reviewed"].toordinal(), file.origin, file.stands_in

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
        return list(self._each("topics", self.topic_ids, self.topic))

    def _plain_head(self, id: str) -> tuple[Any, ...]:
        from kb_cli.records import loader, schema

        file = self.filed("conditions", id)
        table = loader.head(self, file, schema.CONDITION)
        texts = (table["name"], table["gist"], tuple(table.get("aliases", ())), table["region"], table["evidence"])
        return id, *texts, table["reviewed"].toordinal(), file.origin, file.stands_in

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
        return list(self._each("conditions", self.condition_ids if ids is None else ids, self.condition))

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

    def filed(self, kind: str, id: str) -> Filed:
        """Give the file that a record is read from: the uppermost that is not broken, else the lowest.

        Raises NotFoundError.
        """
        if (kind, id) not in self._filed:
            self._filed[kind, id] = self._soundest(self.files(kind, id), kind, id)
        return self._filed[kind, id]

    def own_files(self, name: str) -> list[Filed]:
        """Give the reader's own files of this name at the top of a layer, the lowest first."""
        return [layer.file(name) for layer in reversed(self._own) if layer.exists(name)]

    def check_own(self, name: str, vocabulary_check: "Check") -> None:
        """Let a file at the top of the layers be read, so that what is wrong with the reader's own is passed over."""
        reads: dict[str, Callable[[], object]] = {
            "treatments.toml": lambda: self._treatment_tables,
            "red_flags.toml": lambda: self._red_flag_tables,
            "not_covered.toml": lambda: self.not_covered,
            "vocabulary.toml": lambda: self.vocabulary(vocabulary_check),
        }
        reads[name]()

    def leave_out(self, kind: str, id: str, problems: list[Problem]) -> None:
        """Note what is wrong with a record that is left out."""
        if self.filed(kind, id).origin == "own":
            self.pass_over(kind, id, problems)
        else:
            self.problems += [problem for problem in problems if problem not in self.problems]

    def forget(self, kind: str, id: str) -> None:
        """Drop what was noted of the file of a record, because reading it whole will tell it."""
        from kb_cli.records import toml_file

        file = toml_file.shown(self.filed(kind, id).path)
        self.problems = [problem for problem in self.problems if problem.file != file]
        self.passed_over[:] = [problem for problem in self.passed_over if problem.file != file]

    def pass_over(self, kind: str, id: str, problems: Iterable[Problem]) -> None:
        """Note what is wrong with a file of the reader's own, in place of which another is read."""
        self.passed_over += problems
        self.passed_over_files.add((kind, id))

    def files(self, kind: str, id: str) -> list[Filed]:
        """Give the files of a record, the uppermost first."""
        there = [layer for layer in self._layers if layer.has(kind, id)]
        shipped = bool(there) and there[-1].origin == "shipped"
        return [layer.file(kind, f"{id}.toml", stands_in=shipped and layer.origin == "own") for layer in there]

    def _soundest(self, files: list[Filed], kind: str, id: str) -> Filed:
        from kb_cli.records import loader

        if not files:
            raise NotFoundError(f"there is no file {quoted(id)} in {kind}")
        *upper, lowest = files
        for file in upper:
            try:
                loader.checked(self, kind, file)
            except BadDataError as error:
                first, *others = error.problems
                first = first._replace(message=f"{first.message}; the one under it is read instead")
                self.pass_over(kind, id, [first, *others])
            else:
                return file
        return lowest

    def _names_in(self, kind: str) -> tuple[str, ...]:
        return tuple(sorted({name for layer in self._layers for name in layer.names(kind)}))

    def _has(self, kind: str, key: str) -> bool:
        return any(layer.has(kind, key) for layer in self._layers)

    def _toml_of(self, id: str) -> str:
        from kb_cli.records import toml_file

        file = self.filed("conditions", id)
        try:
            return toml_file.text(file.path, file.folder)
        except BadDataError as error:
            self.problems += error.problems
            return ""
