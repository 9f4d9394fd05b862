"""A page under construction: headings, prose, lists and tables, wrapped for one terminal with Rich."""

import re
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from rich.console import Console
from rich.text import Text

from kb_cli import prose
from kb_cli.citations import label
from kb_cli.model import Certainty, Notice, Reference, Treatment, Urgency, Verdict
from kb_cli.terminal import Terminal
from kb_cli.wording import words

# Base colours only: every terminal theme, dark or light, has made them readable.
HEADING = "bold"
QUIET = "dim"
URGENCY = {Urgency.EMERGENCY: "bold red", Urgency.URGENT: "red", Urgency.ROUTINE: "bold"}
FAVOURABLE = {Verdict.RECOMMENDED: "green", Verdict.ADJUNCT: "cyan", Verdict.SHORT_TERM_RELIEF: "cyan"}
UNFAVOURABLE = {Verdict.NOT_RECOMMENDED: "red", Verdict.AVOID: "bold red"}

# Below this width, body text is not indented and tables are told line by line.
NARROW = 60

_LINK_ID = re.compile(r"\x1b\]8;id=[^;]*;")
_TRAILING = re.compile(r" +$", re.MULTILINE)


class Page:
    """Collects lines of styled text no wider than the terminal; ``text()`` gives them all."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.width = terminal.text_width
        self.narrow = self.width < NARROW
        self.indent = 0 if self.narrow else 2
        self._buffer = StringIO()
        self._console = Console(
            file=self._buffer,
            width=terminal.width,
            color_system="standard" if terminal.colour else None,
            force_terminal=terminal.colour,
            no_color=not terminal.colour,
            legacy_windows=False,
            markup=False,
            emoji=False,
            highlight=False,
        )

    def text(self) -> str:
        """Give the page as it is to be written, escapes included."""
        # Rich numbers its links at random; the same page must be the same bytes.
        return _TRAILING.sub("", _LINK_ID.sub("\x1b]8;;", self._buffer.getvalue()))

    def styled(self, text: str, style: str = "") -> Text:
        """Give plain text as Rich's, in characters that the terminal has."""
        return Text(self.terminal.encodable(text), style=style)

    def line(self, *pieces: str | Text, first: str = "", rest: str | None = None) -> None:
        """Add one paragraph of the pieces, wrapped; ``first`` opens its first line and ``rest`` the others."""
        rest = " " * len(first) if rest is None else rest
        whole = Text().join(self.styled(piece) if isinstance(piece, str) else piece for piece in pieces)
        room = max(self.width - max(len(first), len(rest)), 10)
        for number, part in enumerate(whole.wrap(self._console, room)):
            part.rstrip()
            opening = self.terminal.encodable(rest if number else first)
            self._print(Text(opening) + part)

    def gap(self) -> None:
        """Add an empty line."""
        self._print(Text())

    def title(self, text: str) -> None:
        """Add the page's title."""
        self.line(self.styled(text, HEADING))
        self.line(self.styled("─" * min(len(text), self.width), QUIET))

    def heading(self, text: str, gloss: str = "") -> None:
        """Add a section's heading, with a plain-words gloss where there is room."""
        self.gap()
        if gloss and not self.narrow:
            self.line(self.styled(text, HEADING), self.styled(f" · {gloss}", QUIET))
        else:
            self.line(self.styled(text, HEADING))
        self.line(self.styled("─" * self.width, QUIET))

    def subheading(self, text: str) -> None:
        """Add the heading of a passage."""
        margin = " " * self.indent
        self.line(self.styled(text, HEADING), first=margin)

    def prose(
        self, text: str, references: Mapping[str, Reference], names: Mapping[str, str], bar: str = "", first: str = ""
    ) -> None:
        """Add paragraphs with their citations and links, an empty line between them; ``bar`` runs down their side."""
        margin = " " * self.indent + bar
        for number, paragraph in enumerate(prose.paragraphs(text)):
            if number:
                self.line(margin)
            opening = first if first and not number else margin
            self.line(self.marked(paragraph, references, names), first=opening, rest=None if first else margin)

    def marked(self, paragraph: str, references: Mapping[str, Reference], names: Mapping[str, str]) -> Text:
        """Give a paragraph with its citations as author-year labels and its links as names."""
        whole = Text()
        for span in prose.spans(paragraph):
            if isinstance(span, prose.Words):
                whole.append_text(self.styled(span.text))
            elif isinstance(span, prose.Citation):
                whole.append_text(self._citation(span.keys, references))
            else:
                whole.append_text(self.styled(prose.linked_name(span, names), "underline"))
        return whole

    def _citation(self, keys: Sequence[str], references: Mapping[str, Reference]) -> Text:
        whole = Text("(", style=QUIET)
        for number, key in enumerate(keys):
            if number:
                whole.append("; ", QUIET)
            work = references[key]
            whole.append_text(self.link(label(work), work.address, QUIET))
        whole.append(")", QUIET)
        return whole

    def link(self, text: str, address: str | None, style: str = "") -> Text:
        """Give text that opens an address where the terminal can do that."""
        whole = self.styled(text, style)
        if address and self.terminal.links:
            whole.stylize(f"link {address}")
        return whole

    def certainty(self, certainty: Certainty) -> Text:
        """Give GRADE's symbol and word."""
        return self.styled(f"{certainty.symbol} {certainty.label}")

    def verdict(self, treatment: Treatment) -> Text:
        """Give the computed words for a treatment; the colour is as strong as the evidence."""
        return self.styled(words(treatment.verdict, treatment.evidence), verdict_style(treatment))

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[Text]], widest: int | None = None) -> None:
        """Add a table with a header, columns as wide as needed, cells wrapped and never cut."""
        from rich.table import Table

        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style=QUIET)
        for number, column in enumerate(columns):
            table.add_column(column, no_wrap=False, overflow="fold", ratio=None, min_width=8 if number else 10)
        for row in rows:
            table.add_row(*row)
        if self.indent:
            from rich.padding import Padding

            self._console.print(Padding(table, (0, 0, 0, self.indent)), width=widest or self.width)
        else:
            self._console.print(table, width=widest or self.width)

    def notice(self, notice: Notice) -> None:
        """End the page with the not-medical-advice notice."""
        self.gap()
        self.line(self.styled("─" * self.width, QUIET))
        self.line(self.styled(f"{notice.title}. ", HEADING), notice.text)

    def _print(self, line: Text) -> None:
        self._console.print(line, soft_wrap=True)


def verdict_style(treatment: Treatment) -> str:
    """Give the style for a verdict: none at very low certainty, bold where certainty is high or moderate."""
    if treatment.evidence is Certainty.VERY_LOW and treatment.verdict is not Verdict.AVOID:
        return ""
    colour = (FAVOURABLE | UNFAVOURABLE).get(treatment.verdict, "")
    strong = colour and treatment.evidence in (Certainty.HIGH, Certainty.MODERATE)
    return f"bold {colour}" if strong else colour
