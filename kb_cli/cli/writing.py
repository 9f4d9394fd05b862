"""What the commands that write the reader's own files share: writing one, editing it, and saying what was done."""

import os
import sys
from typing import TYPE_CHECKING

import typer

from kb_cli.cli import respond
from kb_cli.errors import BadDataError, NotFoundError, OutputError, UsageError
from kb_cli.records.library import Library
from kb_cli.render import writer

if TYPE_CHECKING:
    from kb_cli.records.drafts import Draft


def tell(done: str, draft: "Draft", *further: str) -> None:
    """Say what was done with a file, and what can be done next."""
    from kb_cli.answers.own_file import OwnFileAnswer

    respond.give(Library(), OwnFileAnswer(done, str(draft.path), further), None, False, "auto", no_pager=True)


def editor() -> list[str]:
    """Give the command line of the reader's editor. Raises UsageError."""
    from kb_cli.render import editor as program

    return program.command()


def write(draft: "Draft") -> None:
    """Write a draft, if it is not there yet. Raises UsageError and OutputError."""
    if draft.text is None:
        return
    try:
        os.makedirs(draft.path.parent, exist_ok=True)
    except OSError as error:
        raise OutputError(f'"{draft.path.parent}" could not be made: {error.strerror}') from None
    if draft.before is not None and _content(draft) != draft.before:
        raise UsageError(f'"{draft.path}" was changed by something else meanwhile; nothing was written')
    writer.save(draft.text, str(draft.path), overwrite=draft.before is not None)


def mend(draft: "Draft", command: list[str]) -> bool:
    """Let a draft be edited until it is in order, or the reader stops; tell whether it was changed.

    Raises typer.Exit where it is left with problems, and OutputError where the editor fails. What the reader wrote
    stays in any case; a copy that was not changed is taken back.
    """
    from kb_cli.records import drafts
    from kb_cli.render import editor as program
    from kb_cli.search import synonyms

    before = _content(draft)
    while True:
        try:
            program.edit(command, str(draft.path))
        except OutputError as error:
            raise OutputError(f"{error}; {_left(draft, before)}") from None
        if not draft.path.exists():
            raise NotFoundError(f'"{draft.path}" is gone')
        if _content(draft) == before and _take_back(draft):
            return False
        found = drafts.problems(draft, synonyms.faults)
        if not found:
            return _content(draft) != before
        for problem in found:
            writer.note(f"kb: {problem}")
        if not _go_on():
            writer.note(f'kb: what you wrote stays in "{draft.path}"; until it is mended, kb leaves it out')
            raise typer.Exit(BadDataError.exit_code)


def _left(draft: "Draft", before: str) -> str:
    """Say what became of a draft."""
    if _content(draft) == before:
        taken = _take_back(draft)
        return "nothing was changed, so that no copy was kept" if taken else "nothing was changed"
    return f'what it saved is in "{draft.path}"'


def _take_back(draft: "Draft") -> bool:
    """Take back a copy of what ships, which would stand in for it without a difference."""
    if not draft.copied or _content(draft) != draft.text:
        return False
    try:
        if draft.before is None:
            draft.path.unlink()
        else:
            writer.save(draft.before, str(draft.path), overwrite=True)
    except (OSError, OutputError):
        return False
    return True


def _content(draft: "Draft") -> str:
    try:
        return draft.path.read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return ""


def _go_on() -> bool:
    """Ask whether to open the editor again; where nobody can answer, it is not."""
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    writer.note("Open it again? [Y/n]")
    return sys.stdin.readline().strip().casefold() in ("", "y", "yes")
