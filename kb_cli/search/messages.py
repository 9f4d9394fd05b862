"""What a search has to say about itself, in plain words: what was mended, how well it fits, what to try next."""

from collections.abc import Sequence

from kb_cli.answers.results import (
    Answered,
    FlagFound,
    Judged,
    Match,
    NotCoveredFound,
    Result,
    SearchAnswer,
    TreatmentFound,
)
from kb_cli.records.grade_wording import words
from kb_cli.records.names import mid_sentence
from kb_cli.records.sections import PARTS
from kb_cli.records.vocabularies import Urgency
from kb_cli.sanitize import harmless, quoted

_PLACES = {
    "name": "Also called",
    "gist": "In short",
    "at_a_glance": "At a glance",
    "question": "Question",
    "finding": "Answer",
    "passage": "What is known",
    "references": "References",
} | PARTS
_MOST = 3

_SIGNS_FIRST = (
    "Have these signs seen to first: what pages say of running, of treatment and of how long it takes"
    " is for injuries without them."
)

# A result that counts less than this share of the first is only named.
FAR = 0.3


def asked(answer: SearchAnswer) -> str:
    """Give what was typed as a title shows it, in quotes unless it has some."""
    return harmless(answer.query)[:60] if '"' in answer.query else quoted(answer.query)


def news(answer: SearchAnswer) -> list[str]:
    """Give the sentences that go before the results."""
    mended = [one for one in answer.suggestions if one.used]
    lines = [f"Searched for {one.used} ({quoted(one.typed)} is not in the records)." for one in mended]
    lines += [_SIGNS_FIRST] if _reassures(answer) else []
    lines += map(_not_covered, answer.not_covered)
    if not answer.results:
        return [*lines, *_nothing(answer)] if not (answer.references or answer.not_covered) else lines
    if answer.not_covered:
        return lines
    if answer.weak:
        lines.append(f"Weak match: {_weak(answer)} {_scope(answer)}")
        if "red_flags" in answer.asked_for:
            lines.append('"kb flags" shows the warning signs of all conditions.')
    elif answer.missed and not answer.red_flags:  # which may have the word
        lines.append(f"The first result does not have {_listed(answer.missed)}.")
    return lines + [_no_verdict(one, answer.results[0]) for one in _without(answer)]


def _reassures(answer: SearchAnswer) -> bool:
    """Tell whether what is asked for might reassure beside a sign that cannot wait."""
    pressing = any(flag.match.urgency in (Urgency.EMERGENCY, Urgency.URGENT) for flag in answer.red_flags)
    return bool(answer.withheld or (answer.treatments and pressing))


def weaker(answer: SearchAnswer) -> int:
    """Give from which place on the results fall so far behind the first that their names are enough."""
    best = answer.results[0].score if answer.results else 0.0
    return next((place for place, one in enumerate(answer.results) if one.score < FAR * best), len(answer.results))


def shown(answer: SearchAnswer, result: Result) -> tuple[Match, ...]:
    """Give what to show below name and gist: another name, if that matched, and the best sentence, or all if asked.

    The best is what answers the question, where there is such a thing; names then say less.
    """
    if answer.all_matches:
        return result.further
    if meant := [match for match in result.further if match.section in answer.asked_for]:
        return tuple(meant[: len(answer.asked_for)])
    names = [match for match in result.further if match.section == "name"]
    others = sorted((match for match in result.further if match not in names), key=lambda match: not match.answered)
    return *names[:1], *others[:1]


def place(match: Match) -> str:
    """Say where a match stands; also how urgent a red flag is, or what a treatment is worth and how sure that is."""
    where = _PLACES[match.section]
    if match.urgency:
        return f"{where} ({match.urgency.value}: {match.urgency.advice})"
    if answer := match.answered:
        return f"{answer.question} ({_graded(answer)})"
    if one := match.treatment:
        return f"{where}, {one.name} ({_graded(one)})"
    return where


def introduced(place: str) -> str:
    """Give the name of a place as it stands before what is said there."""
    return f"{place} " if place.endswith("?") else f"{place}: "


def further(flag: FlagFound) -> str:
    """Give the command that shows more of a red flag; nothing where no page has it."""
    if not flag.pages:
        return ""
    page = next((one for one in flag.pages if one.kind == "condition"), flag.pages[0])
    return f"kb {'flags' if page.kind == 'condition' else 'show'} {page.id}"


def _not_covered(found: NotCoveredFound) -> str:
    """Say what no page is about, what that is, its signs, and the nearest pages."""
    signs = {
        urgency: "; ".join(flag.short or flag.match.text for flag in found.red_flags if flag.match.urgency is urgency)
        for urgency in Urgency
    }
    told = [f"{urgency.when}: {said}." for urgency, said in signs.items() if said]
    nearest = ", ".join(f"{page.name} (kb show {page.id})" for page in found.see)
    told += [f"Nearest: {nearest}."] if nearest else []
    # What is told without its name may be something else.
    none = f"kb has no page on {found.name}." if found.named else f"This may be {found.name}, on which kb has no page."
    return " ".join([none, found.what, *told])


def _graded(one: Judged | Answered) -> str:
    return f"{words(one.verdict, one.evidence)}; {one.evidence.symbol} {one.evidence.label} certainty"


def _weak(answer: SearchAnswer) -> str:
    if not answer.hit:
        return "these words fit nearly every page, so the order says little. Add where it hurts, or what brings it on."
    missing = f" but not {_listed(answer.missed)}" if answer.missed else ""
    return f"the first result has {_listed(answer.hit)}{missing}, and may be about something else."


def _scope(answer: SearchAnswer) -> str:
    conditions, topics = answer.known
    also = f", {topics} topics about them" if topics else ""
    return f"kb knows {conditions} running injuries from the hip to the foot{also}, and nothing else."


def _without(answer: SearchAnswer) -> list[TreatmentFound]:
    """Give the treatments that are named beside a condition which has no verdict on them."""
    if answer.weak or answer.only_treatment or not answer.about_treatment or answer.results[0].kind == "topic":
        return []
    first = answer.results[0].id
    return [one for one in answer.treatments if first not in (id for id, _, _ in one.verdicts)]


def _no_verdict(treatment: TreatmentFound, result: Result) -> str:
    return f"{result.name} has no verdict on {mid_sentence(treatment.name)}."


def _nothing(answer: SearchAnswer) -> list[str]:
    tried = f" Tried: {_listed(answer.tried, 12)}." if answer.tried else ""
    what = "Nothing found." if answer.tried else "Nothing found: there is no word here that could be looked for."
    near = list(dict.fromkeys(word for one in answer.suggestions for word in one.near))
    lines = [what + tried]
    if near:
        lines.append(f"Nearest words: {_listed(near, 8)}.")
    return [*lines, _scope(answer), 'To browse: "kb list" shows them all, "kb list --region knee" those of a region.']


def _listed(said: Sequence[str], most: int = _MOST) -> str:
    more = f" and {len(said) - most} more" if len(said) > most else ""
    return ", ".join(quoted(word) for word in said[:most]) + more
