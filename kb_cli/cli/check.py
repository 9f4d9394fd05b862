"""``kb check``: every problem of the data files, and what of it is safe to put right."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb_cli import cli
from kb_cli.cache import fingerprint
from kb_cli.cli import completion, options, respond
from kb_cli.errors import BadDataError
from kb_cli.records import layers, toml_file
from kb_cli.records.library import Library
from kb_cli.render import writer

if TYPE_CHECKING:
    from kb_cli.records.checks.found import Found
    from kb_cli.records.checks.shelf import Shelf

GROUP = cli.OWN
PLACE = 80


def command(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE|NAME]...",
            help="Files, also drafts elsewhere, folders, or what records are called; nothing for all.",
            show_default=False,
            autocompletion=completion.cited,
        ),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Put right what is safe; shows what it would write, and asks.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 3 for warnings too.")] = False,
    form: Annotated[str | None, options.format_of("check")] = None,
    json: options.Json = False,
    color: options.Color = "auto",
    no_pager: options.NoPager = False,
) -> None:
    """Check the data files: each problem with its place, why it matters and what to write.

    \b
    Examples:
      kb check                    all files
      kb check draft.toml         a file anywhere, as what its keys say it is
      kb check "shin splints"
      kb check --fix              puts right what is safe, once you agree
      kb check --format github    for notes beside the lines of a change
    """
    from kb_cli.answers import check
    from kb_cli.records import validate
    from kb_cli.search import synonyms

    library = Library()
    words = list(names or ())
    files = validate.shelf(library, synonyms.faults, words)
    found = validate.found(files)
    if fix and (moved := _mend(files, found, yes)) is not None:
        words = [moved.get(os.path.realpath(word), word) for word in words]
        files = validate.shelf(library, synonyms.faults, words)
        found = validate.found(files)
    answer = check.answer(files, found)
    respond.give(respond.any_library(), answer, form, json, color, no_pager)
    if answer.count("error") or (strict and answer.problems):
        raise typer.Exit(BadDataError.exit_code)


def _mend(files: "Shelf", found: "list[Found]", yes: bool) -> dict[str, str] | None:
    """Put right what is safe, once the reader agrees; give the new paths of files that were renamed by the old ones.

    None where nothing was written. Raises OutputError.
    """
    from kb_cli.records.checks import mend

    ours = [one for one in found if files.is_asked(one.path) or not _came_with_kb(one.path)]
    mends = mend.mended(ours, asked=not yes)
    for one in mends:
        for line in mend.difference(one):
            writer.note(line)
    if not mends:
        return None
    if not (yes or respond.agreed(f"Write {len(mends)} {'file' if len(mends) == 1 else 'files'}?")):
        writer.note("kb: nothing was written; --yes does it without asking, but for a verdict or an urgency")
        return None
    moved = {}
    for one in mends:
        if one.before != one.after:
            writer.save(one.after, str(one.path), overwrite=True)
        if one.to:
            moved[os.path.realpath(one.path)] = str(one.to)
            writer.move(str(one.path), str(one.to))
        writer.note(f"kb: wrote {toml_file.shown(one.to or one.path)}")
    return moved


def _came_with_kb(path: Path) -> bool:
    """Tell whether a file belongs to the data of an installed kb, which the next version overwrites."""
    data = layers.packaged()
    installed = os.path.dirname(data) == fingerprint.PACKAGE
    return installed and os.path.realpath(data) in map(str, Path(os.path.realpath(path)).parents)
