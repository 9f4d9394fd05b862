"""A topic: what is known of a question that no one injury asks."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from kb_cli.answers import lookup
from kb_cli.records import markup
from kb_cli.records.library import Library
from kb_cli.records.model import Reference, Topic, is_due


class TopicAnswer(NamedTuple):
    """One topic with everything that its text refers to; ``brief`` leaves the passages out."""

    topic: Topic
    brief: bool
    references: dict[str, Reference]
    numbers: dict[str, int]
    names: dict[str, str]
    due: bool

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "topic"


def answer(library: Library, name: str, brief: bool = False, today: date | None = None) -> TopicAnswer:
    """Look up a topic by any of its names. Raises NotFoundError, BadDataError."""
    found = library.topic(lookup.find(library, name, "topic").id)
    shown = list(texts(found)) if not brief else [one.answer for one in found.finding]
    return TopicAnswer(
        topic=found,
        brief=brief,
        references=library.references(markup.cited(shown)),
        numbers={key: number for number, key in enumerate(cited(found), 1)},
        names={id: library.name_of(id) for id in dict.fromkeys([*markup.linked(shown), *found.related])},
        due=today is not None and is_due(found, today),
    )


def texts(found: Topic) -> Iterator[str]:
    """Give the prose of a topic in reading order."""
    yield from (one.answer for one in found.finding)
    yield from (flag.text for flag in found.red_flags)
    yield found.summary
    yield from (one.text for one in found.passage)
    yield found.evidence_basis or ""


def cited(found: Topic) -> list[str]:
    """Give the keys of all works that a topic cites, in the order of its page."""
    return markup.cited(texts(found))
