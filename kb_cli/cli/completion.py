"""What may follow where TAB is pressed: names, sections, formats and the like that begin as typed.

Typer asks, and writes the answer as each shell reads it. Names are offered in letters, digits and hyphens, which no
shell needs quoted and every look-up forgives.
"""

from collections.abc import Callable, Iterable

import typer
from typer import _completion_classes, _completion_shared

from kb_cli.records.library import Library
from kb_cli.records.name_index import Entry, beginning
from kb_cli.records.names import folded, words_of

# Each with what it is in a few words, or "".
Offers = list[tuple[str, str]]

# A zsh script evaluates what it is offered; brackets, colons and quotes have meanings there, and in other shells.
_HARMLESS = " -.,%+’"

# Typer would import Rich, for longer than all the rest takes, to take its markup out of help texts; ours have none.
setattr(_completion_classes, "_sanitize_help_text", str)  # noqa: B010

# zsh loads the script at the first TAB; unless the script then also answers, that TAB does nothing.
_completion_shared._completion_scripts["zsh"] += '[[ $funcstack[1] != _%(prog_name)s ]] || %(complete_func)s "$@"\n'


def names(context: typer.Context, incomplete: str) -> Offers:
    """Give conditions, topics and treatments, whose name may have begun in the words before, or be another one."""
    known, before = _all_names(Library()), _typed(context)
    return _begun(known, incomplete, before) or (_begun(known, incomplete) if before else [])


def condition(context: typer.Context, incomplete: str) -> Offers:
    """Give conditions, in the same way."""
    return _begun(Library().condition_names, incomplete, _typed(context))


def conditions(incomplete: str) -> Offers:
    """Give conditions where each word is one."""
    return _begun(Library().condition_names, incomplete)


def treatments(incomplete: str) -> Offers:
    """Give treatments where each word is one."""
    return _begun(Library().treatment_names, incomplete)


def cited(incomplete: str) -> Offers:
    """Give what may be cited: conditions, topics, treatments, and once something is typed citation keys."""
    library = Library()
    keys = library.reference_keys if incomplete else ()
    works = [(key, "") for key in keys if key.startswith(incomplete.lower())]
    return _begun(_all_names(library), incomplete) + works


def sections() -> Offers:
    """Give the sections of a record."""
    from kb_cli.records.sections import PARTS

    return [(key.replace("_", "-"), heading) for key, heading in PARTS.items()]


def regions() -> list[str]:
    """Give the regions of the leg."""
    from kb_cli.records.vocabularies import Region

    return [region.value for region in Region]


def kinds(context: typer.Context) -> list[str]:
    """Give the kinds of data files, or of answers where these are asked for."""
    if context.params.get("answers"):
        from kb_cli.render import answer_schema

        return list(answer_schema.KINDS)
    from kb_cli.records.kinds import KINDS

    return list(KINDS)


def studies() -> list[str]:
    """Give the kinds of study."""
    from kb_cli.records.vocabularies import Study

    return [study.value.replace(" ", "-") for study in Study]


def formats(kind: str) -> Callable[[typer.Context], list[str]]:
    """Give a function that offers the formats of answers of a kind, or of citations in the text if these are wanted."""

    def offered(context: typer.Context) -> list[str]:
        from kb_cli.render import formats

        return formats.names("in_text" if context.params.get("in_text") else kind)

    return offered


def styles() -> list[str]:
    """Give the citation styles."""
    from kb_cli.citations import styles

    return styles.names()


def help_topics() -> Offers:
    """Give what there is help on: topics and commands."""
    from kb_cli import cli
    from kb_cli.cli import help_topics as topics

    return [
        *((name, _inert(topics.gloss(name))) for name in topics.NAMES),
        *((name, "a command") for name in cli.NAMES),
    ]


def one_of(*values: str) -> Callable[[], list[str]]:
    """Give a function that offers these values."""
    return lambda: list(values)


def _all_names(library: Library) -> list[Entry]:
    return [*library.condition_names, *library.topic_names, *library.treatment_names]


def _typed(context: typer.Context) -> str:
    return folded("".join(context.params.get("name") or ()))


def _begun(known: Iterable[Entry], incomplete: str, before: str = "") -> Offers:
    """Give for each entry the first of its names that begins with the words before and what is typed."""
    wanted = before + folded(incomplete)
    offers: Offers = []
    for one in beginning(known, wanted):
        for place, fold in enumerate(one.folded):
            if fold.startswith(wanted) and (rest := _rest(one.spellings[place], incomplete, before)):
                offers.append((rest, _inert(one.name if place else one.about)))
                break
    return offers


def _rest(spelling: str, incomplete: str, before: str) -> str:
    """Give what is typed, completed to the end of the name; nothing where the words before are not words of it.

    A name of one word is completed as it is written if it is typed so: a code stays in capitals.
    """
    if incomplete and not before and spelling.startswith(incomplete) and spelling.isascii() and spelling.isalnum():
        return spelling
    words = words_of(spelling)
    while before and words and before.startswith(words[0]):
        before = before.removeprefix(words.pop(0))
    if before:
        return ""
    name, wanted = "-".join(words), folded(incomplete)
    length = next(length for length in range(len(name) + 1) if folded(name[:length]) == wanted)
    return incomplete + name[length:].removeprefix("-" if incomplete.endswith("-") else "")


def _inert(about: str) -> str:
    """Give words of a record so that no shell can take anything in them for code, whatever quotes it puts around."""
    curled = about.replace("'", "’")
    return "".join(character if character.isalnum() or character in _HARMLESS else " " for character in curled)
