"""The cache folder: damaged, full or out of reach, it costs nothing but speed."""

import os
import random
import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb_cli.cache import files
from tests.conftest import Home

PFP = "patellofemoral-pain"


def damages(page: bytes) -> Iterator[bytes]:
    """Give what a kept page may have become."""
    yield b""
    yield page[:10]
    yield page[:-1]
    yield page + b"x"
    yield b"\0" * len(page)
    chance = random.Random(1)
    for _ in range(8):
        position = chance.randrange(len(page))
        yield page[:position] + bytes([page[position] ^ 1 << chance.randrange(8)]) + page[position + 1 :]


@pytest.mark.slow
def test_a_damaged_page_is_made_anew(home: Home) -> None:
    fresh = home.run("list")
    [page] = home.kept()
    whole = page.read_bytes()
    for damage in damages(whole):
        page.write_bytes(damage)
        assert home.run("list") == fresh
        assert page.read_bytes() == whole


@pytest.mark.slow
def test_what_is_damaged_is_read_anew(home: Home) -> None:
    fresh = home.run("show", "pfps", "--brief")
    for kind in ("heads", "treatments"):
        [kept] = (home.folder / ".cache" / "kb").glob(f"{kind}-*")
        whole = kept.read_bytes()
        for damage in (whole[:-1], whole[:40] + b"\0" + whole[41:], b""):
            kept.write_bytes(damage)
            for page in home.kept():
                page.unlink()
            assert home.run("show", "pfps", "--brief") == fresh
        assert kept.read_bytes() == whole


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["page", "heads", "treatments", "index"])
@pytest.mark.parametrize("planted", ["pipe", "link", "folder"])
def test_what_is_no_file_of_ours_is_not_opened(home: Home, kind: str, planted: str) -> None:
    command = ("search", "kneecap") if kind == "index" else ("show", "pfps", "--brief")
    fresh = home.run(*command)
    [kept] = (home.folder / ".cache" / "kb").glob(f"{kind}-*")
    for page in home.kept():
        if kind != "page":
            page.unlink()
    whole = kept.read_bytes()
    kept.unlink()
    if planted == "pipe":
        os.mkfifo(kept)
    elif planted == "link":
        (home.folder / "elsewhere").write_bytes(whole)
        kept.symlink_to(home.folder / "elsewhere")
    else:
        kept.mkdir()
    assert home.run(*command) == fresh


def test_below_a_folder_that_others_can_write_nothing_is_kept(home: Home) -> None:
    shared = home.folder / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    home.run("list", XDG_CACHE_HOME=str(shared / "cache"))
    assert not list((shared / "cache").rglob("page-*"))
    shared.chmod(0o1777)
    home.run("list", XDG_CACHE_HOME=str(shared / "cache"))
    assert list((shared / "cache").rglob("page-*"))


def unusable(folder: Path) -> Iterator[Callable[[], None]]:
    """Give ways in which a cache folder can be of no use."""
    kb = folder / ".cache" / "kb"

    def not_a_folder() -> None:
        kb.parent.mkdir()
        kb.write_text("")

    def open_to_all() -> None:
        kb.unlink()
        kb.mkdir()
        kb.chmod(0o777)

    def a_link() -> None:
        kb.rmdir()
        (folder / "elsewhere").mkdir(mode=0o700)
        kb.symlink_to(folder / "elsewhere")

    yield from (not_a_folder, open_to_all, a_link)


def test_an_unusable_cache_only_costs_speed(home: Home) -> None:
    fresh = home.run("show", PFP, KB_CACHE="off")
    for spoil in unusable(home.folder):
        spoil()
        assert home.run("show", PFP) == fresh
        assert not home.kept()


def test_a_full_disk_only_costs_speed(home: Home) -> None:
    fresh = home.run("show", PFP, KB_CACHE="off")
    full = home.run("show", PFP, start=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)))
    assert full == fresh
    assert not home.kept()
    assert not list((home.folder / ".cache" / "kb").glob(".*"))


def test_the_oldest_pages_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("KB_CACHE", raising=False)
    for number in range(6):
        files.write(f"page-{number}", b"x" * 100)
        os.utime(tmp_path / "kb" / f"page-{number}", (number, number))
    files.write("heads-1", b"x" * 100)
    files.sweep("page-", 4)
    assert sorted(os.listdir(tmp_path / "kb")) == ["heads-1", "page-2", "page-3", "page-4", "page-5"]
    files.sweep("page-", 4, room=250)
    assert sorted(os.listdir(tmp_path / "kb")) == ["heads-1", "page-4", "page-5"]
