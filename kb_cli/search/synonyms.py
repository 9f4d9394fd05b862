"""The vocabulary of search, made ready for looking words up in it, and what may be wrong with its file."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from kb_cli.records.model import Vocabulary
from kb_cli.records.schema import Fault
from kb_cli.sanitize import quoted
from kb_cli.search.telling import NOT, Language
from kb_cli.search.tokenizer import LONGEST_PHRASE, Tokenizer, folded, stem, written


class Meanings(NamedTuple):
    """``same`` maps the stems of a word or phrase to its token, ``points`` tokens to the tokens they make likely."""

    ordinary: frozenset[str]
    same: Mapping[str, str]
    points: Mapping[str, tuple[str, ...]]
    faint: frozenset[str]
    places: frozenset[str]
    elsewhere: frozenset[str]
    tokenizer: Tokenizer


def meanings(vocabulary: Vocabulary) -> Meanings:
    """Give the vocabulary ready for use."""
    ordinary = frozenset(_folded(vocabulary.ordinary))
    same: dict[str, str] = {}
    for group in vocabulary.same:
        _add(group, [key(text, ordinary) for text in group], same)
    tokenizer = Tokenizer(ordinary, same)

    def tokens(text: str) -> str:
        return " ".join(tokenizer.bare(written(text)))

    points: dict[str, tuple[str, ...]] = {}
    for pointer in vocabulary.points_to:
        means = tuple(map(tokens, pointer.means))
        for said in map(tokens, pointer.say):
            points[said] = tuple(dict.fromkeys((*points.get(said, ()), *(part for part in means if part != said))))
    faint, places = (
        frozenset(token for text in texts for token in tokens(text).split())
        for texts in (vocabulary.faint, vocabulary.places)
    )
    elsewhere = frozenset(map(tokens, vocabulary.elsewhere))
    return Meanings(ordinary, same, points, faint, places, elsewhere, tokenizer)


def language(vocabulary: Vocabulary) -> Language:
    """Give the language of red flags."""
    denials = frozenset(_folded(vocabulary.denials))
    filler = _filler((*vocabulary.ordinary, *vocabulary.filler), vocabulary.idea) - denials
    same: dict[str, str] = {}
    for group in vocabulary.idea:
        _add(group, [_spoken_key(text, filler, denials) for text in group], same)
    bare = Language(filler, denials, (), same, {}, Tokenizer(filler, same))

    def ideas(texts: Iterable[str]) -> list[str]:
        return [idea for text in texts for idea in bare.ideas(_folded([text]))]

    tells: dict[str, tuple[str, ...]] = {}
    for pointer in vocabulary.tells:
        for said in ideas(pointer.say):
            tells[said] = tuple(dict.fromkeys((*tells.get(said, ()), *ideas(pointer.means))))
    return bare._replace(places=frozenset(ideas(vocabulary.places)), tells=tells)


# The texts of a vocabulary are looked at several times: when it is checked, and when it is made ready.
_words = cache(folded)


def _add(group: Sequence[str], keys: Sequence[str], same: dict[str, str]) -> None:
    """Add a group of words under one token: its own, or that of the group before it with which it shares a word."""
    token = next((same[one] for one in keys if one in same), "".join(map(stem, folded(group[0]))))
    for one in keys:
        same.setdefault(one, token)


def _filler(texts: Iterable[str], ideas: Iterable[Iterable[str]]) -> frozenset[str]:
    """Give the words that tell nothing of a red flag: not those that stand for an idea."""
    telling = {found[0] for text in chain(*ideas) if len(found := _words(text)) == 1}
    return frozenset(_folded(texts)) - telling


def _folded(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in _words(text)]


def _spoken_key(text: str, filler: Container[str], denials: Container[str]) -> str:
    return _key([NOT if word in denials else word for word in _words(text)], filler)


def key(text: str, ordinary: Container[str]) -> str:
    """Give what a word or phrase is looked up by: its stems, without ordinary words unless hardly anything is left."""
    return _key(_words(text), ordinary)


def _key(found: Sequence[str], ordinary: Container[str]) -> str:
    kept = [word for word in found if word not in ordinary]
    return " ".join(map(stem, found if len(kept) < min(len(found), 2) else kept))


def faults(data: dict[str, Any]) -> Iterator[Fault]:
    """Give what is wrong with what of a vocabulary is readable."""
    ordinary = frozenset(_folded(data.get("ordinary", ())))
    denials = frozenset(_folded(data.get("denials", ())))
    ideas = [group.get("words", ()) for group in data.get("idea", ())]
    filler = _filler((*data.get("ordinary", ()), *data.get("filler", ())), ideas) - denials
    for number, group in enumerate(data.get("same", ())):
        if len(group.get("words", "??")) < 2:
            message = "a group needs at least two words that mean the same"
            yield Fault(("same", number, "words"), message, rule="search-word")
    yield from _group_faults(data, "same", lambda text: key(text, ordinary))
    yield from _group_faults(data, "idea", lambda text: _spoken_key(text, filler, denials))
    for table, left_out in (("points_to", ordinary), ("tells", filler)):
        for number, pointer in enumerate(data.get(table, ())):
            for part in ("say", "means"):
                for place, text in enumerate(pointer.get(part, ())):
                    yield from _phrase_faults(text, key(text, left_out), (table, number, part, place))


def _group_faults(data: dict[str, Any], table: str, key_of: Callable[[str], str]) -> Iterator[Fault]:
    groups: dict[str, int] = {}
    for number, group in enumerate(data.get(table, ())):
        for place, text in enumerate(group.get("words", ())):
            found = key_of(text)
            yield from _phrase_faults(text, found, (table, number, "words", place))
            other = groups.setdefault(found, number)
            if text and other != number:
                message = f"{quoted(text)} stands in the group of {quoted(data[table][other]['words'][0])} already"
                advice = "a word belongs to one group"
                yield Fault((table, number, "words", place), message, rule="search-word", advice=advice)


def _phrase_faults(text: str, found: str, path: tuple[str | int, ...]) -> Iterator[Fault]:
    length = len(found.split())
    if text and not length:
        yield Fault(path, f"{quoted(text)} has no letters or digits", rule="search-word")
    elif length > LONGEST_PHRASE:
        yield Fault(path, f"{quoted(text)} has more than {LONGEST_PHRASE} words that count", rule="search-word")
