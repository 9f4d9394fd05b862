"""``kb help own-records``."""

from collections.abc import Iterable

from kb_cli.answers.help import Block, Terms

GLOSS = "pages, treatments and works of your own"


def blocks() -> Iterable[Block]:
    """Give what there is to say."""
    yield (
        "Your own records lie over what ships: one with the same id stands in for it, and everything shows yours and "
        "says so. They stay in your home, whatever becomes of kb. What is broken in them is told and left out, and "
        "the shipped page is shown."
    )
    yield Terms(
        (
            ("kb new condition ID", "begins a page; also topic, reference and treatment"),
            ("kb edit NAME", "opens a record in your editor, of what ships a copy, and checks it"),
            ("kb import FILE", "references from BibTeX, BibLaTeX, RIS or CSL-JSON"),
            ("kb check", "every problem, with file, line and column"),
            ("kb paths", "where everything lies"),
        )
    )
    yield "KB_OWN names other folders for them, the uppermost first; KB_OWN=off shows what ships alone."
    yield "Nothing that you wrote is ever overwritten. How a record looks is told in README.md of the data folder."
