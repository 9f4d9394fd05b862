"""The commands: arguments in, one call into a room below, one answer out."""

from typing import Annotated, Any, get_args

import typer
from typer.models import CommandInfo

from kb_cli import __version__, answers, completion, lookup, output, terminal
from kb_cli.errors import BadDataError, NotFoundError, UsageError
from kb_cli.library import Library
from kb_cli.model import Region
from kb_cli.safety import harmless, quoted

OVERVIEW = """Running injuries in the terminal: what helps, how sure that is, and which paper says so.

\b
  kb show patellofemoral-pain       the whole page
  kb show "shin splints" --brief    summary, red flags, treatments
  kb show taping                    where a treatment helps, and how sure that is
  kb map                            every treatment and condition in one table
  kb compare MTSS "stress fracture" two conditions side by side
  kb flags                          the warning signs of all conditions
  kb list                           all conditions at a glance
  kb search sore under the kneecap  the right page for your own words
  kb cite taping --style apa        the works behind a verdict, ready to paste

Any name will do: "runner's knee", PFPS, patellofemoral-pain. Everything is read from this machine; nothing is sent."""

CODES = """\b
Exit codes: 0 found, 1 nothing found, 2 wrong usage, 3 a data file is broken,
70 the answer could not be made or written.
Environment: KB_DATA (another data folder), KB_CACHE (off keeps nothing), KB_PAGER,
PAGER, COLUMNS, NO_COLOR, FORCE_COLOR."""

app = typer.Typer(
    name="kb",
    help=OVERVIEW,
    epilog=CODES,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
)

Name = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME",
        help="A condition or treatment, by any of its names.",
        show_default=False,
        autocompletion=completion.names,
    ),
]
Color = Annotated[
    str,
    typer.Option(
        "--color",
        metavar="WHEN",
        help="Use colour: auto, always or never.",
        autocompletion=completion.one_of("auto", "always", "never"),
    ),
]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Write a long page straight to the terminal.")]
Format = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="terminal, markdown or json.",
        autocompletion=completion.formats,
    ),
]
InRegion = Annotated[
    str | None,
    typer.Option(
        "--region",
        "-r",
        metavar="REGION",
        help="hip, thigh, knee, lower-leg, ankle or foot.",
        autocompletion=completion.regions,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="The same as --format json.")]


@app.callback(invoke_without_command=True)
def kb(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the versions of the tool and of the data.")] = False,
) -> None:
    """Answer bare ``kb`` and ``kb --version``; the commands do the rest."""
    if version:
        library = Library()
        heads = library.heads.values()
        newest = max((head.reviewed for head in heads), default=None)
        _tell(
            f"kb {__version__}", f"data of {newest}: {len(heads)} conditions, {len(library.reference_keys)} references"
        )
    elif context.invoked_subcommand is None:
        _tell(*context.get_help().splitlines())


@app.command()
def show(
    name: Name,
    as_: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="KIND",
            help="condition or treatment, where a name could be both.",
            autocompletion=completion.one_of(*get_args(lookup.Kind)),
        ),
    ] = None,
    section: Annotated[
        list[str] | None,
        typer.Option(
            "--section",
            "-s",
            metavar="SECTION",
            help="Only this section (repeatable), and the red flags.",
            autocompletion=completion.sections,
        ),
    ] = None,
    brief: Annotated[bool, typer.Option("--brief", "-b", help="Summary, red flags and treatment table only.")] = False,
    form: Format = "terminal",
    json: Json = False,
    color: Color = "auto",
    no_pager: NoPager = False,
) -> None:
    """Show the page of a condition, or of a treatment: where it was tried, and what came of it.

    \b
    Examples:
      kb show patellofemoral-pain
      kb show "runner's knee" --section causes --section treatment
      kb show PFPS --json
      kb show taping
    """
    library = Library()
    if brief and section:
        raise UsageError("--brief and --section ask for different things; give one of them")
    found = lookup.find(library, " ".join(name), _kind(as_))
    if found.kind == "treatment":
        _show_treatment(library, found.id, section, brief, form, json, color, no_pager)
        return
    answer = answers.condition(library, found.id, section or (), brief)
    _answer(library, answer, form, json, color, no_pager)
    # A page that could be shown only by taking control characters out was shown, but its record is bad.
    if library.problems:
        raise BadDataError(library.problems)


def _show_treatment(
    library: Library, id: str, section: list[str] | None, brief: bool, form: str, json: bool, color: str, no_pager: bool
) -> None:
    from kb_cli import evidence

    if section:
        raise UsageError(f"--section is for conditions; {id} is a treatment")
    answer = evidence.treatment(library, id, brief)
    _warn(library)
    _answer(library, answer, form, json, color, no_pager)


@app.command("list")
def list_(
    region: InRegion = None,
    ids: Annotated[bool, typer.Option("--ids", help="Only the ids, one a line.")] = False,
    form: Format = "terminal",
    json: Json = False,
    color: Color = "auto",
    no_pager: NoPager = False,
) -> None:
    """List the conditions: name, region, how sure the evidence is, and what each is in one line."""
    library = Library()
    answer = answers.listing(library, _region(region))
    _warn(library)
    if not answer.heads:
        raise NotFoundError('no condition is filed there; "kb list" shows all')
    if ids:
        output.write("".join(f"{head.id}\n" for head in answer.heads), _terminal(color), paged=False)
        output.note(f"{library.notice.title}. {library.notice.text}")
    else:
        _answer(library, answer, form, json, color, no_pager)


@app.command("map")
def map_(
    region: InRegion = None,
    condition: Annotated[
        list[str] | None,
        typer.Option(
            "--condition",
            "-c",
            metavar="NAME",
            help="Only this condition, or all with this word in a name.",
            autocompletion=completion.conditions,
        ),
    ] = None,
    treatment: Annotated[
        list[str] | None,
        typer.Option(
            "--treatment",
            "-t",
            metavar="NAME",
            help="Only this treatment, or group such as machines.",
            autocompletion=completion.treatments,
        ),
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="terminal, text (read aloud), markdown, csv or json.",
            autocompletion=completion.formats,
        ),
    ] = "terminal",
    json: Json = False,
    color: Color = "auto",
    no_pager: NoPager = False,
) -> None:
    """Map the evidence: treatments down, conditions across, in each cell the verdict and how sure it is.

    \b
    Examples:
      kb map
      kb map --treatment machines --condition tendinopathy
      kb map --region knee --format csv > knee.csv
    """
    from kb_cli import evidence

    library = Library()
    answer = evidence.evidence_map(library, _region(region), condition or (), treatment or ())
    _warn(library)
    if not answer.rows or not answer.conditions:
        raise NotFoundError('nothing is left to map; "kb map" without options shows all')
    _answer(library, answer, form, json, color, no_pager)


@app.command()
def compare(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME NAME [NAME]",
            help="Two or three conditions, by any names.",
            show_default=False,
            autocompletion=completion.conditions,
        ),
    ],
    form: Format = "terminal",
    json: Json = False,
    color: Color = "auto",
    no_pager: NoPager = False,
) -> None:
    """Set two or three conditions side by side: signs, red flags, course, and where treatments agree and differ.

    \b
    Examples:
      kb compare MTSS "stress fracture"
      kb compare "runner's knee" "jumper's knee" ITBS
    """
    from kb_cli import comparison

    library = Library()
    _answer(library, comparison.compare(library, names), form, json, color, no_pager)


@app.command()
def flags(
    name: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]",
            help="A condition, by any of its names; none for all.",
            show_default=False,
            autocompletion=completion.condition,
        ),
    ] = None,
    form: Format = "terminal",
    json: Json = False,
    color: Color = "auto",
    no_pager: NoPager = False,
) -> None:
    """Show red flags only, most urgent first: the signs that need a clinician.

    \b
    Examples:
      kb flags                  of all conditions: the sheet to keep at the track
      kb flags "shin splints"
    """
    library = Library()
    answer = answers.red_flags(library, " ".join(name) if name else None)
    _warn(library)
    _answer(library, answer, form, json, color, no_pager)


@app.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
def search(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS...", help="Words, a treatment, an author and year, a DOI.", show_default=False),
    ],
    region: Annotated[
        str | None,
        typer.Option(
            "--region",
            metavar="REGION",
            help="hip, thigh, knee, lower-leg, ankle or foot.",
            autocompletion=completion.regions,
        ),
    ] = None,
    section: Annotated[
        str | None,
        typer.Option(
            "--in",
            metavar="SECTION",
            help="Look in this section only, such as treatment.",
            autocompletion=completion.sections,
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, max=1000, help="At most so many conditions.")
    ] = 10,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", help="terminal, markdown or json.", autocompletion=completion.formats
        ),
    ] = "terminal",
    json: Json = False,
    color: Color = "auto",
    no_pager: NoPager = False,
) -> None:
    """Search everything, in your own words or in clinical ones; the best condition comes first.

    Small typing errors are mended, and said. Words are optional: pages with more and rarer ones come first.

    \b
    Examples:
      kb search sore under the kneecap after a film
      kb search taping                    where does it help at all?
      kb search shockwave heel --in treatment
      kb search Rathleff 2014             what rests on this work
      kb search '"first steps"' -achilles 'tendin*'
    """
    from kb_cli.search.find import search as find

    if stray := next((word for word in words if word.startswith("--")), None):
        raise UsageError(f"there is no option {quoted(stray)}; kb search --help shows them")
    library = Library()
    answer = find(
        library, " ".join(words), _region(region), answers.section(section) if section is not None else None, limit
    )
    _answer(library, answer, form, json, color, no_pager)
    _warn(library)
    if not answer.results:
        raise typer.Exit(NotFoundError.exit_code)


@app.command()
def cite(
    name: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help="Citation keys, a DOI, a PMID, an author and year, a condition or a treatment; nothing for all works.",
            show_default=False,
        ),
    ] = None,
    style: Annotated[
        str, typer.Option("--style", metavar="STYLE", help="vancouver, apa, ama, harvard, or any FILE.csl.")
    ] = "vancouver",
    claims: Annotated[bool, typer.Option("--claims", help="With every sentence that rests on each work.")] = False,
    file: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write a file; its ending may name the format.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="terminal, text, markdown, html, json, bibtex, biblatex, ris, csl-json or csl-yaml.",
        ),
    ] = None,
    json: Json = False,
    color: Color = "auto",
    no_pager: NoPager = False,
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
    from kb_cli import bibliography, formats, pages, styles
    from kb_cli.citations import style as citation_style

    kind = "bibliography"
    form = _form(form or (formats.of_file(file, kind) if file and not json else "terminal"), json)
    if form != "terminal":
        formats.find(form, kind)
    library = Library()
    if file or style.lower() not in styles.names():
        # The answer is more than what is written to the terminal, or depends on a file of the reader.
        pages.never_keep()
    chosen = citation_style.find(style)
    answer = bibliography.bibliography(library, name or (), chosen, claims or (True if form == "json" else None))
    _warn(library)
    _answer(library, answer, form, False, color, no_pager, file, force)
    if file:
        works = f"{len(answer.entries)} work{'s' if len(answer.entries) != 1 else ''}"
        output.note(f"kb: {works} written to {harmless(file)}")


@app.command()
def check() -> None:
    """Check every data file and report each problem with file, line and column."""
    from kb_cli.check import problems

    library = Library()
    if found := problems(library):
        raise BadDataError(found)
    conditions, works = len(library.condition_ids), len(library.reference_keys)
    _tell(f"{conditions} conditions, {works} references and the vocabularies are in order")


def run(arguments: list[str]) -> None:
    """Run a command line; of the commands, only the one that it asks for is built. Raises SystemExit and KbError."""
    asked = [command for command in app.registered_commands if _name(command) in arguments[:1]]
    app.registered_commands = asked or app.registered_commands
    app(arguments, prog_name="kb")


def _name(command: CommandInfo) -> str:
    return command.name or (command.callback.__name__ if command.callback else "")


def _answer(
    library: Library,
    answer: Any,
    form: str,
    json: bool,
    color: str,
    no_pager: bool,
    file: str | None = None,
    overwrite: bool = False,
) -> None:
    output.answer(
        answer,
        library.notice,
        _terminal(color),
        form=_form(form, json),
        paged=not no_pager,
        file=file,
        overwrite=overwrite,
    )


def _form(form: str, json: bool) -> str:
    if json and form not in ("terminal", "json"):
        raise UsageError(f"--json and --format {form} ask for different things; give one of them")
    return "json" if json else form


def _tell(*lines: str) -> None:
    output.answer(answers.MessageAnswer(lines), Library().notice, _terminal("auto"), paged=False)


def _warn(library: Library) -> None:
    """Tell of records that could not be read, where the answer goes on without them."""
    for problem in dict.fromkeys(library.problems):
        output.note(f"kb: left out: {problem}")


def _terminal(color: str) -> terminal.Terminal:
    if color not in ("auto", "always", "never"):
        raise UsageError(f"--color is auto, always or never, not {quoted(color)}")
    return terminal.current(color)


def _kind(name: str | None) -> lookup.Kind | None:
    if name is None or name in get_args(lookup.Kind):
        return name  # type: ignore[return-value]
    raise UsageError(f"--as is {' or '.join(get_args(lookup.Kind))}, not {quoted(name)}")


def _region(name: str | None) -> Region | None:
    if name is None:
        return None
    for region in Region:
        if region.value == name.strip().lower().replace(" ", "-"):
            return region
    raise UsageError(f"there is no region {quoted(name)}; there are {', '.join(region.value for region in Region)}")
