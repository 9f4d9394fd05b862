"""The one way out: every answer is laid out, ended with the notice, and written here."""

import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

from kb_cli import formats, pager
from kb_cli.errors import OutputError, UsageError
from kb_cli.model import Notice
from kb_cli.terminal import Terminal


def answer(
    content: Any,
    notice: Notice,
    terminal: Terminal,
    *,
    form: str = "terminal",
    paged: bool = True,
    file: str | None = None,
    overwrite: bool = False,
) -> None:
    """Write an answer with the notice to standard output or to a file, in a format that knows its kind.

    ``content`` is an answer object with a ``kind``; the view or format has a function of that name. Raises UsageError
    for a format that does not exist, or a file that does unless it may be overwritten.
    """
    if form == "terminal":
        # A file is read anywhere, so it gets plain text.
        text = laid_out(content, notice, Terminal() if file else terminal)
        carried = True
    else:
        module = formats.find(form, content.kind)
        text = module.with_notice(getattr(module, content.kind)(content), notice)
        carried = module.CARRIES_NOTICE
    if file:
        save(text, file, overwrite=overwrite)
    else:
        write(text, terminal, paged=paged and form == "terminal")
    if not carried:
        note(f"{notice.title}. {notice.text}")


def laid_out(content: Any, notice: Notice, terminal: Terminal) -> str:
    """Give the answer as the terminal shows it, ending with the notice."""
    from kb_cli.views.page import Page

    page = Page(terminal)
    view: ModuleType = import_module(f"kb_cli.views.{content.kind}")
    view.show(content, page)
    page.notice(notice)
    return page.text()


def write(text: str, terminal: Terminal, *, paged: bool) -> None:
    """Write text to standard output, through a pager where it is longer than the screen. A closed pipe is quiet."""
    raw = terminal.encodable(text).encode(terminal.encoding, "replace")
    if paged and terminal.tty and 0 < terminal.height <= text.count("\n"):
        chosen = pager.command()
        if chosen and pager.show(raw, chosen):
            return
    if sys.stdout is None:
        raise OutputError("there is no standard output to write the answer to")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The reader has had enough, as with `| head`; what is left must not fail again when Python closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise OutputError(f"the answer could not be written: {error.strerror}") from None


def save(text: str, path: str, *, overwrite: bool) -> None:
    """Write a file in UTF-8, whole or not at all. Raises UsageError where it exists and must not be overwritten."""
    from kb_cli.safety import harmless

    shown = f'"{harmless(path)}"'
    exists = UsageError(f"{shown} exists; --force overwrites it")
    if os.path.lexists(path) and not overwrite:
        raise exists
    folder, name = os.path.split(os.path.realpath(path))
    partial = os.path.join(folder, f".{name}.{os.getpid()}")
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            raise OutputError(f"{shown} is not a file")
        with open(partial, "xb") as file:
            file.write(text.encode("utf-8"))
        if overwrite:
            os.replace(partial, os.path.join(folder, name))
        else:
            # A link never replaces: what has come to exist meanwhile stays.
            os.link(partial, path)
            os.unlink(partial)
    except FileExistsError:
        _discard(partial)
        raise exists from None
    except OSError as error:
        _discard(partial)
        raise OutputError(f"{shown} could not be written: {error.strerror}") from None


def _discard(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        pass


def note(text: str) -> None:
    """Write a line that is not the answer to standard error; one that nobody can read is dropped."""
    try:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):
        pass
