"""Tables of styled text: columns as wide as their cells, narrowed where they must be, cells wrapped and never cut."""

from collections.abc import Sequence

from kb_cli.render.screen.text import Text, cells, joined, wrapped

GAP = 2
NARROWEST = 6


def laid_out(rows: Sequence[Sequence[Text]], width: int) -> list[list[Text]]:
    """Give each row's lines, none wider than ``width``."""
    widths = fitted(rows, width)
    return [row(columns, widths) for columns in rows]


def fitted(rows: Sequence[Sequence[Text]], width: int) -> list[int]:
    """Give the columns' widths: what their cells need, the widest giving way first until all fit into ``width``."""
    room = width - GAP * (len(rows[0]) - 1)
    widths = [max(cells(cell.plain) for cell in column) for column in zip(*rows, strict=True)]
    while sum(widths) > room and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def row(texts: Sequence[Text], widths: Sequence[int]) -> list[Text]:
    """Give the lines of a row whose columns have these widths."""
    columns = [wrapped(text, width) for text, width in zip(texts, widths, strict=True)]
    return [_line(columns, widths, number) for number in range(max(map(len, columns)))]


def _line(columns: Sequence[Sequence[Text]], widths: Sequence[int], number: int) -> Text:
    pieces: list[Text] = []
    padding = 0
    for column, width in zip(columns, widths, strict=True):
        cell = column[number] if number < len(column) else Text()
        if cell.runs:
            pieces += [Text(" " * padding), cell]
            padding = 0
        padding += width - cells(cell.plain) + GAP
    return joined(pieces)
