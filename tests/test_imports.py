"""What a command imports: nothing that it does not use, because it is imported while a reader waits."""

import subprocess
import sys
from pkgutil import iter_modules

import pytest

from kb_cli import cli
from tests.conftest import ROOT, START, Home, clean_environment

PFP = "patellofemoral-pain"

WALK = """
import os, sys
before, end = set(sys.modules), os._exit
def told(code):
    sys.stderr.write("modules: " + " ".join(set(sys.modules) - before))
    sys.stderr.flush()
    end(code)
os._exit = told
"""


def imported(home: Home, *arguments: str, **environment: str) -> set[str]:
    """Give the modules that a run imported beyond those that Python starts with."""
    result = subprocess.run(
        [sys.executable, "-c", WALK + START, *arguments],
        capture_output=True,
        encoding="utf-8",
        env=clean_environment(home.folder, KB_DATA=str(home.data), **environment),
        cwd=ROOT,
        check=False,
    )
    return set(result.stderr.rpartition("modules: ")[2].split())


KEPT_PAGE = {f"kb_cli.{room}" for room in ("__main__", "page_cache", "cache", "render")} | {
    f"kb_cli.{room}" for room in ("cache.files", "cache.fingerprint", "render.stream", "render.terminal")
}
HEAVY = {"typer", "rich", "typing", "re", "enum", "collections", "dataclasses", "pathlib", "json", "tomli", "sqlite3"}


@pytest.mark.parametrize(
    "command", [(PFP,), ("taping",), (PFP, "--json"), ("pfps", "--format", "markdown")], ids=" ".join
)
def test_a_kept_page_is_shown_with_next_to_nothing_imported(home: Home, command: tuple[str, ...]) -> None:
    assert "typer" in imported(home, "show", *command)
    again = imported(home, "show", *command)
    assert "kb_cli.page_cache" in again
    assert not again & HEAVY
    assert {module for module in again if module.startswith("kb_cli.")} == KEPT_PAGE


@pytest.mark.parametrize(
    ("command", "unwanted"),
    [
        (("show", PFP), {"rich", "sqlite3", "rapidfuzz", "kb_cli.search"}),
        (("show", "pfps"), {"rich", "sqlite3", "rapidfuzz"}),
        (("list",), {"rich", "sqlite3", "rapidfuzz"}),
        (("map",), {"rich", "sqlite3", "rapidfuzz"}),
        (("flags",), {"rich", "sqlite3", "rapidfuzz"}),
        (("compare", "pfps", "itbs"), {"rich", "sqlite3", "rapidfuzz"}),
        (("search", "knee"), {"rich", "rapidfuzz"}),
        (("search", "knee", "--json"), {"rich", "rapidfuzz", "kb_cli.render.screen.page"}),
        (("cite", "taping"), {"rich", "sqlite3", "rapidfuzz"}),
        (("check",), {"rich", "sqlite3"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_command_imports_only_what_it_uses(home: Home, command: tuple[str, ...], unwanted: set[str]) -> None:
    modules = imported(home, *command)
    assert "typer" in modules
    assert not modules & unwanted
    rooms = {module.removeprefix("kb_cli.cli.") for module in modules if module.startswith("kb_cli.cli.")}
    assert rooms == {command[0], "app", "completion", "options", "respond"}
    assert not modules & {"socket", "ssl", "http", "urllib.request", "asyncio"}


def test_a_search_in_a_kept_index_imports_nothing_that_makes_one(home: Home) -> None:
    assert "kb_cli.search.index" in imported(home, "search", "knee")
    again = imported(home, "search", "knee")
    assert "kb_cli.search.engine" in again
    assert not again & {"kb_cli.search.index", "kb_cli.citations.styles"}
    assert not again & {"kb_cli.records.model", "kb_cli.records.loader", "tomli"}


def test_completing_imports_only_the_command_that_is_typed(home: Home) -> None:
    asked = {"_KB_COMPLETE": "complete_bash", "COMP_WORDS": "kb show --as cond", "COMP_CWORD": "3"}
    modules = imported(home, **asked)
    assert "kb_cli.cli.show" in modules
    assert not modules & {"rich", "sqlite3", "json", "rapidfuzz", "kb_cli.search", "kb_cli.cli.cite"}
    again = imported(home, **asked)
    assert "kb_cli.page_cache" in again
    assert not again & HEAVY


def test_names_are_kept_whatever_is_typed_next(home: Home) -> None:
    asked = {"_KB_COMPLETE": "complete_bash", "COMP_WORDS": "kb show ach", "COMP_CWORD": "2"}
    assert "kb_cli.records.loader" in imported(home, **asked)
    other = imported(home, **asked | {"COMP_WORDS": "kb cite pat"})
    assert "kb_cli.records.name_index" in other
    assert not other & {"rich", "rapidfuzz", "tomli", "sqlite3", "kb_cli.records.model"}
    assert not imported(home, **asked) & HEAVY


def test_each_module_of_a_command_is_one() -> None:
    modules = {module.name for module in iter_modules(cli.__path__)}
    assert modules - {"app", "completion", "options", "respond"} == set(cli.NAMES)
