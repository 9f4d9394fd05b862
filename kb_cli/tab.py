"""What the shell reads where TAB is pressed: Typer's answer, which for names is given without importing Typer.

Names are what is completed most, and to import Typer takes longer than all else. Its scripts ask, and ``of_names``
answers them as it would, byte for byte; what is not plainly a name being typed is left to it.
"""

import os
import sys

TYPE_CHECKING = False  # as in typing, which takes longer to import than all of this
if TYPE_CHECKING:
    from kb_cli.cli.offers import Offers

    # What the shell is to read, and the exit code.
    Answer = tuple[str, int]


def answer() -> "Answer":
    """Give what may follow on the command line that Typer's script for the shell tells in the environment."""
    return of_names() or of_typer()


def of_names() -> "Answer | None":
    """Give the names that may follow; None where something else may, or it is not plain what the words are."""
    shell = os.environ.get("_KB_COMPLETE", "").removeprefix("complete_")
    words = _words(shell)
    if not words or shell not in _WRITERS:
        return None
    (command, *before), incomplete = words
    if any(word.startswith("-") for word in (*before, incomplete)):
        return None
    offered = _offered(command, before, incomplete)
    return None if offered is None else _WRITERS[shell](offered)


def of_typer() -> "Answer":
    """Give what Typer offers."""
    import io

    from kb_cli.cli.app import run
    from kb_cli.page_cache import command

    real, offered = (sys.stdout, sys.stderr), io.StringIO()
    sys.stdout, sys.stderr = offered, io.StringIO()
    code: object = 0
    try:
        run([], command([]))
    except SystemExit as end:
        code = end.code
    finally:
        sys.stdout, sys.stderr = real
    return offered.getvalue(), code if isinstance(code, int) else 0


def _words(shell: str) -> "tuple[list[str], str] | None":
    """Give the words between ``kb`` and the one that is being typed, and that one.

    None without a command, and where quotes or the like make it another question what the words are.
    """
    line = os.environ.get("COMP_WORDS" if shell == "bash" else "_TYPER_COMPLETE_ARGS", "")
    incomplete = os.environ.get("_TYPER_COMPLETE_WORD_TO_COMPLETE", "")
    if not all(character.isalnum() or character in "-_. \n" for character in line + incomplete):
        return None
    words = line.split()
    if shell == "bash":
        place = int(os.environ.get("COMP_CWORD", "0"))
        before, incomplete = words[1:place], "".join(words[place : place + 1])
    elif shell in ("zsh", "fish"):
        typing = not line.endswith(" ")
        before, incomplete = (words[1:-1], words[-1]) if typing and len(words) > 1 else (words[1:], "")
    else:
        before = words[1:-1] if incomplete else words[1:]
    return (before, incomplete) if before else None


def _offered(command: str, before: list[str], incomplete: str) -> "Offers | None":
    from kb_cli.cli import offers
    from kb_cli.records.names import folded

    if command == "show":
        found = offers.name(incomplete, folded("".join(before)))
    elif command == "flags":
        found = offers.condition(incomplete, folded("".join(before)))
    elif command == "compare":
        found = offers.conditions(incomplete)
    elif command == "cite":
        found = offers.cited(incomplete)
    else:
        return None
    return [(name, about) for name, about in found if name.startswith(incomplete)]


def _for_bash(offered: "Offers") -> "Answer":
    return "\n".join(name for name, _ in offered) + "\n", 0


def _for_zsh(offered: "Offers") -> "Answer":
    if not offered:
        return "_files\n", 0
    lines = (f'"{_zsh(name)}":"{_zsh(about)}"' if about else f'"{_zsh(name)}"' for name, about in offered)
    return "_arguments '*: :(({}))'\n".format("\n".join(lines)), 0


def _zsh(text: str) -> str:
    for character, written in (('"', '""'), ("'", "''"), ("$", "\\$"), ("`", "\\`"), (":", "\\\\:")):
        text = text.replace(character, written)
    return text


def _for_fish(offered: "Offers") -> "Answer":
    action = os.environ.get("_TYPER_COMPLETE_FISH_ACTION", "")
    if action == "is-args":
        return "", 0 if offered else 1
    lines = (f"{name}\t{_one_line(about)}" if about else name for name, about in offered)
    return ("\n".join(lines) if action == "get-args" else "") + "\n", 0


def _one_line(text: str) -> str:
    return "".join(" " if character.isspace() else character for character in text)


def _for_powershell(offered: "Offers") -> "Answer":
    return "\n".join(f"{name}:::{about or ' '}" for name, about in offered) + "\n", 0


_WRITERS = {
    "bash": _for_bash,
    "zsh": _for_zsh,
    "fish": _for_fish,
    "powershell": _for_powershell,
    "pwsh": _for_powershell,
}
