"""What readers write: where a new file or a copy of a shipped one goes, and what it begins with.

Nothing is written here. A treatment and the like is no file, but an entry of one that it is added to.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kb_cli.errors import BadDataError, UsageError
from kb_cli.records import layers, schema, template, toml_file, toml_position
from kb_cli.records.layer import Filed
from kb_cli.records.library import Library
from kb_cli.records.name_index import called as called_so
from kb_cli.records.names import ID
from kb_cli.sanitize import quoted

# Names of files have 255 bytes at most, and nobody types an id of this length.
LONGEST_ID = 100

# What Windows takes for a device, whatever follows the dot.
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}

# The folder of the records of a kind, and the file that has the entries of one.
FOLDERS = {"condition": "conditions", "topic": "topics", "reference": "references"}
ENTRIES = {"treatment": "treatments.toml", "red_flag": "red_flags.toml", "uncovered": "not_covered.toml"}
FILES = ("treatments", "red_flags", "not_covered", "vocabulary")


class Draft(NamedTuple):
    """A file of the reader's own as it is to be: ``text`` is None where it is there already and stays as it is.

    ``before`` is what the file said so far, None where there was none; ``copied`` says that the text is what ships.
    """

    kind: str
    id: str
    path: Path
    folder: Path
    text: str | None = None
    before: str | None = None
    copied: bool = False


def folder(into: str | None = None) -> Path:
    """Give the folder that new files go into: ``into``, else the first of the reader's own. Raises UsageError."""
    own = (into,) if into else layers.own()
    if not own:
        off = ", because KB_OWN is off" if os.environ.get("KB_OWN") else ""
        raise UsageError(f"there is no folder for records of your own{off}; KB_OWN names one")
    return Path(own[0])


def new(library: Library, kind: template.Kind, id: str, into: Path, today: date) -> Draft:
    """Give a new file of a kind, or the file of treatments with an entry more.

    Raises UsageError where the id cannot be one or is taken, and BadDataError where that file is broken.
    """
    _check_id(id)
    _check_free(library, kind, id)
    if kind in ENTRIES:
        return _with_entry(into, kind, id, template.new(kind, id, today))
    path = into / FOLDERS[kind] / f"{id}.toml"
    if os.path.lexists(path):
        raise _taken(kind, id)
    return Draft(kind, id, inside(path, into), into, template.new(kind, id, today))


def called(library: Library, id: str) -> tuple[str, str] | None:
    """Give the kind and the id of what is edited under an id, even of what is broken; None where nothing has it."""
    if (file := id.removesuffix(".toml")) in FILES:
        return file, file
    there = {
        "reference": library.has_reference(id),
        "condition": library.has_condition(id),
        "topic": library.has_topic(id),
        "red_flag": id in library.shared_red_flags,
        "uncovered": id in {one.id for one in library.not_covered},
    }
    found = next((kind for kind, has in there.items() if has), None) or next(_own_entries(library, id), None)
    return (found, id) if found else None


def _own_entries(library: Library, id: str) -> Iterator[str]:
    """Give the kinds of which the reader's own files have an entry of this id, whatever is wrong with it."""
    for kind, name in ENTRIES.items():
        for file in library.own_files(name):
            try:
                if id in _entries(kind, file):
                    yield kind
            except BadDataError:
                continue


def own(library: Library, kind: str, id: str) -> Draft:
    """Give the reader's own file of a record, of an entry, or of a kind of file; a copy of what ships if there is none.

    Raises UsageError, and BadDataError where a file that it is to be copied from or into is broken.
    """
    if kind in FOLDERS:
        return _own_record(library, kind, id)
    return _own_entry(library, kind, id) if kind in ENTRIES else _own_file(library, kind)


def _own_record(library: Library, kind: str, id: str) -> Draft:
    files = library.files(FOLDERS[kind], id)
    if files[0].origin == "own":
        return Draft(kind, id, files[0].path, files[0].folder)
    into = folder()
    path = inside(into / FOLDERS[kind] / f"{id}.toml", into)
    return Draft(kind, id, path, into, toml_file.text(files[0].path, files[0].folder), copied=True)


def _own_entry(library: Library, kind: str, id: str) -> Draft:
    name = ENTRIES[kind]
    for file in reversed(library.own_files(name)):
        try:
            found = id in _entries(kind, file)
        except BadDataError:
            found = True  # It is to be mended before anything else.
        if found:
            return Draft(kind, id, file.path, file.folder)
    shipped = _entries(kind, Filed(library.folder / name, library.folder))
    return _with_entry(folder(), kind, id, shipped[id])._replace(copied=True)


def _own_file(library: Library, kind: str) -> Draft:
    name = f"{kind}.toml"
    if there := library.own_files(name):
        return Draft(kind, kind, there[-1].path, there[-1].folder)
    into = folder()
    return Draft(kind, kind, inside(into / name, into), into, template.listing(kind))


def _with_entry(into: Path, kind: str, id: str, entry: str) -> Draft:
    path = into / ENTRIES[kind]
    if not os.path.lexists(path):
        line = template.schema_line(ENTRIES[kind].removesuffix(".toml"))
        return Draft(kind, id, inside(path, into), into, f"{line}\n\n{entry}")
    if id in _entries(kind, Filed(path, into)):
        raise _taken(kind, id)
    # As it is: with its byte order mark, and the ends of lines that it has.
    before = path.read_bytes().decode("utf-8")
    added = f"{before.rstrip()}\n\n{entry}".replace("\r\n", "\n")
    text = added.replace("\n", "\r\n") if "\r\n" in before else added
    return Draft(kind, id, path, into, text, before)


def _entries(kind: str, file: Filed) -> dict[str, str]:
    """Give the text of every entry of a file by id. Raises BadDataError where it is not TOML."""
    toml = toml_file.text(file.path, file.folder)
    table = toml_file.table(file.path, toml)
    return dict(_cut(kind, toml, table))


def _cut(kind: str, toml: str, table: dict[str, object]) -> Iterator[tuple[str, str]]:
    spans = toml_position.spans(toml)
    if kind == "treatment":
        headers: dict[str, schema.Path] = {id: (id,) for id in table}
    else:
        key = "red_flag" if kind == "red_flag" else "not_covered"
        listed = table.get(key)
        entries = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        headers = {str(one.get("id")): (key, number) for number, one in enumerate(entries)}
    starts = sorted(spans[path][0] for path in headers.values() if path in spans)
    for id, path in headers.items():
        if path in spans:
            start = spans[path][0]
            end = next((other for other in starts if other > start), len(toml))
            yield id, f"{toml[start:end].rstrip()}\n"


def _check_id(id: str) -> None:
    if len(id) > LONGEST_ID:
        raise UsageError(f"{quoted(id)} has {len(id)} characters; an id has {LONGEST_ID} at most")
    if not re.fullmatch(ID, id):
        plain = unicodedata.normalize("NFKD", id.casefold()).encode("ascii", "ignore").decode()
        meant = "-".join(re.findall("[a-z0-9]+", plain))
        hint = f' (did you mean "{meant}"?)' if meant and meant not in DEVICES else ""
        raise UsageError(
            f"{quoted(id)} cannot be an id: it has small letters, digits and single hyphens, as hip-flexor-strain{hint}"
        )
    if id in DEVICES:
        raise UsageError(f"{quoted(id)} cannot be an id: Windows keeps this name for a device")


def _check_free(library: Library, kind: str, id: str) -> None:
    """Raise UsageError where there is something of this id that a new one would hide or be taken for."""
    taken = {
        "condition": library.has_condition(id),
        "topic": library.has_topic(id),
        "reference": library.has_reference(id),
        "treatment": id in library.treatment_ids,
    }
    others = ("reference",) if kind == "reference" else ("condition", "topic", "treatment")
    there = next((other for other in (kind, *others) if taken[other]), None)
    if there:
        raise _taken(there, id)
    if kind != "reference":
        _check_unnamed(library, kind, id)


def _check_unnamed(library: Library, kind: str, id: str) -> None:
    """Raise UsageError where something is called so; a topic may be called as the treatment that it is about."""
    names = (*library.condition_names, *library.topic_names, *library.treatment_names)
    there = next((one for one in called_so(names, id) if {kind, one.kind} != {"topic", "treatment"}), None)
    if there:
        raise UsageError(f'{quoted(id)} is a name of the {there.kind} {there.id}; "kb edit {there.id}" opens it')


def _taken(kind: str, id: str) -> UsageError:
    return UsageError(f'there is a {kind} {quoted(id)} already; "kb edit {id}" opens it')


def inside(path: Path, into: Path) -> Path:
    """Give the path, if no link in it leads out of the layer, where kb would not read it. Raises UsageError."""
    above, layer = os.path.realpath(path.parent), os.path.realpath(into)
    if above != layer and not above.startswith(layer + os.sep):
        raise UsageError(f"{quoted(str(path.parent))} leads out of {quoted(str(into))}; nothing was written")
    return path
