"""What a search has to say about itself, in plain words: what was mended, how well it fits, what to try next."""

from collections.abc import Sequence

from kb_cli.model import PARTS
from kb_cli.safety import quoted
from kb_cli.search.found import Match, SearchAnswer
from kb_cli.wording import words

_PLACES = {
    "name": "Name",
    "gist": "In short",
    "at_a_glance": "At a glance",
    "references": "References",
} | PARTS
_MOST = 3


def news(answer: SearchAnswer) -> list[str]:
    """Give the sentences that go before the results."""
    mended = [one for one in answer.suggestions if one.used]
    lines = [f"Searched for {one.used} ({quoted(one.typed)} is not in the records)." for one in mended]
    if not answer.results:
        return [*lines, *_nothing(answer)]
    if answer.weak:
        lines.append(f"Weak match: {_weak(answer)}")
    elif answer.missed:
        lines.append(f"The first result does not have {_listed(answer.missed)}.")
    return lines


def place(match: Match) -> str:
    """Say where a match stands; for a treatment also what it is worth, and how sure that is."""
    where = _PLACES[match.section]
    if match.treatment is None:
        return where
    one = match.treatment
    verdict = words(one.verdict, one.evidence)
    return f"{where}, {one.name} ({verdict}; {one.evidence.symbol} {one.evidence.label} certainty)"


def _weak(answer: SearchAnswer) -> str:
    if not answer.hit:
        return "these words fit nearly every page, so the order says little. Add where it hurts, or what brings it on."
    missing = f" but not {_listed(answer.missed)}" if answer.missed else ""
    return f"the first result has {_listed(answer.hit)}{missing}. It may be about something else."


def _nothing(answer: SearchAnswer) -> list[str]:
    tried = f" Tried: {_listed(answer.tried, 12)}." if answer.tried else ""
    what = "Nothing found." if answer.tried else "Nothing found: there is no word here that could be looked for."
    near = list(dict.fromkeys(word for one in answer.suggestions for word in one.near))
    lines = [what + tried]
    if near:
        lines.append(f"Nearest words: {_listed(near, 8)}.")
    return [*lines, 'To browse: "kb list" shows all conditions, "kb list --region knee" those of a region.']


def _listed(said: Sequence[str], most: int = _MOST) -> str:
    more = f" and {len(said) - most} more" if len(said) > most else ""
    return ", ".join(quoted(word) for word in said[:most]) + more
