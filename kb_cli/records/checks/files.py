"""Files that kb does not read, and files whose text is untidy."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from kb_cli.records.checks.found import Found, in_file
from kb_cli.records.checks.shelf import Shelf, is_read, meant_place, valid_name
from kb_cli.records.kinds import KINDS
from kb_cli.records.layer import Layer
from kb_cli.records.names import either, nearest
from kb_cli.records.schema import Fault
from kb_cli.sanitize import quoted

_SINGLE = {kind.place for kind in KINDS.values() if kind.single}
_SEVERAL = {kind.place for kind in KINDS.values() if not kind.single}


def unreadable_folders(shelf: Shelf) -> Iterator[Found]:
    """Find what stands in the place of a folder and cannot be read as one; folders may be missing."""
    for layer in shelf.layers:
        for path in (layer.folder, *(layer.folder / kind for kind in sorted(_SEVERAL))):
            try:
                os.stat(f"{path}{os.sep}.")  # Some may list a folder that they cannot enter.
                os.listdir(path)
            except FileNotFoundError:
                pass
            except OSError as error:
                if os.path.lexists(path):
                    message = f"this folder cannot be read: {error.strerror}"
                    yield Found(
                        path, Fault((), message, rule="unreadable", advice="put a folder here that can be read")
                    )


def ignored(shelf: Shelf) -> Iterator[Found]:
    """Find files that were meant to be read: by their ending, or because they stand where records do."""
    for layer in shelf.layers:
        for kind in sorted(_SEVERAL):
            for name in filter(_counts, sorted(layer.listed(kind))):
                if not is_read(name) or (layer.folder / kind / name).is_dir():
                    yield _ignored(layer.folder / kind / name)
        yield from (_astray(path, layer) for path in astray(layer))


def _counts(name: str) -> bool:
    """Tell whether a file counts: not one that is hidden, or that an editor keeps beside another."""
    return not (name.startswith((".", "#")) or name.endswith("~"))


def _ignored(path: Path) -> Found:
    if path.is_dir():
        message, advice = "kb reads no folder here", f'move its files to the folder "{path.parent.name}"'
        return Found(path, Fault((), message, rule="ignored-file", advice=advice))
    new = valid_name(path.name)
    if not new:
        message = "kb reads no file with this ending here"
        advice = "a record is a file that ends in .toml; keep others elsewhere"
        return Found(path, Fault((), message, rule="stray-file", advice=advice))
    there = "" if meant_place(path) else "; such a file is there already"
    message, advice = f"kb ignores this file: its name has {_oddity(path.name)}", f'rename it to "{new}"{there}'
    return Found(path, Fault((), message, rule="ignored-file", advice=advice))


def _oddity(name: str) -> str:
    """Say why kb does not read a file of this name."""
    stem = re.split(r"\.toml", name, maxsplit=1, flags=re.IGNORECASE)[0]
    found = {
        "capitals": re.search("[A-Z]", stem),
        "spaces": " " in stem,
        "underscores": "_" in stem,
        "characters other than a-z, 0-9 and single hyphens": re.search(r"[^A-Za-z0-9 _-]|--|^-|-$", stem),
        f"the ending {quoted(name[len(stem) :])}": not name.endswith(".toml"),
    }
    return " and ".join(what for what, there in found.items() if there)


def astray(layer: Layer) -> Iterator[Path]:
    """Give data files, and folders of such, at the top of a layer where kb does not read them."""
    for name in filter(_counts, sorted(layer.listed())):
        path = layer.folder / name
        if path.is_dir():
            lost = name not in _SEVERAL and any(valid_name(one) for one in _names_in(path))
        else:
            lost = bool(valid_name(name)) and name not in _files_of(layer)
        if lost:
            yield path


def _names_in(folder: Path) -> list[str]:
    """Give the names of what stands in a folder, none where it cannot be read."""
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _files_of(layer: Layer) -> set[str]:
    """Give the names of the files that kb reads at the top of a layer: only what ships has a notice."""
    return _SINGLE - {KINDS["notice"].place} if layer.origin == "own" else _SINGLE


def _astray(path: Path, layer: Layer) -> Found:
    what, known = ("folder", _SEVERAL) if path.is_dir() else ("file", _files_of(layer))
    near = known.intersection(nearest(path.name, _SEVERAL | _SINGLE, most=1))
    advice = f"here kb reads {', '.join(sorted(known))}"
    if what == "file":
        advice += f"; a record belongs in {either(sorted(_SEVERAL))}"
    for name in near:
        there = os.path.lexists(path.with_name(name))
        advice = f'move what is in it to "{name}"' if there else f'rename it to "{name}"'
    return Found(path, Fault((), f"kb ignores this {what}", rule="ignored-file", advice=advice))


def untidy(shelf: Shelf) -> Iterator[Found]:
    """Find what editors leave in a text: each file is told once."""
    for file in shelf.files:
        if not file.problems and (traces := _traces(file.path.read_bytes())):
            advice = "save it as UTF-8 without a byte order mark, with Unix line ends; kb check --fix does"
            yield in_file(file, Fault((), f"the file has {' and '.join(traces)}", rule="untidy", advice=advice))


def _traces(raw: bytes) -> list[str]:
    found = {
        "a byte order mark": raw.startswith(b"\xef\xbb\xbf"),
        # Git may write them on Windows, where nobody sees them.
        "Windows line ends": b"\r\n" in raw and os.linesep == "\n",
        "spaces at the end of lines": re.search(rb"[ \t]\r?\n|[ \t]\Z", raw),
        "no line end at its end": not raw.endswith(b"\n"),
    }
    return [what for what, there in found.items() if there]
