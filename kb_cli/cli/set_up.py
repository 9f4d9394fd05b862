"""What a shell needs to complete ``kb`` by TAB: the script, and where it is installed.

kb writes a script of its own, and for bash and zsh adds a line to the start-up file; nothing else is changed. Typer's
installer, which this stands in for, also sets the menus of zsh and what PowerShell may run.
"""

import os
import shlex

from typer._completion_shared import _get_shell_name, get_completion_script

from kb_cli.answers.own_file import OwnFileAnswer
from kb_cli.errors import OutputError, UsageError
from kb_cli.records.names import either
from kb_cli.sanitize import quoted

INSTALL, SHOW = "--install-completion", "--show-completion"
INSTALLED = ("bash", "zsh", "fish")
SHELLS = (*INSTALLED, "powershell", "pwsh")

# Ends the line in a start-up file, so that a reader sees whose it is.
MARK = "# kb completion"

# Completion of zsh has to be switched on once; a reader's own start-up file mostly does.
SWITCH_ON = "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }"


def wanted(arguments: list[str]) -> tuple[str, str]:
    """Give the option, and the shell that it names or that is running. Raises UsageError."""
    option, _, named = arguments[0].partition("=")
    rest = arguments[1:]
    if option not in (INSTALL, SHOW) or len(rest) + bool(named) > 1:
        raise UsageError(f"{INSTALL} and {SHOW} stand alone or with one shell: {either(SHELLS)}")
    shell = named or (rest[0] if rest else _get_shell_name() or "")
    if not shell:
        raise UsageError(f"which shell this is cannot be told; name it, as in kb {option} bash")
    if shell.lower() not in SHELLS:
        raise UsageError(f"there is no completion for {quoted(shell)}; there is for {either(SHELLS)}")
    return option, shell.lower()


def script(shell: str) -> str:
    """Give the script that makes a shell complete."""
    return get_completion_script(prog_name="kb", complete_var="_KB_COMPLETE", shell=shell) + "\n"


def install(shell: str) -> OwnFileAnswer:
    """Install completion for a shell; give what was done. Raises UsageError and OutputError."""
    if shell not in INSTALLED:
        raise UsageError(
            f"kb installs completion for {either(INSTALLED)}; for PowerShell add the script to its start-up file:",
            f"kb {SHOW} {shell} >> $PROFILE",
        )
    if shell == "fish":
        path = os.path.join(_configuration(), "fish", "completions", "kb.fish")
        _write(script(shell), path)
        return _done(shell, path, "To undo it, delete that file.")
    path = os.path.join(_configuration(), "kb", f"completion.{shell}")
    _write(f"{SWITCH_ON}\n{script(shell)}" if shell == "zsh" else script(shell), path)
    start = os.path.join(os.environ.get("ZDOTDIR") or _home() if shell == "zsh" else _home(), f".{shell}rc")
    at = shlex.quote(path)
    added = _add(f"[ -r {at} ] && . {at}  {MARK}", start)
    did = "A line that reads it was added at the end of" if added else "The line that reads it stands already in"
    undo = f'To undo it, delete that file and that line, which ends in "{MARK}".'
    return _done(shell, path, f"{did} {start}", undo)


def _done(shell: str, path: str, *further: str) -> OwnFileAnswer:
    return OwnFileAnswer(
        f"Completion for {shell} is in", path, (*further, f"Every {shell} that you start completes kb.")
    )


def _add(line: str, path: str) -> bool:
    """Add a line at the end of a start-up file unless it is there; tell whether it was added."""
    try:
        with open(path, "a+b") as file:
            file.seek(0)
            there = file.read()
            if line.encode() in there.splitlines():
                return False
            before = b"" if not there or there.endswith(b"\n") else b"\n"
            file.write(before + line.encode() + b"\n")
    except OSError as error:
        raise OutputError(
            f'"{path}" could not be written: {error.strerror}; the script is there, and harms nobody'
        ) from None
    return True


def _write(text: str, path: str) -> None:
    from kb_cli.render import writer

    folder = os.path.dirname(path)
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise OutputError(f'the folder "{folder}" could not be made: {error.strerror}') from None
    writer.save(text, path, overwrite=True)


def _configuration() -> str:
    """Give the folder of this user's settings, as XDG has it."""
    named = os.environ.get("XDG_CONFIG_HOME", "")
    return named if os.path.isabs(named) else os.path.join(_home(), ".config")


def _home() -> str:
    home = os.path.expanduser("~")
    if not os.path.isabs(home):
        raise UsageError("there is no home folder to install completion in")
    return home
