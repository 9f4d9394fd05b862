"""What a check has found."""

from pathlib import Path
from typing import NamedTuple

from kb_cli.records.checks.shelf import File
from kb_cli.records.schema import Fault


class Found(NamedTuple):
    """A fault of a file; ``toml`` is its text, where the fault has a place in it."""

    path: Path
    fault: Fault
    toml: str = ""


def in_file(file: File, fault: Fault) -> Found:
    """Give the fault of a file; in one that cannot be read, nothing has a place."""
    return Found(file.path, fault, "" if file.problems else file.toml)
