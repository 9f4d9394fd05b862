"""How every command gives its answer."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kb_cli import page_cache
from kb_cli.cli import options
from kb_cli.errors import BadDataError, Problem, UsageError
from kb_cli.records import layers
from kb_cli.records.library import Library
from kb_cli.render import writer


def give(
    library: Library,
    content: Any,
    form: str | None,
    json: bool,
    color: str,
    no_pager: bool,
    file: str | None = None,
    overwrite: bool = False,
    citations: str = options.CITATIONS[0],
    what: str = "",
) -> None:
    """Write an answer as the options ask, with the notice; of a file say where it is, and perhaps what is in it.

    Raises UsageError and OutputError.
    """
    _warn_of_own(library)
    file = options.file_of(file)
    if file:
        # The answer is more than what is written to the terminal.
        page_cache.never_keep()
    writer.answer(
        content,
        library.notice,
        options.screen(color),
        form=options.form(form, json, content.kind, file),
        paged=not no_pager,
        file=file,
        overwrite=overwrite,
        author_year=options.author_year(citations),
    )
    if file:
        writer.note(f"kb: {what}{' ' if what else ''}written to {file}")


def give_each(library: Library, contents: Iterable[Any]) -> None:
    """Write answer after answer, as soon as it is there: a document a line, each with the notice."""
    writer.answers(contents, library.notice)


def tell(*lines: str) -> None:
    """Write a few lines in plain words, with the notice."""
    _tell(lines, Library())


def help(*lines: str) -> None:
    """Write what kb says of itself, with the notice: that of its own data where others are asked for in vain."""
    _tell(lines, any_library())


def any_library() -> Library:
    """Give the library, or where it has no notice that can be read, that of the data that came with kb."""
    try:
        library = Library()
        library.notice  # noqa: B018 - is read here
    except (UsageError, BadDataError):
        return Library(Path(layers.packaged()))
    return library


def _tell(lines: tuple[str, ...], library: Library) -> None:
    from kb_cli.answers.message import MessageAnswer

    answer = MessageAnswer(lines)
    try:
        form = options.form(None, False, answer.kind)
    except UsageError:
        form = "terminal"  # help is given however things are set
    writer.answer(answer, library.notice, options.screen("auto"), form=form, paged=False)


def agreed(question: str, *, usual: bool = False) -> bool:
    """Ask on the terminal, and tell whether the answer is yes, the ``usual`` one if it is empty.

    Where nobody can answer, it is no.
    """
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    writer.note(f"{question} {'[Y/n]' if usual else '[y/N]'}")
    answer = sys.stdin.readline()
    return usual if answer == "\n" else answer.strip().casefold() in ("y", "yes")


def warn(library: Library) -> None:
    """Tell of records that could not be read, where the answer goes on without them, or with something mended."""
    mended: dict[str, bool] = {}
    for problem in library.problems:
        mended[str(problem)] = problem.mended and mended.get(str(problem), True)
    for told, shown in mended.items():
        writer.note(f"kb: {'' if shown else 'left out: '}{told}")
    _warn_of_own(library)


def _warn_of_own(library: Library) -> None:
    """Tell once of the reader's own files that were passed over, a line each: one may be only begun."""
    files: dict[str, list[Problem]] = {}
    for problem in dict.fromkeys(library.passed_over):
        files.setdefault(problem.file, []).append(problem)
    for first, *others in files.values():
        more = f" (and {len(others)} more; kb check tells all)" if others else ""
        writer.note(f"kb: left out: {first}{more}")
    library.passed_over.clear()
