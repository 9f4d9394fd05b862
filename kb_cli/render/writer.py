"""The one way out: every answer is laid out, ended with the notice, and written here."""

import errno
import os
import stat
import time
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kb_cli.errors import OutputError, UsageError
from kb_cli.render.stream import note, write, write_each
from kb_cli.render.terminal import Terminal
from kb_cli.sanitize import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

    from kb_cli.records.notice import Notice

__all__ = ["answer", "answers", "laid_out", "note", "write"]

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def answer(
    content: Any,
    notice: "Notice",
    terminal: Terminal,
    *,
    form: str = "terminal",
    paged: bool = True,
    file: str | None = None,
    overwrite: bool = False,
    author_year: bool = False,
) -> None:
    """Write an answer with the notice to standard output or to a file, in a format that knows its kind.

    ``content`` is an answer object with a ``kind``; the screen or format has a function of that name. Raises UsageError
    for a format that does not exist, or a file that does unless it may be overwritten.
    """
    if form == "terminal":
        # A file is read anywhere, so it gets plain text.
        text = laid_out(content, notice, Terminal() if file else terminal, author_year)
        carried = True
    else:
        from kb_cli.render import formats

        module = formats.find(form, content.kind)
        chosen = {"author_year": author_year} if getattr(module, "CITES_EITHER_WAY", False) else {}
        text = harmless(module.with_notice(getattr(module, content.kind)(content), notice, **chosen))
        if file and getattr(module, "BYTE_ORDER_MARK", False):
            text = f"\ufeff{text}"
        carried = module.CARRIES_NOTICE
    if file:
        save(text, file, overwrite=overwrite)
    else:
        write(text, terminal, paged=paged and form == "terminal")
    if not carried:
        note(f"{notice.title}. {notice.text}")


def answers(contents: "Iterable[Any]", notice: "Notice") -> None:
    """Write answers as JSON Lines, each as soon as it is there, until nobody reads on. Raises OutputError."""
    from kb_cli.render.formats import jsonl

    write_each(jsonl.with_notice(getattr(jsonl, one.kind)(one), notice) for one in contents)


def laid_out(content: Any, notice: "Notice", terminal: Terminal, author_year: bool = False) -> str:
    """Give the answer as the terminal shows it, ending with the notice; works are cited by number if it lists them."""
    from kb_cli.render.screen.page import Page

    page = Page(terminal, author_year)
    screen: ModuleType = import_module(f"kb_cli.render.screen.{content.kind}")
    screen.show(content, page)
    page.notice(notice)
    return page.text()


def save(text: str, path: str, *, overwrite: bool) -> None:
    """Write a file in UTF-8, whole or not at all; one that is overwritten keeps its mode.

    Raises UsageError where it exists and must not be overwritten, and OutputError.
    """
    shown = f'"{path}"'
    if os.path.isdir(path):
        raise UsageError(f"{shown} is a folder; -o names a file, which may lie in it")
    exists = UsageError(f"{shown} exists; --force overwrites it")
    if os.path.lexists(path) and not overwrite:
        raise exists
    # The file's own name might leave no room for a longer one.
    partial = f".kb.{os.getpid()}.{time.time_ns()}"
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            raise OutputError(f"{shown} is not a file")
        place = os.path.realpath(path)
        partial = os.path.join(os.path.dirname(place), partial)
        mode = stat.S_IMODE(os.stat(place).st_mode) if os.path.exists(place) else None
        with open(os.open(partial, _NEW, 0o666 if mode is None else 0o600), "wb") as file:
            file.write(text.encode("utf-8"))
        if mode is not None:
            os.chmod(partial, mode)
        if overwrite:
            os.replace(partial, place)
        else:
            _put(partial, path)
    except FileExistsError:
        raise exists from None
    except OSError as error:
        raise OutputError(f"{shown} could not be written: {error.strerror}") from None
    finally:
        _discard(partial)


def save_new(text: str, path: str) -> None:
    """Write a new file in UTF-8, whole or not at all, and the folders above it.

    Raises UsageError where it exists, and OutputError.
    """
    make_folder(os.path.dirname(path))
    save(text, path, overwrite=False)


def make_folder(path: str) -> None:
    """Make a folder, and those above it, where they are missing. Raises OutputError."""
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        raise OutputError(f'the folder "{path}" could not be made: {error.strerror}') from None


def _put(partial: str, path: str) -> None:
    """Give a whole file its name. A link never replaces: what has come to exist meanwhile stays."""
    try:
        os.link(partial, path)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems know no second name for a file.
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        os.rename(partial, path)


def move(path: str, to: str) -> None:
    """Give a file another name beside it, never in place of another file. Raises OutputError."""
    try:
        if os.path.lexists(to) and os.path.samefile(path, to):  # where case does not count
            os.rename(path, to)
            return
        _put(path, to)
        if os.path.lexists(path):
            os.unlink(path)
    except OSError as error:
        raise OutputError(f'"{path}" could not be renamed to "{to}": {error.strerror}') from None


def _discard(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        pass
