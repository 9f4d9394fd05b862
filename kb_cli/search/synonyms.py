"""The vocabulary of search, made ready for looking words up in it, and what may be wrong with its file."""

from collections.abc import Container, Iterator, Mapping
from typing import Any, NamedTuple

from kb_cli.records.model import Vocabulary
from kb_cli.records.schema import Fault
from kb_cli.sanitize import quoted
from kb_cli.search.tokenizer import LONGEST_PHRASE, WORD, Tokenizer, Word, stem, words


class Meanings(NamedTuple):
    """``same`` maps the stems of a word or phrase to its token, ``points`` tokens to the tokens they make likely."""

    ordinary: frozenset[str]
    same: Mapping[str, str]
    points: Mapping[str, tuple[str, ...]]
    faint: frozenset[str]
    places: frozenset[str]
    tokenizer: Tokenizer


def meanings(vocabulary: Vocabulary) -> Meanings:
    """Give the vocabulary ready for use."""
    ordinary = frozenset(word.folded for text in vocabulary.ordinary for word in words(text))
    same: dict[str, str] = {}
    for group in vocabulary.same:
        token = "".join(stem(word.folded) for word in words(group[0]))
        for text in group:
            same.setdefault(key(text, ordinary), token)
    tokenizer = Tokenizer(ordinary, same)

    def tokens(text: str) -> str:
        return " ".join(token for token, _, _ in tokenizer.tokens(WORD.findall(text)))

    points: dict[str, tuple[str, ...]] = {}
    for pointer in vocabulary.points_to:
        means = tuple(map(tokens, pointer.means))
        for said in map(tokens, pointer.say):
            points[said] = tuple(dict.fromkeys((*points.get(said, ()), *(part for part in means if part != said))))
    faint, places = (
        frozenset(token for text in texts for token in tokens(text).split())
        for texts in (vocabulary.faint, vocabulary.places)
    )
    return Meanings(ordinary, same, points, faint, places, tokenizer)


def key(text: str, ordinary: Container[str]) -> str:
    """Give what a word or phrase is looked up by: its stems, without ordinary words unless hardly anything is left."""
    found = words(text)
    kept = [word for word in found if word.folded not in ordinary]
    return _stems(found if len(kept) < min(len(found), 2) else kept)


def _stems(found: list[Word]) -> str:
    return " ".join(stem(word.folded) for word in found)


def faults(data: dict[str, Any]) -> Iterator[Fault]:
    """Give what is wrong with a vocabulary whose values have the right types."""
    ordinary = frozenset(word.folded for text in data.get("ordinary", ()) for word in words(text))
    groups: dict[str, int] = {}
    for number, group in enumerate(data.get("same", ())):
        if len(group["words"]) < 2:
            yield Fault(("same", number, "words"), "a group needs at least two words that mean the same")
        for place, text in enumerate(group["words"]):
            yield from _phrase_faults(text, ("same", number, "words", place), ordinary)
            other = groups.setdefault(key(text, ordinary), number)
            if other != number:
                first = quoted(data["same"][other]["words"][0])
                message = f"{quoted(text)} stands in the group of {first} already; a word belongs to one group"
                yield Fault(("same", number, "words", place), message)
    for number, pointer in enumerate(data.get("points_to", ())):
        for part in ("say", "means"):
            for place, text in enumerate(pointer[part]):
                yield from _phrase_faults(text, ("points_to", number, part, place), ordinary)


def _phrase_faults(text: str, path: tuple[str | int, ...], ordinary: Container[str]) -> Iterator[Fault]:
    length = len(key(text, ordinary).split())
    if not length:
        yield Fault(path, f"{quoted(text)} has no letters or digits")
    elif length > LONGEST_PHRASE:
        yield Fault(path, f"{quoted(text)} has more than {LONGEST_PHRASE} words that count")
