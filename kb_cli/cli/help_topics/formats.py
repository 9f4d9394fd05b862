"""``kb help formats``."""

from collections.abc import Iterable
from importlib import import_module

from kb_cli.answers.help import Block, Terms

GLOSS = "screens, documents, plain text and what other programs read"


def blocks() -> Iterable[Block]:
    """Give what there is to say."""
    yield '--format, -f names the format of an answer; "kb COMMAND --help" says which there are.'
    yield Terms((("terminal", "A screen, laid out for its width; the default."), *_formats()))
    yield (
        "KB_FORMAT sets the format of every answer that can be given in it. -o FILE takes the format from the ending "
        "of the file; word processors open .html, and browsers print it as PDF. Every format has the notice, in "
        "a comment or beside it where it has no other place."
    )


def _formats() -> Iterable[tuple[str, str]]:
    from kb_cli.render import formats

    for name in formats.all_names():
        module = import_module(f"{formats.__name__}.{name.replace('-', '_')}")
        yield name, (module.__doc__ or "").partition("\n")[0].replace("``", "")
