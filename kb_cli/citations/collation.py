"""The order of names and titles: word by word, letters and figures alone, without accents or case, figures by value.

This is how citeproc-js sorts (ICU at primary strength, punctuation ignored), for letters that Latin alphabets use.
"""

import re
import unicodedata

# Letters that Unicode does not take apart into a letter and an accent. A word that goes on sorts after one that ends.
LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ı": "i~", "þ": "z~"})
_NUMBER = re.compile(r"\d+")
_IGNORED = re.compile(r"[^\w~ ]|_")


def key(text: str) -> str:
    """Give what sorts the text."""
    text = text.lower()
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text.translate(LETTERS))
        text = "".join(character for character in apart if not unicodedata.combining(character))
    letters = _IGNORED.sub("", text)
    return " ".join(_NUMBER.sub(lambda number: number[0].zfill(20), letters).split())
