"""``kb help grade``."""

from collections.abc import Iterable

from kb_cli.answers.help import Block, Terms
from kb_cli.records.grade_wording import verdict_name, words
from kb_cli.records.vocabularies import Certainty, Verdict

GLOSS = "how sure the evidence is, and the words for it"


def blocks() -> Iterable[Block]:
    """Give what there is to say."""
    yield (
        "Certainty is GRADE's: how sure the evidence makes us. A verdict says what the sources, taken together, say "
        "of a treatment. The words for both are computed, so that they are never stronger than the evidence:"
    )
    yield Terms(tuple((one.label, words(Verdict.RECOMMENDED, one)) for one in Certainty))
    yield "So for a treatment that is recommended. The verdicts, each in the words for low certainty:"
    yield Terms(tuple((verdict_name(one), words(one, Certainty.LOW)) for one in Verdict))
    yield (
        '"By source" means that a cited work graded the certainty, with GRADE or alike. The others were judged by '
        "the authors of the records from the works cited. A treatment without a verdict has none for it and none "
        "against it."
    )
    yield "On a screen the four marks before the word are GRADE's, filled from the left: four of four for high."
