"""HTML: one self-contained file to hand over, open or print; no script, no request, works linked to their list."""

from collections.abc import Iterator

from kb_cli import clock
from kb_cli.answers.bibliography import BibliographyAnswer
from kb_cli.answers.condition import ConditionAnswer, age
from kb_cli.answers.handout import HandoutAnswer
from kb_cli.answers.log import newest
from kb_cli.records.grade_wording import Benefit
from kb_cli.records.notice import Notice
from kb_cli.records.sections import ANSWERS, SECTIONS
from kb_cli.render.html import document
from kb_cli.render.html.document import Document

CARRIES_NOTICE = True
SUFFIX = ".html"
CITES_EITHER_WAY = True

# What there is on a page: an id and a heading each.
Contents = list[tuple[str, str]]


def with_notice(body: Document, notice: Notice, author_year: bool = False) -> str:
    """Give the file with the notice in its footer; works are cited by number, or by author and year."""
    return document.written(body, notice, author_year)


def condition(answer: ConditionAnswer) -> Document:
    """Give the record: at a glance, red flags, summary, sections, what the page rests on."""
    condition = answer.condition
    sections = [(_id(key), key, SECTIONS[key]) for key in answer.sections if condition.section(key)]
    glance = {key: getattr(condition.at_a_glance, key) for key in answer.answers}
    more = {
        "answers": [(ANSWERS[key].label, text) for key, text in glance.items() if text],
        "told": list(_told(answer)),
        "sections": sections,
        "contents": _contents(answer, [(id, about.heading) for id, _, about in sections]),
        "about": list(_about(answer)),
    }
    return Document("condition", condition.name, answer, answer.references, answer.numbers, answer.names, more=more)


def _contents(answer: ConditionAnswer, sections: Contents) -> Contents:
    """Give what follows the first screen of a whole page."""
    if not answer.sections or not answer.whole:
        return []
    opening = [("red-flags", "Red flags")] if answer.condition.red_flags else []
    related = [("related", "Related")] if answer.condition.related else []
    works = [("references", "References")] if answer.references else []
    return [*opening, ("summary", "Summary"), *sections, *related, ("about", "About this page"), *works]


def _told(answer: ConditionAnswer) -> Iterator[tuple[str, str]]:
    """Give the names of the treatments that help, and of those that are not advised."""
    told = {one: here for one, here in answer.benefits.items() if one is not Benefit.UNKNOWN}
    if told and list(told) == [Benefit.NOT_ADVISED]:
        yield "Helps", "nothing that was tried is known to"
    for one, here in told.items():
        yield one.value, f"{', '.join(map(answer.named, here))}."


def _about(answer: ConditionAnswer) -> Iterator[tuple[str, str]]:
    """Give the facts of a record."""
    condition = answer.condition
    facts = {
        "Also called": ", ".join(condition.aliases),
        "ICD-10": ", ".join(condition.icd10),
        "Reviewed": f"{clock.told(condition.reviewed)}{', review due' if answer.due else ''}",
        "Changed": newest(condition, answer.treatments),
        "Works": age(answer.references.values()),
    }
    yield from ((label, text) for label, text in facts.items() if text)


def _id(key: str) -> str:
    return key.replace("_", "-")


def bibliography(answer: BibliographyAnswer) -> Document:
    """Give the works, each with what rests on it where that was asked for."""
    numbers = {entry.work.key: entry.number for entry in answer.entries}
    return Document("bibliography", answer.title, answer, answer.references, numbers, answer.names)


def handout(answer: HandoutAnswer) -> Document:
    """Give the sheet for a patient, made to be printed on two sides of A4."""
    works = (answer.references, answer.numbers, answer.names)
    return Document("handout", answer.title, answer, *works, styles=("style", "handout"))
