"""Files of works: written as those that ship, read back as they were, never over another and never by half."""

import errno
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as some

from kb_cli.errors import OutputError
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


def test_a_file_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    reference_file.write(str(path), "first")
    with pytest.raises(FileExistsError):
        reference_file.write(str(path), "second")
    assert path.read_text() == "first"
    (link := tmp_path / "y.toml").symlink_to("nowhere")
    with pytest.raises(FileExistsError):
        reference_file.write(str(link), "second")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["x.toml", "y.toml"]


def test_where_a_file_can_have_one_name_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_link)
    test_a_file_is_never_replaced(tmp_path)


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    monkeypatch.setattr(os, "rename", full)
    with pytest.raises(OutputError, match="No space left"):
        reference_file.write(str(tmp_path / "x.toml"), "text")
    assert not list(tmp_path.iterdir())
