"""The commands, one module a command: arguments in, one call into a room below, one answer out.

A command is a module here with a function ``command``, whose arguments are those of the command line, and perhaps
``SETTINGS`` for Typer. Only the module of the command that is asked for is imported.
"""

# In the order of the help.
NAMES = ("show", "search", "cite", "list", "map", "compare", "flags", "log", "check")
