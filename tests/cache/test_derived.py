"""What is kept of a data folder: never other than a fresh reading, and made again only where something changed."""

import os
from pathlib import Path

import pytest

from kb_cli.answers import lookup
from kb_cli.cache import derived, files
from kb_cli.records import loader
from kb_cli.records.library import Library
from tests.conftest import DATA, ROOT, Home, settle
from tests.edits import another_record, broken


class Maker:
    """Makes a value of a data folder, and counts how often."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = 0

    def value(self, keeping: bool = True) -> list[str]:
        """Give the names of the folder's records, kept or made."""

        def make() -> tuple[list[str], bool]:
            self.made += 1
            return sorted(path.stem for path in (self.folder / "conditions").glob("*.toml")), keeping

        found: list[str] = derived.value("names", (str(self.folder),), make)
        return found


@pytest.fixture
def maker(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> Maker:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("KB_CACHE", raising=False)
    settle(data, ROOT / "kb_cli")
    return Maker(data)


def test_it_is_made_once_and_again_after_a_change(maker: Maker) -> None:
    fresh = maker.value()
    assert maker.value() == fresh
    assert maker.made == 1
    (maker.folder / "conditions" / "plantar-heel-pain.toml").write_text("changed", encoding="utf-8")
    # Changed a moment ago, it may change again unseen.
    for made in (2, 3):
        maker.value()
        assert maker.made == made
    settle(maker.folder)
    maker.value()
    maker.value()
    assert maker.made == 4
    (maker.folder / "conditions" / "plantar-heel-pain.toml").unlink()
    assert "plantar-heel-pain" not in maker.value()


def test_what_may_not_be_kept_is_made_each_time(maker: Maker) -> None:
    for made in (1, 2):
        maker.value(keeping=False)
        assert maker.made == made


def test_no_cache_only_costs_making(maker: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = maker.value()
    monkeypatch.setenv("KB_CACHE", "off")
    assert maker.value() == fresh
    assert maker.made == 2


def test_a_change_while_it_is_made_is_not_kept(maker: Maker) -> None:
    def make() -> tuple[str, bool]:
        (maker.folder / "conditions" / "plantar-heel-pain.toml").touch()
        return "of what was there before", True

    derived.value("names", (str(maker.folder),), make)
    settle(maker.folder)
    assert maker.value() == sorted(path.stem for path in (maker.folder / "conditions").glob("*.toml"))


def test_a_folder_switched_and_switched_back_is_never_taken_for_the_other(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    other = tmp_path / "other"
    data.rename(tmp_path / "one")
    data.symlink_to(tmp_path / "one")
    (tmp_path / "other").mkdir()
    for part in ("conditions", "references"):
        (other / part).mkdir()
        (other / part / "x.toml").write_text("x = 1")
    settle(tmp_path / "one", other)

    def switched() -> tuple[str, bool]:
        data.unlink()
        data.symlink_to(other)
        return "of the other", True

    derived.value("names", (str(data),), switched)
    data.unlink()
    data.symlink_to(tmp_path / "one")
    assert derived.value("names", (str(data),), lambda: ("of the one", True)) == "of the one"


def test_kept_works_and_heads_are_as_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("KB_CACHE", raising=False)
    settle(DATA, ROOT / "kb_cli")
    fresh = Library(DATA)
    first = fresh.works, fresh.heads, fresh.condition_names, fresh.treatment_names, fresh.treatment_kinds
    assert list(first[0].values()) == [fresh.reference(key) for key in fresh.reference_keys]
    assert list(first[1].values()) == [fresh.head(id) for id in fresh.condition_ids]
    for function in ("reference", "head", "treatments"):
        monkeypatch.setattr(loader, function, lambda *_: pytest.fail("read again"))
    again = Library(DATA)
    assert (again.works, again.heads, again.condition_names, again.treatment_names, again.treatment_kinds) == first


@pytest.mark.slow
def test_heads_are_kept_and_renewed(own: Home) -> None:
    assert own.run("show", "pfps", "--brief").code == 0
    assert len(list((own.folder / ".cache" / "kb").glob("heads-*"))) == 1
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
    assert before.condition_names
    after = Library(data)
    assert lookup.find(after, "plantar heel pain").id == "plantar-heel-pain"
    assert after.problems


def test_as_many_answers_as_are_kept(maker: Maker) -> None:
    for number in range(derived.MOST_KEPT + 2):
        at = derived.Place("names", (str(maker.folder),), bytes([number]))
        files.write(at.name, b"x")
        files.sweep("names-", derived.MOST_KEPT)
    assert len(os.listdir(Path(os.environ["XDG_CACHE_HOME"]) / "kb")) == derived.MOST_KEPT
