"""A citation style at work: one of those written here, or any other as a CSL file."""

from collections.abc import Sequence
from types import ModuleType

from kb_cli import styles
from kb_cli.citations import distinct
from kb_cli.records.model import Reference


class Style:
    """Prints works; ``numbered`` says whether in the order given and with numbers, else sorted by ``sort_key``."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module
        self.title: str = module.TITLE
        self.numbered: bool = module.NUMBERED

    def sort_key(self, work: Reference) -> tuple[str, ...]:
        """Give what sorts the work."""
        key: tuple[str, ...] = self._module.sort_key(work)
        return key

    def entries(self, works: Sequence[Reference]) -> list[str]:
        """Give the works, which are in order, as entries with italics marked."""
        if self.numbered:
            return [self._module.entry(work) for work in works]
        apart = distinct.apart(works)
        return [self._module.entry(work, apart[work.key]) for work in works]


def find(name: str) -> Style:
    """Give the style of this name, or that of a CSL file. Raises UsageError."""
    if name.lower().endswith(".csl"):
        from kb_cli.citations.csl_file import CslStyle

        return CslStyle(name)
    return Style(styles.find(name))
