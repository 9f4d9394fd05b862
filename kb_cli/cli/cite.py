"""``kb cite``: references in any style and format, and what rests on them."""

from typing import Annotated

import typer

from kb_cli import page_cache
from kb_cli.cli import completion, options, respond
from kb_cli.errors import UsageError
from kb_cli.records.library import Library
from kb_cli.records.vocabularies import Study
from kb_cli.render import writer

PLACE = 30
KIND = "bibliography"
IN_TEXT = "in_text"
PLAIN = "plain"


def command(
    name: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help="Citation keys, a DOI, a PMID, an author and year, a condition or a treatment; nothing for all works.",
            show_default=False,
            autocompletion=completion.cited,
        ),
    ] = None,
    style: Annotated[
        list[str] | None,
        typer.Option(
            "--style",
            metavar="STYLE",
            help=f"{options.VALUES}, or any FILE.csl.  [default: vancouver]",
            autocompletion=completion.styles,
        ),
    ] = None,
    in_text: Annotated[
        bool,
        typer.Option("--in-text", help="As the running text cites them together; --style may be given several times."),
    ] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="The same as --format plain: a line a reference to paste, nothing else.")
    ] = False,
    since: Annotated[
        int | None, typer.Option("--since", metavar="YEAR", help="Only works of this year or later.")
    ] = None,
    study: Annotated[
        list[str] | None,
        typer.Option(
            "--study",
            "--design",
            metavar="KIND",
            help=f"Only this kind of study (repeatable): {', '.join(one.value for one in Study)}.",
            autocompletion=completion.studies,
        ),
    ] = None,
    claims: Annotated[bool, typer.Option("--claims", help="With every sentence that rests on each work.")] = False,
    file: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write a file; its ending may name the format.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
    form: Annotated[str | None, options.format_of(KIND)] = None,
    json: options.Json = False,
    color: options.Color = "auto",
    no_pager: options.NoPager = False,
) -> None:
    """Cite works in any style and format; one work alone comes with every sentence that rests on it.

    \b
    Examples:
      kb cite patellofemoral-pain --style apa
      kb cite rathleff2014 neal2019 -f bibtex
      kb cite "Crossley 2016"
      kb cite rathleff2014 neal2019 --in-text --style apa --style vancouver
      kb cite rathleff2014 --plain
      kb cite taping --claims
      kb cite -o kb.ris
    """
    from kb_cli.answers import bibliography
    from kb_cli.answers import in_text as running_text
    from kb_cli.citations import styles

    kind = IN_TEXT if in_text else KIND
    form = _form(form, plain, json, file, kind)
    names = style or ["vancouver"]
    _refuse(names, in_text, claims)
    library = Library()
    if file or any(name.lower() not in styles.names() for name in names):
        # The answer is more than what is written to the terminal, or depends on a file of the reader.
        page_cache.never_keep()
    with_claims = claims or {"json": True, "text": False, "plain": False, "csv": False}.get(form)
    answers = [
        (chosen, bibliography.answer(library, name or (), chosen, with_claims, since, options.studies(study or ())))
        for chosen in map(styles.find, names)
    ]
    answer = running_text.answer(answers) if in_text else answers[0][1]
    respond.warn(library)
    respond.give(library, answer, form, False, color, no_pager, file, force)
    if file:
        number = len(answers[0][1].entries)
        writer.note(f"kb: {number} work{'s' if number != 1 else ''} written to {file}")


def _form(form: str | None, plain: bool, json: bool, file: str | None, kind: str) -> str:
    """Give the name of the format that the options ask for. Raises UsageError."""
    from kb_cli.render import formats

    if plain and (json or form not in (None, PLAIN)):
        raise UsageError("--plain and another format ask for different things; give one of them")
    of_file = formats.of_file(file, kind) if file and not json else "terminal"
    form = options.form(form or (PLAIN if plain else of_file), json)
    if form != "terminal":
        formats.find(form, kind)
    return form


def _refuse(styles: list[str], in_text: bool, claims: bool) -> None:
    """Refuse what has no meaning together. Raises UsageError."""
    if in_text and claims:
        raise UsageError("--in-text gives a citation and --claims the sentences; give one of them")
    if len(styles) > 1 and not in_text:
        raise UsageError("several styles can be given with --in-text only; give one --style")
