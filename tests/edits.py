"""Edits of a data folder; each takes itself back when it is made again."""

import os
from pathlib import Path

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


def _toggle(path: Path, one: str, other: str) -> None:
    """Write one text in place of the other, whichever is there, leaving size and times of the file as they were."""
    text, before = path.read_text(encoding="utf-8"), path.stat()
    assert one in text or other in text
    path.write_text(text.replace(one, other) if one in text else text.replace(other, one), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


EDITS = [other_words, broken, another_record, another_label, another_notice, another_alias, another_treatment]
