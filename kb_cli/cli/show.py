"""``kb show``: the page of a condition, a topic or a treatment."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from kb_cli import cli, clock
from kb_cli.cli import completion, lines, options, respond
from kb_cli.errors import BadDataError, KbError, SeveralError, UsageError
from kb_cli.records.library import Library
from kb_cli.records.name_index import KINDS, Entry, Kind
from kb_cli.records.names import either
from kb_cli.sanitize import quoted

GROUP = cli.READ
PLACE = 10


def command(
    name: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...",
            help="Conditions, topics or treatments, by any of their names; - for a name a line on standard input.",
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
      kb show PFPS ITBS MTSS --json
      kb list --ids --region knee | kb show - --brief
      kb show "runner's knee" -o knee.html
    """
    library = Library()
    if brief and section:
        raise UsageError("--brief and --section ask for different things; give one of them")
    found, listed = _found(library, name, _kind(as_))
    pages, wrong = [], []
    for one in found:
        try:
            pages.append(_page(library, one, section or (), brief))
        except KbError as error:
            wrong.append(error)
        # A page that could be shown only by taking control characters out is shown, but its record is bad.
        if library.problems:
            wrong.append(BadDataError(library.problems))
            library.problems = []
    if pages:
        respond.give(
            library,
            _together(pages) if listed else pages[0],
            form,
            json,
            color,
            no_pager,
            file,
            force,
            citations=citations,
        )
    if wrong:
        raise SeveralError(wrong) if wrong[1:] else wrong[0]


def _together(pages: Sequence[Any]) -> Any:
    from kb_cli.answers.pages import PagesAnswer

    return PagesAnswer(tuple(pages))


def _found(library: Library, names: list[str], kind: Kind | None) -> tuple[list[Entry | KbError], bool]:
    """Give what the words mean, or the errors, and whether several things are asked for."""
    from kb_cli.answers import lookup

    if lines.STANDARD_INPUT in names:
        return lookup.each(library, lines.names(names), kind), True
    found = lookup.find_each(library, names, kind)
    return found, len(found) > 1


def _page(library: Library, found: Entry | KbError, sections: Sequence[str], brief: bool) -> Any:
    """Give the answer of one page, and tell what else could not be read. Raises KbError."""
    if isinstance(found, KbError):
        raise found
    if sections and found.kind != "condition":
        raise UsageError(f"--section is for conditions; {found.id} is a {found.kind}")
    if found.kind == "treatment":
        from kb_cli.answers import treatment

        # It is read from all records, so that what is wrong with them is known, and told once, only now.
        answer = treatment.answer(library, found.id, brief)
        _warn(library)
        return answer
    # What else could not be read while the name was looked up does not make this page a bad one.
    library.forget(f"{found.kind}s", found.id)
    _warn(library)
    if found.kind == "topic":
        from kb_cli.answers import topic

        return topic.answer(library, found.id, brief, clock.today())
    from kb_cli.answers import condition

    return condition.answer(library, found.id, sections, brief, clock.today())


def _warn(library: Library) -> None:
    respond.warn(library)
    library.problems = []


def _kind(name: str | None) -> Kind | None:
    for kind in KINDS:
        if name == kind:
            return kind
    if name is None:
        return None
    raise UsageError(f"--as is {either(KINDS)}, not {quoted(name)}", suggestions=KINDS)
