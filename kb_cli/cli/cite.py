"""``kb cite``: references in any style and format, and what rests on them."""

from typing import Annotated

import typer

from kb_cli import page_cache
from kb_cli.cli import completion, options, respond
from kb_cli.records.library import Library
from kb_cli.records.vocabularies import Study

PLACE = 30
KIND = "bibliography"


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
        str,
        typer.Option(
            "--style",
            metavar="STYLE",
            help=f"{options.VALUES}, or any FILE.csl.",
            autocompletion=completion.styles,
        ),
    ] = "vancouver",
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
    form: Annotated[str | None, options.format_of(KIND)] = None,
    file: options.Output = None,
    force: options.Force = False,
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
      kb cite taping --claims
      kb cite -o kb.ris
    """
    from kb_cli.answers import bibliography
    from kb_cli.citations import styles

    form = options.form(form, json, KIND, file)
    library = Library()
    if style.lower() not in styles.names():
        # The answer depends on a file of the reader.
        page_cache.never_keep()
    chosen = styles.find(style)
    answer = bibliography.answer(
        library, name or (), chosen, claims or (True if form == "json" else None), since, options.studies(study or ())
    )
    respond.warn(library)
    works = f"{len(answer.entries)} work{'s' if len(answer.entries) != 1 else ''}"
    respond.give(library, answer, form, False, color, no_pager, file, force, what=works)
