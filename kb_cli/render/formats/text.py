"""Plain text for screen readers, plain terminals, grep and e-mails: one idea a line, nothing beside anything.

Lines are never wrapped. The first begins with "Title:", those that open a part with "Heading:" or "Subheading:", so
that they can be heard and looked for; signs are told in words, tables in sentences, works by author and year.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Protocol

from kb_cli.answers.bibliography import BibliographyAnswer, Claim
from kb_cli.answers.check import CheckAnswer
from kb_cli.answers.comparison import ComparisonAnswer, Shared
from kb_cli.answers.condition import ConditionAnswer
from kb_cli.answers.evidence_map import EvidenceMapAnswer
from kb_cli.answers.handout import Block, HandoutAnswer, source
from kb_cli.answers.help import HelpAnswer, Terms
from kb_cli.answers.imported import Imported, ImportedAnswer
from kb_cli.answers.in_text import InTextAnswer
from kb_cli.answers.listing import ListingAnswer
from kb_cli.answers.log import LogAnswer, difference, subject
from kb_cli.answers.message import MessageAnswer
from kb_cli.answers.own_file import OwnFileAnswer
from kb_cli.answers.pages import PagesAnswer
from kb_cli.answers.paths import PathsAnswer
from kb_cli.answers.red_flags import RedFlagsAnswer
from kb_cli.answers.results import Match, Result, SearchAnswer
from kb_cli.answers.topic import TopicAnswer
from kb_cli.answers.treatment import TreatmentAnswer
from kb_cli.citations import label
from kb_cli.citations.marked import plain
from kb_cli.citations.styles import vancouver
from kb_cli.records import effect_wording, markup
from kb_cli.records.grade_wording import sentence, words
from kb_cli.records.layer import Sourced, whose
from kb_cli.records.model import Condition, Effect, Finding, Passage, RedFlag, Reference, Topic, Treatment
from kb_cli.records.notice import Notice
from kb_cli.records.sections import ANSWERS, AT_A_GLANCE, SECTIONS
from kb_cli.records.vocabularies import Certainty, GradedBy, Urgency
from kb_cli.sanitize import harmless_line
from kb_cli.search.messages import asked, further, introduced, news, place, shown, weaker

CARRIES_NOTICE = True
SUFFIX = ".txt"

# GRADE's marks, of which the words follow wherever they stand.
_MARKS = re.compile("[⊕⊖]+ ")


class Citing(Protocol):
    """An answer whose prose refers to works and to other records."""

    @property
    def references(self) -> Mapping[str, Reference]: ...  # noqa: D102

    @property
    def names(self) -> Mapping[str, str]: ...  # noqa: D102


def with_notice(body: str, notice: Notice) -> str:
    """Give the lines with the notice as the last one."""
    return f"{body}{notice.title}. {notice.text}\n"


def condition(answer: ConditionAnswer) -> str:
    """Give the page as lines: what people ask first, red flags, sections, works, facts; of parts these alone."""
    return _document(_condition(answer))


def topic(answer: TopicAnswer) -> str:
    """Give the topic as lines: signs, questions and answers, what lies behind them, works, facts."""
    return _document(_topic(answer))


def treatment(answer: TreatmentAnswer) -> str:
    """Give the treatment as lines: what it is, a verdict a line, the conditions without one, each in full, works."""
    return _document(_treatment(answer))


def comparison(answer: ComparisonAnswer) -> str:
    """Give what sets the conditions apart point by point, a line for each condition."""
    return _document(_comparison(answer))


def red_flags(answer: RedFlagsAnswer) -> str:
    """Give the signs by urgency, after each the pages that have it where there are several."""
    return _document(_sheet(answer.read))


def results(answer: SearchAnswer) -> str:
    """Give what a search found: red flags, news, results by number, the weaker by name."""
    return _document(_search(answer))


def log(answer: LogAnswer) -> str:
    """Give the changes by day, newest first."""
    return _document(_log(answer))


def listing(answer: ListingAnswer) -> str:
    """Give a line a page, the conditions below their regions where they are in this order."""
    return _document(_listing(answer))


def evidence_map(answer: EvidenceMapAnswer) -> str:
    """Give a line a filled cell, treatment by treatment under the name of its group, and the count of empty ones."""
    return _document(_map(answer))


def imported(answer: ImportedAnswer) -> str:
    """Give what became of each work, and under a new one all that it lacks."""
    return _document(_imported(answer))


def paths(answer: PathsAnswer) -> str:
    """Give where everything lies, each path on a line of its own."""
    return _document(_paths(answer))


def message(answer: MessageAnswer) -> str:
    """Give the lines as they are."""
    return _document(answer.lines)


def help(answer: HelpAnswer) -> str:
    """Give a paragraph or a term a line."""
    return _document(_help(answer))


def own_file(answer: OwnFileAnswer) -> str:
    """Give what was done with a file, and what can be done next."""
    return _document([f"{answer.done} {answer.path}", *answer.further])


def pages(answer: PagesAnswer) -> str:
    """Give the pages, one after the other."""
    makers: dict[str, Callable[[Any], str]] = {"condition": condition, "topic": topic, "treatment": treatment}
    return "".join(makers[one.kind](one) for one in answer.pages)


def check(answer: CheckAnswer) -> str:
    """Give a problem a line, with its place, why it matters and what to write."""
    return _document(_check(answer))


def bibliography(answer: BibliographyAnswer) -> str:
    """Give a line a work as it is pasted, after each the sentences that rest on it where they were asked for."""
    lines = []
    several = len(answer.entries) > 1
    for entry in answer.entries:
        lines.append(f"{entry.number}. {plain(entry.text)}" if entry.number and several else plain(entry.text))
        if answer.claims:
            lines += [f"Kind of study: {entry.work.study}."] if entry.work.study else []
            lines += [_claim(claim, answer) for claim in entry.claims] or ["No record rests on it."]
    return _document(lines)


def in_text(answer: InTextAnswer) -> str:
    """Give a line a style, after its name."""
    return _document(f"{one.style}: {one.plain}" for one in answer.citations)


def handout(answer: HandoutAnswer) -> str:
    """Give the sheet, its signs and steps told as such, and the works it rests on."""
    return _document(_handout(answer))


def _handout(answer: HandoutAnswer) -> Iterator[str]:
    yield f"Title: {answer.title}"
    if answer.giver:
        yield f"Given by: {answer.giver}"
    for part in answer.parts:
        if part.heading:
            yield from _heading(part.heading)
        for block in part.blocks:
            yield from _block(block, answer)
    yield from _heading("Where this comes from")
    for work in answer.references.values():
        yield f"{source(work)} {work.address or ''}".rstrip()
    yield from (_MARKS.sub("", one) for one in answer.made)


def _block(block: Block, answer: HandoutAnswer) -> Iterator[str]:
    """Give the lines of a block, signs as such and steps by number; nobody writes where there is no paper."""
    if block.heading:
        yield f"Subheading: {block.heading}"
    for number, line in enumerate(block.lines, 1):
        opening = f"Step {number}: " if block.kind == "steps" else "Sign: " if block.urgency else ""
        opening += f"{line.label}: " if line.label else ""
        if line.marked:
            yield from _prose(line.text, answer, opening)
        else:
            said = _MARKS.sub("", line.text)
            yield f"{opening}{said.rstrip('.')}." if block.urgency else f"{opening}{said}"


def _claim(claim: Claim, answer: BibliographyAnswer) -> str:
    return f"Cited by {claim.name}, {claim.place}: {_told(claim.sentence, answer)}"


def _condition(answer: ConditionAnswer) -> Iterator[str]:
    record = answer.condition
    yield f"Title: {record.name}"
    if answer.whole:
        yield record.gist
    yield from _whose(record, "record")
    yield from _first(answer)
    if answer.flags:
        yield from _red_flags(record.red_flags, answer)
    if answer.summary:
        yield from _heading("Summary")
        yield from _prose(record.summary, answer)
    for section in answer.sections:
        if record.section(section):
            yield from _heading(SECTIONS[section].heading, SECTIONS[section].gloss)
            yield from (
                _treatments(answer) if SECTIONS[section].treatments else _passages(record.sections[section], answer)
            )
    if answer.whole and answer.sections:
        yield from _related(record.related, answer)
    yield from _works(answer)
    if answer.whole and answer.sections:
        yield from _about(record, answer.due, answer)


def _first(answer: ConditionAnswer) -> Iterator[str]:
    """Give what people ask first: the signs in short unless they follow in full, the answers, of a page what helps."""
    record = answer.condition
    if answer.whole or not answer.flags:
        yield from _heading("Is it serious?")
        yield from _signs(record.red_flags)
    if answer.answers:
        yield from _heading("First answers")
    for key in answer.answers:
        if said := getattr(record.at_a_glance, key):
            yield _labelled(f"{ANSWERS[key].label}", said, answer)
    if answer.whole:
        yield from (f"{label}: {said}" for label, said in answer.what_helps())
    if answer.whole and not answer.sections:
        yield f"All of it: kb show {record.id}"


def _treatments(answer: ConditionAnswer) -> Iterator[str]:
    names = {one.id: answer.treatments[one.id].name for one in answer.condition.treatment}
    for one in answer.condition.treatment:
        yield f"Subheading: {names[one.id]}"
        yield from _at_length(one, answer)
    yield from _without_figures(names[one.id] for one in answer.condition.treatment if not one.effects)


def _at_length(one: Treatment, answer: Citing) -> Iterator[str]:
    yield f"Verdict: {_graded(one)}."
    yield from _prose(one.text, answer)
    yield from (_effect(effect, one, answer) for effect in one.effects)


def _without_figures(names: Iterable[str]) -> Iterator[str]:
    """Say once of which no figure in 100 people is known: to hear it of each tires."""
    if told := ", ".join(names):
        yield "Subheading: In 100 people"
        yield f"{effect_wording.NONE.removeprefix('In 100 people: ').capitalize()} That is so of: {told}."


def _topic(answer: TopicAnswer) -> Iterator[str]:
    record = answer.topic
    yield f"Title: {record.name}"
    yield record.gist
    yield from _whose(record, "record")
    if record.red_flags:
        yield from _heading("Is it serious?")
        yield from _signs(record.red_flags)
    yield from _heading("Questions and answers")
    for one in record.finding:
        yield f"Subheading: {one.question}"
        yield f"Verdict: {_graded(one)}."
        yield from _prose(one.answer, answer)
    if answer.brief:
        yield f"All of it: kb show {record.id}"
    else:
        yield from _red_flags(record.red_flags, answer)
        yield from _heading("Summary")
        yield from _prose(record.summary, answer)
        yield from _heading("What is known")
        yield from _passages(record.passage, answer)
        yield from _related(record.related, answer)
    yield from _works(answer)
    if not answer.brief:
        yield from _about(record, answer.due, answer)


def _treatment(answer: TreatmentAnswer) -> Iterator[str]:
    kind = answer.treatment
    yield f"Title: {kind.name}"
    yield kind.what
    yield from _whose(kind, "treatment")
    if kind.aliases:
        yield f"Also called: {', '.join(kind.aliases)}."
    yield f"Group: {kind.group.label.lower()}."
    yield from _heading(
        f"Verdicts for {len(answer.judgements)} of {len(answer.judgements) + len(answer.unjudged)} conditions"
    )
    for at, one in answer.judgements:
        yield f"{at.name}: {_graded(one)}."
        if one.key_figure:
            yield _labelled("Key figure", one.key_figure, answer)
    if answer.unjudged:
        yield f"No verdict recorded: {', '.join(one.name for one in answer.unjudged)}."
        yield "Nothing on it in their records, which says nothing for it or against it."
    if not answer.brief and answer.judgements:
        yield from _heading("Condition by condition")
        for at, one in answer.judgements:
            yield f"Subheading: {at.name}"
            yield from _at_length(one, answer)
        yield from _without_figures(at.name for at, one in answer.judgements if not one.effects)
    yield from _works(answer)


def _comparison(answer: ComparisonAnswer) -> Iterator[str]:
    yield f"Title: {' or '.join(one.name for one in answer.conditions)}"
    if answer.contrasts:
        yield from _heading("Telling them apart")
    for at in answer.conditions:
        for contrast in answer.contrasts:
            if contrast.id == at.id:
                yield from _prose(contrast.text, answer, f"{at.name}: ")
    yield from _heading("At a glance")
    for at in answer.conditions:
        yield f"{at.name}, {at.region.label}, {_sure(at.evidence)}: {at.gist}"
    for field, about in AT_A_GLANCE.items():
        said = [(at.name, getattr(at.at_a_glance, field)) for at in answer.conditions]
        if any(text for _, text in said):
            yield f"Subheading: {about.label}"
        yield from (_labelled(name, text, answer) for name, text in said if text)
    if answer.signs:
        yield from _heading("Red flags", "when it needs a clinician")
    for urgency, signs in groupby(answer.signs, key=lambda sign: sign.flag.urgency):
        yield f"Subheading: {_urgency(urgency)}"
        for sign in signs:
            yield from _prose(sign.flag.text, answer, f"Sign of {_and(sign.conditions)}: ")
    for heading, several in (
        ("Treatments with different verdicts", answer.different),
        ("Treatments with the same verdict", answer.alike),
        ("Treatments without a verdict for all", answer.partly),
    ):
        if several:
            yield from _heading(heading)
            yield from _shared(several, answer)


def _and(conditions: Iterable[Condition]) -> str:
    return " and ".join(one.name for one in conditions)


def _shared(several: Iterable[Shared], answer: ComparisonAnswer) -> Iterator[str]:
    for kind, verdicts in several:
        yield f"Subheading: {kind.name}"
        for at in answer.conditions:
            if one := verdicts.get(at.id):
                yield f"{at.name}: {_graded(one)}."
                yield from (_effect(effect, one, answer) for effect in one.effects)
            else:
                yield f"{at.name}: no verdict recorded."


def _sheet(answer: RedFlagsAnswer) -> Iterator[str]:
    several = len(answer.conditions) > 1
    of = f" of {len(answer.conditions)} conditions" if several else f": {answer.conditions[0].name}"
    yield f"Title: Red flags{of}"
    for urgency, signs in groupby(answer.signs, key=lambda sign: sign.flag.urgency):
        yield from _heading(_urgency(urgency))
        for sign in signs:
            yield from _prose(sign.flag.text, answer, "Sign: ")
            if several and not (answer.brief and len(sign.conditions) > 1):
                yield answer.pages(sign)
    yield from _works(answer)


def _search(answer: SearchAnswer) -> Iterator[str]:
    yield f"Title: Search: {asked(answer)}"
    if answer.red_flags:
        yield from _heading("Red flags", "warning signs with these words")
    for urgency, flags in groupby(answer.red_flags, key=lambda flag: flag.match.urgency):
        if urgency:
            yield f"{_urgency(urgency)}."
        for flag in flags:
            yield f"Sign: {_sentence(flag.match, answer)}"
            if command := further(flag):
                yield f"More of it: {command}"
    if said := news(answer):
        yield from _heading("About this search")
        yield from said
    yield from [*_named(answer), *_found(answer)] if answer.about_treatment else [*_found(answer), *_named(answer)]


def _found(answer: SearchAnswer) -> Iterator[str]:
    whole = weaker(answer)
    for number, one in enumerate(answer.results[:whole], 1):
        yield from _heading(f"Result {number}: {one.name}")
        where = f"{one.region.label}, " if one.region else ""
        yield f"{one.kind.capitalize()}, {where}{_sure(one.evidence)}{_yours(one)}."
        yield _sentence(one.in_short, answer)
        yield from (_match(match, answer) for match in shown(answer, one))
        yield _open(one)
    if whole < len(answer.results):
        yield from _heading("Weaker results")
        for one in answer.results[whole:]:
            yield f"{one.name}{_yours(one)}. {_open(one)}"
    if len(answer.results) < answer.total:
        yield f"{len(answer.results)} of {answer.total} pages; --limit shows more."


def _named(answer: SearchAnswer) -> Iterator[str]:
    for kind in answer.treatments:
        yield from _heading(f"Treatment: {kind.name}{_yours(kind)}")
        yield kind.what
        for _, name, one in kind.verdicts:
            yield f"{name}: {words(one.verdict, one.evidence)}, {one.evidence.label} certainty."
    for work in answer.references:
        yield from _heading(f"Work: {work.label}{_yours(work)}")
        yield work.entry
        yield from ([f"Link: {work.address}"] if work.address else [])
        yield f"Key: {work.key}"
        yield from (f"{name}, {_match(match, answer)}" for _, name, match in work.cited_by)
        if not work.cited_by:
            yield "No page rests on it."


def _open(result: Result) -> str:
    return f"To open it: kb show {result.id}"


def _match(match: Match, answer: SearchAnswer) -> str:
    return _MARKS.sub("", introduced(place(match))) + _sentence(match, answer)


def _sentence(match: Match, answer: SearchAnswer) -> str:
    """Give the sentence, with asterisks around the words found where these are asked for."""
    if not answer.marks:
        return match.text
    pieces, position = [], 0
    for start, end in match.marks:
        pieces += [match.text[position:start], f"*{match.text[start:end]}*"]
        position = end
    return "".join([*pieces, match.text[position:]])


def _log(answer: LogAnswer) -> Iterator[str]:
    yield f"Title: Changes: {answer.name}" if answer.name else "Title: Changes"
    for day, changes in groupby(answer.changes, key=lambda one: one.change.date):
        yield from _heading(f"{day.day} {day:%B %Y}")
        for record, change in changes:
            name = "" if answer.name else f"{record.name}, "
            what = f"{name}{subject(change, record, answer.treatments)}{difference(change)}"
            yield f"{what[:1].upper()}{what[1:]}."
            yield from _prose(change.why, answer, "Why: ")
    yield from _works(answer)


def _listing(answer: ListingAnswer) -> Iterator[str]:
    yield "Title: Topics" if answer.topics else "Title: Conditions"
    region = None
    for head in answer.heads:
        if answer.by_region and head.region is not region:
            yield from _heading(head.region.label.capitalize())
        region = head.region
        where = "" if answer.by_region else f", {head.region.label}"
        yield f"{head.name}{_yours(head)}{where}, {_sure(head.evidence)}{_due(head.id in answer.due)}: {head.gist}"
    for about in answer.topics:
        yield f"{about.name}{_yours(about)}, {_sure(about.evidence)}{_due(about.id in answer.due)}: {about.gist}"


def _map(answer: EvidenceMapAnswer) -> Iterator[str]:
    yield "Title: Evidence map"
    for group, rows in answer.groups.items():
        yield from _heading(group.label)
        for row in rows:
            for at, one in row.judged(answer.conditions):
                said = sentence(row.treatment.name, at.name, one.verdict, one.evidence)
                yield f"{said} Graded by {_grader(one)}."
            if not row.verdicts:
                yield f"{row.treatment.name}: no verdict recorded for any of these conditions."
    yield ""
    yield f"Cells with a verdict: {answer.judged}. Empty, no verdict recorded for or against: {answer.empty}."


def _imported(answer: ImportedAnswer) -> Iterator[str]:
    yield "Title: Import"
    yield answer.counts
    yield from answer.notes
    yield from ([answer.stopped] if answer.stopped else [])
    yield from (f"Not read: {one.place}: {one.why}" for one in answer.of("unread"))
    yield from (f"Not written: {one.key}: {one.why}" for one in answer.of("failed"))
    yield from (f"Known already: {one.place}, as {one.key}, by {one.why}" for one in answer.of("known"))
    if new := answer.of("new", "written"):
        yield from _heading("New references")
        yield f"They {'would lie' if answer.dry_run else 'lie'} in: {answer.folder}"
    for one in new:
        yield f"Subheading: {one.key}"
        yield from _new_work(one)


def _new_work(one: Imported) -> Iterator[str]:
    yield f"Title of the work: {one.title}"
    for left in one.left_out:
        yield f"Left out: {left.field}: {left.value}{f' ({left.why})' if left.why else ''}"
    yield from (f"Look at this: {doubt}" for doubt in one.doubts)
    yield from (f"Left to fill in: {field}" for field in one.missing)


def _paths(answer: PathsAnswer) -> Iterator[str]:
    yield "Title: Where everything lies"
    for one in answer.layers:
        yield f"{'What ships' if one.origin == 'shipped' else 'Your records'}: {one.state}."
        yield one.path
    if len(answer.layers) == 1:
        yield f"Your records: {'none, because KB_OWN is off' if answer.own else 'no folder'}."
    yield from ["Cache:", answer.cache] if answer.cache else ["Cache: none, nothing is kept."]
    yield from ["Program:", answer.program]


def _check(answer: CheckAnswer) -> Iterator[str]:
    yield "Title: Check of the data files"
    for one in answer.problems:
        yield f"{one.problem.place}: {one.severity}: {one.problem.message}"
        yield one.why
        yield f"What to write: {one.write}"
    yield f"{answer.summary}."


def _help(answer: HelpAnswer) -> Iterator[str]:
    yield f"Title: {answer.name}: {answer.gloss}"
    for block in answer.blocks:
        if isinstance(block, Terms):
            yield from (f"{term.removesuffix(':')}: {meaning}" for term, meaning in block.entries)
        else:
            yield block


def _document(lines: Iterable[str]) -> str:
    """Give the lines, each harmless and one, with an empty one behind them."""
    return "".join(f"{harmless_line(line)}\n" for line in (*lines, ""))


def _heading(text: str, gloss: str = "") -> list[str]:
    return ["", f"Heading: {text}, {gloss}" if gloss else f"Heading: {text}"]


def _whose(one: Sourced, what: str) -> Iterator[str]:
    if said := whose(one, what):
        yield said


def _yours(one: Sourced) -> str:
    return ", yours" if one.origin == "own" else ""


def _due(due: bool) -> str:
    return ", review due" if due else ""


def _sure(certainty: Certainty) -> str:
    return f"{certainty.label} certainty of evidence"


def _grader(one: Treatment | Finding) -> str:
    return "a cited source" if one.graded_by is GradedBy.SOURCE else "kb"


def _graded(one: Treatment | Finding) -> str:
    return f"{words(one.verdict, one.evidence)}, {one.evidence.label} certainty, graded by {_grader(one)}"


def _effect(effect: Effect, one: Treatment, answer: Citing) -> str:
    said = f"{effect_wording.in_people(effect).words}{effect_wording.source(effect)}"
    return f"{_told(said, answer)}, {one.evidence.label} certainty."


def _urgency(urgency: Urgency) -> str:
    return f"{urgency.value.capitalize()}: {urgency.advice}"


def _signs(flags: Iterable[RedFlag]) -> Iterator[str]:
    """Give the signs in short, most urgent first, a line each."""
    for urgency in Urgency:
        for flag in flags:
            if flag.urgency is urgency:
                yield f"{urgency.when}: {flag.short or markup.unmarked(flag.text).rstrip('.')}."


def _red_flags(flags: Sequence[RedFlag], answer: Citing) -> Iterator[str]:
    if flags:
        yield from _heading("Red flags", "when it needs a clinician")
    for urgency in Urgency:
        here = [flag for flag in flags if flag.urgency is urgency]
        if here:
            yield f"Subheading: {_urgency(urgency)}"
        for flag in here:
            yield from _prose(flag.text, answer, "Sign: ")


def _passages(passages: Iterable[Passage], answer: Citing) -> Iterator[str]:
    for passage in passages:
        if passage.heading:
            yield f"Subheading: {passage.heading}"
        yield from _prose(passage.text, answer)


def _related(ids: Sequence[str], answer: Citing) -> Iterator[str]:
    if ids:
        yield from _heading("Related pages")
    yield from (f"{answer.names[id]}. To open it: kb show {id}" for id in ids)


def _about(record: Condition | Topic, due: bool, answer: Citing) -> Iterator[str]:
    yield from _heading("About this page")
    if record.aliases:
        yield f"Other names: {', '.join(record.aliases)}."
    if isinstance(record, Condition):
        yield f"Region: {record.region.label}."
        yield from ([f"ICD-10: {', '.join(record.icd10)}."] if record.icd10 else [])
    yield f"Reviewed: {record.reviewed.day} {record.reviewed:%B %Y}{_due(due)}."
    yield f"How sure the main message is: {record.evidence.label} certainty."
    yield from _prose(record.evidence_basis or "", answer)


def _works(answer: Citing) -> Iterator[str]:
    """Give each work that is cited in a line that opens as it is cited, and its key."""
    if answer.references:
        yield from _heading("References")
    for work in answer.references.values():
        yield f"{label(work)}{_yours(work)}: {vancouver.line(work)} Key: {work.key}."


def _prose(text: str, answer: Citing, opening: str = "") -> Iterator[str]:
    """Give the text a sentence a line."""
    for paragraph in markup.paragraphs(text):
        for said in markup.sentences(paragraph):
            yield f"{opening}{_told(said, answer)}"
            opening = ""


def _labelled(name: str, text: str, answer: Citing) -> str:
    """Give a name and what is said of it in a sentence; a question needs no colon."""
    return f"{name}{' ' if name.endswith('?') else ': '}{_told(markup.one_line(text), answer)}"


def _told(text: str, answer: Citing) -> str:
    return markup.told(text, lambda key: label(answer.references[key]), answer.names)
