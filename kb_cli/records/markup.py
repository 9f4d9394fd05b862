"""Prose with ``[@key]`` citations and ``[[id]]`` links, taken apart into paragraphs, spans and sentences."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
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
_MARK = re.compile(rf"\[(@{KEY}(?:;\s*@{KEY})*)\]|\[\[({KEY})\]\]")
# Compiled where they are first needed, which for many answers is never.
_LOOKS_LIKE_MARK = r"\[@[^\]]*\]?|\[\[[^\]]*\]{0,2}"
_SENTENCE_END = r"(?<=[.!?])\s+(?=[A-Z0-9\[\"'(])"


def paragraphs(text: str) -> list[str]:
    """Give the paragraphs, each on one line with single spaces."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def spans(paragraph: str) -> Iterator[Span]:
    """Give the paragraph's plain text, citations and links in order; the plain text keeps its spaces."""
    position = 0
    for mark in _MARK.finditer(paragraph):
        if mark.start() > position:
            yield Words(paragraph[position : mark.start()])
        if mark[1]:
            yield Citation(_keys(mark[1]))
        else:
            before = paragraph[: mark.start()].rstrip()
            yield Link(mark[2], opens=not before or before[-1] in ".!?")
        position = mark.end()
    if position < len(paragraph):
        yield Words(paragraph[position:])


def _keys(inside: str) -> tuple[str, ...]:
    return tuple(part.strip().removeprefix("@") for part in inside.split(";"))


def uncited(text: str) -> str:
    """Give the text without its citations, on one line with single spaces."""
    return " ".join(re.sub(r"\s*\[@[^\]]*\]", "", text).split())


def cited(texts: Iterable[str]) -> list[str]:
    """Give the citation keys of the texts, each once, in order of first mention."""
    keys = (key for text in texts for mark in _MARK.finditer(text) if mark[1] for key in _keys(mark[1]))
    return list(dict.fromkeys(keys))


def numbered(keys: Iterable[str]) -> dict[str, int]:
    """Give each key its number: its place among them, from 1."""
    return {key: number for number, key in enumerate(keys, 1)}


def linked(texts: Iterable[str]) -> list[str]:
    """Give the ids of the records that the texts link to, each once, in order of first mention."""
    return list(dict.fromkeys(mark[2] for text in texts for mark in _MARK.finditer(text) if mark[2]))


def malformed(text: str) -> list[str]:
    """Give each piece that starts like a citation or a link but is neither, as written."""
    pieces = re.finditer(_LOOKS_LIKE_MARK, text) if "[" in text else ()
    return [piece[0] for piece in pieces if not _MARK.match(text, piece.start())]


def sentences(paragraph: str) -> list[str]:
    """Give the sentences of a paragraph with their marks; records avoid abbreviations with a full stop."""
    return re.split(_SENTENCE_END, paragraph)


def unmarked(text: str, names: Mapping[str, str] | None = None) -> str:
    """Give the text without citations; links are given as the linked records' names, or as their ids in words."""
    if "[" not in text:
        return " ".join(text.split())
    known = names or {}
    parts = (_unmarked(span, known) for span in spans(text))
    return re.sub(r"\s+([.,;:)])", r"\1", " ".join("".join(parts).split()))


def _unmarked(span: Span, names: Mapping[str, str]) -> str:
    if isinstance(span, Words):
        return span.text
    if isinstance(span, Citation):
        return ""
    return linked_name(span, names) if span.id in names else span.id.replace("-", " ")


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
