"""The one way out: every answer is laid out, ended with the notice, and written here."""

from importlib import import_module
from types import ModuleType
from typing import Any

from kb_cli import formats
from kb_cli.model import Notice
from kb_cli.stream import note, write
from kb_cli.terminal import Terminal

__all__ = ["answer", "laid_out", "note", "write"]


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
