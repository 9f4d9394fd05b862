"""A small data folder of a test's own: records with nothing in them but what the test is about."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

NOTICE = {"title": "Not medical advice", "text": "Ask a doctor."}

# A verdict and its certainty, as in ("recommended", "low").
Judged = tuple[str, str]


def record(
    name: str,
    region: str = "knee",
    gist: str = "What it is",
    aliases: Sequence[str] = (),
    treatments: Mapping[str, Judged] | None = None,
    flags: Iterable[Mapping[str, Any]] = (),
    shared: Sequence[str] = (),
    **more: Any,
) -> dict[str, Any]:
    """Give a record; what it says of a treatment cites a work of its own."""
    judged = [
        {"id": id, "verdict": verdict, "evidence": evidence, "graded_by": "kb", "text": f"Tried for {name} [@work]."}
        for id, (verdict, evidence) in (treatments or {}).items()
    ]
    return {
        "name": name,
        "gist": gist,
        "aliases": list(aliases),
        "region": region,
        "evidence": "low",
        "summary": f"{name} in short.",
        "red_flags": list(shared),
        **more,
        "red_flag": [{"id": f"own-{number}", **flag} for number, flag in enumerate(flags)],
        "treatment": judged,
    }


def write(
    folder: Path,
    records: Mapping[str, Mapping[str, Any]],
    treatments: Mapping[str, str] | None = None,
    works: Iterable[str] = (),
    shared: Iterable[Mapping[str, Any]] = (),
    topics: Mapping[str, Mapping[str, Any]] | None = None,
) -> Path:
    """Write a data folder with these records by id, treatments' names by id, works by key, and shared signs."""
    for kind in ("conditions", "references", "topics"):
        (folder / kind).mkdir(parents=True)
    for kind, filed in (("conditions", records), ("topics", topics or {})):
        for id, one in filed.items():
            text = toml({**one, "reviewed": 0}).replace("reviewed = 0", "reviewed = 2026-11-23")
            (folder / kind / f"{id}.toml").write_text(text, encoding="utf-8")
    for key in ("work", *works):
        work = {"type": "book", "title": f"On {key}", "issued": 2020, "author": [{"family": key.capitalize()}]}
        (folder / "references" / f"{key}.toml").write_text(toml(work), encoding="utf-8")
    kinds = {
        id: {"name": name, "group": "devices", "what": "Something."}
        for id, name in (treatments or {"rest": "Rest"}).items()
    }
    (folder / "treatments.toml").write_text(toml(kinds), encoding="utf-8")
    (folder / "vocabulary.toml").write_text(toml({"ordinary": ["a", "at", "the"]}), encoding="utf-8")
    if signs := list(shared):
        (folder / "red_flags.toml").write_text(toml({"red_flag": signs}), encoding="utf-8")
    (folder / "notice.toml").write_text(toml(NOTICE), encoding="utf-8")
    return folder


def toml(table: Mapping[str, Any], at: str = "") -> str:
    """Give a table as TOML, whose texts, numbers and lists of texts are written as in JSON."""
    plain, tables = [], []
    for key, value in table.items():
        name = f"{at}.{key}".removeprefix(".")
        if isinstance(value, Mapping):
            tables.append(f"[{name}]\n{toml(value, name)}")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            tables += [f"[[{name}]]\n{toml(one, name)}" for one in value]
        elif value != []:
            plain.append(f"{key} = {json.dumps(value, ensure_ascii=False)}\n")
    return "".join([*plain, *tables])
