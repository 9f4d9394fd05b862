"""Edits of a data folder, or of a layer of the reader's; each takes itself back when it is made again."""

import os
import shutil
from pathlib import Path

from tests.conftest import DATA

PFP = "patellofemoral-pain"


def other_words(data: Path) -> None:
    """Change a record in place, leaving its size and times as they were."""
    _toggle(data / "conditions" / f"{PFP}.toml", "kneecap", "KNEECAP")


def broken(data: Path) -> None:
    """Break or mend a record."""
    _toggle(data / "conditions" / "plantar-heel-pain.toml", "gist = ", "gist ; ")


def another_record(data: Path) -> None:
    """Add a record, or take it away again."""
    path = data / "conditions" / "another-pain.toml"
    if path.exists():
        path.unlink()
    else:
        text = (data / "conditions" / "gluteal-tendinopathy.toml").read_text(encoding="utf-8")
        path.write_text(text.replace('name = "', 'name = "Another ', 1), encoding="utf-8")


def another_label(data: Path) -> None:
    """Change the first author of a work that the record cites."""
    _toggle(data / "references" / "crossley2016a.toml", "Crossley", "Srossley")


def another_notice(data: Path) -> None:
    """Change the notice."""
    _toggle(data / "notice.toml", "medical", "MEDICAL")


def another_alias(data: Path) -> None:
    """Rename a condition in one of its names."""
    _toggle(data / "conditions" / f"{PFP}.toml", '"PFPS"', '"QFPS"')


def another_treatment(data: Path) -> None:
    """Rename a treatment in one of its names."""
    _toggle(data / "treatments.toml", '"kinesio taping"', '"cinesio taping"')


def own_folder(layer: Path) -> None:
    """Take the whole layer of the reader away, or put it there again; other edits may have begun a new one since."""
    away = layer.with_name("away")
    if layer.exists():
        shutil.rmtree(away, ignore_errors=True)
        layer.rename(away)
    elif away.exists():
        away.rename(layer)
    else:
        layer.mkdir()


def own_record(layer: Path) -> None:
    """Let a record of the reader stand in for a shipped one, or no longer."""
    if not _taken_away(path := layer / "conditions" / f"{PFP}.toml"):
        shipped = (DATA / "conditions" / path.name).read_text(encoding="utf-8")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shipped.replace("kneecap", "patella"), encoding="utf-8")


def own_words(layer: Path) -> None:
    """Change a record of the reader in place, or add it."""
    if (path := layer / "conditions" / f"{PFP}.toml").exists():
        _toggle(path, "patella", "PATELLA")
    else:
        own_record(layer)


def own_broken(layer: Path) -> None:
    """Break or mend a record of the reader, or add it."""
    if (path := layer / "conditions" / f"{PFP}.toml").exists():
        _toggle(path, "gist = ", "gist ; ")
    else:
        own_record(layer)


def own_work(layer: Path) -> None:
    """Let a work of the reader stand in for a shipped one, or no longer."""
    if not _taken_away(path := layer / "references" / "crossley2016a.toml"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('type = "book"\ntitle = "Mine"\nauthor = [{ family = "Me" }]\n', encoding="utf-8")


def own_treatment(layer: Path) -> None:
    """Let a treatment of the reader stand in for a shipped one, or no longer."""
    if not _taken_away(path := layer / "treatments.toml"):
        layer.mkdir(exist_ok=True)
        path.write_text('[taping]\nname = "My tape"\ngroup = "devices"\nwhat = "Tape."\n', encoding="utf-8")


def _taken_away(path: Path) -> bool:
    if path.exists():
        path.unlink()
        return True
    return False


def _toggle(path: Path, one: str, other: str) -> None:
    """Write one text in place of the other, whichever is there, leaving size and times of the file as they were."""
    text, before = path.read_text(encoding="utf-8"), path.stat()
    assert one in text or other in text
    path.write_text(text.replace(one, other) if one in text else text.replace(other, one), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


EDITS = [other_words, broken, another_record, another_label, another_notice, another_alias, another_treatment]

OWN_EDITS = [own_folder, own_record, own_words, own_broken, own_work, own_treatment]
