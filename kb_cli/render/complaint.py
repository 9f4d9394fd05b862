"""How it is told that an answer cannot be given: in lines for people, or as JSON for a script."""

from collections.abc import Iterable

from kb_cli.errors import KbError
from kb_cli.render.stream import note
from kb_cli.sanitize import harmless


def tell(lines: Iterable[str]) -> None:
    """Write lines for people to standard error."""
    for line in lines:
        note(f"kb: {line}")


def tell_as_json(error: KbError) -> None:
    """Write one JSON object to standard error, on a line."""
    import json

    about = {"code": error.code, "message": harmless(str(error)), "suggestions": list(map(harmless, error.suggestions))}
    note(json.dumps({"error": about}))
