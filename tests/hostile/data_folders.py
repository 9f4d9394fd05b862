"""Data folders made hostile: every text, every key, every name, any byte."""

import json
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

from kb_cli.records import schema
from tests.conftest import DATA
from tests.hostile.characters import PAYLOADS

Table = dict[str, Any]

# Those that the examples of the commands ask for, and what they must not name.
RECORDS = ("patellofemoral-pain", "medial-tibial-stress-syndrome", "bone-stress-injury", "return-to-running")
OTHERS = {path.stem for kind in ("conditions", "topics") for path in (DATA / kind).iterdir()} - set(RECORDS)


def small(folder: Path) -> Path:
    """Give a data folder with few of the records, shortened, and the works that they cite."""
    cited: set[str] = set()
    for path in DATA.rglob("*.toml"):
        if path.parent.name == "references" or path.stem in OTHERS or path.name == "vocabulary.toml":
            continue
        there = folder / path.relative_to(DATA)
        there.parent.mkdir(parents=True, exist_ok=True)
        text = toml(_without_others(_judged({key: _first(value) for key, value in _read(path).items()})))
        there.write_text(text, encoding="utf-8")
        cited |= set(re.findall(r"@([a-z][a-z0-9-]*)", text))
    (folder / "references").mkdir()
    for key in cited:
        shutil.copy(DATA / "references" / f"{key}.toml", folder / "references")
    return folder


def _first(value: Any) -> Any:
    """Give the first few of many tables; the shared signs are named elsewhere, and all stay."""
    tables = isinstance(value, list) and isinstance(value[0], dict)
    return value[:3] if tables and "urgency" not in value[0] else value


def _judged(table: Table) -> Table:
    """Leave to a hand-out those choices on which the record still has a verdict."""
    judged = {one["id"] for one in table.get("treatment", ())}
    if "handout" not in table:
        return table
    choices = [one for one in table["handout"]["choice"] if one["id"] in judged]
    return {**table, "handout": {**table["handout"], "choice": choices}}


def copy(folder: Path, place: Path) -> Path:
    """Give a copy, in the place of whatever was there."""
    shutil.rmtree(place, ignore_errors=True)
    return shutil.copytree(folder, place)


def taint(folder: Path) -> None:
    """Put a payload, each in its turn, into every text that is free to say what it likes."""
    payloads = cycle(PAYLOADS)
    for path in folder.rglob("*.toml"):
        table = _read(path)
        keys = FIELDS.get(path.parent.name) or FIELDS.get(path.name)
        if keys is None:
            keys = dict.fromkeys(table, schema.Field("table", keys=schema.TREATMENT_KIND))
        path.write_text(toml(_tainted(table, keys, payloads)), encoding="utf-8")


def _tainted(table: Table, keys: schema.Fields, payloads: Iterator[str]) -> Table:
    return {key: _tainted_value(value, keys[key], payloads) for key, value in table.items()}


def _tainted_value(value: Any, field: schema.Field, payloads: Iterator[str]) -> Any:
    if field.kind == "table":
        return _tainted(value, field.keys, payloads)
    if field.kind == "tables":
        return [_tainted(part, field.keys, payloads) for part in value]
    if field.kind == "proses":
        return [_tainted_text(part, field.uncited, payloads, "\n") for part in value]
    if field.pattern or field.kind not in ("text", "prose", "list"):
        return value
    if field.kind == "list":
        # As it was too, for it may be a name that is asked for.
        return [*value, *(_tainted_text(part, 200, payloads) for part in value)]
    if field.kind == "prose":
        return _tainted_text(value, min(field.longest, field.uncited), payloads, "\n")
    return _tainted_text(value, field.longest, payloads)


def _tainted_text(text: str, room: int, payloads: Iterator[str], line_end: str = "") -> str:
    payload = next(payloads).replace("\n", line_end)
    whole = f"{payload}{text}{payload}"
    return whole if len(whole) <= room else f"{payload}{text[:5]}"[:room]


# What a file may hold, by its name or that of its folder.
FIELDS: Mapping[str, schema.Fields] = {
    "conditions": schema.CONDITION,
    "topics": schema.TOPIC,
    "references": schema.REFERENCE,
    "red_flags.toml": schema.RED_FLAGS,
    "not_covered.toml": schema.NOT_COVERED,
    "notice.toml": schema.NOTICE,
}


def _payload(random: Random) -> str:
    return "".join(random.sample(PAYLOADS, 2))


def hostile_key(folder: Path, random: Random) -> None:
    """Put a key that no file has into a file."""
    path = _any_file(folder, random)
    path.write_text(f"{json.dumps(_payload(random))} = 1\n{path.read_text(encoding='utf-8')}", encoding="utf-8")


def hostile_value(folder: Path, random: Random) -> None:
    """Put something else in place of a value, wherever it stands."""
    path = _any_file(folder, random)
    table = _read(path)
    parent: Any = table
    key: Any = random.choice(list(table))
    while isinstance(parent[key], (dict, list)) and parent[key] and random.random() < 0.8:
        parent = parent[key]
        key = random.choice(list(parent) if isinstance(parent, dict) else range(len(parent)))
    payload = _payload(random)
    parent[key] = random.choice([payload, [payload], {payload: payload}, [{payload: 1}], 7, True, [[[payload]]], ""])
    path.write_text(toml(table), encoding="utf-8")


def hostile_bytes(folder: Path, random: Random) -> None:
    """Put bytes into a file that need be neither TOML nor UTF-8."""
    path = _any_file(folder, random)
    whole, at = path.read_bytes(), random.randrange(path.stat().st_size)
    path.write_bytes(whole[:at] + random.choice([_payload(random).encode(), random.randbytes(9)]) + whole[at:])


def hostile_name(folder: Path, random: Random) -> None:
    """Give a record or a work a name that no file should have."""
    path = _any_file(folder, random, "*/*.toml")
    name = _payload(random).replace("\x00", "").replace("/", "")
    path.rename(path.with_name(f"{name}.toml"))


def cut_short(folder: Path, random: Random) -> None:
    """End a file too early."""
    path = _any_file(folder, random)
    path.write_bytes(path.read_bytes()[: random.randrange(path.stat().st_size)])


EDITS: tuple[Callable[[Path, Random], None], ...] = (hostile_key, hostile_value, hostile_bytes, hostile_name, cut_short)


def _any_file(folder: Path, random: Random, pattern: str = "**/*.toml") -> Path:
    """Give a file; a record more often than one of the many works."""
    files = sorted(folder.glob(pattern))
    records = [path for path in files if path.parent.name != "references"]
    return random.choice(records if random.random() < 0.7 else files)


def _read(path: Path) -> Table:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _without_others(value: Any) -> Any:
    """Give a value of a file that names and links to the records that there are alone."""
    if isinstance(value, dict):
        return {key: _without_others(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_without_others(part) for part in value if not (isinstance(part, str) and part in OTHERS)]
    if isinstance(value, str):
        return re.sub(r"\[\[([a-z0-9-]+)\]\]", lambda link: "another" if link[1] in OTHERS else link[0], value)
    return value


def toml(table: Table) -> str:
    """Give a table as TOML, every value on one line."""
    return "".join(f"{json.dumps(key)} = {_value(value)}\n" for key, value in table.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{json.dumps(key)} = {_value(part)}' for key, part in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, date):
        return value.isoformat()
    # A string of JSON is one of TOML, unless escapes stand for characters beyond the first plane.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
