"""Markdown as GitHub renders it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Protocol

from kb_cli.answers.bibliography import BibliographyAnswer, Claim, Entry
from kb_cli.answers.comparison import ComparisonAnswer, Shared
from kb_cli.answers.condition import ConditionAnswer
from kb_cli.answers.evidence_map import EvidenceMapAnswer
from kb_cli.answers.handout import Block, HandoutAnswer, Line, source, told
from kb_cli.answers.help import HelpAnswer, Terms
from kb_cli.answers.in_text import InText, InTextAnswer
from kb_cli.answers.listing import ListingAnswer
from kb_cli.answers.log import LogAnswer, Logged, difference, subject
from kb_cli.answers.pages import PagesAnswer
from kb_cli.answers.red_flags import RedFlagsAnswer
from kb_cli.answers.results import Match, SearchAnswer
from kb_cli.answers.topic import TopicAnswer
from kb_cli.answers.treatment import TreatmentAnswer
from kb_cli.citations import label
from kb_cli.citations.marked import linked, pieces
from kb_cli.citations.styles import vancouver
from kb_cli.records import effect_wording, markup
from kb_cli.records.grade_wording import SURE, verdict_name, words
from kb_cli.records.layer import Sourced, mark, whose
from kb_cli.records.model import Condition, Effect, Finding, Passage, RedFlag, Reference, Treatment
from kb_cli.records.notice import Notice
from kb_cli.records.sections import ANSWERS, AT_A_GLANCE, SECTIONS
from kb_cli.records.vocabularies import Certainty, GradedBy, Urgency, Verdict
from kb_cli.search.messages import asked, further, introduced, news, place, shown, weaker

CARRIES_NOTICE = True
SUFFIX = ".md"

_OPENING = re.compile(r"^(\d*)([#+.)-])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~]|&(?=#?\w+;))")


class Citing(Protocol):
    """An answer whose prose refers to works and to other records."""

    @property
    def references(self) -> dict[str, Reference]: ...  # noqa: D102

    @property
    def names(self) -> dict[str, str]: ...  # noqa: D102


def with_notice(body: str, notice: Notice) -> str:
    """Give the document with the notice as its last paragraph."""
    return f"{body.rstrip()}\n\n---\n\n**{escaped(notice.title)}.** {escaped(notice.text)}\n"


def condition(answer: ConditionAnswer) -> str:
    """Give the record as a document: title, facts, summary, red flags, sections, citations."""
    blocks = [*_head(answer), *_answers(answer), *_red_flags(answer.condition.red_flags, answer, answer.flags)]
    if answer.whole and not answer.sections:
        blocks += [f"## {SECTIONS['treatment'].heading}", _table(answer)]
    for section in answer.sections:
        if answer.condition.section(section):
            blocks.append(f"## {SECTIONS[section].heading}")
            blocks += _treatment(answer) if SECTIONS[section].treatments else _passages(answer, section)
    if answer.whole and answer.condition.related:
        blocks += ["## Related", "\n".join(f"- {escaped(answer.names[id])}" for id in answer.condition.related)]
    return _document(blocks, answer)


def pages(answer: PagesAnswer) -> str:
    """Give the documents of the pages, one after the other."""
    makers: dict[str, Callable[[Any], str]] = {"condition": condition, "topic": topic, "treatment": treatment}
    return "\n---\n\n".join(makers[one.kind](one) for one in answer.pages)


def topic(answer: TopicAnswer) -> str:
    """Give the topic as a document: its questions and answers, summary, red flags, passages, citations."""
    topic = answer.topic
    blocks = [f"# {escaped(topic.name)}", f"*{escaped(topic.gist)}*", *_whose(topic, "record")]
    blocks.append(_prose(topic.summary, answer))
    blocks.append("## Questions and answers")
    for one in topic.finding:
        blocks += [f"### {escaped(one.question)}", _grading(one), _prose(one.answer, answer)]
    blocks += _red_flags(topic.red_flags, answer)
    if not answer.brief:
        blocks += [_passage(passage, answer) for passage in topic.passage]
    return _document(blocks, answer)


def log(answer: LogAnswer) -> str:
    """Give the changes by day, newest first."""
    blocks = [f"# Changes: {escaped(answer.name)}" if answer.name else "# Changes"]
    for day, changes in groupby(answer.changes, key=lambda one: one.change.date):
        blocks.append(f"## {day.isoformat()}")
        blocks.append("\n".join(_change(one, answer) for one in changes))
    return _document(blocks, answer)


def _change(logged: Logged, answer: LogAnswer) -> str:
    change = logged.change
    where = "" if answer.name else f"{escaped(logged.condition.name)}, "
    what = f"{where}{escaped(subject(change, logged.condition, answer.treatments))}"
    return f"- **{what}**{escaped(difference(change))}. {_prose(change.why, answer)}"


def help(answer: HelpAnswer) -> str:
    """Give the topic: paragraphs, and terms as a list."""
    blocks = [f"# {escaped(answer.name)}", f"*{escaped(answer.gloss)}*"]
    for block in answer.blocks:
        if isinstance(block, Terms):
            blocks.append("\n".join(f"- **{escaped(term)}** {escaped(meaning)}" for term, meaning in block.entries))
        else:
            blocks.append(_OPENING.sub(r"\1\\\2", escaped(block)))
    return "\n\n".join(blocks) + "\n"


def listing(answer: ListingAnswer) -> str:
    """Give the conditions as a table."""
    rows = [
        (f"{head.name}{mark(head)}", head.region.label, f"{head.evidence.symbol} {head.evidence.label}", head.gist)
        for head in answer.heads
    ]
    return "# Running injuries\n\n" + table(("Condition", "Region", "Evidence", "In short"), rows)


def treatment(answer: TreatmentAnswer) -> str:
    """Give a treatment: what it is, its verdicts, the conditions without one, the text per condition, citations."""
    kind = answer.treatment
    facts = {"Also called": ", ".join(kind.aliases), "Group": kind.group.label.lower()}
    listed = "\n".join(f"- **{name}:** {escaped(value)}" for name, value in facts.items() if value)
    rows = [
        (escaped(at.name), *map(escaped, _judged(one)), _prose(one.key_figure or "", answer))
        for at, one in answer.judgements
    ]
    columns = ("Condition", "Verdict", "Certainty", "Graded by", "Key figure")
    blocks = [f"# {escaped(kind.name)}", f"*{escaped(kind.what)}*", *_whose(kind, "treatment"), listed, "## Verdicts"]
    blocks += [_rows(columns, rows).rstrip()] if rows else []
    if answer.unjudged:
        blocks.append(f"**No verdict recorded:** {escaped(', '.join(one.name for one in answer.unjudged))}.")
    for at, one in () if answer.brief else answer.judgements:
        blocks += [f"### {escaped(at.name)}", _grading(one), _prose(one.text, answer), _effects(one, answer)]
    return _document(blocks, answer)


def evidence_map(answer: EvidenceMapAnswer) -> str:
    """Give the map as a table a group of treatments, with its legend."""
    verdicts = ", ".join(f"{escaped(one.symbol)} {verdict_name(one)}" for one in Verdict)
    certainties = ", ".join(f"{one.symbol} {one.label} ({SURE[one]})" for one in Certainty)
    blocks = ["# Evidence map", f"- **Verdict:** {verdicts}\n- **Certainty:** {certainties}"]
    for group, rows in answer.groups.items():
        columns = (group.label, *(one.name for one in answer.columns))
        cells = [(row.treatment.name, *(_sign(row.verdicts.get(one.id)) for one in answer.columns)) for row in rows]
        blocks.append(table(columns, cells).rstrip())
    blocks.append(f"Cells with a verdict: {answer.judged}. Empty, no verdict recorded for or against: {answer.empty}.")
    return "\n\n".join(blocks) + "\n"


def comparison(answer: ComparisonAnswer) -> str:
    """Give the conditions as the columns of tables: telling them apart, at a glance, red flags, treatments."""
    names = [one.name for one in answer.conditions]
    apart = [
        " ".join(_prose(one.text, answer) for one in answer.contrasts if one.id == at.id) for at in answer.conditions
    ]
    glances = [("In short", *(escaped(one.gist) for one in answer.conditions))]
    for field, topic in AT_A_GLANCE.items():
        texts = [getattr(one.at_a_glance, field) or "" for one in answer.conditions]
        glances.append((topic.label, *(_prose(text, answer) for text in texts)))
    blocks = [f"# {escaped(' or '.join(names))}"]
    blocks += ["## Telling them apart", _rows(tuple(names), [tuple(apart)]).rstrip()] if any(apart) else []
    blocks += ["## At a glance", _rows(("", *names), glances).rstrip(), "## Red flags"]
    for one in answer.conditions:
        blocks += [f"### {escaped(one.name)}", *_urgencies(one.red_flags, answer)]
    for title, shared in (
        ("Treatments with different verdicts", answer.different),
        ("Treatments with the same verdict", answer.alike),
        ("Treatments without a verdict for all", answer.partly),
    ):
        if shared:
            rows = [_shared(one, answer.conditions) for one in shared]
            blocks += [f"## {title}", table(("Treatment", *names), rows).rstrip()]
    if answer.with_effects:
        blocks += ["## In 100 people", "\n".join(_compared_effects(answer))]
    return _document(blocks, answer)


def _compared_effects(answer: ComparisonAnswer) -> Iterator[str]:
    for kind, verdicts in answer.with_effects:
        for at in answer.conditions:
            if one := verdicts.get(at.id):
                where = escaped(f"{kind.name}, {at.name}")
                yield from (f"- {where}: {_effect(effect, one, answer)}" for effect in one.effects)


def handout(answer: HandoutAnswer) -> str:
    """Give the sheet as a document: the main message, the parts, the works by number, who made it."""
    blocks = [f"# {escaped(answer.title)}", *([f"*{escaped(answer.giver)}*"] if answer.giver else [])]
    for part in answer.parts:
        blocks += [f"## {escaped(part.heading)}"] if part.heading else []
        blocks += [shown for block in part.blocks for shown in _sheet_block(block, answer)]
    works = [
        f"{number}. {escaped(source(work))}{f' {_target(work.address)}' if work.address else ''}"
        for number, work in enumerate(answer.references.values(), 1)
    ]
    blocks += ["## Where this comes from", *(["\n".join(works)] if works else []), escaped(" ".join(answer.made))]
    return "\n\n".join(blocks) + "\n"


def _sheet_block(block: Block, answer: HandoutAnswer) -> Iterator[str]:
    if block.heading:
        yield f"### {escaped(block.heading)}"
    said = [_said(line, answer) for line in block.lines]
    if block.kind == "steps":
        yield "\n".join(f"{number}. {one}" for number, one in enumerate(said, 1))
    elif block.kind == "list" or len(said) > 1:
        yield "\n".join(f"- {one}" for one in said)
    else:
        yield "\n".join(said) if said else "\\_" * 60


def _said(line: Line, answer: HandoutAnswer) -> str:
    text = _OPENING.sub(r"\1\\\2", escaped(told(line, answer)))
    return f"**{escaped(line.label)}:** {text}" if line.label else text


def red_flags(answer: RedFlagsAnswer) -> str:
    """Give the red flags by condition, each most urgent first."""
    answer = answer.read
    blocks = ["# Red flags"]
    for one in answer.conditions:
        blocks += [f"## {escaped(one.name)}", *_urgencies(one.red_flags, answer)]
    return _document(blocks, answer)


def results(answer: SearchAnswer) -> str:
    """Give what a search found: red flags, treatments and works that the words name, conditions, the weaker by name."""
    blocks = [f"# Search: {escaped(asked(answer))}"]
    if answer.red_flags:
        flags = (f"- {_place(flag.match)}{_command(further(flag))}" for flag in answer.red_flags)
        blocks += ["## Red flags", "\n".join(flags)]
    blocks += map(escaped, news(answer))
    named = [*_treatments_found(answer), *_works_found(answer)]
    conditions = _conditions_found(answer)
    blocks += [*named, *conditions] if answer.about_treatment else [*conditions, *named]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _command(command: str) -> str:
    return f" (`{command}`)" if command else ""


def _treatments_found(answer: SearchAnswer) -> Iterator[str]:
    for treatment in answer.treatments:
        rows = [
            (name, words(one.verdict, one.evidence), f"{one.evidence.symbol} {one.evidence.label}")
            for _, name, one in treatment.verdicts
        ]
        yield f"## {escaped(treatment.name)}"
        yield f"*{escaped(treatment.what)}{mark(treatment)}*"
        yield table(("Condition", "Verdict", "Certainty"), rows).rstrip()


def _works_found(answer: SearchAnswer) -> Iterator[str]:
    for work in answer.references:
        cited = "\n".join(f"- **{escaped(name)}**, {_place(match)}" for _, name, match in work.cited_by)
        address = f" {_target(work.address)}" if work.address else ""
        yield f"## {escaped(work.label)}"
        yield f"{escaped(work.entry)}{address}{mark(work)}"
        yield cited or "Cited nowhere."


def _conditions_found(answer: SearchAnswer) -> list[str]:
    blocks: list[str] = []
    whole = weaker(answer)
    for number, result in enumerate(answer.results[:whole], 1):
        where = result.region.label if result.region else result.kind
        facts = f"{where}, evidence {result.evidence.symbol} {result.evidence.label}{mark(result)}"
        blocks += [f"## {number}. {escaped(result.name)}", f"*{facts}*, `kb show {result.id}`"]
        blocks.append(_OPENING.sub(r"\1\\\2", _sentence(result.in_short)))
        blocks.append("\n".join(f"- {_place(match)}" for match in shown(answer, result)))
    if names := [f"- {escaped(one.name)}{mark(one)}, `kb show {one.id}`" for one in answer.results[whole:]]:
        blocks += ["## Weaker", "\n".join(names)]
    return blocks


def _place(match: Match) -> str:
    return f"{escaped(introduced(place(match)))}{_sentence(match)}"


def _sentence(match: Match) -> str:
    """Give the sentence with the matched words in bold."""
    pieces, position = [""], 0
    for start, end in match.marks:
        pieces += [escaped(match.text[position:start]), f"**{escaped(match.text[start:end])}**"]
        position = end
    return "".join([*pieces, escaped(match.text[position:])])


def bibliography(answer: BibliographyAnswer) -> str:
    """Give the works as a numbered list, or as paragraphs where the style has no numbers."""
    blocks = [f"# {escaped(answer.title)}"]
    for entry in answer.entries:
        blocks.append(_entry(entry))
        if answer.claims:
            # Four spaces keep what follows within the item of the list.
            margin = "    " if entry.number else ""
            lines = [f"Kind of study: {escaped(entry.work.study)}\n"] if entry.work.study else []
            lines += [_claim(claim, answer) for claim in entry.claims] or ["No record rests on it."]
            blocks.append("\n".join(f"{margin}{line}".rstrip() for line in "\n".join(lines).split("\n")))
    return "\n\n".join(blocks) + "\n"


def in_text(answer: InTextAnswer) -> str:
    """Give a paragraph a style, which begins with its name."""
    return "\n\n".join(f"**{escaped(one.style)}:** {_cited(one)}" for one in answer.citations) + "\n"


def _cited(one: InText) -> str:
    shown = "".join(f"*{escaped(text)}*" if italic else escaped(text) for text, italic in pieces(one.text))
    return f"<sup>{shown}</sup>" if one.raised else shown


def _entry(entry: Entry) -> str:
    pieces = linked(entry.text, entry.work)
    shown = "".join(
        f"[{escaped(text)}]({_target(address)})" if address else f"*{escaped(text)}*" if italic else escaped(text)
        for text, italic, address in pieces
    )
    return f"{entry.number}. {shown}" if entry.number else _OPENING.sub(r"\1\\\2", shown)


def _claim(claim: Claim, answer: BibliographyAnswer) -> str:
    sentence = "".join(_span(span, answer) for span in markup.spans(claim.sentence))
    return f"- **{escaped(claim.name)}**, {escaped(claim.place)}: {sentence}"


def table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Give a table; the cells are plain text."""
    return _rows(tuple(map(escaped, columns)), (tuple(map(escaped, row)) for row in rows))


def _rows(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [columns, ("---",) * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def escaped(text: str) -> str:
    """Give plain text so that Markdown shows it as it is."""
    return _SPECIAL.sub(r"\\\1", text)


def _target(address: str) -> str:
    """Give an address as that of a link, or as a link of its own; an address holds no brackets, but may hold &amp;."""
    return f"<{_ENTITY.sub('&amp;', address)}>"


def _head(answer: ConditionAnswer) -> list[str]:
    condition = answer.condition
    facts = [
        ("Also called", ", ".join(condition.aliases)),
        ("Region", condition.region.label),
        ("ICD-10", ", ".join(condition.icd10)),
        ("Evidence", f"{condition.evidence.symbol} {condition.evidence.label}"),
        ("Reviewed", condition.reviewed.isoformat()),
    ]
    listed = "\n".join(f"- **{name}:** {escaped(value)}" for name, value in facts if value)
    summary = [_prose(condition.summary, answer)] if answer.summary else []
    title = [f"# {escaped(condition.name)}", f"*{escaped(condition.gist)}*", *_whose(condition, "record")]
    return [*title, listed, *summary]


def _whose(one: Sourced, what: str) -> list[str]:
    said = whose(one, what)
    return [f"*{said}*"] if said else []


def _document(blocks: list[str], answer: Citing) -> str:
    works = ["## Citations", "\n".join(_citations(answer.references))] if answer.references else []
    return "\n\n".join([*blocks, *works]) + "\n"


def _answers(answer: ConditionAnswer) -> list[str]:
    """Give what people ask first, and its answers."""
    texts = {key: getattr(answer.condition.at_a_glance, key) for key in answer.answers}
    said = [f"- **{escaped(ANSWERS[key].label)}** {_prose(text, answer)}" for key, text in texts.items() if text]
    return ["\n".join(said)] if said else []


def _red_flags(flags: tuple[RedFlag, ...], answer: Citing, whole: bool = True) -> list[str]:
    return ["## Red flags", *_urgencies(flags, answer, whole)] if flags else []


def _urgencies(flags: tuple[RedFlag, ...], answer: Citing, whole: bool = True) -> list[str]:
    """Give the signs by urgency, whole or in short; in short they cite nothing."""
    blocks = []
    for urgency in Urgency:
        here = [flag for flag in flags if flag.urgency is urgency]
        if here:
            texts = (flag.text if whole else flag.short or markup.unmarked(flag.text) for flag in here)
            listed = "\n".join(f"- {_prose(text, answer)}" for text in texts)
            blocks += [f"**{urgency.value.capitalize()}: {urgency.advice}**", listed]
    return blocks


def _passages(answer: ConditionAnswer, section: str) -> list[str]:
    return [_passage(passage, answer) for passage in answer.condition.sections[section]]


def _passage(passage: Passage, answer: Citing) -> str:
    text = _prose(passage.text, answer)
    if passage.callout:
        heading = f"**{escaped(passage.heading)}**\n\n" if passage.heading else ""
        return "\n".join(f"> {line}".rstrip() for line in (heading + text).split("\n"))
    return f"### {escaped(passage.heading)}\n\n{text}" if passage.heading else text


def _treatment(answer: ConditionAnswer) -> list[str]:
    blocks = [_table(answer)]
    if answer.condition.evidence_basis:
        blocks += ["### How sure the main message is", _prose(answer.condition.evidence_basis, answer)]
    for one in answer.condition.treatment:
        name = escaped(answer.treatments[one.id].name)
        blocks += [f"### {name}", _grading(one), _prose(one.text, answer), _effects(one, answer)]
    return blocks


def _effects(treatment: Treatment, answer: Citing) -> str:
    listed = [f"- {_effect(effect, treatment, answer)}" for effect in treatment.effects]
    return "\n".join(listed) or f"*{escaped(effect_wording.NONE)}*"


def _effect(effect: Effect, treatment: Treatment, answer: Citing) -> str:
    said = escaped(effect_wording.in_people(effect).words)
    source = "".join(_span(span, answer) for span in markup.spans(effect_wording.source(effect)))
    return f"**{said}**{source} {treatment.evidence.symbol} {treatment.evidence.label}"


def _grading(one: Treatment | Finding) -> str:
    by = "a cited source" if one.graded_by is GradedBy.SOURCE else "kb"
    return f"*{words(one.verdict, one.evidence)}* ({one.evidence.symbol} {one.evidence.label}, graded by {by})"


def _judged(one: Treatment) -> tuple[str, str, str]:
    return words(one.verdict, one.evidence), f"{one.evidence.symbol} {one.evidence.label}", one.graded_by.value


def _sign(one: Treatment | None) -> str:
    return f"{one.verdict.symbol} {one.evidence.symbol}" if one else ""


def _shared(shared: Shared, conditions: Iterable[Condition]) -> tuple[str, ...]:
    kind, verdicts = shared
    cells = [
        f"{words(one.verdict, one.evidence)} ({one.evidence.symbol} {one.evidence.label})"
        if (one := verdicts.get(at.id))
        else "no verdict recorded"
        for at in conditions
    ]
    return kind.name, *cells


def _table(answer: ConditionAnswer) -> str:
    rows = [(answer.treatments[one.id].name, *_judged(one)) for one in answer.condition.treatment]
    return table(("Treatment", "Verdict", "Certainty", "Graded by"), rows).rstrip()


def _prose(text: str, answer: Citing) -> str:
    return "\n\n".join(_paragraph(part, answer) for part in markup.paragraphs(text))


def _paragraph(paragraph: str, answer: Citing) -> str:
    # What would open a list or a heading at the start of a line is escaped too.
    return _OPENING.sub(r"\1\\\2", "".join(_span(span, answer) for span in markup.spans(paragraph)))


def _span(span: markup.Span, answer: Citing) -> str:
    if isinstance(span, markup.Words):
        return escaped(span.text)
    if isinstance(span, markup.Citation):
        return f"({'; '.join(_linked(label(answer.references[key]), answer.references[key]) for key in span.keys)})"
    return f"*{escaped(markup.linked_name(span, answer.names))}*"


def _linked(text: str, work: Reference) -> str:
    return f"[{escaped(text)}]({_target(work.address)})" if work.address else escaped(text)


def _citations(references: Mapping[str, Reference]) -> list[str]:
    lines = []
    for number, work in enumerate(references.values(), 1):
        address = f" {_target(work.address)}" if work.address else ""
        lines.append(f"{number}. {escaped(vancouver.line(work))}{address}{mark(work)}")
    return lines
