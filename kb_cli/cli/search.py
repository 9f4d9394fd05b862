"""``kb search``: the right page for the words that people use."""

import gc
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from kb_cli import cli
from kb_cli.cli import completion, lines, options, respond
from kb_cli.errors import KbError, NotFoundError, SeveralError, UsageError
from kb_cli.records.library import Library

if TYPE_CHECKING:
    from kb_cli.answers.results import SearchAnswer
    from kb_cli.records.vocabularies import Region

GROUP = cli.READ
PLACE = 20

# The options of one letter; any other word with one hyphen before it is to be excluded, as in "-achilles".
SHORT = ("-f", "-h", "-r")


def prepared(arguments: list[str]) -> list[str]:
    """Give the arguments with the words to exclude where no option can stand."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    before, after = arguments[:end], arguments[end + 1 :]
    excluded = [word for word in before if re.match(r"-[^-]", word) and word not in SHORT]
    return [*(word for word in before if word not in excluded), "--", *excluded, *after]


def command(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORDS...", help="Words, a treatment, an author and year, a DOI.", show_default=False),
    ] = None,
    region: options.InRegion = None,
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
    batch: Annotated[
        str | None,
        typer.Option(
            "--batch",
            metavar="FILE",
            help="In place of words: a question a line, or - for standard input; an answer a line, as JSON Lines.",
        ),
    ] = None,
    form: Annotated[str | None, options.format_of("results")] = None,
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
      kb search --batch questions.txt > answers.jsonl
    """
    from kb_cli.search.engine import search

    library = Library()
    where = options.region(region), _section(section), limit
    if batch is not None:
        if words or form not in (None, "terminal", "json", "jsonl"):
            raise UsageError("--batch reads its questions from a file and writes JSON Lines: no words, no other format")
        _answer_each(library, batch, *where)
        return
    if not words:
        raise UsageError("there are no words to search for", '"kb search --help" shows more')
    answer = search(library, " ".join(words), *where)
    answer = answer._replace(all_matches=all_matches, marks=marks)
    respond.give(library, answer, form, json, color, no_pager)
    respond.warn(library)
    if not answer.results:
        raise typer.Exit(NotFoundError.exit_code)


def _answer_each(library: Library, path: str, region: "Region | None", section: str | None, limit: int) -> None:
    """Answer the questions in the lines of a file; where no answer has a result, nothing was found."""
    from kb_cli.search.engine import search_each

    # A batch goes on for longer than other commands.
    gc.enable()
    wrong: list[KbError] = []
    found = False

    def questions() -> Iterator[str]:
        for line in lines.of(path):
            if isinstance(line, KbError):
                wrong.append(line)
            else:
                yield line

    def answers() -> Iterator["SearchAnswer"]:
        nonlocal found
        for answer in search_each(library, questions(), region, section, limit):
            found = found or bool(answer.results)
            yield answer

    respond.give_each(library, answers())
    respond.warn(library)
    if wrong:
        raise SeveralError(wrong)
    if not found:
        raise typer.Exit(NotFoundError.exit_code)


def _section(name: str | None) -> str | None:
    if name is None:
        return None
    from kb_cli.answers import lookup

    return lookup.section(name)
