"""Reading the files of a library: from TOML to checked tables, everything wrong with a file told at once.

Every function raises BadDataError where a file cannot be used.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kb_cli.errors import BadDataError, NotFoundError
from kb_cli.records import markup, schema, toml_file
from kb_cli.records.library import Library
from kb_cli.records.names import nearest
from kb_cli.sanitize import quoted

Table = dict[str, Any]


def notice(library: Library) -> Table:
    """Read the not-medical-advice notice."""
    return _table(library, library.folder / "notice.toml", schema.NOTICE)


def treatments(library: Library) -> Table:
    """Read the vocabulary of treatments: the table of each by id, in the order of its file."""
    path = library.folder / "treatments.toml"
    toml = toml_file.text(path, library.folder)
    data = toml_file.table(path, toml)
    return _usable(library, path, toml, data, list(schema.treatment_faults(data)))


def vocabulary(library: Library) -> Table:
    """Read the vocabulary of search; a data folder may do without one."""
    path = library.folder / "vocabulary.toml"
    if not path.exists():
        return {}
    from kb_cli.search import synonyms

    toml = toml_file.text(path, library.folder)
    data = toml_file.table(path, toml)
    faults = list(schema.faults(data, schema.VOCABULARY))
    if all(fault.harmless for fault in faults):
        faults += synonyms.faults(data)
    return _usable(library, path, toml, data, faults)


def head(library: Library, id: str) -> Table:
    """Read the head of one record, without the cost of its sections."""
    path = library.condition_path(id)
    toml = toml_file.text(path, library.folder)
    # The head ends at the first table. Should a line of the summary look like one, the whole file is read.
    top = toml[: toml.find("\n[") + 1] or toml
    try:
        data = toml_file.table(path, top)
    except BadDataError:
        data = toml_file.table(path, toml)
    keys = {key: wanted for key, wanted in schema.CONDITION.items() if key in data or wanted.required}
    return _usable(library, path, toml, data, list(schema.faults(data, keys)))


def condition(library: Library, id: str) -> Table:
    """Read one record whole; it is broken too where something that it names does not exist."""
    path = library.condition_path(id)
    toml = toml_file.text(path, library.folder)
    data = toml_file.table(path, toml)
    faults = list(schema.faults(data, schema.CONDITION))
    if all(fault.harmless for fault in faults):
        faults += _unresolved(library, data)
    return _usable(library, path, toml, data, faults)


def reference(library: Library, key: str) -> Table:
    """Read one work. Raises NotFoundError where there is none."""
    if not library.has_reference(key):
        raise NotFoundError(f"no work has the citation key {quoted(key)}")
    path = library.folder / "references" / f"{key}.toml"
    return _table(library, path, schema.REFERENCE)


def _table(library: Library, path: Path, keys: Mapping[str, schema.Field]) -> Table:
    toml = toml_file.text(path, library.folder)
    data = toml_file.table(path, toml)
    return _usable(library, path, toml, data, list(schema.faults(data, keys)))


def _usable(library: Library, path: Path, toml: str, data: Table, faults: list[schema.Fault]) -> Table:
    data, problems = toml_file.usable(path, toml, data, faults)
    library.problems += problems
    return data


def _unresolved(library: Library, data: Table) -> Iterable[schema.Fault]:
    for path, text in _prose_of(data):
        for key in markup.cited([text]):
            if not library.has_reference(key):
                meant = _suggestion(key, library.reference_keys)
                yield schema.Fault(path, f"no work has the citation key @{key}{meant}", f"@{key}")
        for id in markup.linked([text]):
            if not library.has_condition(id):
                meant = _suggestion(id, library.condition_ids)
                yield schema.Fault(path, f"[[{id}]] links to no record{meant}", f"[[{id}]]")
    for number, id in enumerate(data.get("related", ())):
        if not library.has_condition(id):
            meant = _suggestion(id, library.condition_ids)
            yield schema.Fault(("related", number), f"{quoted(id)} is no record{meant}")
    for number, treatment in enumerate(data.get("treatment", ())):
        if treatment["id"] not in library.treatment_kinds:
            meant = _suggestion(treatment["id"], library.treatment_kinds)
            message = f"{quoted(treatment['id'])} is not in treatments.toml{meant}"
            yield schema.Fault(("treatment", number, "id"), message)


def _prose_of(data: Table) -> Iterable[tuple[schema.Path, str]]:
    """Give every prose text of a record with its path."""

    def walk(value: Any, keys: Mapping[str, schema.Field], at: schema.Path) -> Iterable[tuple[schema.Path, str]]:
        for key, wanted in keys.items():
            if key not in value:
                continue
            if wanted.kind == "prose":
                yield (*at, key), value[key]
            elif wanted.kind == "table":
                yield from walk(value[key], wanted.keys, (*at, key))
            elif wanted.kind == "tables":
                for number, part in enumerate(value[key]):
                    yield from walk(part, wanted.keys, (*at, key, number))

    return walk(data, schema.CONDITION, ())


def _suggestion(name: str, known: Iterable[str]) -> str:
    near = nearest(name, known, most=1)
    return f" (did you mean {near[0]}?)" if near else ""
