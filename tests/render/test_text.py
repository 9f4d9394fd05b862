"""Wrapping and tables: nothing is cut, nothing is too wide, nothing moves."""

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kb_cli.render.screen import table
from kb_cli.render.screen.text import Text, cells, joined, wrapped

WORDS = st.lists(st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=30), max_size=30)
STYLES = st.sampled_from(["", "bold", "dim", "bold red"])
WIDTHS = st.integers(min_value=2, max_value=60)


@st.composite
def texts(draw: st.DrawFn) -> Text:
    words = draw(WORDS)
    return joined(
        Text(word + (" " if number < len(words) - 1 else ""), draw(STYLES)) for number, word in enumerate(words)
    )


@given(texts(), WIDTHS, WIDTHS)
def test_wrapping_keeps_every_word_and_the_width(text: Text, first: int, width: int) -> None:
    lines = wrapped(text, width, first)
    assert "".join("".join(line.plain.split()) for line in lines) == "".join(text.plain.split())
    for number, line in enumerate(lines):
        assert cells(line.plain) <= (width if number else first)


@given(texts(), WIDTHS)
def test_wrapping_keeps_every_character_in_its_style(text: Text, width: int) -> None:
    def styled(parts: list[Text]) -> list[tuple[str, str]]:
        return [(one, run.style) for part in parts for run in part.runs for one in run.characters if one != " "]

    assert styled(wrapped(text, width)) == styled([text])


@given(texts(), WIDTHS)
def test_words_are_broken_only_where_they_are_too_wide(text: Text, width: int) -> None:
    words = set(text.plain.split())
    if all(cells(word) <= width for word in words):
        assert all(set(line.plain.split()) <= words for line in wrapped(text, width))


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs", "Mn"))))
def test_width_is_that_of_the_terminal(characters: str) -> None:
    assert cells(characters) == cell_len(characters)


@given(texts())
def test_escapes_change_no_character(text: Text) -> None:
    escaped = text.escaped(colour=True, links=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", escaped) == text.plain
    assert text.escaped(colour=False, links=False) == text.plain


@given(st.lists(st.tuples(texts(), texts(), texts()), min_size=1, max_size=4), st.integers(min_value=22, max_value=90))
def test_tables_fit_and_lose_nothing(rows: list[tuple[Text, Text, Text]], width: int) -> None:
    lines = [line for row in table.laid_out(rows, width) for line in row]
    assert all(cells(line.plain) <= width for line in lines)
    shown = sorted("".join(line.plain for line in lines).replace(" ", ""))
    assert shown == sorted("".join(cell.plain for row in rows for cell in row).replace(" ", ""))


def test_columns_line_up() -> None:
    rows = [[Text("a"), Text("long cell"), Text("x")], [Text("bbbb"), Text(""), Text("y")]]
    assert [line.plain for row in table.laid_out(rows, 40) for line in row] == [
        "a     long cell  x",
        "bbbb             y",
    ]


def test_a_link_is_written_around_its_characters() -> None:
    text = Text("a ").append("doi", "dim", "https://doi.org/10.1/x")
    assert text.escaped(True, True) == "a \x1b]8;;https://doi.org/10.1/x\x1b\\\x1b[2mdoi\x1b[0m\x1b]8;;\x1b\\"
    assert text.escaped(True, False) == "a \x1b[2mdoi\x1b[0m"
