"""The schemas for editors agree with kb check, about the shipped files and about broken ones."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

from kb_cli.records import json_schema, kinds, validate
from kb_cli.records.kinds import KINDS, Kind
from kb_cli.records.library import Library
from kb_cli.search import synonyms
from tests.conftest import DATA, Run
from tests.hostile.data_folders import toml

SEED = 18
MUTATED = 250  # more than there are keys

# What a schema tells too: not what a file names, nor marks in a text, nor its length without them. A file without any
# key is unreadable.
TOLD = {"unknown-key", "missing", "wrong-type", "empty", "too-long", "form", "unknown-word", "shell-code", "unreadable"}


def kind_of(path: Path) -> Kind:
    kind = kinds.of_path(path)
    assert kind
    return kind


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Give the files of all schemas, by kind."""
    folder = tmp_path_factory.mktemp("schemas")
    written = {name: folder / f"{name}.schema.json" for name in KINDS}
    for name, path in written.items():
        path.write_text(json.dumps(json_schema.of(KINDS[name])), encoding="utf-8")
    return written


class Mutated(NamedTuple):
    """Files of which some are broken."""

    files: list[Path]
    broken: set[Path]


@pytest.fixture(scope="module")
def mutated(tmp_path_factory: pytest.TempPathFactory) -> Mutated:
    """Give files that ship with one thing in each made otherwise, and those of them in which kb check finds a fault."""
    folder = tmp_path_factory.mktemp("mutated")
    files = write_mutated(folder)
    shelf = validate.shelf(Library(), synonyms.faults, [str(folder)])
    faults = validate.told(shelf, validate.found(shelf))
    return Mutated(files, {Path(one.file) for one in faults if one.rule in TOLD})


def by_jsonschema(schema: Path, files: list[Path]) -> set[Path]:
    """Give the files that jsonschema finds fault with."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed: pip install -e '.[dev]'")
    found = jsonschema.Draft202012Validator
    loaded = json.loads(schema.read_text(encoding="utf-8"))
    found.check_schema(loaded)
    validator = found(loaded, format_checker=found.FORMAT_CHECKER)
    return {path for path in files if not validator.is_valid(plain(tomllib.loads(path.read_text(encoding="utf-8"))))}


def plain(value: Any) -> Any:
    """Give a value of TOML as one of JSON, which has no dates."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def by_taplo(schema: Path, files: list[Path]) -> set[Path]:
    """Give the files that taplo finds fault with."""
    places = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")])
    if not (taplo := shutil.which("taplo", path=places)):
        pytest.skip("taplo is not installed: pip install -e '.[dev]'")

    def at_fault(*paths: Path) -> bool:
        command = [taplo, "lint", "--schema", schema.as_uri(), *map(str, paths)]
        return bool(subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode)

    # One after another, because its complaints about the last of several may be lost, and are long.
    return {path for path in files if at_fault(path)} if at_fault(*files) else set()


READERS = pytest.mark.parametrize("reader", [by_jsonschema, by_taplo])


@READERS
def test_no_fault_is_found_with_what_ships(schemas: dict[str, Path], reader: Callable[..., set[Path]]) -> None:
    for name, schema in schemas.items():
        assert not reader(schema, [path for path in DATA.rglob("*.toml") if kind_of(path).name == name])


@READERS
def test_schemas_and_check_find_the_same_files_broken(
    schemas: dict[str, Path], mutated: Mutated, reader: Callable[..., set[Path]]
) -> None:
    # If all were broken, it would be easy to agree.
    assert 0.5 * MUTATED < len(mutated.broken) < 0.95 * MUTATED
    for name, schema in schemas.items():
        here = [path for path in mutated.files if kind_of(path).name == name]
        assert here
        assert reader(schema, here) == mutated.broken.intersection(here)


@pytest.mark.parametrize("name", [*KINDS, "not-covered", "Red flags"])
def test_a_schema_is_printed_with_the_notice(kb: Run, name: str) -> None:
    printed = json.loads(kb("schema", name).stdout)
    assert printed.pop("$comment").startswith("Not medical advice")
    assert printed == json_schema.of(KINDS[name.lower().replace("-", "_").replace(" ", "_")])


def test_the_kinds_are_listed_and_others_refused(kb: Run) -> None:
    assert "red_flags    red_flags.toml" in kb("schema").stdout
    refused = kb("schema", "patient")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert all(name in refused.stderr for name in KINDS)


def write_mutated(folder: Path) -> list[Path]:
    """Write files that ship with one thing in each made otherwise, some of them for no worse: each key in its turn."""
    random = Random(SEED)
    tables = {path: shortened(tomllib.loads(path.read_text(encoding="utf-8"))) for path in sorted(DATA.rglob("*.toml"))}
    by_key: dict[tuple[str, ...], list[tuple[Path, Place]]] = {}
    for source, table in tables.items():
        for place in places(table):
            by_key.setdefault(key_of(source, place), []).append((source, place))
    keys = random.sample(sorted(by_key), len(by_key))
    written = []
    for number in range(MUTATED):
        source, place = random.choice(by_key[keys[number % len(keys)]])
        table = deepcopy(tables[source])
        parent: Any = table
        for key in place[:-1]:
            parent = parent[key]
        random.choice(MUTATIONS)(parent, place[-1], random)
        path = folder / str(number) / source.relative_to(DATA)
        path.parent.mkdir(parents=True)
        path.write_text(toml(table), encoding="utf-8")
        written.append(path)
    return written


def shortened(value: Any) -> Any:
    """Give a value with no more than three entries in any list: taplo tells a fault at every place below it."""
    if isinstance(value, dict):
        return {key: shortened(part) for key, part in list(value.items())[:30]}
    return [shortened(part) for part in value[:3]] if isinstance(value, list) else value


Place = tuple[str | int, ...]


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Give every place in a table."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (*at, key)
        yield from places(part, (*at, key))


def key_of(source: Path, place: Place) -> tuple[str, ...]:
    """Give what a place is in the table of its kind: its keys without numbers, and without the id of a treatment."""
    kind = kind_of(source)
    ids = 1 if kind.each else 0
    return (kind.name, *("*" if number < ids or isinstance(key, int) else key for number, key in enumerate(place)))


def left_out(parent: Any, key: Any, random: Random) -> None:  # noqa: ARG001
    del parent[key]


def called_otherwise(parent: Any, key: Any, random: Random) -> None:
    if isinstance(parent, dict):
        parent[random.choice(["titel", f"{key}s", "x y"])] = parent.pop(key)


def of_another_type(parent: Any, key: Any, random: Random) -> None:
    # A date is not among them: for JSON it is a text.
    parent[key] = random.choice([7, True, 1.5, "x", ["x"], [7], {"x": 1}, [{"x": 1}], []])


def with_another_text(parent: Any, key: Any, random: Random) -> None:
    if isinstance(parent[key], str):
        old = parent[key]
        parent[key] = random.choice(["", "  \n", f"{old}x", old.upper(), old * 500, old[:3], f"`{old[:9]}`", "a\nb"])


MUTATIONS = (left_out, called_otherwise, of_another_type, with_another_text)
