"""Which sentence of a passage answers the query best, and which of its words matched."""

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from kb_cli.search.tokenizer import WORD, fold

# Ordinary words that may stand inside a phrase of the vocabulary, as in "bottom of the foot".
_GAP = 2


class Marked(NamedTuple):
    """A sentence, and from where to where its matched words stand."""

    text: str
    marks: tuple[tuple[int, int], ...]


class Marker:
    """Finds the words of a query in plain text: every spelling that the index unites with a token looked for."""

    def __init__(self, worth: Mapping[str, float], faint: Collection[str], database: sqlite3.Connection) -> None:
        tokens = list(worth)
        marks = ", ".join("?" * len(tokens))
        self.worth = worth
        rows = database.execute(f"SELECT word, token FROM spellings WHERE token IN ({marks})", tokens)
        # Words that only titles of works have are not among the spellings; most are their own stem.
        self.spellings: dict[str, str] = {token: token for token in tokens} | dict(rows)
        self._spelt = frozenset(self.spellings)
        self._faint = frozenset(word for word, token in self.spellings.items() if token in faint)
        # By their first letters, because most words begin no phrase.
        self._phrases: dict[str, list[tuple[list[str], str]]] = {}
        for phrase, token in database.execute(
            f"SELECT phrase, token FROM same WHERE token IN ({marks}) AND phrase LIKE '% %'", tokens
        ):
            stems = [part.rstrip("iy") for part in phrase.split()]
            self._phrases.setdefault(stems[0][:3], []).append((stems, token))

    def best(self, sentences: Sequence[str], known: Collection[str] = ()) -> Marked:
        """Give the sentence in which most was found, the first among equals; ``known`` tokens do not count for that."""
        best = max(sentences, key=lambda one: self._value(one, known)) if len(sentences) > 1 else sentences[0]
        return self.marked(best)

    def marked(self, text: str, faint: bool = False) -> Marked:
        """Give a text with what was found in it marked, faint words only if so said."""
        return Marked(text, tuple(self._found(text, self._spelt if faint else self._spelt - self._faint)))

    def _value(self, sentence: str, known: Collection[str]) -> float:
        """Give what the tokens in a sentence are worth, near enough to choose by."""
        lower = sentence.lower()
        tokens = {self.spellings[word] for word in self._spelt.intersection(WORD.findall(lower))}
        for beginning, group in self._phrases.items():
            if beginning in lower:
                tokens.update([token for stems, token in group if all(part in lower for part in stems)])
        return sum([self.worth[token] for token in tokens if token not in known])

    def _found(self, text: str, spelt: Collection[str]) -> Iterator[tuple[int, int]]:
        """Give where each matched word or phrase stands."""
        stretches = list(WORD.finditer(text))
        found = [fold(stretch[0]) for stretch in stretches]
        done = 0
        for place, word in enumerate(found):
            if place < done or (word not in spelt and word[:3] not in self._phrases):
                continue
            last = max((_reach(stems, found, place) for stems, _ in self._phrases.get(word[:3], ())), default=-1)
            if word in spelt or last >= place:
                last = max(last, place)
                done = last + 1
                yield stretches[place].start(), stretches[last].end()


def _reach(stems: Sequence[str], found: Sequence[str], place: int) -> int:
    """Give the place of the last word of the phrase that begins here, -1 if none does."""
    for number, part in enumerate(stems):
        for ahead in range(place, min(place + 1 + (_GAP if number else 0), len(found))):
            if found[ahead].startswith(part):
                place = ahead + 1
                break
        else:
            return -1
    return place - 1
