"""The not-medical-advice notice."""

from typing import NamedTuple


class Notice(NamedTuple):
    """The notice that ends every answer."""

    title: str
    text: str
