"""A sheet on one condition to hand to a patient: what to remember, when to get help, what to do, the choices.

It is a line of parts, each of blocks of lines, so that every format lays out the same sheet. What the record's
``[handout]`` does not say in plain words is told in those of the record, and the rest is computed.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from kb_cli import __version__, clock
from kb_cli.answers import lookup
from kb_cli.citations import label
from kb_cli.records import effect_wording, markup
from kb_cli.records.grade_wording import SURE, Benefit, benefit, words
from kb_cli.records.library import Library
from kb_cli.records.model import AtAGlance, Choice, Condition, Effect, Reference, Treatment, TreatmentKind, is_due
from kb_cli.records.names import mid_sentence
from kb_cli.records.sections import ANSWERS, AT_A_GLANCE
from kb_cli.records.vocabularies import Certainty, Urgency, Verdict

# A record that names no choices has so many, the best known.
MOST_CHOICES = 4

QUESTIONS = (
    "What else could my pain be?",
    "Which of these choices fits me, and why?",
    "What if I do nothing for now?",
    "How will I know that it works, and by when?",
    "When should I come back?",
)
VALUES = "What matters most to me? Less pain soon, running soon, little time or cost, few risks:"
NO_SIGNS = "This record names no signs. If you feel ill or get worse, ask a doctor."
NONE_ADVISED_AGAINST = "We judged nothing here to be of little use."
HARMS = "Where no harm is named, our sources do not say if there is any."
NOTHING = "Doing nothing for now"
NOT_RATED = "Not rated."
AGREED = "What we agreed, and when to come back:"

# What speaks for a treatment at all, however unsure that is.
FAVOURED = (Verdict.RECOMMENDED, Verdict.ADJUNCT, Verdict.SHORT_TERM_RELIEF)

Kind = Literal["prose", "list", "steps", "room"]
Kinds = dict[str, TreatmentKind]


class Line(NamedTuple):
    """A line, perhaps after a label; ``marked`` text is prose of a record, with its citations and links."""

    text: str
    label: str = ""
    marked: bool = True


class Block(NamedTuple):
    """Lines of a kind: prose, a list, steps in order, or room to write in.

    ``urgency`` is that of a list of signs; ``effects`` are what a choice came to, for those who can draw it.
    """

    kind: Kind
    lines: tuple[Line, ...] = ()
    heading: str = ""
    urgency: Urgency | None = None
    effects: tuple[Effect, ...] = ()


class Part(NamedTuple):
    """A part of the sheet under its heading; the first, the main message, has none."""

    key: str
    heading: str
    blocks: tuple[Block, ...]


class HandoutAnswer(NamedTuple):
    """The sheet: its title, who gives it, its parts, the works that it cites, and who made it and when."""

    condition: Condition
    title: str
    giver: str
    parts: tuple[Part, ...]
    references: dict[str, Reference]
    numbers: dict[str, int]
    names: dict[str, str]
    made: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "handout"


def answer(library: Library, name: str, giver: str = "", today: date | None = None) -> HandoutAnswer:
    """Make the sheet on a condition, by any of its names; ``giver`` hands it out, ``today`` tells whether it is due.

    Raises NotFoundError, and BadDataError for a broken record.
    """
    found = library.condition(lookup.find(library, name, "condition").id)
    parts = tuple(_parts(found, library.treatment_kinds))
    blocks = [block for part in parts for block in part.blocks]
    texts = [text for block in blocks for text in _texts(block)]
    references = library.references(markup.cited(texts))
    newest = max((head.reviewed for head in library.heads.values()), default=found.reviewed)
    return HandoutAnswer(
        condition=found,
        title=_title(found),
        giver=giver,
        parts=parts,
        references=references,
        numbers=markup.numbered(references),
        names={id: library.name_of(id) for id in markup.linked(texts)},
        made=tuple(_made(found, newest, today is not None and is_due(found, today))),
    )


def _texts(block: Block) -> Iterator[str]:
    yield from (line.text for line in block.lines if line.marked)
    yield from map(effect_wording.sentence, block.effects)


def source(work: Reference) -> str:
    """Give a work in short, without its address; one that has none is named with where it stands."""
    return label(work) if work.address else ". ".join(filter(None, (label(work), work.container_title)))


def told(line: Line, answer: HandoutAnswer) -> str:
    """Give a line, without its label, in plain characters: its citations as numbers in brackets, its links as names."""
    spans = markup.spans(markup.one_line(line.text)) if line.marked else [markup.Words(line.text)]
    return "".join(_told(span, answer) for span in spans)


def _told(span: markup.Span, answer: HandoutAnswer) -> str:
    if isinstance(span, markup.Words):
        return span.text
    if isinstance(span, markup.Citation):
        return f"[{', '.join(str(answer.numbers[key]) for key in span.keys)}]"
    return markup.linked_name(span, answer.names)


def _title(found: Condition) -> str:
    other = next((alias for alias in found.aliases if alias.lower() not in found.name.lower()), "")
    return f"{found.name} ({other})" if other else found.name


def _parts(found: Condition, kinds: Kinds) -> Iterator[Part]:
    plain, glance = found.handout, found.at_a_glance
    message = plain.message if plain else markup.sentences(markup.paragraphs(found.summary)[0])[0]
    what = [_prose(plain.what)] if plain else [_computed(f"{found.gist}."), *_where(glance)]
    choices = _choices(found)
    chosen = {one.id for one in choices}
    yield Part("message", "", (_prose(message),))
    yield Part("what", "What is it?", tuple(what))
    yield Part("flags", "When to get help", tuple(_signs(found)) or (_computed(NO_SIGNS),))
    for key in ("running", "duration"):
        if text := (plain and getattr(plain, key)) or getattr(glance, key):
            yield Part(key, ANSWERS[key].label, (_prose(text),))
    if steps := tuple(_steps(found)):
        yield Part("steps", "What to do first", steps)
    if found.treatment:
        yield Part("choices", "Your choices", tuple(_options(found, choices, kinds)))
    others = [one for one in found.treatment if one.verdict in FAVOURED and one.id not in chosen]
    if others:
        yield Part("others", "Other things to ask about", (Block("list", tuple(_by_words(others, kinds))),))
    if found.treatment:
        yield Part("little_use", "What is of little use", tuple(_little_use(found, kinds)))
    if unknown := tuple(_unknown(found, chosen, kinds)):
        yield Part("unknown", "What nobody knows yet", unknown)
    asked = (*QUESTIONS, *(plain.questions if plain else ()))
    yield Part("questions", "Questions to ask", (Block("list", tuple(Line(one, marked=False) for one in asked)),))
    yield Part("notes", "Notes", (_computed(VALUES), Block("room"), _computed(AGREED), Block("room")))


def _where(glance: AtAGlance) -> Iterator[Block]:
    for key in ("site", "provoked_by"):
        if text := getattr(glance, key):
            yield Block("prose", (Line(text, AT_A_GLANCE[key].label),))


def _signs(found: Condition) -> Iterator[Block]:
    for urgency in Urgency:
        here = [flag.short or markup.unmarked(flag.text) for flag in found.red_flags if flag.urgency is urgency]
        if here:
            yield Block("list", tuple(Line(one, marked=False) for one in here), _upper(urgency.advice), urgency)


def _steps(found: Condition) -> Iterator[Block]:
    """Give what to do today, its citations behind it, and the steps of it."""
    if first := found.at_a_glance.first_step:
        keys = "; ".join(f"@{key}" for key in markup.cited([first]))
        yield _prose(f"{markup.uncited(first).removesuffix('.')} [{keys}]." if keys else first)
    if found.handout:
        yield Block("steps", tuple(map(Line, found.handout.steps)))


def _choices(found: Condition) -> Sequence[Choice]:
    """Give the choices that the record tells in plain words, else the best of its treatments without a word."""
    if found.handout and found.handout.choice:
        return found.handout.choice
    favoured = [one for one in found.treatment if one.verdict in FAVOURED]
    return [Choice(one.id, None, "", "", "") for one in favoured[:MOST_CHOICES]]


def _options(found: Condition, choices: Sequence[Choice], kinds: Kinds) -> Iterator[Block]:
    judged = {one.id: one for one in found.treatment}
    yield _computed(HARMS)
    for one in choices:
        treatment = judged[one.id]
        said = _upper(words(treatment.verdict, treatment.evidence))
        sure = f"{treatment.evidence.symbol} {SURE[treatment.evidence]}. {said}."
        name = kinds[one.id].name
        shown = f"{one.name} ({mid_sentence(name)})" if one.name else name
        option = _option(shown, one._replace(doing=one.doing or kinds[one.id].what), sure)
        yield option._replace(effects=tuple(filter(_with_or_without, treatment.effects)))
    if found.handout and found.handout.nothing:
        yield _option(NOTHING, found.handout.nothing, NOT_RATED)


def _with_or_without(effect: Effect) -> bool:
    """Tell whether an effect is of what a choice is about: with the treatment or without it, as lots were drawn."""
    return effect.randomised and not effect.instead


def _option(name: str, one: Choice, sure: str) -> Block:
    sides = (Line(one.doing, "What you do"), Line(one.for_, "For"), Line(one.against, "Against"))
    told = (line for line in sides if line.text)
    return Block("prose", (*told, Line(sure, "How sure", marked=False)), name)


def _little_use(found: Condition, kinds: Kinds) -> Iterator[Block]:
    advised_against = [one for one in found.treatment if benefit(one.verdict, one.evidence) is Benefit.NOT_ADVISED]
    if advised_against:
        yield Block("list", tuple(_by_words(advised_against, kinds)))
    else:
        yield _computed(NONE_ADVISED_AGAINST)


def _unknown(found: Condition, chosen: set[str], kinds: Kinds) -> Iterator[Block]:
    if found.handout and found.handout.unknown:
        yield _prose(found.handout.unknown)
    untold = [one for one in found.treatment if one.verdict is Verdict.UNCERTAIN and one.id not in chosen]
    if untold:
        yield Block("list", tuple(_by_words(untold, kinds)))


def _by_words(treatments: Iterable[Treatment], kinds: Kinds) -> Iterator[Line]:
    """Give the names of these treatments after the computed words that are said of them."""
    named: dict[str, list[str]] = {}
    for one in treatments:
        said = _upper(words(one.verdict, one.evidence).replace(": ", ", "))
        named.setdefault(said, []).append(mid_sentence(kinds[one.id].name))
    yield from (Line(f"{', '.join(names)}.", said, marked=False) for said, names in named.items())


def _made(found: Condition, newest: date, due: bool) -> Iterator[str]:
    by = "the kb authors" if found.origin == "shipped" else "whoever gives it to you, in a record of their own"
    late = ", which is past: ask whether more is known by now" if due else ""
    yield f"Made with kb {__version__} by {by}, from the works in this list; data of {clock.told(newest)}."
    yield f"Last reviewed on {clock.told(found.reviewed)}, due again a year later{late}; changes are kept with reasons."
    steps = " to ".join(f"{one.symbol} {one.label}" for one in (Certainty.VERY_LOW, Certainty.HIGH))
    yield f"How sure: by GRADE, from {steps}, as judged by the kb authors or a work in this list."


def _prose(text: str) -> Block:
    return Block("prose", tuple(map(Line, markup.paragraphs(text))))


def _computed(text: str) -> Block:
    return Block("prose", (Line(text, marked=False),))


def _upper(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
