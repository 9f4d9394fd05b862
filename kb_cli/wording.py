"""Words for a verdict: computed from verdict and GRADE certainty, never typed by hand.

The forms follow GRADE's informative statements (Santesso and others, 2020): high certainty "helps", moderate "probably
helps", low "may help", very low "very uncertain whether it helps"; verdicts that do not favour a treatment get their
own honest forms.
"""

from kb_cli.model import Certainty, Verdict

WORDS: dict[Verdict, tuple[str, str, str, str]] = {
    # certainty:      high, moderate, low, very low
    Verdict.RECOMMENDED: (
        "helps",
        "probably helps",
        "may help",
        "advised, but very uncertain whether it helps",
    ),
    Verdict.ADJUNCT: (
        "helps as an addition",
        "probably helps as an addition",
        "may help as an addition",
        "possible addition, but very uncertain whether it helps",
    ),
    Verdict.SHORT_TERM_RELIEF: (
        "gives short-term relief",
        "probably gives short-term relief",
        "may give short-term relief",
        "very uncertain whether it gives short-term relief",
    ),
    Verdict.UNCERTAIN: (
        "no clear benefit: the evidence is mixed",
        "probably no clear benefit: the evidence is mixed",
        "unclear whether it helps",
        "very uncertain whether it helps",
    ),
    Verdict.NOT_RECOMMENDED: (
        "not advised: does not help",
        "not advised: probably does not help",
        "not advised: may help little or not at all",
        "not advised, and very uncertain whether it helps",
    ),
    Verdict.AVOID: (
        "avoid: does harm",
        "avoid: probably does harm",
        "avoid: may do harm",
        "avoid, though very uncertain whether it does harm",
    ),
}


def words(verdict: Verdict, certainty: Certainty) -> str:
    """Give the words for a treatment's verdict at a certainty, lower case, without a subject: "may help"."""
    return WORDS[verdict][list(Certainty).index(certainty)]


def sentence(name: str, verdict: Verdict, certainty: Certainty) -> str:
    """Give a whole sentence on the treatment called ``name``, with the certainty in words."""
    return f"{name}: {words(verdict, certainty)} ({certainty.label} certainty)."
