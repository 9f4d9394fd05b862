"""The place of a fault: line and column of any path in any TOML text."""

import json
from typing import Any

import tomli
from hypothesis import given
from hypothesis import strategies as st

from kb_cli.records import toml_position
from tests.conftest import DATA

TEXT = '''# comment with = and [brackets]
name = "x = [1]"
"quoted key" = 'literal "quotes"'
list = [
    "a, b", # a comment ]
    """two
lines""",
    { inline = 1, other = ["deep"] },
]
dotted.key = true

[table]
day = 2026-11-23
[[part]]
text = """
[not a header]
key = "not a key"
"""
[[part]]
text = "second @here"
[[part.piece]]
at = 1
[[part.piece]]
at = 2
[[part]]
[[part.piece]]
at = 3
'''


def test_every_path_has_its_line() -> None:
    wanted = {
        ("name",): (2, 1),
        ("quoted key",): (3, 1),
        ("list",): (4, 1),
        ("list", 0): (5, 5),
        ("list", 1): (6, 5),
        ("list", 2, "inline"): (8, 7),
        ("list", 2, "other", 0): (8, 28),
        ("dotted", "key"): (10, 1),
        ("table", "day"): (13, 1),
        ("part", 0, "text"): (15, 1),
        ("part", 1): (19, 1),
        ("part", 1, "text"): (20, 1),
        ("part", 1, "piece", 0, "at"): (22, 1),
        ("part", 1, "piece", 1, "at"): (24, 1),
        ("part", 2): (25, 1),
        ("part", 2, "piece", 0, "at"): (27, 1),
    }
    for path, place in wanted.items():
        assert toml_position.place(TEXT, toml_position.spans(TEXT), path) == place, path


def test_the_needle_is_found_inside_its_value_and_a_missing_key_at_its_parent() -> None:
    assert toml_position.place(TEXT, toml_position.spans(TEXT), ("part", 1, "text"), "@here") == (20, 16)
    assert toml_position.place(TEXT, toml_position.spans(TEXT), ("part", 1, "verdict")) == (19, 1)
    assert toml_position.place(TEXT, toml_position.spans(TEXT), ("nothing",)) == (1, 1)


def paths(value: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path for key, part in children for path in ((*at, key), *paths(part, (*at, key)))]


def test_every_path_of_every_data_file_is_found() -> None:
    for file in sorted(DATA.rglob("*.toml")):
        text = file.read_text(encoding="utf-8")
        # An array of tables has no place of its own; each of its tables has.
        wanted = {path for path in paths(tomli.loads(text)) if isinstance(path[-1], int) or len(path) == 1}
        found = toml_position.spans(text)
        missing = {path for path in wanted if path not in found and (*path, 0) not in found}
        assert not missing, file


VALUES = st.recursive(
    st.booleans()
    | st.integers(-5, 5)
    | st.text(max_size=8).map(lambda text: json.dumps(text, ensure_ascii=False).replace("\x7f", "")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)


def inline(value: Any) -> str:
    """Give a value as TOML on one line."""
    if isinstance(value, list):
        return f"[{', '.join(map(inline, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {inline(part)}" for key, part in value.items()) + " }"
    return str(value).lower() if isinstance(value, bool) else str(value)


@given(st.dictionaries(st.sampled_from(["k", "long-key", '"a b"']), VALUES, min_size=1, max_size=3))
def test_the_place_of_every_path_is_where_its_key_or_item_stands(table: dict[str, Any]) -> None:
    text = "".join(f"{key} = {inline(value)}  # [comment]\n" for key, value in table.items())
    for path in paths(tomli.loads(text)):
        start, end = toml_position.spans(text)[path]
        opening = text[start:].lstrip('"')
        assert isinstance(path[-1], int) or opening.startswith(path[-1])
        assert start < end
