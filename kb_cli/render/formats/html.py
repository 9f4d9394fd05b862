"""HTML: one self-contained file to hand over, open or print; no script, no request, works linked to their list."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from kb_cli import clock
from kb_cli.answers.bibliography import BibliographyAnswer
from kb_cli.answers.comparison import ComparisonAnswer
from kb_cli.answers.condition import ConditionAnswer, age
from kb_cli.answers.evidence_map import EvidenceMapAnswer
from kb_cli.answers.handout import HandoutAnswer
from kb_cli.answers.in_text import InTextAnswer
from kb_cli.answers.listing import ListingAnswer
from kb_cli.answers.log import LogAnswer, difference, newest, subject
from kb_cli.answers.pages import PagesAnswer
from kb_cli.answers.red_flags import RedFlagsAnswer
from kb_cli.answers.results import SearchAnswer
from kb_cli.answers.topic import TopicAnswer
from kb_cli.answers.treatment import TreatmentAnswer
from kb_cli.records.model import Condition, Topic
from kb_cli.records.notice import Notice
from kb_cli.records.sections import ANSWERS, AT_A_GLANCE, SECTIONS
from kb_cli.records.vocabularies import Certainty, Verdict
from kb_cli.render.html import document
from kb_cli.render.html.document import Document
from kb_cli.search.messages import asked, introduced, news, place, shown, weaker

CARRIES_NOTICE = True
SUFFIX = (".html", ".htm")
CITES_EITHER_WAY = True


def with_notice(body: Document | list[Document], notice: Notice, author_year: bool = False) -> str:
    """Give the file, of one document or several, with the notice in its footer; works are cited by number or name."""
    return document.written(body, notice, author_year)


def condition(answer: ConditionAnswer) -> Document:
    """Give the record: at a glance, red flags, summary, sections, what the page rests on."""
    condition = answer.condition
    sections = [(key.replace("_", "-"), key, SECTIONS[key]) for key in answer.sections if condition.section(key)]
    glance = {key: getattr(condition.at_a_glance, key) for key in answer.answers}
    between = [("summary", "Summary"), *((id, section.heading) for id, _, section in sections)]
    more = {
        "answers": [(ANSWERS[key].label, text) for key, text in glance.items() if text],
        "told": list(answer.what_helps()),
        "sections": sections,
        "contents": _contents(between, condition, answer) if answer.whole and answer.sections else [],
        "about": _about(condition, answer, newest(condition, answer.treatments)),
    }
    return Document("condition", condition.name, answer, answer.references, answer.numbers, answer.names, more=more)


def pages(answer: PagesAnswer) -> list[Document]:
    """Give the documents of the pages."""
    makers: dict[str, Callable[[Any], Document]] = {"condition": condition, "topic": topic, "treatment": treatment}
    return [makers[one.kind](one) for one in answer.pages]


def topic(answer: TopicAnswer) -> Document:
    """Give the topic: its questions and answers, red flags, summary, passages."""
    topic = answer.topic
    contents = _contents([("summary", "Summary"), ("known", "What is known")], topic, answer)
    more = {"contents": [("answers", "Questions and answers"), *contents], "about": _about(topic, answer, "")}
    return Document("topic", topic.name, answer, answer.references, answer.numbers, answer.names, more=more)


def _contents(
    between: Iterable[tuple[str, str]], record: Condition | Topic, answer: ConditionAnswer | TopicAnswer
) -> list[tuple[str, str]]:
    """Give the ids and headings of a page, with these between its red flags and its end."""
    opening = [("red-flags", "Red flags")] if record.red_flags else []
    related = [("related", "Related")] if record.related else []
    works = [("references", "References")] if answer.references else []
    return [*opening, *between, *related, ("about", "About this page"), *works]


def _about(record: Condition | Topic, answer: ConditionAnswer | TopicAnswer, changed: str) -> list[tuple[str, str]]:
    """Give the facts of a record."""
    facts = {
        "Also called": ", ".join(record.aliases),
        "ICD-10": ", ".join(record.icd10) if isinstance(record, Condition) else "",
        "Reviewed": f"{clock.told(record.reviewed)}{', review due' if answer.due else ''}",
        "Changed": changed,
        "Works": age(answer.references.values()),
    }
    return [(label, text) for label, text in facts.items() if text]


def treatment(answer: TreatmentAnswer) -> Document:
    """Give a treatment: what it is, its verdicts, the conditions without one, the text per condition."""
    return Document("treatment", answer.treatment.name, answer, answer.references, names=answer.names)


def listing(answer: ListingAnswer) -> Document:
    """Give the conditions or topics as a table, under their regions where they are in the order of these."""
    regions = groupby(answer.heads, key=lambda head: head.region)
    groups: list[Any] = [(region, list(heads)) for region, heads in regions] if answer.by_region else []
    more = {
        "groups": groups or [(None, [*answer.heads, *answer.topics])],
        "columns": ["region"] if answer.heads and not answer.by_region else [],
    }
    return Document("listing", "Topics" if answer.topics else "Running injuries", answer, more=more)


def red_flags(answer: RedFlagsAnswer) -> Document:
    """Give the red flags by urgency, first what several conditions have."""
    answer = answer.read
    more = {"urgencies": _by_urgency(answer.signs, lambda sign: sign.whose)}
    return Document("red_flags", answer.title, answer, answer.references, names=answer.names, more=more)


def comparison(answer: ComparisonAnswer) -> Document:
    """Give the conditions side by side: telling them apart, at a glance, red flags, treatments."""
    glance = [
        (topic.label, [(one, getattr(one.at_a_glance, field)) for one in answer.conditions])
        for field, topic in AT_A_GLANCE.items()
    ]
    more = {
        "apart": {at.id: [one.text for one in answer.contrasts if one.id == at.id] for at in answer.conditions},
        "glance": [(label, texts) for label, texts in glance if any(text for _, text in texts)],
        "urgencies": _by_urgency(answer.signs, answer.whose),
    }
    return Document("comparison", answer.title, answer, answer.references, names=answer.names, more=more)


def _by_urgency(signs: Iterable[Any], whose: Any) -> list[tuple[Any, list[tuple[str, list[Any]]]]]:
    """Give the signs of each urgency, by whose they are."""
    return [
        (urgency, [(name, list(theirs)) for name, theirs in groupby(here, key=whose)])
        for urgency, here in groupby(signs, key=lambda sign: sign.flag.urgency)
    ]


def evidence_map(answer: EvidenceMapAnswer) -> Document:
    """Give the map as a table a group of treatments, with its legend; a narrow one tells verdicts in words."""
    judged = [one for row in answer.rows for one in row.verdicts.values()]
    more = {
        "verdicts": [one for one in Verdict if any(one is treatment.verdict for treatment in judged)],
        "certainties": [one for one in Certainty if any(one is treatment.evidence for treatment in judged)],
    }
    return Document("evidence_map", "Evidence map", answer, more=more)


def log(answer: LogAnswer) -> Document:
    """Give the changes by day, newest first, and by record."""
    days = [
        (day, [(name, list(changes)) for name, changes in groupby(of_day, key=lambda one: one.condition.name)])
        for day, of_day in groupby(answer.changes, key=lambda one: one.change.date)
    ]
    more = {"days": days, "difference": difference, "subject": subject}
    return Document("log", answer.title, answer, answer.references, names=answer.names, more=more)


def results(answer: SearchAnswer) -> Document:
    """Give what a search found: red flags, treatments and works that the words name, pages, the weaker by name."""
    whole = weaker(answer)
    more = {
        "news": news(answer),
        "urgencies": [
            (urgency, list(flags)) for urgency, flags in groupby(answer.red_flags, key=lambda flag: flag.match.urgency)
        ],
        "results": answer.results[:whole],
        "weaker": answer.results[whole:],
        "place": place,
        "introduced": introduced,
        "shown": shown,
    }
    return Document("results", f"Search: {asked(answer)}", answer, more=more)


def bibliography(answer: BibliographyAnswer) -> Document:
    """Give the works, each with what rests on it where that was asked for."""
    numbers = {entry.work.key: entry.number for entry in answer.entries}
    return Document("bibliography", answer.title, answer, answer.references, numbers, answer.names)


def handout(answer: HandoutAnswer) -> Document:
    """Give the sheet for a patient, made to be printed on two sides of A4."""
    works = (answer.references, answer.numbers, answer.names)
    return Document("handout", answer.title, answer, *works, styles=("style", "handout"))


def in_text(answer: InTextAnswer) -> Document:
    """Give the citation in each style, to be copied with its italics."""
    return Document("in_text", "In the running text", answer)
