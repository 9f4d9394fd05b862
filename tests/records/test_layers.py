"""Where records lie: whose folders, and in what order."""

import os
import sys

import pytest

from kb_cli.records import layers
from tests.conftest import DATA

HOME = "/home/reader"


def own(monkeypatch: pytest.MonkeyPatch, **settings: str) -> tuple[str, ...]:
    for name in ("KB_OWN", "XDG_DATA_HOME", "HOME", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return layers.own()


@pytest.mark.parametrize(
    ("settings", "folders"),
    [
        ({"HOME": HOME}, (f"{HOME}/.local/share/kb",)),
        ({"HOME": HOME, "XDG_DATA_HOME": "/records"}, ("/records/kb",)),
        ({"HOME": HOME, "XDG_DATA_HOME": "records"}, (f"{HOME}/.local/share/kb",)),
        ({"HOME": HOME, "KB_OWN": ""}, (f"{HOME}/.local/share/kb",)),
        ({"HOME": HOME, "KB_OWN": "off"}, ()),
        ({"HOME": HOME, "KB_OWN": "mine"}, ("mine",)),
        ({"HOME": HOME, "KB_OWN": os.pathsep.join(["/mine", "", "/clinic", "/mine"])}, ("/mine", "/clinic")),
        ({}, ()),
        ({"HOME": "somewhere"}, ()),
    ],
)
def test_the_readers_folders(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], folders: tuple[str, ...]
) -> None:
    assert own(monkeypatch, **settings) == folders


def test_on_windows_they_lie_where_what_somebody_wrote_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert own(monkeypatch, HOME=HOME, APPDATA="/roaming") == (f"/roaming{os.sep}kb",)
    assert own(monkeypatch, HOME=HOME) == ()


def test_what_ships_lies_lowest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_OWN", "/mine")
    assert layers.order() == ("/mine", str(DATA))
    monkeypatch.setenv("KB_DATA", "/other")
    assert layers.order() == ("/mine", "/other")
    assert layers.packaged() == str(DATA)


def test_no_folder_lies_over_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_OWN", "/mine")
    monkeypatch.setenv("KB_DATA", "/mine")
    assert layers.order() == ("/mine",)
