"""A page under construction: headings, prose, lists and tables, laid out for one terminal."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kb_cli.citations import label
from kb_cli.records import markup
from kb_cli.records.grade_wording import words
from kb_cli.records.layer import whose
from kb_cli.records.vocabularies import Certainty, GradedBy, Urgency, Verdict
from kb_cli.render.screen import table
from kb_cli.render.screen.text import Text, joined, wrapped
from kb_cli.render.terminal import Terminal

if TYPE_CHECKING:
    from typing import Protocol

    from kb_cli.records.layer import Sourced
    from kb_cli.records.model import Finding, Reference, Treatment
    from kb_cli.records.notice import Notice

    class Graded(Protocol):
        """Anything with a verdict and its certainty."""

        @property
        def verdict(self) -> Verdict: ...  # noqa: D102

        @property
        def evidence(self) -> Certainty: ...  # noqa: D102


HEADING = "bold"
ACCENT = "cyan"
QUIET = "dim"
FAVOURABLE = dict.fromkeys((Verdict.RECOMMENDED, Verdict.ADJUNCT, Verdict.SHORT_TERM_RELIEF), "green")
URGENCY_STYLE = {Urgency.EMERGENCY: "bold reverse red", Urgency.URGENT: "bold red", Urgency.ROUTINE: ""}
UNFAVOURABLE = {Verdict.NOT_RECOMMENDED: "magenta", Verdict.AVOID: "red"}

# Below this width, body text is not indented and tables are told line by line.
NARROW = 60


class Page:
    """Collects lines of styled text no wider than the terminal; ``text()`` gives them all.

    ``numbers`` are those of the works that the page lists: they are cited by number, others by author and year.
    """

    def __init__(self, terminal: Terminal, author_year: bool = False) -> None:
        self.terminal = terminal
        self.author_year = author_year
        self.numbers: Mapping[str, int] = {}
        self.width = terminal.text_width
        self.narrow = self.width < NARROW
        self.indent = 0 if self.narrow else 2
        self.margin = " " * self.indent
        self._lines: list[str] = []

    def text(self) -> str:
        """Give the page as it is to be written, escapes included."""
        return "".join(f"{line}\n" for line in self._lines)

    @property
    def height(self) -> int:
        """The number of lines so far."""
        return len(self._lines)

    def cut(self, height: int) -> None:
        """Take back all lines beyond this number."""
        del self._lines[height:]

    def styled(self, characters: str, style: str = "") -> Text:
        """Give styled text in characters that the terminal has."""
        return Text(self.terminal.encodable(characters), style)

    def link(self, characters: str, address: str | None, style: str = "") -> Text:
        """Give text that opens an address where the terminal can do that."""
        return Text(self.terminal.encodable(characters), style, address or "")

    def line(self, *pieces: str | Text, first: str = "", rest: str | None = None) -> None:
        """Add one paragraph of the pieces, wrapped; ``first`` opens its first line and ``rest`` the others."""
        rest = " " * len(first) if rest is None else rest
        whole = joined(self.styled(piece) if isinstance(piece, str) else piece for piece in pieces)
        room = max(self.width - len(rest), 10)
        for number, part in enumerate(wrapped(whole, room, room + len(rest) - len(first))):
            self._add(self.styled(rest if number else first).append(part))

    def unbroken(self, *pieces: Text) -> None:
        """Add a line as it is, however long: for what is to be copied, or read by a program."""
        self._add(joined(pieces))

    def gap(self) -> None:
        """Add an empty line."""
        self._lines.append("")

    def rule(self) -> None:
        """Add a line across the page."""
        self._add(self.styled("─" * self.width, QUIET))

    def title(self, text: str) -> None:
        """Add the page's title."""
        self.line(self.styled(text, f"{ACCENT} {HEADING}"))
        self._add(self.styled("─" * min(len(text), self.width), QUIET))

    def whose(self, one: "Sourced", what: str) -> None:
        """Say that something is the reader's own; nothing of what everybody has."""
        if said := whose(one, what):
            self.line(self.styled(said, QUIET))

    def heading(self, text: str, gloss: str = "") -> None:
        """Add a section's heading, with a plain-words gloss where there is room."""
        self.gap()
        shown = self.styled(text, f"{ACCENT} {HEADING}")
        if gloss and not self.narrow:
            shown.append(self.styled(f" · {gloss}", QUIET))
        self.line(shown)
        self.rule()

    def subheading(self, text: str) -> None:
        """Add the heading of a passage."""
        self.line(self.styled(text, HEADING), first=self.margin)

    def prose(
        self, text: str, references: "Mapping[str, Reference]", names: Mapping[str, str], bar: str = "", first: str = ""
    ) -> None:
        """Add paragraphs with their citations and links, an empty line between them; ``bar`` runs down their side."""
        margin = self.margin + bar
        for number, paragraph in enumerate(markup.paragraphs(text)):
            if number:
                self.line(margin.rstrip())
            opening = first if first and not number else margin
            self.line(self.marked(paragraph, references, names), first=opening, rest=None if first else margin)

    def marked(self, paragraph: str, references: "Mapping[str, Reference]", names: Mapping[str, str]) -> Text:
        """Give a paragraph with its citations as numbers, or as authors and year, and its links as names."""
        whole = Text()
        for span in markup.spans(paragraph):
            if isinstance(span, markup.Words):
                whole.append(self.styled(span.text))
            elif isinstance(span, markup.Citation):
                whole.append(self._citation(span.keys, references))
            else:
                whole.append(self.styled(markup.linked_name(span, names), "underline"))
        return whole

    def _citation(self, keys: Sequence[str], references: "Mapping[str, Reference]") -> Text:
        numbered = not self.author_year and all(key in self.numbers for key in keys)
        opening, between, closing = ("[", ", ", "]") if numbered else ("(", "; ", ")")
        whole = Text(opening, QUIET)
        for place, key in enumerate(keys):
            whole.append(between if place else "", QUIET)
            named = str(self.numbers[key]) if numbered else label(references[key])
            whole.append(self.link(named, references[key].address, QUIET))
        return whole.append(closing, QUIET)

    def certainty(self, certainty: Certainty) -> Text:
        """Give GRADE's symbol and word."""
        return self.styled(f"{certainty.symbol} {certainty.label}")

    def verdict(self, treatment: "Graded") -> Text:
        """Give the computed words for a treatment; the colour is as strong as the evidence."""
        return self.styled(words(treatment.verdict, treatment.evidence), verdict_style(treatment))

    def grading(self, treatment: "Treatment | Finding") -> Text:
        """Give GRADE's symbol and word, and whether a source judged so."""
        by = ", graded by a cited source" if treatment.graded_by is GradedBy.SOURCE else ""
        return self.styled(f"{treatment.evidence.symbol} {treatment.evidence.label}{by}", QUIET)

    def certainty_key(self) -> None:
        """Say what the certainty and the graders in a table mean."""
        said = (
            "Certainty is GRADE's: how sure the evidence makes us, from very low to high. "
            "By source: a cited work graded it; the others are judged here from the works cited."
        )
        self.line(self.styled(said, QUIET), first=self.margin)

    def table(
        self,
        columns: Sequence[str],
        rows: Sequence[Sequence[Text]],
        width: int | None = None,
        below: Sequence[Text] = (),
        spaced: bool = False,
    ) -> None:
        """Add a table with a header; ``width`` may exceed that of running text, ``below`` is a line under each row.

        ``spaced`` puts an empty line between rows, for cells of several lines.
        """
        header = [self.styled(column, QUIET) for column in columns]
        room = (width or self.width) - self.indent
        for number, lines in enumerate(table.laid_out([header, *rows], room)):
            if spaced and number > 1:
                self.gap()
            for line in lines:
                self._add(Text(self.margin).append(line))
            if below and number and below[number - 1].runs:
                self.line(below[number - 1], first=f"{self.margin}  ")

    def row(self, cells: Sequence[Text], widths: Sequence[int]) -> None:
        """Add a row of cells in columns of these widths."""
        for line in table.row(cells, widths):
            self._add(Text(self.margin).append(line))

    def notice(self, notice: "Notice") -> None:
        """End the page with the not-medical-advice notice."""
        self.width = self.terminal.text_width
        self.gap()
        self.rule()
        self.line(self.styled(f"{notice.title}. ", HEADING), notice.text)

    def _add(self, line: Text) -> None:
        self._lines.append(line.escaped(self.terminal.colour, self.terminal.links))


def verdict_style(treatment: "Graded") -> str:
    """Give the style for a verdict: none at very low certainty, bold where certainty is high or moderate."""
    if treatment.evidence is Certainty.VERY_LOW and treatment.verdict is not Verdict.AVOID:
        return ""
    colour = (FAVOURABLE | UNFAVOURABLE).get(treatment.verdict, "")
    strong = colour and treatment.evidence in (Certainty.HIGH, Certainty.MODERATE)
    return f"bold {colour}" if strong else colour
