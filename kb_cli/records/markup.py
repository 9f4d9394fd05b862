"""Prose with ``[@key]`` citations and ``[[id]]`` links, taken apart into paragraphs, spans and sentences."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import NamedTuple

from kb_cli.records.names import mid_sentence


class Words(NamedTuple):
    """Plain text."""

    text: str


class Citation(NamedTuple):
    """One bracket of citations, pandoc's ``[@a; @b]``."""

    keys: tuple[str, ...]


class Link(NamedTuple):
    """A link to another condition's record."""

    id: str
    opens: bool  # whether it opens a sentence, where the linked name keeps its capital


Span = Words | Citation | Link

KEY = r"[a-z][a-z0-9-]*"
_KEYS = rf"@{KEY}(?:;\s*@{KEY})*"
_MARK = re.compile(rf"\[({_KEYS})\]|\[\[({KEY})\]\]")
# Compiled where they are first needed, which for many answers is never.
_MALFORMED = rf"\[(?!{_KEYS}\]|\[{KEY}\]\])(?:@[^\]]*\]?|\[[^\]]*\]{{0,2}})"
_SENTENCE_END = r"\s(?<=[.!?]\s)\s*(?=[A-Z0-9\[\"'(])"  # begins with the gap, which is found faster


def paragraphs(text: str) -> list[str]:
    """Give the paragraphs, each on one line with single spaces."""
    return [one_line(part) for part in re.split(r"\n\s*\n", text) if part.strip()]


def one_line(text: str) -> str:
    """Give the text on one line with single spaces."""
    return " ".join(text.split())


def spans(paragraph: str) -> Iterator[Span]:
    """Give the paragraph's plain text, citations and links in order; the plain text keeps its spaces."""
    position = 0
    for mark in _MARK.finditer(paragraph):
        if mark.start() > position:
            yield Words(paragraph[position : mark.start()])
        if mark[1]:
            yield Citation(_keys(mark[1]))
        else:
            yield _link(mark)
        position = mark.end()
    if position < len(paragraph):
        yield Words(paragraph[position:])


def _link(mark: re.Match[str]) -> Link:
    before = mark.string[: mark.start()].rstrip()
    return Link(mark[2], opens=not before or before[-1] in ".!?")


@cache
def _keys(inside: str) -> tuple[str, ...]:
    return tuple(map(str.strip, inside.replace("@", "").split(";")))


def uncited(text: str) -> str:
    """Give the text without its citations, on one line with single spaces."""
    return one_line(re.sub(r"\s*\[@[^\]]*\]", "", text))


def cited(texts: Iterable[str]) -> list[str]:
    """Give the citation keys of the texts, each once, in order of first mention."""
    found = (inside for text in texts for inside, _ in _MARK.findall(text) if inside)
    return list(dict.fromkeys(chain.from_iterable(map(_keys, found))))


def numbered(keys: Iterable[str]) -> dict[str, int]:
    """Give each key its number: its place among them, from 1."""
    return {key: number for number, key in enumerate(keys, 1)}


def linked(texts: Iterable[str]) -> list[str]:
    """Give the ids of the records that the texts link to, each once, in order of first mention."""
    return list(dict.fromkeys(id for text in texts for _, id in _MARK.findall(text) if id))


def malformed(text: str) -> list[str]:
    """Give each piece that starts like a citation or a link but is neither, as written."""
    return re.findall(_MALFORMED, text) if "[" in text else []


def sentences(paragraph: str) -> list[str]:
    """Give the sentences of a paragraph with their marks; records avoid abbreviations with a full stop."""
    return re.split(_SENTENCE_END, paragraph)


def unmarked(text: str, names: Mapping[str, str] | None = None) -> str:
    """Give the text without citations; links are given as the linked records' names, or as their ids in words."""
    if "[" not in text:
        return one_line(text)
    known = names or {}
    # To call a function for each citation would take most of the time.
    bare = one_line(_MARK.sub((lambda mark: _shown(mark, known)) if "[[" in text else "", text))
    for stop in ".,;:)":
        bare = bare.replace(f" {stop}", stop)
    return bare


def _shown(mark: re.Match[str], names: Mapping[str, str]) -> str:
    if mark[1]:
        return ""
    return linked_name(_link(mark), names) if mark[2] in names else mark[2].replace("-", " ")


def linked_name(link: Link, names: Mapping[str, str]) -> str:
    """Give the linked record's name, in lower case inside a sentence unless it opens with a proper name."""
    name = names[link.id]
    return name if link.opens else mid_sentence(name)


def told(text: str, label: Callable[[str], str], names: Mapping[str, str]) -> str:
    """Give the text as it is read: its citations as labels in brackets, its links as names."""
    return "".join(_told(span, label, names) for span in spans(text))


def _told(span: Span, label: Callable[[str], str], names: Mapping[str, str]) -> str:
    if isinstance(span, Words):
        return span.text
    if isinstance(span, Citation):
        return f"({'; '.join(map(label, span.keys))})"
    return linked_name(span, names)
