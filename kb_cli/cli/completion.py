"""What Typer asks where TAB is pressed and the offers depend on what is already typed."""

import typer
from typer import _completion_classes, _completion_shared

from kb_cli.cli import offers
from kb_cli.records.names import folded

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


def name(ctx: typer.Context, incomplete: str) -> offers.Offers:
    """Give conditions and treatments, whose name may have begun in the words before."""
    return offers.name(incomplete, _typed(ctx))


def condition(ctx: typer.Context, incomplete: str) -> offers.Offers:
    """Give conditions, in the same way."""
    return offers.condition(incomplete, _typed(ctx))


def formats(ctx: typer.Context) -> list[str]:
    """Give the formats that the command at hand can write."""
    return offers.formats(KINDS.get(ctx.info_name or "", ""))


def _typed(ctx: typer.Context) -> str:
    return folded("".join(ctx.params.get("name") or ()))
