"""Output formats, one module a format, found by name.

A format is a module here with ``CARRIES_NOTICE``, ``with_notice(body, notice) -> str`` and, for each kind of answer it
can write, a function of the kind's name that gives the body. A new module is a new format; nothing lists them.
"""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from kb_cli.errors import UsageError
from kb_cli.safety import quoted


def names(kind: str) -> list[str]:
    """Give the names of the formats that can write answers of this kind; "terminal" is always one."""
    modules = sorted(module.name for module in iter_modules(__path__))
    return ["terminal", *(_shown(name) for name in modules if hasattr(_module(name), kind))]


def find(name: str, kind: str) -> ModuleType:
    """Give the module of a format. Raises UsageError where it does not exist or cannot write this kind of answer."""
    stored = name.replace("-", "_")
    if stored.isidentifier() and any(module.name == stored for module in iter_modules(__path__)):
        module = _module(stored)
        if hasattr(module, kind):
            return module
    raise UsageError(f"there is no format {quoted(name)} here; there are {', '.join(names(kind))}")


def _module(name: str) -> ModuleType:
    return import_module(f"{__name__}.{name}")


def _shown(name: str) -> str:
    return name.replace("_", "-")
