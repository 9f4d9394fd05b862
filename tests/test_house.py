"""The laws of the house: data flows down and nothing climbs back, and each wing keeps to what is its own."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter

import pytest

from tests.conftest import ROOT

# From the top. A wing may import from those below it. The kept pages stand under the command line, which says what must
# not be kept, and show an answer again without anything that made it.
ORDER = (
    ("__main__",),
    ("cli",),
    ("page_cache",),
    ("render",),
    ("search",),
    ("answers",),
    ("citations",),
    ("records",),
    ("cache",),
    ("errors", "sanitize", "clock", ""),
)
FLOORS = {wing: floor for floor, wings in enumerate(ORDER) for wing in wings}

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(path.read_text("utf-8"))
    for path in sorted((ROOT / "kb_cli").rglob("*.py"))
}


def wing(module: str) -> str:
    """Give the wing of a module of kb: the first part of its name in the package."""
    return (*module.split("."), "")[1]


def imports(module: str, typing_too: bool = True) -> Iterator[str]:
    """Give what a module imports, also inside its functions; perhaps not what it imports for types alone."""
    yield from _imports(MODULES[module], typing_too)


def _imports(node: ast.AST, typing_too: bool) -> Iterator[str]:
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING" and not typing_too:
        return
    if isinstance(node, ast.Import):
        yield from (one.name for one in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert not node.level, "import by the whole name"
        assert node.module
        for one in node.names:
            whole = f"{node.module}.{one.name}"
            yield whole if whole in MODULES else node.module
    for child in ast.iter_child_nodes(node):
        yield from _imports(child, typing_too)


def ours(module: str, typing_too: bool = True) -> set[str]:
    return {one for one in imports(module, typing_too) if one.split(".")[0] == "kb_cli"}


@pytest.mark.parametrize("module", MODULES)
def test_nothing_climbs_back(module: str) -> None:
    floor = FLOORS[wing(module)]
    assert not {one for one in ours(module) if FLOORS[wing(one)] < floor}


def test_no_modules_import_each_other() -> None:
    TopologicalSorter({module: ours(module, typing_too=False) for module in MODULES}).prepare()


def test_a_kept_page_needs_nothing_that_made_it() -> None:
    assert {wing(one) for one in ours("kb_cli.page_cache")} <= {"cache", "records", "render", "clock"}
    used = {one for one in ours("kb_cli.page_cache") if wing(one) in ("records", "render")}
    assert used <= {"kb_cli.records.layers", "kb_cli.render.stream", "kb_cli.render.terminal"}


@pytest.mark.parametrize(("package", "home"), [("typer", "cli"), ("tomli", "records"), ("tomllib", "records")])
def test_a_package_is_known_to_one_wing(package: str, home: str) -> None:
    users = {wing(module) for module in MODULES if package in {one.split(".")[0] for one in imports(module)}}
    assert users <= {home}


STREAMS = ("sys.stdout", "sys.stderr", "sys.__stdout__", "sys.__stderr__")
WRITERS = ("print", "os.write", "typer.echo", "typer.secho")


def touches(module: str) -> list[str]:
    """Give what a module does with standard output and standard error, but for asking whether there is one."""
    tree = MODULES[module]
    asked = {id(node.left) for node in ast.walk(tree) if isinstance(node, ast.Compare)}
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and id(node) not in asked and ast.unparse(node) in STREAMS:
            found.append(ast.unparse(node))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in STREAMS:
            found.append(ast.unparse(node))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in WRITERS:
            found.append(ast.unparse(node.func))
        if isinstance(node, ast.ImportFrom) and node.module == "sys":
            found.append("from sys")
    return found


@pytest.mark.parametrize("module", [module for module in MODULES if wing(module) != "render"])
def test_only_render_writes_to_the_terminal(module: str) -> None:
    # The start may flush the streams, and take them away while the shell is answered.
    may = set(STREAMS) if wing(module) in ORDER[0] else set()
    assert set(touches(module)) <= may


def test_what_writes_is_seen() -> None:
    assert {"sys.stdout.buffer", "sys.stderr.write"} <= set(touches("kb_cli.render.stream"))
