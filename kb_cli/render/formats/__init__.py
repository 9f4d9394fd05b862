"""Output formats, one module a format, found by name.

A format is a module here with ``CARRIES_NOTICE``, ``with_notice(body, notice) -> str`` and, for each kind of answer it
can write, a function of the kind's name that gives the body. ``SUFFIX``, if any, is that of its files, or the several
that they may have; where ``BYTE_ORDER_MARK`` says so, they begin with one. A new module is a new format; nothing lists
them. One with ``CITES_EITHER_WAY`` is told with the notice whether ``author_year`` is wanted in place of numbers.
"""

from importlib import import_module
from types import ModuleType

from kb_cli.errors import UsageError
from kb_cli.sanitize import quoted

# Files that kb does not write, and what to do instead: one that was called so and held plain text would not open.
NOT_WRITTEN = {
    (
        ".pdf",
        ".doc",
        ".docx",
        ".odt",
        ".rtf",
        ".epub",
    ): "kb writes no PDF and no word processor's file; print a .html to PDF, or open it in one",
    (".xls", ".xlsx", ".ods"): "kb writes no spreadsheet's file; every spreadsheet opens a .csv",
    (".png", ".jpg", ".jpeg", ".gif", ".webp"): "kb draws .svg, which a browser opens, and no other picture",
}


def names(kind: str) -> list[str]:
    """Give the names of the formats that can write answers of this kind; "terminal" is always one."""
    return ["terminal", *(name for name in all_names() if hasattr(_module(name), kind))]


def all_names() -> list[str]:
    """Give the names of all formats that have a module, as they are typed."""
    from pkgutil import iter_modules

    return sorted(module.name.replace("_", "-") for module in iter_modules(__path__))


def of_file(path: str, kind: str) -> str:
    """Give the name of the format whose files end like this one; where none does, it is plain text.

    Raises UsageError for a file of a format that cannot write answers of this kind, or that kb does not know.
    """
    for endings, instead in NOT_WRITTEN.items():
        if path.lower().endswith(endings):
            raise UsageError(instead)
    known = names(kind)
    ending = [name for name in all_names() if path.lower().endswith(getattr(_module(name), "SUFFIX", "\0"))] or ["text"]
    form = next((name for name in ending if name in known), ending[0])
    find(form, kind)
    return form


def find(name: str, kind: str) -> ModuleType:
    """Give the module of a format. Raises UsageError where it does not exist or cannot write this kind of answer."""
    if name in all_names() and hasattr(module := _module(name), kind):
        return module
    known = names(kind)
    raise UsageError(f"there is no format {quoted(name)} here; there are {', '.join(known)}", suggestions=known)


def _module(name: str) -> ModuleType:
    return import_module(f"{__name__}.{name.replace('-', '_')}")
