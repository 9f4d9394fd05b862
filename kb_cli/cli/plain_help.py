"""Help for KB_FORMAT=text: a line an idea, nothing beside anything, headings that say that they are such."""

import re
from collections.abc import Sequence
from typing import Any

from typer._click.formatting import HelpFormatter

# No text of the help is as long.
WIDE = 100_000


class Formatter(HelpFormatter):
    """Writes help in lines that are neither indented nor wrapped."""

    def __init__(self, **_: Any) -> None:
        super().__init__(indent_increment=0, width=WIDE)

    def write_heading(self, heading: str) -> None:
        """Write what opens a part."""
        self.write(f"Heading: {heading}\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs, and examples with what is behind them, a line each."""
        for paragraph in re.split(r"\n\s*\n", text.replace("\b\n", "\n")):
            lines = paragraph.splitlines() if "  kb " in paragraph else [" ".join(paragraph.split())]
            self.write("".join(f"{re.sub('  +', ': ', line.strip())}\n" for line in lines if line.strip()))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 0, col_spacing: int = 0) -> None:  # noqa: ARG002
        """Write terms, each with its meaning behind it."""
        for term, meaning in rows:
            self.write(f"{term.rstrip()}: {' '.join(meaning.split())}\n")
