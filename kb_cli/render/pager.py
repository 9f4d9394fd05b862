"""Showing a long answer in the reader's pager: KB_PAGER, else PAGER, else less."""

import os
import sys


def command() -> str:
    """Give the pager's command line, empty where none is wanted or to be had."""
    for variable in ("KB_PAGER", "PAGER"):
        if variable in os.environ:
            chosen = os.environ[variable].strip()
            return "" if chosen == "cat" else chosen
    return "less" if _on_path("less") else ""


def show(text: bytes, pager: str) -> bool:
    """Show the text in the pager and wait for it; give whether that worked: if not, the text is still to be shown."""
    if not hasattr(os, "fork") or not _on_path(pager.split()[0]):
        return False
    # LESS=FRX: leave at once if it fits, keep colours, keep the text on the screen; a reader's own LESS wins.
    os.environ.setdefault("LESS", "FRX")
    os.environ.setdefault("LESSCHARSET", "utf-8")
    sys.stdout.flush()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _become(pager, reading, writing)
    os.close(reading)
    _feed(writing, text)
    return _wait(child)


def _on_path(program: str) -> bool:
    if os.sep in program:
        return os.access(program, os.X_OK)
    folders = os.environ.get("PATH", "").split(os.pathsep)
    return any(os.access(os.path.join(folder, program), os.X_OK) for folder in folders)


def _become(pager: str, reading: int, writing: int) -> None:
    try:
        os.dup2(reading, 0)
        os.close(writing)
        os.execvp("/bin/sh", ["sh", "-c", pager])
    finally:
        os._exit(127)


def _feed(writing: int, text: bytes) -> None:
    try:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(text)
    except (BrokenPipeError, KeyboardInterrupt):
        pass  # the reader left before the end


def _wait(child: int) -> bool:
    while True:
        try:
            _, status = os.waitpid(child, 0)
        except KeyboardInterrupt:
            continue  # Ctrl-C belongs to the pager
        # The shell says 126 and 127 where it could not run the pager.
        return os.waitstatus_to_exitcode(status) not in (126, 127)
