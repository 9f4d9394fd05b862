"""From what someone typed to what is looked for: concepts with their alternatives, phrases, exclusions, works.

Nothing in what is typed is an error: what cannot mean anything is left aside.
"""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kb_cli.records.names import folded
from kb_cli.sanitize import harmless
from kb_cli.search.intents import Intent, meant, stems
from kb_cli.search.tokenizer import LONGEST_PHRASE, Tokenizer, Word, phrases, stem, words

if TYPE_CHECKING:
    from kb_cli.search.spelling import Mended

# Longer questions are read up to here; nobody has typed more by hand.
MOST_CHARACTERS = 1000
MOST_WORDS = 60
# A prefix of fewer letters would stand for half of all words.
SHORTEST_PREFIX = 3
# The longest name of a treatment, in tokens, that is looked for.
LONGEST_NAME = 6
# In a query of more words than this, an author must be named with a year.
MOST_BESIDE_AUTHOR = 4
MOST_ENDINGS = 50

# What a word points to counts this much of what the word itself counts; a faint word and one that says where, this much
# of another.
POINTS = 0.7
FAINT = 0.12
PLACE = 1.6

# Compiled where they are first needed: most queries have neither signs nor numbers.
_SIGNS = '"“”„«»-−–*'
_QUOTED = r'(?<!\S)(-?)["“”„«]([^"“”„«»]*)["“”»](?!\w)'
_EXCLUDED = r"(?<!\S)[-−–](\w[^\s]*)"
_PREFIX = rf"(?<!\w)(\w{{{SHORTEST_PREFIX},}})\*"
_DOI = r"(?i)\b10\.\d{4,9}/[^\s\"<>]+"
_DOI_ADDRESS = r"(?i)\b(?:https?://)?(?:dx\.)?doi\.org/|\bdoi:\s*"
_PMID = r"(?i)\b(?:pmid:?\s*(\d{1,8})|(pmc\d{4,9}))\b|(?<!\S)(\d{6,8})(?!\S)"
_KEY = r"(?i)(?<![\w.])@?([a-z][a-z-]*\d{4}[a-z]?)(?!\w)"
_YEAR = r"(?:19|20)\d\d"

# How words end that name diseases and operations.
_DISEASES = ("itis", "osis", "algia", "opathy", "oma", "ectomy", "otomy", "plasty", "emia", "dynia")


class Concept(NamedTuple):
    """One thing looked for: any of its alternatives (tokens side by side, with a weight each) will do."""

    said: str
    alternatives: tuple[tuple[str, float], ...]
    faint: bool = False
    pointed: bool = False
    first: int = 0
    last: int = 0
    place: bool = False  # whether it says where it hurts
    elsewhere: bool = False  # whether it is part of what no page is about
    of_treatment: bool = False  # whether it is part of the name of a treatment that is asked for among other things


class Query(NamedTuple):
    """What is looked for. ``unknown`` are the words that nothing in the knowledge base resembles."""

    concepts: tuple[Concept, ...] = ()
    required: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    mended: "tuple[Mended, ...]" = ()
    unknown: tuple[str, ...] = ()
    treatments: tuple[str, ...] = ()
    only_treatment: bool = False
    works: tuple[str, ...] = ()
    only_works: bool = False
    tokens: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    intents: tuple[Intent, ...] = ()


def read(typed: str, database: sqlite3.Connection) -> Query:
    """Give what the typed words look for in the index."""
    text = _named(harmless(typed[:MOST_CHARACTERS], " "), database)
    identifiers, text = _identifiers(text)
    required, excluded, prefixes, text = _operators(text)
    found = words(text)[:MOST_WORDS]
    works, rest = _works(identifiers, found, database)
    found, mended, unknown = _spelled(rest, database)
    unknown += tuple(name for name in identifiers if not _called(name, database))
    concepts, tokens = _concepts(found, database)
    quoted = [(part, joined) for part in required if (joined := _joined(part, database))]
    concepts += [_prefix(part, database) for part in prefixes]
    concepts += [Concept(part, ((joined, 1.5),)) for part, joined in quoted]
    concepts = [concept for concept in concepts if concept.alternatives]
    diseases = {word for word in unknown if word.endswith(_DISEASES)}
    concepts = [one._replace(elsewhere=True) if one.said in diseases else one for one in concepts]
    named, only, places = _treatments(tokens, concepts, database)
    concepts = [one._replace(of_treatment=not only and not one.pointed and one.first in places) for one in concepts]
    return Query(
        tuple(concepts),
        tuple(joined for _, joined in quoted),
        tuple(filter(None, (_joined(part, database) for part in excluded))),
        mended,
        unknown,
        named,
        only and not required and not prefixes,
        works,
        bool(works) and not any(not concept.faint for concept in concepts),
        tuple(tokens),
        tuple(word.folded for part in (*map(words, required), found) for word in part),
        _meant(found, database),
    )


def _named(text: str, database: sqlite3.Connection) -> str:
    """Give the name of the condition whose code is all that is typed, else the text."""
    return next(iter(_column(database, "SELECT name FROM codes WHERE code = ?", (folded(text),))), text)


def _operators(text: str) -> tuple[list[str], list[str], list[str], str]:
    """Take quoted phrases, excluded words and prefixes out of the text."""
    required: list[str] = []
    excluded: list[str] = []
    if not any(sign in text for sign in _SIGNS):
        return required, excluded, [], text
    for match in re.finditer(_QUOTED, text):
        (excluded if match[1] else required).append(match[2])
    text = re.sub(_QUOTED, " ", text)
    excluded += [match[1] for match in re.finditer(_EXCLUDED, text)]
    text = re.sub(_EXCLUDED, " ", text)
    prefixes = [match[1] for match in re.finditer(_PREFIX, text)]
    return required, excluded, prefixes, re.sub(_PREFIX, " ", text)


def _identifiers(text: str) -> tuple[list[str], str]:
    """Take DOIs, PubMed numbers and citation keys out of the text."""
    if not any(map(str.isdigit, text)):
        return [], text
    found = [match[0].rstrip(".,;:)]").lower() for match in re.finditer(_DOI, text)]
    text = re.sub(_DOI, " ", re.sub(_DOI_ADDRESS, " ", text) if found else text)
    for match in re.finditer(_PMID, text):
        found.append((match[1] or match[2] or match[3]).lower())
    text = re.sub(_PMID, " ", text)
    found += [match[1].lower() for match in re.finditer(_KEY, text)]
    return found, re.sub(_KEY, " ", text)


def _works(
    identifiers: Sequence[str], found: list[Word], database: sqlite3.Connection
) -> tuple[tuple[str, ...], list[Word]]:
    """Give the works that are named by number, key, or author and year, and the words that name none."""
    keys = [key for name in identifiers for key in _called(name, database)]
    years = [word for word in found if word.folded.isdigit() and re.fullmatch(_YEAR, word.folded)]
    used: set[Word] = set()
    for year in years:
        for word in found:
            if named := _called(f"author {word.folded} {year.folded}", database):
                keys += named
                used |= {word, year}
    keys += _by_author_alone(found, database) if not keys else []
    # "Rathleff et al 2014" and "Rathleff and others" name a work too.
    rest = [word for word in found if word not in used and not (used and word.folded in ("et", "al", "others", "and"))]
    return tuple(dict.fromkeys(keys)), rest


def _by_author_alone(found: Sequence[Word], database: sqlite3.Connection) -> list[str]:
    """Give the works of an author who is named without a year, if the name is a word of no record."""
    if len(found) > MOST_BESIDE_AUTHOR:
        return []
    names = [word.folded for word in found]
    places = " UNION ALL ".join(
        f"SELECT word FROM {table} WHERE word IN ({', '.join('?' * len(names))})" for table in ("spellings", "light")
    )
    known = _column(database, places, names * 2)
    keys = ((name, key) for name in names if name not in known for key in _called(f"author {name}", database))
    # First authors first: their name opens the citation key.
    return [key for name, key in sorted(keys, key=lambda one: not one[1].startswith(one[0]))]


def _called(name: str, database: sqlite3.Connection) -> list[str]:
    return _column(database, "SELECT key FROM identifiers WHERE name = ? ORDER BY key", (name,))


def _spelled(
    found: list[Word], database: sqlite3.Connection
) -> "tuple[list[Word], tuple[Mended, ...], tuple[str, ...]]":
    """Give the words as the knowledge base spells them, what was mended, and what it does not know."""
    strange = [word for word in found if word not in _known(found, database)]
    if not strange:
        return found, (), ()
    from kb_cli.search import spelling

    return spelling.mend(found, set(strange), database)


def _known(found: Sequence[Word], database: sqlite3.Connection) -> set[Word]:
    spelt = list({word.folded for word in found} | {stem(word.folded) for word in found})
    places = ("word FROM spellings WHERE word", "word FROM light WHERE word", "token FROM terms WHERE token")
    marks = ", ".join("?" * len(spelt))
    select = " UNION ALL ".join(f"SELECT {place} IN ({marks})" for place in places)
    known = set(_column(database, select, spelt * len(places)))
    return {word for word in found if word.folded in known or stem(word.folded) in known or len(word.folded) < 2}


def tokens_of(found: Sequence[Word], database: sqlite3.Connection) -> list[tuple[str, int, int]]:
    """Give the tokens of words by the vocabulary in the index, with the places of their first and last words."""
    ordinary = {
        word
        for word, kind in _rows(database, "SELECT word, kind FROM light WHERE word IN", {word.folded for word in found})
        if kind == "ordinary"
    }
    stems = [stem(word.folded) for word in found]
    bare = [stem(word.folded) for word in found if word.folded not in ordinary]
    candidates = set(phrases(stems)) | set(phrases(bare))
    same = dict(_rows(database, "SELECT phrase, token FROM same WHERE phrase IN", candidates))
    return Tokenizer(ordinary, same).tokens([word.folded for word in found])


def _meant(found: Sequence[Word], database: sqlite3.Connection) -> tuple[Intent, ...]:
    """Give what parts of a page are asked for."""
    folded = [word.folded for word in found]
    same = dict(_rows(database, "SELECT phrase, token FROM same WHERE phrase IN", map(stem, folded)))
    return meant(stems(folded, same), database)


def _concepts(found: list[Word], database: sqlite3.Connection) -> tuple[list[Concept], list[str]]:
    """Give what each token looks for and what it points to, and the tokens themselves."""
    tokens = tokens_of(found, database)
    texts = [text for text, _, _ in tokens]
    light = _rows(database, "SELECT word, kind FROM light WHERE word IN", set(texts))
    # A letter or number alone, as in "H-test" and "grade 3", says next to nothing.
    faint = {word for word, kind in light if kind == "faint"} | {
        text for text in texts if len(text) < 2 or text.isdigit()
    }
    places = {word for word, kind in light if kind == "place"}
    concepts: list[Concept] = []
    for place, (text, first, last) in enumerate(tokens):
        if text not in texts[:place]:
            said = " ".join(word.folded for word in found[first : last + 1])
            weight = FAINT if text in faint else PLACE if text in places else 1.0
            concepts.append(Concept(said, ((text, weight),), text in faint, False, place, place, text in places))
    elsewhere = _elsewhere(texts, database)
    concepts = [one._replace(elsewhere=one.first in elsewhere) for one in concepts]
    return concepts + _pointed(texts, database), texts


def _elsewhere(texts: Sequence[str], database: sqlite3.Connection) -> set[int]:
    """Give the places of the tokens that name what no page is about."""
    found = {phrase for phrase, _ in _rows(database, "SELECT tokens, 1 FROM elsewhere WHERE tokens IN", phrases(texts))}
    return {
        place
        for length in range(1, LONGEST_PHRASE + 1)
        for start in range(len(texts) - length + 1)
        if " ".join(texts[start : start + length]) in found
        for place in range(start, start + length)
    }


def _pointed(texts: Sequence[str], database: sqlite3.Connection) -> list[Concept]:
    """Give what the words and phrases point to; a phrase inside a longer one that points too is passed over."""
    spans = {
        " ".join(texts[start : start + length]): (start, start + length - 1)
        for length in range(1, LONGEST_PHRASE + 1)
        for start in range(len(texts) - length + 1)
    }
    found = dict(_rows(database, "SELECT phrase, means FROM points WHERE phrase IN", set(spans)))
    covered = [spans[phrase] for phrase in found]
    return [
        Concept(phrase, tuple((one, POINTS) for one in means.split("|")), False, True, *spans[phrase])
        for phrase, means in found.items()
        if not any(_inside(spans[phrase], longer) for longer in covered)
    ]


def _inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]


def _prefix(beginning: str, database: sqlite3.Connection) -> Concept:
    folded = "".join(word.folded for word in words(beginning))
    if len(folded) < SHORTEST_PREFIX:
        return Concept(f"{beginning}*", ())
    endings = _column(
        database,
        "SELECT DISTINCT token FROM spellings WHERE word >= ? AND word < ? AND token != '' ORDER BY uses DESC LIMIT ?",
        (folded, folded + "\U0010ffff", MOST_ENDINGS),
    )
    return Concept(f"{beginning}*", tuple((token, 1.0) for token in endings))


def _joined(text: str, database: sqlite3.Connection) -> str:
    return " ".join(token for token, _, _ in tokens_of(words(text)[:MOST_WORDS], database))


def _treatments(
    tokens: Sequence[str], concepts: Iterable[Concept], database: sqlite3.Connection
) -> tuple[tuple[str, ...], bool, set[int]]:
    """Give the treatments that the tokens name, whether the query names nothing else, and the places of the names."""
    known: dict[str, list[str]] = defaultdict(list)
    candidates = set(phrases(tokens, LONGEST_NAME))
    for name, treatment in _rows(database, "SELECT tokens, treatment FROM names WHERE tokens IN", candidates):
        known[name].append(treatment)
    ids: list[str] = []
    left = set(range(len(tokens)))
    for length in range(min(LONGEST_NAME, len(tokens)) if known else 0, 0, -1):
        for start in range(len(tokens) - length + 1):
            places = set(range(start, start + length))
            if places <= left and (named := known.get(" ".join(tokens[start : start + length]))):
                ids += named
                left -= places
    faint = {alternative for concept in concepts if concept.faint for alternative, _ in concept.alternatives}
    only = bool(ids) and all(tokens[place] in faint for place in left)
    # "Patellar strap" and "ankle brace" ask for a place as well.
    only = only and not _rows(database, "SELECT token, 1 FROM name_tokens WHERE token IN", set(tokens))
    return tuple(dict.fromkeys(ids)), only, set(range(len(tokens))) - left


def _rows(database: sqlite3.Connection, select: str, values: Iterable[str]) -> list[tuple[str, str]]:
    listed = list(values)
    return database.execute(f"{select} ({', '.join('?' * len(listed))})", listed).fetchall()


def _column(database: sqlite3.Connection, select: str, values: Sequence[object]) -> list[str]:
    return [row[0] for row in database.execute(select, values)]
