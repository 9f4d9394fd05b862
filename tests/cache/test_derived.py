"""What is kept of each file: never other than a fresh reading, and read again only where something changed."""

import os
from pathlib import Path
from typing import Any

import pytest

from kb_cli.answers import lookup
from kb_cli.cache import derived
from kb_cli.records import loader
from kb_cli.records.library import Library
from tests.conftest import DATA, ROOT, Home, settle
from tests.edits import another_record, broken


class Reader:
    """Reads the files of a folder, and remembers which."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.read: list[str] = []

    def values(self) -> dict[str, Any]:
        """Give what is kept or read of every file."""
        self.read = []
        keys = sorted(path.stem for path in self.folder.glob("*.toml"))
        return derived.values(str(self.folder), keys, self._one)

    def _one(self, key: str) -> tuple[str, bool] | None:
        self.read.append(key)
        text = (self.folder / f"{key}.toml").read_text(encoding="utf-8")
        return None if text == "broken" else (text, text != "mended")


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("KB_CACHE", raising=False)
    folder = tmp_path / "works"
    folder.mkdir()
    for name, text in (("a", "one"), ("b", "two"), ("c", "mended"), ("d", "broken")):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    settle(folder, ROOT / "kb_cli")
    return Reader(folder)


@pytest.mark.slow
def test_only_what_changed_is_read_again(reader: Reader) -> None:
    fresh = reader.values()
    assert fresh == {"a": "one", "b": "two", "c": "mended"}
    assert reader.values() == fresh
    assert reader.read == ["c", "d"]
    changed = reader.folder / "b.toml"
    before = changed.stat()
    changed.write_text("TWO", encoding="utf-8")
    os.utime(changed, ns=(before.st_atime_ns, before.st_mtime_ns))
    for _ in range(2):
        assert reader.values() == fresh | {"b": "TWO"}
        # Changed a moment ago, it may change again unseen.
        assert reader.read == ["b", "c", "d"]
    settle(reader.folder)
    reader.values()
    assert reader.values() == fresh | {"b": "TWO"}
    assert reader.read == ["c", "d"]
    changed.unlink()
    assert reader.values() == {"a": "one", "c": "mended"}


@pytest.mark.slow
def test_no_cache_only_costs_reading(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = reader.values()
    monkeypatch.setenv("KB_CACHE", "off")
    assert reader.values() == fresh
    assert reader.read == ["a", "b", "c", "d"]


def test_kept_works_and_heads_are_as_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("KB_CACHE", raising=False)
    settle(DATA, ROOT / "kb_cli")
    fresh = Library(DATA)
    first = fresh.works, fresh.heads, list(fresh.called_conditions), list(fresh.called_treatments)
    assert list(first[0].values()) == [fresh.reference(key) for key in fresh.reference_keys]
    assert list(first[1].values()) == [fresh.head(id) for id in fresh.condition_ids]
    for function in ("reference", "head", "treatments"):
        monkeypatch.setattr(loader, function, lambda *_: pytest.fail("read again"))
    again = Library(DATA)
    assert (again.works, again.heads, list(again.called_conditions), list(again.called_treatments)) == first


@pytest.mark.slow
def test_heads_are_kept_and_renewed(own: Home) -> None:
    assert own.run("show", "pfps", "--brief").code == 0
    assert len(list((own.folder / ".cache" / "kb").glob("conditions-*"))) == 1
    another_record(own.data)
    for _ in range(2):
        assert b"Another " in own.run("list").out
        own.settle()
    another_record(own.data)
    assert b"Another " not in own.run("list").out


@pytest.mark.slow
def test_names_are_not_kept_where_one_is_missing(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("KB_CACHE", raising=False)
    broken(data)
    settle(data, ROOT / "kb_cli")
    before = Library(data)
    assert before.heads
    assert before.called_conditions
    after = Library(data)
    assert lookup.find(after, "plantar heel pain").id == "plantar-heel-pain"
    assert after.problems
