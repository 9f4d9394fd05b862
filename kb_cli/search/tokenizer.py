"""From text to tokens: words folded, stemmed, and united where the vocabulary says that they mean the same.

Records and queries go through the same steps, so that "knee cap", "patella" and "kneecap" become one token.
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

# Letters and digits of any script; an apostrophe inside a word belongs to it.
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

# The longest phrase, in words, that the vocabulary may unite.
LONGEST_PHRASE = 4

# A word longer than this is no word of any language that the records use.
LONGEST_WORD = 40

# The letters and digits of ASCII as they are, all else as a space.
_APART = bytes(code if chr(code).isalnum() and code < 128 else 32 for code in range(256))
# Letters that do not come apart into a plain letter and an accent.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_VOWELS = frozenset("aeiouy")
_SUFFIXES = ("ingly", "edly", "ing", "ed")
_RESPELT = {"programme": "program", "orthopedic": "orthoped", "grey": "gray"}
# "REDs", relative energy deficiency in sport, is not the plural of a colour, nor "TENS" that of a number.
_NO_PLURALS = frozenset(["reds", "tens"])


class Word(NamedTuple):
    """One word of a text, folded, and where it stands there."""

    folded: str
    start: int
    end: int


def written(text: str) -> list[str]:
    """Give the words of a text in order, as they are written."""
    # Most texts are plain, and these come apart in a third of the time so: in bytes, which are translated fast.
    if text.isascii() and "'" not in text:
        return text.encode().translate(_APART).decode().split()
    return WORD.findall(text)


def words(text: str) -> list[Word]:
    """Give the words of a text in order."""
    return [Word(fold(match[0]), match.start(), match.end()) for match in WORD.finditer(text)]


def folded(text: str) -> list[str]:
    """Give the words of a text in order, folded."""
    return list(map(fold, written(text)))


@cache
def fold(word: str) -> str:
    """Give a word in lower case, without accents, apostrophes and possessive s: "Runner’s" is "runner"."""
    word = word.casefold()
    if not word.isalnum():
        word = word.replace("’", "'").removesuffix("'s").replace("'", "")
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
    for suffix in _SUFFIXES if word.endswith(_SUFFIXES) else ():
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
    # To look for the letters first is much the faster.
    if "ae" in word or "oe" in word:
        word = re.sub(r"ae(?=[^r])|^oe|(?<=.)oe(?=[dm])", "e", word)
    if "is" in word and len(word) > 6:
        word = re.sub(r"is(?=(?:e|ed|ing|ation|ational)$)", "iz", word)
    if "our" in word:
        word = re.sub(r"(?<=[a-z]{3})our(?=(?:ed|ing|ite|able|al)?$)", "or", word)
    if word.endswith(("bre", "tre")):
        word = re.sub(r"(?<=[a-z][bt])re$", "er", word)
    return _RESPELT.get(word, word)


def _repaired(stump: str) -> str:
    """Give the word that lost its ending: "runn" is "run", "strapp" is "strap"; "fall" and "press" stay."""
    if len(stump) > 3 and stump[-1] == stump[-2] and stump[-1] not in "aeiouylsz":
        return stump[:-1]
    return stump


# The stem of a word, its token (none for an ordinary one), and the second stems of the phrases that begin with it.
Entry = tuple[str, str, set[str] | None]


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
        # Each word is looked into once: texts have many words, but few that differ.
        self._entry = cache(self._looked_into)

    def tokens(self, found: Iterable[str]) -> list[tuple[str, int, int]]:
        """Give each token of words with the places of its first and its last word."""
        tokens, ends = self._united(found)
        return [(token, place, ends.get(place, place)) for place, token in enumerate(tokens) if token]

    def bare(self, found: Iterable[str]) -> list[str]:
        """Give the tokens of words alone."""
        return list(filter(None, self._united(found)[0]))

    def token(self, word: str) -> str:
        """Give the token of a word by itself, none for an ordinary one."""
        return self._entry(word)[1]

    def _looked_into(self, word: str) -> Entry:
        folded = fold(word)
        root = stem(folded)
        token = "" if folded in self._ordinary else self._same.get(root, root)
        return root, token, self._seconds.get(root)

    def _united(self, found: Iterable[str]) -> tuple[list[str], dict[int, int]]:
        """Give the token at the place of each word, none where a phrase has it already, and where phrases end."""
        entries = list(map(self._entry, found))
        tokens = [token for _, token, _ in entries]
        ends: dict[int, int] = {}
        last = -1
        for first, ((_, _, seconds), (root, telling, _)) in enumerate(pairwise(entries)):
            # Most words that could begin a phrase are followed by one that does not go on with it.
            may_begin = seconds and (root in seconds or not telling) and first > last
            if may_begin and (phrase := self._phrase(entries, first)):
                token, last = phrase
                tokens[first : last + 1] = [token, *[""] * (last - first)]
                ends[first] = last
        return tokens, ends

    def _phrase(self, entries: Sequence[Entry], place: int) -> tuple[str, int] | None:
        """Give the token of the longest phrase that begins here, across ordinary words or with them, and its end."""
        seconds = entries[place][2] or ()
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
