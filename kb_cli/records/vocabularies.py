"""The closed vocabularies of the records."""

from enum import Enum


class Certainty(Enum):
    """GRADE certainty of evidence, best first."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very-low"

    @property
    def label(self) -> str:
        """Give the word as it is read: "very low"."""
        return self.value.replace("-", " ")

    @property
    def symbol(self) -> str:
        """Give GRADE's four marks, filled from the left: "⊕⊕⊕⊖" for moderate."""
        filled = 4 - list(Certainty).index(self)
        return "⊕" * filled + "⊖" * (4 - filled)


class Verdict(Enum):
    """What the sources, taken together, say about using a treatment; most favourable first."""

    RECOMMENDED = "recommended"
    ADJUNCT = "adjunct"
    SHORT_TERM_RELIEF = "short-term-relief"
    UNCERTAIN = "uncertain"
    NOT_RECOMMENDED = "not-recommended"
    AVOID = "avoid"

    @property
    def symbol(self) -> str:
        """Give the one mark that stands for it in the evidence map; its legend says each in words."""
        return {
            Verdict.RECOMMENDED: "✓",
            Verdict.ADJUNCT: "+",
            Verdict.SHORT_TERM_RELIEF: "~",
            Verdict.UNCERTAIN: "?",
            Verdict.NOT_RECOMMENDED: "×",
            Verdict.AVOID: "!",
        }[self]


class GradedBy(Enum):
    """Who judged the certainty: a cited source with GRADE or alike, or the authors of this knowledge base."""

    SOURCE = "source"
    KB = "kb"


class Urgency(Enum):
    """How soon a red flag must be seen: the NHS order and meaning."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    ROUTINE = "routine"

    @property
    def advice(self) -> str:
        """Say what the urgency asks of the reader."""
        return {
            Urgency.EMERGENCY: "call an ambulance or go to an emergency department now",
            Urgency.URGENT: "be seen today or tomorrow",
            Urgency.ROUTINE: "tell a doctor or physiotherapist",
        }[self]

    @property
    def when(self) -> str:
        """Say the same in a few words, for a list of signs to follow."""
        return {
            Urgency.EMERGENCY: "Hospital now",
            Urgency.URGENT: "Today or tomorrow",
            Urgency.ROUTINE: "Tell a clinician",
        }[self]


class Study(Enum):
    """What kind of study a work is, what weighs most first."""

    META_ANALYSIS = "meta-analysis"
    SYSTEMATIC_REVIEW = "systematic review"
    GUIDELINE = "guideline"
    CONSENSUS = "consensus statement"
    TRIAL = "randomised trial"
    COHORT = "cohort"
    CASE_CONTROL = "case-control"
    CROSS_SECTIONAL = "cross-sectional"
    SIMULATION = "simulation"
    REVIEW = "narrative review"
    OTHER = "other"


class Changed(Enum):
    """What a change of a record was a change of."""

    VERDICT = "verdict"
    CERTAINTY = "certainty"
    GRADED_BY = "graded by"
    EVIDENCE = "evidence"
    URGENCY = "urgency"
    RED_FLAG = "red flag"
    FIGURE = "figure"
    STATEMENT = "statement"


class Region(Enum):
    """Where on the leg, from the top down."""

    HIP = "hip"
    THIGH = "thigh"
    KNEE = "knee"
    LOWER_LEG = "lower-leg"
    ANKLE = "ankle"
    FOOT = "foot"

    @property
    def label(self) -> str:
        """Give the word as it is read: "lower leg"."""
        return self.value.replace("-", " ")


class TreatmentGroup(Enum):
    """Families of treatments, in the order in which tables show them."""

    EXERCISE_AND_LOAD = "exercise-and-load"
    EDUCATION = "education"
    DEVICES = "devices"
    HANDS_ON = "hands-on"
    MACHINES = "machines"
    DRUGS_AND_INJECTIONS = "drugs-and-injections"
    SURGERY = "surgery"

    @property
    def label(self) -> str:
        """Give the words as a heading: "Drugs and injections"."""
        return self.value.replace("hands-on", "Hands on").replace("-", " ").capitalize()
