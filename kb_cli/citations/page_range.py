"""Ranges of pages (and issues): "839-843" spelt out, shortened, labelled, or taken apart."""

import re
from collections.abc import Callable

# A range that can be lengthened or shortened: letters before the numbers are the same, or left out at its end.
_RANGE = re.compile(r"(?<![\w.])([^\W\d]*)(\d+)\s*[-–]\s*([^\W\d]*)(\d+)(?![\w.])")
_WORDS = re.compile(r"[^\W\d]+[-–][^\W\d]+")


def typed(page: str, dash: str = "–") -> str:
    """Give the ranges as typed, with a proper dash; what is no plain range stays as it is."""
    return _dashed(page, dash, lambda _, end: end)


def expanded(page: str, dash: str = "–") -> str:
    """Give the ranges with their whole last page: "839-43" is "839–843"."""
    return _dashed(page, dash, _whole)


def shortened(page: str) -> str:
    """Give the ranges with only the figures of the last page that change: "839-843" is "839–43"."""
    return _dashed(page, "–", _changed)


def labelled(page: str | None, *, whole: bool = True) -> str:
    """Give the pages with their label: "p. e1", "pp. 839–843"; nothing stays nothing."""
    if not page:
        return ""
    several = any(mark in page for mark in "-–,")
    return f"{'pp.' if several else 'p.'} {expanded(page) if whole else typed(page)}"


def _dashed(page: str, dash: str, last: Callable[[str, str], str]) -> str:
    if _WORDS.fullmatch(page):
        return page.replace("-", dash)
    return _RANGE.sub(lambda match: _range(match, dash, last), page) if "-" in page or "–" in page else page


def _range(match: re.Match[str], dash: str, last: Callable[[str, str], str]) -> str:
    letters, start, more_letters, end = match.groups()
    if more_letters != letters:
        return match[0]
    return f"{letters}{start}{dash}{'' if last is _changed else letters}{last(start, end)}"


def _whole(start: str, end: str) -> str:
    number = start[: max(len(start) - len(end), 0)] + end
    return number if int(number) > int(start) else end


def _changed(start: str, end: str) -> str:
    number = _whole(start, end)
    if len(number) != len(start) or int(number) <= int(start):
        return number
    return number[next(place for place, (a, b) in enumerate(zip(start, number, strict=True)) if a != b) :]


def ends(page: str) -> tuple[str, str]:
    """Give first and last page; what is one page, an article number or several ranges is the first alone."""
    match = _RANGE.fullmatch(page.strip())
    return _whole_ends(*match.groups()) if match else (page, "")


def _whole_ends(letters: str, start: str, more_letters: str, end: str) -> tuple[str, str]:
    return f"{letters}{start}", f"{more_letters or letters}{_whole(start, end)}"
