"""The one way out: every answer is laid out, ended with the notice, and written here."""

import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

from kb_cli import formats, pager
from kb_cli.errors import OutputError
from kb_cli.model import Notice
from kb_cli.terminal import Terminal


def answer(content: Any, notice: Notice, terminal: Terminal, *, form: str = "terminal", paged: bool = True) -> None:
    """Write an answer with the notice to standard output, in a format that knows its kind.

    ``content`` is an answer object with a ``kind``; the view or format has a function of that name.
    """
    if form == "terminal":
        page = laid_out(content, notice, terminal)
        write(page, terminal, paged=paged)
    else:
        module = formats.find(form, content.kind)
        body = getattr(module, content.kind)(content)
        write(module.with_notice(body, notice), terminal, paged=False)
        if not module.CARRIES_NOTICE:
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


def note(text: str) -> None:
    """Write a line that is not the answer to standard error; one that nobody can read is dropped."""
    try:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):
        pass
