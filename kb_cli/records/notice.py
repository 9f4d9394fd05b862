"""The not-medical-advice notice, apart from the model: a search of a kept index ends with it and makes no record."""

from typing import NamedTuple


class Notice(NamedTuple):
    """The notice that ends every answer."""

    title: str
    text: str
