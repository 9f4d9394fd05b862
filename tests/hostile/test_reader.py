"""Whatever a file holds, reading it ends in a record or in problems of that file."""

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kb_cli.errors import BadDataError, Problem
from kb_cli.records import names, toml_position
from kb_cli.records.library import Library
from tests.conftest import Run

MUTATED = 400

# What fell once, or looks as if it could.
CASES = [
    "zz = " + "1" * 5000,
    "reviewed = 0x" + "f" * 5000,
    "a = " + "[" * 3000 + "]" * 3000,
    "a = " + "{b = " * 3000 + "1" + "}" * 3000,
    "\n".join(f"[{'.'.join('a' * 500)}]" for _ in range(2)),
    "reviewed = 0000-00-00",
    "reviewed = 9999-99-99T99:99:99Z",
    "x = 1e999999",
    "x = nan",
    '"\\u001b]0;x\\u0007" = 1',
    '"a\\nkb: b" = 1',
    "name = '''",
    "\x00",
    "[[a]]\n[a]",
]
PIECES = [
    "=",
    "[",
    "]",
    "[[",
    "]]",
    '"',
    "'",
    "'''",
    '"""',
    "\n",
    "{",
    "}",
    ",",
    ".",
    "\\",
    "9" * 400,
    "0x",
    "true",
    "\ufeff",
    "é",
]


def mutated(text: str, chance: random.Random) -> str:
    """Give a text with a few pieces cut out, doubled or put in."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text) + 1)
        end = min(len(text), at + chance.choice((0, 1, 5, 80, 2000)))
        middle = chance.choice(["", chance.choice(PIECES), text[at:end] * 2])
        text = text[:at] + middle + text[end:]
    return text


def read(folder: Path, kind: str, key: str) -> None:
    """Read one file of a data folder."""
    library = Library(folder)
    problems: list[Problem] = []
    try:
        {"conditions": library.condition, "references": library.reference, "topics": library.topic}[kind](key)
    except BadDataError as error:
        problems = error.problems
    assert len(problems) <= 21
    assert all(problem.file.endswith(f"{key}.toml") for problem in problems)


@pytest.mark.parametrize("kind", ["conditions", "references", "topics"])
def test_mutated_files_are_records_or_problems(data: Path, kind: str, attacks: int) -> None:
    files = sorted((data / kind).glob("*.toml"))
    chance = random.Random(kind)
    for number in range(MUTATED * attacks):
        file = files[number % len(files)]
        text = file.read_text(encoding="utf-8")
        file.write_text(mutated(text, chance), encoding="utf-8")
        read(data, kind, file.stem)
        file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[:20])
def test_one_file_stops_no_other(kb: Run, data: Path, case: str) -> None:
    (data / "conditions" / "patellofemoral-pain.toml").write_text(case, encoding="utf-8")
    for command in (("list",), ("search", "heel"), ("--version",)):
        answer = kb(*command, KB_DATA=str(data))
        assert answer.returncode == 0, answer.stderr
        assert "Traceback" not in answer.stderr
    checked = kb("check", KB_DATA=str(data))
    assert checked.returncode == 3
    assert "patellofemoral-pain.toml" in checked.stdout


@pytest.mark.parametrize(
    "lines",
    [
        [f"unknown{number} = 1" for number in range(4000)],
        [f'[[causes]]\ntext = "It is so [@nosuch{number}]."' for number in range(1500)],
    ],
    ids=["keys", "works"],
)
def test_many_problems_cost_no_more_than_their_number(
    data: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str]
) -> None:
    record = data / "conditions" / "patellofemoral-pain.toml"
    whole = record.read_text(encoding="utf-8")
    parts = (whole, *lines) if lines[0].startswith("[") else (*lines, whole)
    record.write_text("\n".join(parts), encoding="utf-8")
    calls: Counter[str] = Counter()
    for module, name in ((names, "nearest"), (toml_position, "spans")):
        real = getattr(module, name)

        def counted(*arguments: Any, real: Any = real, name: str = name, **more: Any) -> Any:
            calls[name] += 1
            return real(*arguments, **more)

        monkeypatch.setattr(module, name, counted)
    with pytest.raises(BadDataError) as told:
        Library(data).condition("patellofemoral-pain")
    assert len(told.value.problems) == 21
    assert told.value.problems[-1].message == f"and {len(lines) - 20:,} more"
    # Each took a scan of the file, and a look at all names that there are.
    assert calls["spans"] == 1
    assert calls["nearest"] <= 20
