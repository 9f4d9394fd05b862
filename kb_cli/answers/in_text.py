"""Works as the running text cites them together, in one style or several."""

from collections.abc import Sequence
from typing import NamedTuple

from kb_cli.answers.bibliography import BibliographyAnswer
from kb_cli.citations import marked
from kb_cli.citations.styles import Style
from kb_cli.records.model import Reference


class InText(NamedTuple):
    """A citation as a style has it, with its italics marked; ``raised`` where it stands above the line."""

    style: str
    text: str
    raised: bool

    @property
    def plain(self) -> str:
        """Its characters alone; numbers above the line are such characters."""
        return marked.plain(marked.raised(self.text) if self.raised else self.text)


class InTextAnswer(NamedTuple):
    """One citation of all the works, a style after another."""

    citations: tuple[InText, ...]
    works: tuple[Reference, ...]

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "in_text"


def answer(bibliographies: Sequence[tuple[Style, BibliographyAnswer]]) -> InTextAnswer:
    """Give the works of a bibliography, which is given in each style, as the running text cites them together."""
    return InTextAnswer(
        tuple(_cited(style, bibliography) for style, bibliography in bibliographies),
        tuple(entry.work for entry in bibliographies[0][1].entries),
    )


def _cited(style: Style, bibliography: BibliographyAnswer) -> InText:
    works = {entry.number or place: entry.work for place, entry in enumerate(bibliography.entries, 1)}
    return InText(style.title, style.in_text(works, [work.key for work in works.values()]), style.raised)
