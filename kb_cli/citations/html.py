"""Marked text as HTML."""

from kb_cli.citations.marked import pieces

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def escaped(text: str) -> str:
    """Give plain text so that HTML shows it as it is, in an attribute too."""
    return text.translate(_ENTITIES)


def html(entry: str) -> str:
    """Give a marked entry with its italics as ``<i>``."""
    return "".join(f"<i>{escaped(text)}</i>" if italic else escaped(text) for text, italic in pieces(entry))
