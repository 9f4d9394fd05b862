"""Files of works: written as those that ship, and read back as they were."""

from datetime import date
from typing import Any

import tomli
from hypothesis import given
from hypothesis import strategies as some

from kb_cli.records import reference_file
from tests.conftest import DATA


def test_every_work_that_ships_is_written_as_it_stands() -> None:
    for path in (DATA / "references").iterdir():
        text = path.read_text(encoding="utf-8")
        assert reference_file.text(tomli.loads(text)) == text, path.name


# TOML holds every character but half of a pair.
TEXTS = some.text(some.characters(exclude_categories=["Cs"]))
HOSTILE = some.sampled_from(['"', "\\", '"""', "\x7f", "\x00", "\r\n", "\\u0041", "# x", "]", "\u2028", "\U0001f600"])
VALUES = TEXTS | some.lists(TEXTS | HOSTILE).map("".join)
NAMES = some.dictionaries(some.sampled_from(reference_file.NAME_KEYS), VALUES)
OF_OTHER_TYPES: dict[str, some.SearchStrategy[Any]] = {
    "author": some.lists(NAMES),
    "more_authors": some.booleans(),
    "issued": some.integers(1500, 2200),
    "accessed": some.dates(date(1, 1, 1)),
}
TABLES = some.fixed_dictionaries({}, optional={key: OF_OTHER_TYPES.get(key, VALUES) for key in reference_file.KEYS})


@given(TABLES)
def test_whatever_a_work_says_is_read_back(table: dict[str, Any]) -> None:
    assert tomli.loads(reference_file.text(table)) == table
