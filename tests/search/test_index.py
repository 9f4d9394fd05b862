"""The index: made anew when it must be, private, and no error whatever becomes of it."""

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from kb_cli.answers.results import SearchAnswer
from kb_cli.records.library import Library
from kb_cli.search import engine, index, index_file, ranking
from kb_cli.search.engine import search
from kb_cli.search.filters import Filter
from tests.conftest import ROOT, Run, clean_environment, settle
from tests.search.score import read


def ids(answer: SearchAnswer) -> list[str]:
    return [result.id for result in answer.results]


def kept(home: Path) -> list[Path]:
    return sorted((home / ".cache" / "kb").glob("index-*"))


def test_the_index_is_made_once_and_again_when_a_record_changes(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    built: list[Path] = []
    real = index.build

    def counted(library: Library, database: sqlite3.Connection) -> None:
        built.append(library.folder)
        real(library, database)

    monkeypatch.setattr(index, "build", counted)
    settle(data, ROOT / "kb_cli")
    assert not search(Library(data), "flibbertigibbet").results
    search(Library(data), "knee")
    assert len(built) == 1
    record = data / "conditions" / "patellofemoral-pain.toml"
    status = record.stat()
    changed = record.read_text().replace("around or behind the kneecap", "around or behind the flibbert", 1)
    record.write_text(changed.replace("flibbert", "flibber"))
    os.utime(record, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert ids(search(Library(data), "flibber")) == ["patellofemoral-pain"]
    assert len(built) == 2
    record.unlink()
    for other in (data / "conditions").glob("*.toml"):
        other.write_text(
            other.read_text().replace("[[patellofemoral-pain]]", "it").replace('"patellofemoral-pain"', "")
        )
    assert not search(Library(data), "flibber").results


def test_a_change_within_a_tick_is_seen(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    settle(data, ROOT / "kb_cli")
    search(Library(data), "knee")
    record = data / "conditions" / "patellofemoral-pain.toml"
    record.write_text(record.read_text().replace("kneecap", "knaecap"))
    assert ids(search(Library(data), "knaecap")) == ["patellofemoral-pain"]


def test_an_index_of_data_that_changed_meanwhile_is_not_kept(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    settle(data, ROOT / "kb_cli")
    real = index.build

    def meanwhile(library: Library, database: sqlite3.Connection) -> None:
        (data / "conditions" / "patellofemoral-pain.toml").touch()
        real(library, database)

    monkeypatch.setattr(index, "build", meanwhile)
    search(Library(data), "knee")
    assert not list((tmp_path / "cache" / "kb").glob("index-*"))


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["empty", "text", "cut", "holes", "folder"])
def test_a_damaged_index_is_made_anew(kb: Run, tmp_path: Path, damage: str) -> None:
    whole = kb("search", "kneecap stairs", "--json").stdout
    (path,) = kept(tmp_path)
    raw = path.read_bytes()
    if damage == "folder":
        path.unlink()
        path.mkdir()
    else:
        middle = len(raw) // 2
        holes = raw[:4096] + b"\xff" * (len(raw) - 4096)
        path.write_bytes({"empty": b"", "text": b"hello", "cut": raw[:middle], "holes": holes}[damage])
    again = kb("search", "kneecap stairs", "--json")
    assert again.returncode == 0, again.stderr
    assert not again.stderr
    assert again.stdout == whole


@pytest.mark.slow
def test_one_damaged_page_of_the_index_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    whole = search(Library(), "kneecap stairs")
    (path,) = (tmp_path / "kb").glob("index-*")
    raw = path.read_bytes()
    with closing(sqlite3.connect(path)) as database:
        (size,) = database.execute("PRAGMA page_size").fetchone()
        roots = [page for (page,) in database.execute("SELECT rootpage FROM sqlite_master WHERE rootpage > 0")]
    for page in roots:
        path.write_bytes(raw[: (page - 1) * size] + b"\xff" * size + raw[page * size :])
        assert search(Library(), "kneecap stairs") == whole


def test_links_to_nothing_hide_no_change(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (data / "conditions" / ".#plantar-heel-pain.toml").symlink_to("somebody@somewhere.1")
    assert not search(Library(data), "flibbertigibbet").results
    record = data / "conditions" / "patellofemoral-pain.toml"
    record.write_text(record.read_text().replace("around or behind the kneecap", "around or behind the flibber", 1))
    assert ids(search(Library(data), "flibber")) == ["patellofemoral-pain"]


def test_what_is_no_file_is_left_out(kb: Run, data: Path) -> None:
    os.mkfifo(data / "conditions" / "pipe.toml")
    (data / "conditions" / "loop.toml").symlink_to("loop.toml")
    for command in (["search", "kneecap"], ["list"], ["show", "pfps"]):
        answer = kb(*command, KB_DATA=str(data), timeout=30)
        assert answer.returncode == 0, answer.stderr
        for name in ("pipe.toml", "loop.toml"):
            assert name in answer.stderr


def test_brackets_in_a_name_are_no_link(kb: Run, data: Path) -> None:
    record = data / "conditions" / "patellofemoral-pain.toml"
    record.write_text(record.read_text().replace('gist = "Ache', 'gist = "[[sic]] Ache', 1))
    answer = kb("search", "sic", "--marks", KB_DATA=str(data))
    assert answer.returncode == 0
    assert "[[*sic*]]" in answer.stdout


def test_without_a_cache_the_index_is_in_memory(kb: Run, tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file where the folder should be")
    assert kb("search", "kneecap").returncode == 0
    assert kb("search", "kneecap", KB_CACHE="off").returncode == 0


@pytest.mark.slow
def test_many_at_once_from_nothing(kb: Run, tmp_path: Path) -> None:
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: kb("search", "kneecap stairs", "--json", timeout=240), range(50)))
    assert {answer.returncode for answer in answers} == {0}
    assert len({answer.stdout for answer in answers}) == 1
    assert len(kept(tmp_path)) == 1
    assert not list((tmp_path / ".cache" / "kb").glob(".index-*"))


@pytest.mark.slow
def test_a_killed_search_leaves_nothing_that_harms(kb: Run, tmp_path: Path) -> None:
    environment = clean_environment(tmp_path)
    for wait in (0.15, 0.25, 0.4):
        process = subprocess.Popen(
            [sys.executable, "-m", "kb_cli", "search", "kneecap"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
        )
        try:
            process.wait(wait)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    assert kb("search", "kneecap", "--json").returncode == 0


def test_the_words_are_stored_nowhere(kb: Run, tmp_path: Path) -> None:
    kb("search", "mysecretcomplaint", "kneecap")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not any(b"mysecretcomplaint" in path.read_bytes() for path in files)


def test_the_cache_is_private(kb: Run, tmp_path: Path) -> None:
    kb("search", "kneecap")
    assert (tmp_path / ".cache" / "kb").stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_without_fts5_it_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(index_file.opened(Library())) as database, closing(sqlite3.connect(":memory:")) as scanned:
        monkeypatch.setattr(index, "has_full_text", lambda _: False)
        index.build(Library(), scanned)
        queries = [*(asked.query for asked in read()), "tendon -achilles", '"systematic review" tendon', "navicul*"]
        for words in queries[::3]:
            for wanted in (Filter(), Filter("knee"), Filter(None, "treatment")):
                assert engine.answered(scanned, words, wanted, 10) == engine.answered(database, words, wanted, 10)


def test_in_a_large_collection_nothing_untrue_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """There only the telling words choose the passages."""
    queries = [asked.query for asked in read()][::2]
    with closing(index_file.opened(Library())) as database:
        whole = [engine.answered(database, words, Filter(), 10) for words in queries]
        monkeypatch.setattr(ranking, "ENOUGH_PLACES", 20)
        large = [engine.answered(database, words, Filter(), 10) for words in queries]
    pairs = [(one, other) for one, other in zip(whole, large, strict=True) if one.results and other.results]
    same = [(one, other) for one, other in pairs if one.results[0].id == other.results[0].id]
    assert len(same) > 0.8 * len(pairs)
    assert any(one != other for one, other in same)
    for one, other in same:
        assert set(other.missed) <= set(one.missed)


def test_a_broken_record_is_left_out_and_told_each_time(kb: Run, data: Path) -> None:
    (data / "conditions" / "patellofemoral-pain.toml").write_text('name = "Broken"\n')
    for _ in range(2):
        answer = kb("search", "kneecap", KB_DATA=str(data))
        assert answer.returncode == 0
        assert "left out: " in answer.stderr
        assert "patellofemoral-pain.toml" in answer.stderr
