"""What the commands that write the reader's own files share: writing one, editing it, and saying what was done."""

from pathlib import Path
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

    respond.give(Library(), OwnFileAnswer(done, str(draft.path), further), "terminal", False, "auto", no_pager=True)


def editor() -> list[str]:
    """Give the command line of the reader's editor. Raises UsageError."""
    from kb_cli.render import editor as program

    return program.command()


def write(draft: "Draft") -> None:
    """Write a draft, if it is not there yet, and the schema that it names. Raises UsageError and OutputError."""
    if draft.text is None:
        return
    writer.make_folder(str(draft.path.parent))
    if draft.before is not None and _content(draft) != draft.before:
        raise UsageError(f'"{draft.path}" was changed by something else meanwhile; nothing was written')
    if draft.text.startswith("#:schema "):
        _write_schema(draft)
    writer.save(draft.text, str(draft.path), overwrite=draft.before is not None)


def _write_schema(draft: "Draft") -> None:
    """Write what a file of this kind may contain, for editors, unless this kb wrote it before."""
    from kb_cli.records import drafts, json_schema, kinds
    from kb_cli.render.formats import json_schema as written

    kind = kinds.of_path(draft.path)
    assert kind
    path = drafts.inside(draft.folder / json_schema.place(kind), draft.folder)
    text = written.with_notice(json_schema.of(kind), respond.any_library().notice)
    # A link is somebody's own choice; what it leads to is no schema of ours.
    if not path.is_symlink() and (not path.exists() or path.read_bytes() != text.encode()):
        writer.make_folder(str(path.parent))
        writer.save(text, str(path), overwrite=True)


def mend(draft: "Draft", command: list[str]) -> bool:
    """Let a draft be edited until it is in order, or the reader stops; tell whether it was changed.

    Raises typer.Exit where it is left with errors, and OutputError where the editor fails. What the reader wrote
    stays in any case; a copy that was not changed is taken back.
    """
    from kb_cli.render import editor as program

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
        if not _told_errors(draft):
            return _content(draft) != before
        if not respond.agreed("Open it again?", usual=True):
            writer.note(f'kb: what you wrote stays in "{draft.path}"; until it is mended, kb may leave it out')
            raise typer.Exit(BadDataError.exit_code)


def _told_errors(draft: "Draft") -> int:
    """Tell what is wrong with a draft as it now is, and give how many errors are among that."""
    from kb_cli.answers import check
    from kb_cli.records import layers, validate
    from kb_cli.search import synonyms

    library = Library(*dict.fromkeys([draft.folder, *map(Path, layers.order())]))
    files = validate.shelf(library, synonyms.faults, [str(draft.path)])
    answer = check.answer(files, validate.found(files))
    for one in answer.problems:
        writer.note(f"kb: {one.problem.place}: {one.severity}: {one.problem.message}; {one.write}")
    return answer.count("error")


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
