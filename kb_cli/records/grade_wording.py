"""Words for a verdict: computed from verdict and GRADE certainty, never typed by hand.

The forms follow GRADE's informative statements (Santesso and others, 2020): high certainty "helps", moderate "probably
helps", low "may help", very low "very uncertain whether it helps"; verdicts that do not favour a treatment get their
own honest forms. Each pair has a cell form, without a subject, and a clause for a whole sentence.
"""

from enum import Enum

from kb_cli.records.names import mid_sentence
from kb_cli.records.vocabularies import Certainty, Verdict

# The verdict alone, for a legend, where each certainty has words of its own.
LABELS: dict[Verdict, str] = {
    Verdict.RECOMMENDED: "recommended",
    Verdict.ADJUNCT: "as an addition",
    Verdict.SHORT_TERM_RELIEF: "short-term relief",
    Verdict.UNCERTAIN: "uncertain",
    Verdict.NOT_RECOMMENDED: "not advised",
    Verdict.AVOID: "avoid",
}

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

# "This" is the treatment just named, so that one clause serves "Taping" and "Foot orthoses" alike.
CLAUSES: dict[Verdict, tuple[str, str, str, str]] = {
    Verdict.RECOMMENDED: (
        "this helps",
        "this probably helps",
        "this may help",
        "this is advised, but it is very uncertain whether it helps",
    ),
    Verdict.ADJUNCT: (
        "this helps as an addition to other treatment",
        "this probably helps as an addition to other treatment",
        "this may help as an addition to other treatment",
        "this is a possible addition to other treatment, but it is very uncertain whether it helps",
    ),
    Verdict.SHORT_TERM_RELIEF: (
        "this gives short-term relief",
        "this probably gives short-term relief",
        "this may give short-term relief",
        "it is very uncertain whether this gives short-term relief",
    ),
    Verdict.UNCERTAIN: (
        "this has no clear benefit, as the evidence is mixed",
        "this probably has no clear benefit, as the evidence is mixed",
        "it is unclear whether this helps",
        "it is very uncertain whether this helps",
    ),
    Verdict.NOT_RECOMMENDED: (
        "this is not advised, because it does not help",
        "this is not advised, because it probably does not help",
        "this is not advised, because it may help little or not at all",
        "this is not advised, and it is very uncertain whether it helps",
    ),
    Verdict.AVOID: (
        "this is to be avoided, because it does harm",
        "this is to be avoided, because it probably does harm",
        "this is to be avoided, because it may do harm",
        "this is to be avoided, though it is very uncertain whether it does harm",
    ),
}

# The cell form where a table is grouped by benefit, so that the group's name need not be said again.
SHORT: dict[Verdict, tuple[str, str, str, str]] = {
    Verdict.RECOMMENDED: ("helps", "probably helps", "may help", "advised, but very uncertain"),
    Verdict.ADJUNCT: ("as an addition", "probably, as an addition", "may, as an addition", "addition, very uncertain"),
    Verdict.SHORT_TERM_RELIEF: ("short-term", "probably, short-term", "may, short-term", "short-term, very uncertain"),
    Verdict.UNCERTAIN: ("mixed: no clear benefit", "mixed: probably none", "unclear", "very uncertain"),
    Verdict.NOT_RECOMMENDED: ("does not help", "probably does not help", "may help little or not", "very uncertain"),
    Verdict.AVOID: ("does harm", "probably does harm", "may do harm", "harm very uncertain"),
}

# What a treatment is named with where only its benefit is told: "taping (short-term)".
QUALIFIERS = {Verdict.ADJUNCT: "as an addition", Verdict.SHORT_TERM_RELIEF: "short-term"}


class Benefit(Enum):
    """What a verdict at its certainty comes to, in the order in which treatments are told."""

    HELPS = "Helps"
    PROBABLY = "Probably helps"
    MAY_HELP = "May help"
    UNKNOWN = "Unknown"
    NOT_ADVISED = "Not advised"


_ORDER = list(Certainty)


def benefit(verdict: Verdict, certainty: Certainty) -> Benefit:
    """Give what the verdict comes to; nothing at very low certainty counts as help."""
    if verdict in (Verdict.NOT_RECOMMENDED, Verdict.AVOID):
        return Benefit.NOT_ADVISED
    known = {Certainty.HIGH: Benefit.HELPS, Certainty.MODERATE: Benefit.PROBABLY, Certainty.LOW: Benefit.MAY_HELP}
    return Benefit.UNKNOWN if verdict is Verdict.UNCERTAIN else known.get(certainty, Benefit.UNKNOWN)


def short(verdict: Verdict, certainty: Certainty) -> str:
    """Give the shortest words that are still true, for a cell of a table grouped by benefit."""
    return SHORT[verdict][_ORDER.index(certainty)]


def words(verdict: Verdict, certainty: Certainty) -> str:
    """Give the words for a treatment's verdict at a certainty, lower case, without a subject: "may help"."""
    return WORDS[verdict][_ORDER.index(certainty)]


def sentence(treatment: str, condition: str, verdict: Verdict, certainty: Certainty) -> str:
    """Give a whole sentence: "Taping for patellofemoral pain: this may give short-term relief (low certainty)."."""
    clause = CLAUSES[verdict][_ORDER.index(certainty)]
    return f"{treatment} for {mid_sentence(condition)}: {clause} ({certainty.label} certainty)."


# How sure a certainty makes us, whatever the verdict: for a legend, and for a reader from outside the field.
SURE = {
    Certainty.HIGH: "sure",
    Certainty.MODERATE: "fairly sure",
    Certainty.LOW: "not very sure",
    Certainty.VERY_LOW: "not sure at all",
}


def verdict_name(verdict: Verdict) -> str:
    """Give the verdict's own word, for a legend: "not advised"."""
    return LABELS[verdict]
