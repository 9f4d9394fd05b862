"""What became of a file of the reader's own."""

from typing import NamedTuple


class OwnFileAnswer(NamedTuple):
    """What was done with a file, and what there is to say further."""

    done: str
    path: str
    further: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "own_file"
