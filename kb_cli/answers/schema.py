"""What a kind of data file may contain, for editors."""

from typing import Any, NamedTuple


class SchemaAnswer(NamedTuple):
    """A JSON Schema."""

    schema: dict[str, Any]

    @property
    def kind(self) -> str:
        """The name of its function in the formats."""
        return "schema"
