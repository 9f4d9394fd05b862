"""``kb search``: the right page for the words that people use."""

from typing import Annotated

import typer

from kb_cli import cli
from kb_cli.cli import completion, options, respond
from kb_cli.errors import NotFoundError, UsageError
from kb_cli.records.library import Library
from kb_cli.sanitize import quoted

GROUP = cli.READ
PLACE = 20

# A word to exclude, "-achilles", looks like options.
SETTINGS = {"context_settings": {"ignore_unknown_options": True, "help_option_names": ["--help"]}}

OPTIONS = (
    *("--region", "--in", "--limit", "--all-matches", "--marks"),
    *("--format", "--json", "--color", "--no-pager", "--help"),
)


def command(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS...", help="Words, a treatment, an author and year, a DOI.", show_default=False),
    ],
    region: Annotated[
        str | None,
        typer.Option(
            "--region",
            metavar="REGION",
            help=f"{options.VALUES}.",
            autocompletion=completion.regions,
        ),
    ] = None,
    section: Annotated[
        str | None,
        typer.Option(
            "--in",
            metavar="SECTION",
            help=f"Look in this section only: {options.VALUES}.",
            autocompletion=completion.sections,
        ),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="At most so many pages.")] = 10,
    all_matches: Annotated[
        bool, typer.Option("--all-matches", help="Up to three sentences of a condition, not the best one alone.")
    ] = False,
    marks: Annotated[bool, typer.Option("--marks", help="Put asterisks around the words found.")] = False,
    form: Annotated[str, options.format_of("results", "--format")] = "terminal",
    json: options.Json = False,
    color: options.Color = "auto",
    no_pager: options.NoPager = False,
) -> None:
    """Search everything, in your own words or in clinical ones; the best page comes first.

    Small typing errors are mended, and said. Words are optional: pages with more and rarer ones come first.

    \b
    Examples:
      kb search sore under the kneecap after a film
      kb search taping                    where does it help at all?
      kb search shockwave heel --in treatment
      kb search Rathleff 2014             what rests on this work
      kb search '"first steps"' -achilles 'tendin*'
    """
    from kb_cli.search.engine import search

    if stray := next((word for word in words if word.startswith("--")), None):
        from kb_cli.records.names import nearest

        near = nearest(stray, OPTIONS, most=1)
        meant = f"did you mean {near[0]}? " if near else ""
        raise UsageError(f"there is no option {quoted(stray)}; {meant}kb search --help shows them")
    library = Library()
    answer = search(library, " ".join(words), options.region(region), _section(section), limit)
    answer = answer._replace(all_matches=all_matches, marks=marks)
    respond.give(library, answer, form, json, color, no_pager)
    respond.warn(library)
    if not answer.results:
        raise typer.Exit(NotFoundError.exit_code)


def _section(name: str | None) -> str | None:
    if name is None:
        return None
    from kb_cli.answers import lookup

    return lookup.section(name)
