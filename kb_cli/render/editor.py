"""Opening a file in the reader's editor: VISUAL, else EDITOR."""

import os
import shlex
import shutil
import signal
import subprocess
import sys

from kb_cli.errors import OutputError, UsageError
from kb_cli.sanitize import quoted

VARIABLES = ("VISUAL", "EDITOR")


def command() -> list[str]:
    """Give the editor's command line. Raises UsageError where none is named, or it cannot be found."""
    named = next((name for name in VARIABLES if os.environ.get(name, "").strip()), None)
    if not named:
        raise UsageError("no editor is named; VISUAL or EDITOR names one, as in EDITOR=nano")
    value = os.environ[named].strip()
    # The path of a program may have spaces in it, unquoted; else what follows them are its options.
    try:
        words = [value] if shutil.which(value) else shlex.split(value, posix=sys.platform != "win32")
    except ValueError as error:
        raise UsageError(f"{named} is {quoted(value)}, which is no command line: {str(error).lower()}") from None
    if not words or not shutil.which(words[0]):
        raise UsageError(f"{named} is {quoted(value)}, but there is no program {quoted(words[0] if words else '')}")
    return words


def edit(editor: list[str], path: str) -> None:
    """Open a file in an editor and wait until that is closed. Raises OutputError where it ends badly."""
    before = signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C belongs to the editor
    try:
        code = subprocess.run([*editor, path], check=False).returncode
    except OSError as error:
        raise OutputError(f"the editor {quoted(editor[0])} could not be started: {error.strerror}") from None
    finally:
        signal.signal(signal.SIGINT, before)
    if code:
        ended = f"with exit code {code}" if code > 0 else f"by signal {-code}"
        raise OutputError(f"the editor {quoted(editor[0])} ended {ended}")
