"""What kb says of itself."""

from typing import NamedTuple


class MessageAnswer(NamedTuple):
    """A few lines in plain words."""

    lines: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "message"
