"""``kb show``: the page of a condition or of a treatment."""

from typing import Annotated, get_args

import typer

from kb_cli.cli import completion, offers, options, respond
from kb_cli.errors import BadDataError, UsageError
from kb_cli.records.library import Library
from kb_cli.records.name_index import Kind
from kb_cli.records.names import either
from kb_cli.sanitize import quoted

PLACE = 10

KINDS: tuple[Kind, ...] = get_args(Kind)


def command(
    name: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME",
            help="A condition or treatment, by any of its names.",
            show_default=False,
            autocompletion=completion.name,
        ),
    ],
    as_: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="KIND",
            help=f"{options.VALUES}, where a name could be both.",
            autocompletion=offers.one_of(*KINDS),
        ),
    ] = None,
    section: Annotated[
        list[str] | None,
        typer.Option(
            "--section",
            "-s",
            metavar="SECTION",
            help=f"Only this section (repeatable), and the red flags. One of {options.VALUES}.",
            autocompletion=offers.sections,
        ),
    ] = None,
    brief: Annotated[bool, typer.Option("--brief", "-b", help="Summary, red flags and treatment table only.")] = False,
    form: Annotated[str, options.format_of("condition")] = "terminal",
    json: options.Json = False,
    color: options.Color = "auto",
    no_pager: options.NoPager = False,
) -> None:
    """Show the page of a condition, or of a treatment: where it was tried, and what came of it.

    \b
    Examples:
      kb show patellofemoral-pain
      kb show "runner's knee" --section causes --section treatment
      kb show PFPS --json
      kb show taping
    """
    from kb_cli.answers import condition, lookup

    library = Library()
    if brief and section:
        raise UsageError("--brief and --section ask for different things; give one of them")
    found = lookup.find(library, " ".join(name), _kind(as_))
    if found.kind == "treatment":
        _show_treatment(library, found.id, section, brief, form, json, color, no_pager)
        return
    # What else could not be read while the name was looked up does not make this page a bad one.
    library.problems = [problem for problem in library.problems if not problem.file.endswith(f"{found.id}.toml")]
    respond.warn(library)
    library.problems = []
    answer = condition.answer(library, found.id, section or (), brief)
    respond.give(library, answer, form, json, color, no_pager)
    # A page that could be shown only by taking control characters out was shown, but its record is bad.
    if library.problems:
        raise BadDataError(library.problems)


def _show_treatment(
    library: Library, id: str, section: list[str] | None, brief: bool, form: str, json: bool, color: str, no_pager: bool
) -> None:
    from kb_cli.answers import treatment

    if section:
        raise UsageError(f"--section is for conditions; {id} is a treatment")
    answer = treatment.answer(library, id, brief)
    respond.warn(library)
    respond.give(library, answer, form, json, color, no_pager)


def _kind(name: str | None) -> Kind | None:
    for kind in KINDS:
        if name == kind:
            return kind
    if name is None:
        return None
    raise UsageError(f"--as is {either(KINDS)}, not {quoted(name)}")
