"""What kb says of something that many commands share."""

from typing import NamedTuple


class Terms(NamedTuple):
    """Words, variables or commands, each with what it means."""

    entries: tuple[tuple[str, str], ...]


# A paragraph, or a list of terms.
Block = str | Terms


class HelpAnswer(NamedTuple):
    """A topic of the help: its name, what it is about in a few words, and what there is to say."""

    name: str
    gloss: str
    blocks: tuple[Block, ...]

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "help"
