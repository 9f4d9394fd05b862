"""The topics of ``kb help``, one module a topic, found by its name (``exit_codes.py`` is ``kb help exit-codes``).

A topic is a module here with ``GLOSS``, what it is about in a few words, and ``blocks()``, paragraphs and lists of
terms. A new module is a new topic of the help and a new part of the manual; nothing lists them.
"""

import os
from importlib import import_module
from typing import Any

from kb_cli.answers.help import HelpAnswer

_MODULES = (name.removesuffix(".py") for name in os.listdir(__path__[0]) if name.endswith(".py"))

NAMES = tuple(sorted(name.replace("_", "-") for name in _MODULES if name != "__init__"))


def gloss(name: str) -> str:
    """Say what a topic is about."""
    return str(_module(name).GLOSS)


def answer(name: str) -> HelpAnswer:
    """Give what there is to say of a topic."""
    return HelpAnswer(name, gloss(name), tuple(_module(name).blocks()))


def _module(name: str) -> Any:
    return import_module(f"{__name__}.{name.replace('-', '_')}")
