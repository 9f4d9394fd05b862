"""Writing a file takes nothing from it but its text: neither its mode, nor the link to it, nor its long name."""

import errno
import os
import stat
from pathlib import Path

import pytest

from kb_cli.errors import UsageError
from kb_cli.render import writer
from tests.conftest import Run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give an empty folder that is nobody's home."""
    made = tmp_path / "folder"
    made.mkdir()
    return made


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755, 0o444])
def test_a_file_that_is_overwritten_keeps_its_mode(kb: Run, tmp_path: Path, mode: int) -> None:
    file = tmp_path / "a.bib"
    file.write_text("old", encoding="utf-8")
    file.chmod(mode)
    assert kb("cite", "neal2019", "-o", str(file), "--force").returncode == 0
    assert stat.S_IMODE(file.stat().st_mode) == mode
    assert "neal2019" in file.read_text(encoding="utf-8")


def test_through_a_link_too_and_the_link_stays(kb: Run, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    file, link = tmp_path / "there" / "a.bib", tmp_path / "link.bib"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o600)
    link.symlink_to("there/a.bib")
    assert kb("cite", "neal2019", "-o", str(link), "--force").returncode == 0
    assert link.is_symlink()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "neal2019" in file.read_text(encoding="utf-8")
    assert [path.name for path in file.parent.iterdir()] == ["a.bib"]


def test_a_new_file_has_the_mode_of_any_new_file(kb: Run, tmp_path: Path) -> None:
    for options in ([], ["--force"]):
        file = tmp_path / f"a{len(options)}.bib"
        assert kb("cite", "neal2019", "-o", str(file), *options).returncode == 0
        (tmp_path / "other").touch()
        assert file.stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.parametrize("length", [250, 255])
@pytest.mark.parametrize("letter", ["a", "ä"])
def test_the_longest_names_can_be_written(kb: Run, folder: Path, length: int, letter: str) -> None:
    room = length - len(".bib")
    file = folder / f"{letter * (room // len(letter.encode()))}.bib"
    for options in ([], ["--force"]):
        answer = kb("cite", "neal2019", "-o", str(file), *options)
        assert answer.returncode == 0, answer.stderr
    assert os.listdir(folder) == [file.name]


def test_a_longer_one_cannot_and_leaves_nothing(kb: Run, folder: Path) -> None:
    answer = kb("cite", "neal2019", "-o", str(folder / ("a" * 256)))
    assert answer.returncode == 70
    assert "could not be written: File name too long" in answer.stderr
    assert os.listdir(folder) == []


def test_a_new_file_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a" / "x.toml"
    writer.save_new("first", str(path))
    (link := path.with_name("y.toml")).symlink_to("nowhere")
    for taken in (path, link):
        with pytest.raises(UsageError):
            writer.save_new("second", str(taken))
    assert path.read_text() == "first"
    assert sorted(one.name for one in path.parent.iterdir()) == ["x.toml", "y.toml"]


def test_nor_where_a_file_can_have_one_name_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_link)
    test_a_new_file_is_never_replaced(tmp_path)
