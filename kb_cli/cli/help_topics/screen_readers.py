"""``kb help screen-readers``."""

from collections.abc import Iterable

from kb_cli.answers.help import Block, Terms

GLOSS = "answers to be read aloud, or on the plainest terminal"


def blocks() -> Iterable[Block]:
    """Give what there is to say."""
    yield (
        "KB_FORMAT=text in the start-up file of your shell, as in export KB_FORMAT=text, makes every answer and all "
        "help plain text; --format text does so once, and --format terminal gives the screen."
    )
    yield (
        "It has no boxes, columns or signs: a line is an idea, however long, and is not wrapped; tables are "
        "sentences; works are cited by author and year. No pager opens, and no bar moves."
    )
    yield Terms(
        (
            ("Title:", "begins the first line, but of references, which are there to paste"),
            ("Heading:", "begins the line that opens a part, after an empty one"),
            ("Subheading:", "begins the line that opens a part of it"),
            ("Not medical advice.", "begins the last line"),
        )
    )
    yield "kb show NAME --brief gives what people ask first, kb show NAME --section treatment one part."
