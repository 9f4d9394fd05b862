"""Citation styles, one module a style, found by name.

A style is a module here with ``TITLE``, ``NUMBERED`` and ``entry(work) -> str``, the line of a bibliography with its
italics marked (kb_cli.citations.marked). A style that is not numbered has ``sort_key(work)`` as well, and its
``entry(work, apart)`` takes what tells the work from another of its authors and year. A new module is a new style;
nothing lists them.
"""

from importlib import import_module
from types import ModuleType

from kb_cli.errors import UsageError
from kb_cli.safety import quoted


def names() -> list[str]:
    """Give the names of all styles that have a module."""
    from pkgutil import iter_modules

    return sorted(module.name for module in iter_modules(__path__))


def find(name: str) -> ModuleType:
    """Give the module of a style. Raises UsageError where there is none."""
    wanted = name.strip().lower()
    if wanted in names():
        return import_module(f"{__name__}.{wanted}")
    raise UsageError(
        f"there is no style {quoted(name)}; there are {', '.join(names())}, and any other as a file: --style FILE.csl"
    )
