"""From text to tokens: words folded, stemmed, and united where the vocabulary says that they mean the same.

Records and queries go through the same steps, so that "knee cap", "patella" and "kneecap" become one token.
"""

import re
from collections.abc import Container, Mapping, Sequence
from functools import cache
from typing import NamedTuple

# Letters and digits of any script; an apostrophe inside a word belongs to it.
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

# The longest phrase, in words, that the vocabulary may unite.
LONGEST_PHRASE = 4

# A word longer than this is no word of any language that the records use.
LONGEST_WORD = 40

# Letters that do not come apart into a plain letter and an accent.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_VOWELS = frozenset("aeiouy")
# "REDs", relative energy deficiency in sport, is not the plural of a colour, nor "TENS" that of a number.
_NO_PLURALS = frozenset(["reds", "tens"])


class Word(NamedTuple):
    """One word of a text, folded, and where it stands there."""

    folded: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Give the words of a text in order."""
    return [Word(fold(match[0]), match.start(), match.end()) for match in WORD.finditer(text)]


@cache
def fold(word: str) -> str:
    """Give a word in lower case, without accents, apostrophes and possessive s: "Runner’s" is "runner"."""
    word = word.casefold().replace("’", "'")
    word = word.removesuffix("'s").replace("'", "")
    if not word.isascii():
        import unicodedata

        word = unicodedata.normalize("NFKD", word.translate(_LETTERS))
        word = "".join(character for character in word if character.isalnum())
    return word[:LONGEST_WORD]


@cache
def stem(word: str) -> str:
    """Give the stem of a folded English word; British and American spellings and most inflections share one."""
    if len(word) < 4 or not word.isascii() or not word.isalpha() or word in _NO_PLURALS:
        return word
    word = _american(_singular(word))
    for suffix in ("ingly", "edly", "ing", "ed"):
        if word.endswith(suffix) and len(word) - len(suffix) > 2 and _VOWELS & set(word[: -len(suffix)]):
            word = _repaired(word[: -len(suffix)])
            break
    if word.endswith("ly") and len(word) > 5:
        word = word[:-2]
    if word.endswith("e") and len(word) > 4:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 and word[-2] not in _VOWELS else word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    # Not "pelvis", "tennis", "bursitis", "status", "stress": their s is no plural.
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _american(word: str) -> str:
    word = re.sub(r"ae(?=[^r])|^oe|(?<=.)oe(?=[dm])", "e", word)
    word = re.sub(r"is(?=(?:e|ed|ing|ation|ational)$)", "iz", word) if len(word) > 6 else word
    word = re.sub(r"(?<=[a-z]{3})our(?=(?:ed|ing|ite|able|al)?$)", "or", word)
    word = re.sub(r"(?<=[a-z][bt])re$", "er", word)
    return {"programme": "program", "orthopedic": "orthoped", "grey": "gray"}.get(word, word)


def _repaired(stump: str) -> str:
    """Give the word that lost its ending: "runn" is "run", "strapp" is "strap"; "fall" and "press" stay."""
    if len(stump) > 3 and stump[-1] == stump[-2] and stump[-1] not in "aeiouylsz":
        return stump[:-1]
    return stump


class Tokenizer:
    """Makes tokens of words: ordinary ones left out, words and phrases of one meaning as one token.

    ``same`` maps stems, joined by spaces, to the token of their meaning. The longest phrase wins; it may run across
    ordinary words.
    """

    def __init__(self, ordinary: Container[str], same: Mapping[str, str]) -> None:
        self._ordinary = ordinary
        self._same = same
        # The second stems of the phrases that begin with a stem: most words that could begin one do not.
        self._seconds: dict[str, set[str]] = {}
        for phrase in same:
            first, _, rest = phrase.partition(" ")
            if rest:
                self._seconds.setdefault(first, set()).add(rest.partition(" ")[0])
        self._entries: dict[str, tuple[str, str, set[str] | None]] = {}

    def tokens(self, found: Sequence[str]) -> list[tuple[str, int, int]]:
        """Give each token with the places of its first and its last word."""
        known = self._entries
        entries = [known.get(word) or self._entry(word) for word in found]
        tokens: list[tuple[str, int, int]] = []
        done = 0
        for place, (_, token, seconds) in enumerate(entries):
            if place < done:
                continue
            if seconds and (phrase := self._phrase(entries, place, seconds)):
                tokens.append((phrase[0], place, phrase[1]))
                done = phrase[1] + 1
            elif token:
                tokens.append((token, place, place))
        return tokens

    def _entry(self, word: str) -> tuple[str, str, set[str] | None]:
        """Give the stem of a word, its token (none for an ordinary one), and the second stems of its phrases."""
        folded = fold(word)
        root = stem(folded)
        token = "" if folded in self._ordinary else self._same.get(root, root)
        self._entries[word] = entry = root, token, self._seconds.get(root)
        return entry

    def _phrase(
        self, entries: Sequence[tuple[str, str, set[str] | None]], place: int, seconds: set[str]
    ) -> tuple[str, int] | None:
        """Give the token of the longest phrase that begins here, across ordinary words or with them, and its end."""
        close = range(place, min(place + LONGEST_PHRASE, len(entries)))
        across = [place] if entries[place][1] else []
        for ahead in range(place + 1, len(entries) if across else 0):
            if entries[ahead][1]:
                across.append(ahead)
                if len(across) == LONGEST_PHRASE:
                    break
        for places in (across, close):
            if len(places) > 1 and entries[places[1]][0] in seconds:
                for length in range(len(places), 1, -1):
                    token = self._same.get(" ".join([entries[one][0] for one in places[:length]]))
                    if token:
                        return token, places[length - 1]
        return None


def phrases(stems: Sequence[str], longest: int = LONGEST_PHRASE) -> list[str]:
    """Give every run of up to ``longest`` stems that stand side by side, joined by spaces."""
    return [
        " ".join(stems[start : start + length])
        for length in range(1, longest + 1)
        for start in range(len(stems) - length + 1)
    ]
