"""The commands, one module a command: arguments in, one call into a room below, one answer out.

A command is a module here with a function ``command``, whose arguments are those of the command line; ``GROUP``, under
which the help lists it, and ``PLACE``, its order there; perhaps also ``SETTINGS`` for Typer. A new module is a new
command; nothing lists them. Only the module of the command that is asked for is imported.
"""

import os

# Who needs a command, in the order of the help.
READ, HAND_OVER, OWN, ABOUT = GROUPS = ("Read", "Cite and hand over", "Your own records", "About kb")

_NO_COMMANDS = ("app", "completion", "options", "respond")

_MODULES = (name.removesuffix(".py") for name in os.listdir(__path__[0]) if name.endswith(".py"))

NAMES = tuple(sorted(name for name in _MODULES if name not in _NO_COMMANDS and name[0].isalpha()))
