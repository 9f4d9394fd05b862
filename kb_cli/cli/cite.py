"""``kb cite``: references in any style and format, and what rests on them."""

from typing import Annotated

import typer

from kb_cli import cli, page_cache
from kb_cli.cli import completion, lines, options, respond
from kb_cli.errors import SeveralError, UsageError
from kb_cli.records.library import Library
from kb_cli.records.vocabularies import Study

GROUP = cli.HAND_OVER
PLACE = 30
KIND = "bibliography"
IN_TEXT = "in_text"
PLAIN = "plain"
# Formats in which a work comes with the sentences that rest on it, or without, however many works there are.
WITH_CLAIMS = {"json": True, "jsonl": True, "text": False, "plain": False, "csv": False}


def command(
    name: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help="Citation keys, a DOI, a PMID, an author and year, a condition or a treatment; nothing for all works, "
            "- for a name a line on standard input.",
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
      kb cite rathleff2014 neal2019 --in-text --style apa --style vancouver
      kb cite rathleff2014 --plain
      kb cite taping --claims
      kb cite -o kb.ris
      kb cite - -f biblatex < keys.txt
    """
    from kb_cli.answers import bibliography
    from kb_cli.answers import in_text as running_text
    from kb_cli.citations import styles

    form = options.form(_format(form, plain, json), json, IN_TEXT if in_text else KIND, file)
    chosen = style or ["vancouver"]
    _refuse(chosen, in_text, claims, form)
    library = Library()
    if any(name.lower() not in styles.names() for name in chosen):
        # The answer depends on a file of the reader.
        page_cache.never_keep()
    listed = lines.STANDARD_INPUT in (name or ())
    names = lines.names(name or ()) if listed else name or []
    with_claims = claims or WITH_CLAIMS.get(form)
    kinds = options.studies(study or ())
    answers = [
        (one, bibliography.answer(library, names, one, with_claims, since, kinds, listed))
        for one in map(styles.find, chosen)
    ]
    works = answers[0][1]
    respond.warn(library)
    answer = running_text.answer(answers) if in_text else works
    what = f"{len(works.entries)} work{'s' if len(works.entries) != 1 else ''}"
    respond.give(library, answer, form, False, color, no_pager, file, force, what=what)
    if works.missing:
        raise SeveralError(works.missing)


def _format(form: str | None, plain: bool, json: bool) -> str | None:
    """Give the format that is named, by --plain too. Raises UsageError."""
    if plain and (json or form not in (None, PLAIN)):
        raise UsageError("--plain and another format ask for different things; give one of them")
    return PLAIN if plain else form


def _refuse(styles: list[str], in_text: bool, claims: bool, form: str) -> None:
    """Refuse what has no meaning together. Raises UsageError."""
    if claims and form == PLAIN:
        raise UsageError(f"{PLAIN} is a reference alone, without the sentences of --claims; name another --format")
    if in_text and claims:
        raise UsageError("--in-text gives a citation and --claims the sentences; give one of them")
    if len(styles) > 1 and not in_text:
        raise UsageError("several styles can be given with --in-text only; give one --style")
