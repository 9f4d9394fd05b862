"""What may follow where TAB is pressed: names, sections, formats and the like that begin as typed.

Names are offered in letters, digits and hyphens, which no shell needs quoted and every look-up forgives.
"""

from collections.abc import Callable

from kb_cli.records.library import Library
from kb_cli.records.name_index import Register
from kb_cli.records.names import folded, words_of

# Each with what it is in a few words, or "".
Offers = list[tuple[str, str]]


def name(incomplete: str, before: str) -> Offers:
    """Give conditions and treatments; of a name of several words, those that follow the words ``before``, folded."""
    library = Library()
    return [
        offer
        for kind in (library.called_conditions, library.called_treatments)
        for offer in _begun(kind, incomplete, before)
    ]


def condition(incomplete: str, before: str) -> Offers:
    """Give conditions, in the same way."""
    return _begun(Library().called_conditions, incomplete, before)


def conditions(incomplete: str) -> Offers:
    """Give conditions where each word is one."""
    return condition(incomplete, "")


def treatments(incomplete: str) -> Offers:
    """Give treatments where each word is one."""
    return _begun(Library().called_treatments, incomplete, "")


def cited(incomplete: str) -> Offers:
    """Give what may be cited: conditions, treatments, and once something is typed citation keys."""
    keys = Library().reference_keys if incomplete else ()
    works = [(key, "") for key in keys if key.startswith(incomplete.lower())]
    return name(incomplete, "") + works


def sections() -> Offers:
    """Give the sections of a record."""
    from kb_cli.records.sections import PARTS

    return [(key.replace("_", "-"), heading) for key, heading in PARTS.items()]


def regions() -> list[str]:
    """Give the regions of the leg."""
    from kb_cli.records.vocabularies import Region

    return [region.value for region in Region]


def formats(kind: str) -> list[str]:
    """Give the formats that can write answers of a kind, or all for ""."""
    from kb_cli.render import formats

    return formats.names(kind) if kind else formats.all_names()


def styles() -> list[str]:
    """Give the citation styles."""
    from kb_cli.citations import styles

    return styles.names()


def one_of(*values: str) -> Callable[[], list[str]]:
    """Give a function that offers these values."""
    return lambda: list(values)


def _begun(known: Register, incomplete: str, before: str) -> Offers:
    """Give for each entry the first of its names that begins with the words before and what is typed."""
    wanted = before + folded(incomplete)
    offers: Offers = []
    for one in known.beginning(wanted):
        for place, fold in enumerate(one.folded):
            if fold.startswith(wanted) and (rest := _rest(one.spellings[place], incomplete, before)):
                offers.append((rest, one.name if place else one.about))
                break
    return offers


def _rest(spelling: str, incomplete: str, before: str) -> str:
    """Give what is typed, completed to the end of the name; nothing where the words before are not words of it."""
    words = words_of(spelling)
    while before and words and before.startswith(words[0]):
        before = before.removeprefix(words.pop(0))
    if before:
        return ""
    name, wanted = "-".join(words), folded(incomplete)
    length = next(length for length in range(len(name) + 1) if folded(name[:length]) == wanted)
    return incomplete + name[length:].removeprefix("-" if incomplete.endswith("-") else "")
