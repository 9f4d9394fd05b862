"""Shares of people as a source prints them, "56 of 256", "780 per 1000" or "22%", and the same in 100 people."""

from typing import NamedTuple

from kb_cli.sanitize import quoted

FIGURE = r"[0-9]{1,6} (of|per) [0-9]{1,6}|[0-9]{1,3}(\.[0-9]{1,3})?%( of [0-9]{1,6})?"


class InHundred(NamedTuple):
    """How many in 100 people: the nearest whole number, and how it is said."""

    people: int
    said: str


def in_hundred(figure: str) -> InHundred:
    """Give a checked figure in 100 people: "17 of 78" and "21.8%" are both 22.

    Halves are rounded up. What is above none but below one is said as "fewer than 1", what is short of all but above 99
    as "more than 99".
    """
    events, total = _share(figure)
    nearest = (200 * events + total) // (2 * total)
    if 0 < 100 * events < total:
        return InHundred(nearest, "fewer than 1")
    if 99 * total < 100 * events < 100 * total:
        return InHundred(nearest, "more than 99")
    return InHundred(nearest, str(nearest))


def fault(figure: str) -> str:
    """Give what is wrong with a figure of the right form, in words; nothing where it can be."""
    events, total = _share(figure)
    if not total or figure.endswith(" 0"):
        return f"{quoted(figure)} is a share of nobody"
    return f"{quoted(figure)} is more than all of them" if events > total else ""


def tells_more(figure: str) -> bool:
    """Tell whether a figure says more than its share in 100: a count, a group's size, or a decimal."""
    return not figure.removesuffix("%").isdigit()


def _share(figure: str) -> tuple[int, int]:
    """Give events and total, or whole numbers in the same proportion."""
    share, *size = figure.split()
    if size and not share.endswith("%"):
        return int(share), int(size[-1])
    whole, _, decimals = share.removesuffix("%").partition(".")
    return int(whole + decimals), 100 * 10 ** len(decimals)
