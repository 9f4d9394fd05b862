"""``kb help searching``."""

from collections.abc import Iterable

from kb_cli.answers.help import Block, Terms

GLOSS = "what a search understands, and what it says of itself"


def blocks() -> Iterable[Block]:
    """Give what there is to say."""
    yield (
        "Words are optional: pages with more of them, and rarer ones, come first. Lay words find the clinical ones, "
        "and what a question asks for is answered. What you type is never stored."
    )
    yield Terms(
        (
            ("kb search sore under the kneecap", "the right page for your own words"),
            ("kb search how long do shin splints last", "the answer to a question"),
            ("kb search taping", "what is said of a treatment"),
            ("kb search Rathleff 2014", "what rests on a work; a DOI will do"),
            ("""kb search '"first steps"'""", "words side by side"),
            ("kb search heel -achilles", "without what has a word"),
            ("kb search 'tendin*'", "words that begin so"),
            ("--region knee, --in treatment", "pages of a region, sentences of a section"),
        )
    )
    yield (
        "Typing errors are mended, and said. A match that does not fit well is called weak. What kb has no page on "
        "is named as such and not answered with another page."
    )
