"""What a command imports: nothing that it does not use, because it is imported while a reader waits."""

import subprocess
import sys

import pytest

from kb_cli import cli
from tests.conftest import EXAMPLES, ROOT, START, Home, clean_environment

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


KEPT_PAGE = {
    f"kb_cli.{room}" for room in ("__main__", "page_cache", "clock", "cache", "records", "render", "sanitize")
} | {
    f"kb_cli.{room}"
    for room in ("cache.files", "cache.fingerprint", "records.layers", "render.stream", "render.terminal")
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


# What no command needs, but for those that say so.
DEAR = {"rich", "sqlite3", "rapidfuzz", "jinja2", "markupsafe"}
NEEDED = {"search": {"sqlite3"}}


@pytest.mark.parametrize("command", [*EXAMPLES.values(), ("show", "pfps"), ("cite", "taping")], ids=" ".join)
def test_a_command_imports_only_what_it_uses(home: Home, command: tuple[str, ...]) -> None:
    modules = imported(home, *command)
    assert "typer" in modules
    assert not modules & (DEAR - NEEDED.get(command[0], set()))
    others = {cli.module(name) for name in cli.NAMES if name != command[0]}
    assert cli.module(command[0]) in modules
    assert not modules & others
    assert not modules & {"socket", "ssl", "http", "urllib.request", "asyncio"}


def test_a_page_needs_no_search_and_a_document_no_screen(home: Home) -> None:
    assert "kb_cli.search" not in imported(home, "show", PFP)
    assert "kb_cli.render.screen.page" not in imported(home, "search", "knee", "--json")


def test_only_documents_import_templates(home: Home) -> None:
    assert "jinja2" in imported(home, "show", PFP, "--format", "html")
    assert not {"jinja2", "markupsafe"} & imported(home, "show", PFP, "--format", "markdown")
    assert not {"jinja2", "markupsafe"} & imported(home, "show", "--help")
    again = imported(home, "show", PFP, "--format", "html")
    assert {module for module in again if module.startswith("kb_cli.")} == KEPT_PAGE


def test_nothing_is_scanned_for_a_help_that_is_not_asked_for(home: Home) -> None:
    assert "kb_cli.render.formats" not in imported(home, "show", PFP)
    assert {"kb_cli.render.formats.json", "kb_cli.records.sections"} <= imported(home, "show", "--help")


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
