"""``kb help red-flags``."""

from collections.abc import Iterable

from kb_cli.answers.help import Block, Terms
from kb_cli.records.vocabularies import Urgency

GLOSS = "the signs that need a clinician"


def blocks() -> Iterable[Block]:
    """Give what there is to say."""
    yield "A red flag is a sign that needs a clinician. Each has one urgency, the same on every page:"
    yield Terms(tuple((one.value, one.advice) for one in Urgency))
    yield (
        "They open each page in short and follow in full, with the works that they rest on, and they are shown "
        "whatever section is asked for. kb search puts those that your words tell before its results."
    )
    yield Terms(
        (
            ("kb flags", "the signs of all conditions, the most urgent first"),
            ("kb flags --brief", "the same in a few words each: a sheet to hang up"),
            ("kb flags NAME", "those of one"),
            ("kb show NAME --section red-flags", "the same on the page"),
        )
    )
    yield "kb knows the signs that its records have, and no others: that a search raises none says nothing."
