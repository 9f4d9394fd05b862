"""Citation styles, one module a style, found by name; any other from its CSL file.

A style is a module here with ``TITLE``, ``NUMBERED`` and ``entry(work) -> str``, the line of a bibliography with its
italics marked (kb_cli.citations.marked). In the running text the numbers of a style stand in brackets, or, where it
has ``RAISED``, above the line. A style that is not numbered has ``sort_key(work)``, and its
``entry(work, apart)`` takes what tells the work from another of its authors and year; in the running text it names
works by ``IN_TEXT``, ``listed`` and ``year``, in the order of ``cited_sort_key``, and puts a comma within quotation
marks where ``FULL_STOP_INSIDE`` is true. A new module is a new style; nothing lists them.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from types import ModuleType
from typing import Protocol

from kb_cli.errors import UsageError
from kb_cli.records.model import Reference
from kb_cli.sanitize import quoted

_NO_STYLE = ("csl_file",)


class Style(Protocol):
    """Prints works; ``numbered`` says whether in the order given and with numbers, else sorted by ``sort_key``.

    ``raised`` says that what stands in the running text stands above the line.
    """

    title: str
    numbered: bool
    raised: bool

    def sort_key(self, work: Reference) -> tuple[str, ...]:
        """Give what sorts the work."""

    def entries(self, works: Sequence[Reference]) -> list[str]:
        """Give the works, which are in order, as entries with italics marked."""

    def in_text(self, works: Mapping[int, Reference], keys: Sequence[str]) -> str:
        """Give some of the works as the running text cites them together, with italics marked.

        The works are by their number in the bibliography, in its order.
        """


class _OwnStyle:
    def __init__(self, module: ModuleType) -> None:
        self._module = module
        self.title: str = module.TITLE
        self.numbered: bool = module.NUMBERED
        self.raised: bool = getattr(module, "RAISED", False)

    def sort_key(self, work: Reference) -> tuple[str, ...]:
        key: tuple[str, ...] = self._module.sort_key(work)
        return key

    def entries(self, works: Sequence[Reference]) -> list[str]:
        if self.numbered:
            return [self._module.entry(work) for work in works]
        from kb_cli.citations import distinct

        apart = distinct.apart(works, self._module.IN_TEXT)
        return [self._module.entry(work, apart[work.key]) for work in works]

    def in_text(self, works: Mapping[int, Reference], keys: Sequence[str]) -> str:
        from kb_cli.citations import in_text

        if not self.numbered:
            return in_text.by_author(list(works.values()), keys, self._module)
        numbers = in_text.by_number(works, keys)
        return numbers if self.raised else f"({numbers})"


def names() -> list[str]:
    """Give the names of all styles that have a module."""
    from pkgutil import iter_modules

    return sorted(module.name for module in iter_modules(__path__) if module.name not in _NO_STYLE)


def find(name: str) -> Style:
    """Give the style of this name, or that of a CSL file. Raises UsageError."""
    if name.lower().endswith(".csl"):
        from kb_cli.citations.styles.csl_file import CslStyle

        return CslStyle(name)
    wanted = name.strip().lower()
    if wanted in names():
        return _OwnStyle(import_module(f"{__name__}.{wanted}"))
    raise UsageError(
        f"there is no style {quoted(name)}; there are {', '.join(names())}, and any other as a file: --style FILE.csl"
    )
