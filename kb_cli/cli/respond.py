"""How every command gives its answer."""

import sys
from pathlib import Path
from typing import Any

from kb_cli.cli import options
from kb_cli.errors import BadDataError, UsageError
from kb_cli.records import layers
from kb_cli.records.library import Library
from kb_cli.render import writer


def give(
    library: Library,
    content: Any,
    form: str,
    json: bool,
    color: str,
    no_pager: bool,
    file: str | None = None,
    overwrite: bool = False,
    citations: str = options.CITATIONS[0],
) -> None:
    """Write an answer as the options ask, with the notice. Raises UsageError and OutputError."""
    writer.answer(
        content,
        library.notice,
        options.screen(color),
        form=options.form(form, json),
        paged=not no_pager,
        file=file,
        overwrite=overwrite,
        author_year=options.author_year(citations),
    )


def tell(*lines: str) -> None:
    """Write a few lines in plain words, with the notice."""
    _tell(lines, Library())


def help(*lines: str) -> None:
    """Write what kb says of itself, with the notice: that of its own data where others are asked for in vain."""
    try:
        _tell(lines, Library())
    except (UsageError, BadDataError):
        _tell(lines, Library(Path(layers.packaged())))


def _tell(lines: tuple[str, ...], library: Library) -> None:
    from kb_cli.answers.message import MessageAnswer

    writer.answer(MessageAnswer(lines), library.notice, options.screen("auto"), paged=False)


def with_notice(library: Library) -> Library:
    """Give the library if its notice can be read, else that of the data that came with kb."""
    try:
        library.notice  # noqa: B018
    except BadDataError:
        return Library(Path(layers.packaged()))
    return library


def agreed(question: str) -> bool:
    """Ask on the terminal, and tell whether the answer is yes; where nobody can answer, it is no."""
    if sys.stdin is None or not sys.stdin.isatty():
        writer.note("kb: nothing was written; --yes does it without asking")
        return False
    writer.note(f"{question} [y/N]")
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def warn(library: Library) -> None:
    """Tell of records that could not be read, where the answer goes on without them, or with something mended."""
    mended: dict[str, bool] = {}
    for problem in library.problems:
        mended[str(problem)] = problem.mended and mended.get(str(problem), True)
    for told, shown in mended.items():
        writer.note(f"kb: {'' if shown else 'left out: '}{told}")
