"""What the shell may offer when TAB is pressed: names, sections, formats and the like that begin as typed.

Names are offered in letters, digits and hyphens, which no shell needs quoted and every look-up forgives.
"""

from collections.abc import Callable

import typer
from typer import _completion_classes, _completion_shared

from kb_cli.library import Library
from kb_cli.names import folded, words_of
from kb_cli.register import Register

Offers = list[tuple[str, str]]

# The kind of answer that each command gives, where it gives but one.
KINDS = {
    "show": "condition",
    "list": "listing",
    "map": "evidence_map",
    "compare": "comparison",
    "flags": "red_flags",
    "search": "results",
    "cite": "bibliography",
}

# Typer would import Rich, for longer than all the rest takes, to take its markup out of help texts; ours have none.
setattr(_completion_classes, "_sanitize_help_text", str)  # noqa: B010

# zsh loads the script at the first TAB; unless the script then also answers, that TAB does nothing.
_completion_shared._completion_scripts["zsh"] += '[[ $funcstack[1] != _%(prog_name)s ]] || %(complete_func)s "$@"\n'


def names(ctx: typer.Context, incomplete: str) -> Offers:
    """Give conditions and treatments; of a name of several words, those that follow the words already typed."""
    return _conditions(incomplete, _typed(ctx)) + _treatments(incomplete, _typed(ctx))


def condition(ctx: typer.Context, incomplete: str) -> Offers:
    """Give conditions, in the same way."""
    return _conditions(incomplete, _typed(ctx))


def conditions(incomplete: str) -> Offers:
    """Give conditions where each word is one."""
    return _conditions(incomplete)


def treatments(incomplete: str) -> Offers:
    """Give treatments where each word is one."""
    return _treatments(incomplete)


def cited(incomplete: str) -> Offers:
    """Give what may be cited: conditions, treatments, and once something is typed citation keys."""
    keys = Library().reference_keys if incomplete else ()
    works = [(key, "") for key in keys if key.startswith(incomplete.lower())]
    return conditions(incomplete) + treatments(incomplete) + works


def sections() -> Offers:
    """Give the sections of a record."""
    from kb_cli.terms import PARTS

    return [(key.replace("_", "-"), heading) for key, heading in PARTS.items()]


def regions() -> list[str]:
    """Give the regions of the leg."""
    from kb_cli.terms import Region

    return [region.value for region in Region]


def formats(ctx: typer.Context) -> list[str]:
    """Give the formats that the command at hand can write."""
    from kb_cli import formats

    kind = KINDS.get(ctx.info_name or "")
    return formats.names(kind) if kind else formats.all_names()


def styles() -> list[str]:
    """Give the citation styles."""
    from pkgutil import iter_modules

    from kb_cli import styles

    return sorted(module.name for module in iter_modules(styles.__path__))


def one_of(*values: str) -> Callable[[], list[str]]:
    """Give a function that offers these values."""
    return lambda: list(values)


def _typed(ctx: typer.Context) -> str:
    """Give the words of the name before the one that is being typed."""
    return folded("".join(ctx.params.get("name") or ()))


def _conditions(incomplete: str, before: str = "") -> Offers:
    return _offers(Library().called_conditions, incomplete, before)


def _treatments(incomplete: str, before: str = "") -> Offers:
    return _offers(Library().called_treatments, incomplete, before)


def _offers(known: Register, incomplete: str, before: str) -> Offers:
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
