"""The commands, one module a command: arguments in, one call into a room below, one answer out.

A command is a module here with a function ``command``, whose arguments are those of the command line; ``GROUP``, under
which the help lists it, and ``PLACE``, its order there; perhaps also ``SETTINGS`` for Typer. A new module is a new
command; nothing lists them. Only the module of the command that is asked for is imported. Where the name of a command
is a word of Python's, an underscore follows it in that of the module.
"""

import os
from keyword import iskeyword

# Who needs a command, in the order of the help.
READ, HAND_OVER, OWN, ABOUT = GROUPS = ("Read", "Cite and hand over", "Your own records", "About kb")

_NO_COMMANDS = ("app", "completion", "lines", "manual", "options", "plain_help", "respond", "set_up", "writing")

_MODULES = (name.removesuffix(".py") for name in os.listdir(__path__[0]) if name.endswith(".py"))

NAMES = tuple(sorted(name.rstrip("_") for name in _MODULES if name not in _NO_COMMANDS and name[0].isalpha()))


def module(name: str) -> str:
    """Give the whole name of a command's module."""
    return f"{__name__}.{name}{'_' if iskeyword(name) else ''}"
