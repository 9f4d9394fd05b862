"""Words for an absolute effect: how many in 100 people had an outcome with a treatment, and how many without.

A record has the figures as the source prints them; what is shown is worked out here. No word tells of a benefit: the
reader sees two numbers, and beside them what speaks against trusting their difference.
"""

from collections.abc import Iterator
from typing import NamedTuple

from kb_cli.records.figures import in_hundred, tells_more
from kb_cli.records.model import Effect, Treatment

# Told of a treatment for which a record has no such figure.
NONE = "In 100 people: no such figure in the works cited."

_SIGNIFICANCE = {
    True: "",
    False: "; no significant difference",
    None: "; whether this is more than chance is not clear",
}


class InPeople(NamedTuple):
    """An effect in 100 people: so many with the treatment and without it, these in words, and what was compared."""

    with_: int
    without: int
    words: str
    compared: str


def in_people(effect: Effect) -> InPeople:
    """Give the counts and the words: "22 in 100 with, 33 in 100 without, sprained again within a year".

    Where the others had another treatment, the words name it: they did not go without. What was compared is told as in
    "against usual care alone, 56 of 256 and 89 of 266"; it may be empty.
    """
    with_, without = in_hundred(effect.with_), in_hundred(effect.without)
    arm = f"with {effect.given}" if effect.given else "with"
    other = f"with {effect.comparator} instead" if effect.instead else "without"
    what = f"{effect.outcome} {effect.at}" if effect.at else effect.outcome
    doubt = f"{_SIGNIFICANCE[effect.significant]}{'' if effect.randomised else '; groups not randomised'}"
    words = f"{with_.said} in 100 {arm}, {without.said} in 100 {other}, {what}{doubt}"
    return InPeople(with_.people, without.people, words, ", ".join(_compared(effect)))


def _compared(effect: Effect) -> Iterator[str]:
    if effect.people:
        yield f"in {effect.people}"
    if not effect.instead:
        yield f"against {effect.comparator}"
    if tells_more(effect.with_) or tells_more(effect.without):
        yield f"{effect.with_} and {effect.without}"


def sentence(effect: Effect) -> str:
    """Give the effect as a sentence of prose, which ends in its citation."""
    return f"{in_people(effect).words}{source(effect)}."


def source(effect: Effect) -> str:
    """Give what follows the words, as prose: what was compared, in brackets, and the citation."""
    compared = in_people(effect).compared
    return f" ({compared}) [@{effect.citation}]" if compared else f" [@{effect.citation}]"


def texts(treatment: Treatment) -> list[str]:
    """Give what a page tells of a treatment in reading order: its prose, then each effect in a sentence."""
    return [treatment.text, *map(sentence, treatment.effects)]
