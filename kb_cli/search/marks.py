"""Which sentence of a passage answers the query best, and which of its words matched."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kb_cli import prose
from kb_cli.search.words import WORD, fold

# Ordinary words that may stand inside a phrase of the vocabulary, as in "bottom of the foot".
_GAP = 2


class Marked(NamedTuple):
    """A sentence in plain text, and from where to where its matched words stand."""

    text: str
    marks: tuple[tuple[int, int], ...]


class Marker:
    """Finds the words of a query in plain text: every spelling that the index unites with a token looked for."""

    def __init__(self, worth: Mapping[str, float], database: sqlite3.Connection) -> None:
        tokens = list(worth)
        marks = ", ".join("?" * len(tokens))
        self.worth = worth
        rows = database.execute(f"SELECT word, token FROM spellings WHERE token IN ({marks})", tokens)
        # Words that only titles of works have are not among the spellings; most are their own stem.
        self.spellings: dict[str, str] = {token: token for token in tokens} | dict(rows)
        self.phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, token in database.execute(
            f"SELECT phrase, token FROM same WHERE token IN ({marks}) AND phrase LIKE '% %'", tokens
        ):
            stems = tuple(part.rstrip("iy") for part in phrase.split())
            self.phrases.setdefault(stems[0][:3], []).append((stems, token))

    def best(self, text: str) -> Marked:
        """Give the sentence of a text, with its record's marks, in which most was found; the first among equals."""
        plain = [part for paragraph in prose.paragraphs(text) for part in prose.sentences(prose.unmarked(paragraph))]
        sentence = max(plain, key=self._value, default="") if len(plain) > 1 else "".join(plain)
        return Marked(sentence, tuple((start, end) for start, end, _ in self.found(sentence)))

    def _value(self, sentence: str) -> float:
        """Give what the tokens in a sentence are worth, near enough to choose by."""
        lower = sentence.lower()
        tokens = {self.spellings[word] for word in set(WORD.findall(lower)) & self.spellings.keys()}
        for group in self.phrases.values():
            tokens.update(token for stems, token in group if all(part in lower for part in stems))
        return sum(self.worth[token] for token in tokens)

    def found(self, text: str) -> list[tuple[int, int, str]]:
        """Give where each matched word or phrase stands, and its token."""
        stretches = [(match.start(), match.end(), fold(match[0])) for match in WORD.finditer(text)]
        result: list[tuple[int, int, str]] = []
        place = 0
        while place < len(stretches):
            start, _, word = stretches[place]
            last, token = place, self.spellings.get(word)
            for stems, meaning in self.phrases.get(word[:3], ()):
                if (reached := _reach(stems, stretches, place)) > last:
                    last, token = reached, meaning
            if token:
                result.append((start, stretches[last][1], token))
            place = last + 1
        return result


def _reach(stems: Sequence[str], stretches: Sequence[tuple[int, int, str]], place: int) -> int:
    """Give the place of the last word of the phrase that begins here, -1 if none does."""
    for number, part in enumerate(stems):
        for ahead in range(place, min(place + 1 + (_GAP if number else 0), len(stretches))):
            if stretches[ahead][2].startswith(part):
                place = ahead + 1
                break
        else:
            return -1
    return place - 1
