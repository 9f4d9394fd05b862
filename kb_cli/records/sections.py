"""The sections of a record, in one table: a line here is a section, and all else follows from it."""

from typing import NamedTuple


class Section(NamedTuple):
    """What there is to say of a section: its heading, how much a place in it says in a search of what a page is about.

    ``gloss`` tells a reader from outside the field what the heading means, ``said`` is how such a reader asks for it.
    One section holds the treatments, the others passages.
    """

    heading: str
    weight: float
    gloss: str = ""
    treatments: bool = False
    said: tuple[str, ...] = ()


# In reading order.
SECTIONS = {
    "treatment": Section(
        "Treatment", 0.5, "what was tried, and what came of it", treatments=True, said=("helps", "what helps")
    ),
    "definition": Section("Definition", 0.7),
    "epidemiology": Section("Epidemiology", 0.35, "how common it is", said=("how common",)),
    "presentation": Section("Presentation", 0.8, "how it shows itself", said=("symptoms",)),
    "examination": Section("Examination", 0.55, "how it is recognised", said=("diagnosis", "tests")),
    "differential": Section("Differential diagnosis", 0.25, "what else it could be", said=("what else",)),
    "causes": Section("Causes", 0.5, said=("why",)),
    "prognosis": Section("Prognosis", 0.35, "how it tends to go", said=("will it come back", "outlook")),
    "return_to_running": Section("Return to running", 0.35),
    "prevention": Section("Prevention", 0.4),
}


class Glance(NamedTuple):
    """One sentence of ``at_a_glance``: what it answers.

    ``section`` says more of it: each opens with the other. ``answer`` tells what people ask first: these stand at the
    top of a page, and so are short.
    """

    label: str
    section: str = ""
    answer: bool = False
    said: tuple[str, ...] = ()


# In the order of the file.
AT_A_GLANCE = {
    "site": Glance("Where it hurts", "presentation"),
    "provoked_by": Glance("What brings it on"),
    "people": Glance("Who gets it", "epidemiology"),
    "sign": Glance("Examination", "examination"),
    "course": Glance("Prognosis", "prognosis"),
    "running": Glance("May I run?", "return_to_running", answer=True, said=("run", "can I run")),
    "duration": Glance("How long?", "prognosis", answer=True, said=("long",)),
    "first_step": Glance("Do today", answer=True, said=("today", "now", "what to do")),
}
ANSWERS = {key: one for key, one in AT_A_GLANCE.items() if one.answer}

# Every part of a record that can be asked for by name, with its heading.
PARTS = (
    {"summary": "Summary", "red_flags": "Red flags"}
    | {key: one.label for key, one in ANSWERS.items()}
    | {key: one.heading for key, one in SECTIONS.items()}
)

# How people ask for them in plain words.
SAID = (
    {"red_flags": ("serious", "warning signs", "when to see someone", "doctor")}
    | {key: answer.said for key, answer in ANSWERS.items()}
    | {key: section.said for key, section in SECTIONS.items()}
)
