"""``kb show``: the page of a condition, a topic or a treatment."""

from typing import Annotated, Any

import typer

from kb_cli import clock
from kb_cli.cli import completion, options, respond
from kb_cli.errors import BadDataError, UsageError
from kb_cli.records.library import Library
from kb_cli.records.name_index import KINDS, Kind
from kb_cli.records.names import either
from kb_cli.sanitize import quoted

PLACE = 10


def command(
    name: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME",
            help="A condition, topic or treatment, by any of its names.",
            show_default=False,
            autocompletion=completion.names,
        ),
    ],
    as_: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="KIND",
            help=f"{options.VALUES}, where a name could be several.",
            autocompletion=completion.one_of(*KINDS),
        ),
    ] = None,
    section: Annotated[
        list[str] | None,
        typer.Option(
            "--section",
            "-s",
            metavar="SECTION",
            help=f"Only this answer or section (repeatable), and the red flags in short. One of {options.VALUES}.",
            autocompletion=completion.sections,
        ),
    ] = None,
    brief: Annotated[
        bool, typer.Option("--brief", "-b", help="The first screen only: signs, answers, what helps.")
    ] = False,
    form: Annotated[str | None, options.format_of("condition")] = None,
    file: options.Output = None,
    force: options.Force = False,
    json: options.Json = False,
    color: options.Color = "auto",
    no_pager: options.NoPager = False,
    citations: options.Citations = options.CITATIONS[0],
) -> None:
    """Show the page of a condition, a topic, or a treatment: where it was tried, and what came of it.

    \b
    Examples:
      kb show patellofemoral-pain
      kb show "runner's knee" --section causes --section treatment
      kb show PFPS --json
      kb show taping
      kb show "runner's knee" -o knee.html
    """
    from kb_cli.answers import lookup

    library = Library()
    if brief and section:
        raise UsageError("--brief and --section ask for different things; give one of them")
    found = lookup.find(library, " ".join(name), _kind(as_))
    if section and found.kind != "condition":
        raise UsageError(f"--section is for conditions; {found.id} is a {found.kind}")
    # What else could not be read while the name was looked up does not make this page a bad one.
    if found.kind != "treatment":
        library.forget(f"{found.kind}s", found.id)
    if found.kind == "treatment":
        from kb_cli.answers import treatment

        # It is read from all records, so that what is wrong with them is known, and told once, only now.
        answer: Any = treatment.answer(library, found.id, brief)
    respond.warn(library)
    library.problems = []
    if found.kind == "condition":
        from kb_cli.answers import condition

        answer = condition.answer(library, found.id, section or (), brief, clock.today())
    elif found.kind == "topic":
        from kb_cli.answers import topic

        answer = topic.answer(library, found.id, brief, clock.today())
    respond.give(library, answer, form, json, color, no_pager, file, force, citations=citations)
    # A page that could be shown only by taking control characters out was shown, but its record is bad.
    if library.problems:
        raise BadDataError(library.problems)


def _kind(name: str | None) -> Kind | None:
    for kind in KINDS:
        if name == kind:
            return kind
    if name is None:
        return None
    raise UsageError(f"--as is {either(KINDS)}, not {quoted(name)}")
