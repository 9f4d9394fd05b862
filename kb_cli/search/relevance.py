"""How well a page answers a query."""

from typing import NamedTuple

from kb_cli.search.filters import Filter
from kb_cli.search.passages import Passages, section_of
from kb_cli.search.query import Query
from kb_cli.search.ranking import WEIGHTS, Ranking, Weights

# What a word counts that the knowledge base does not have, against about 5 for one that it has; and the share of the
# query, by what its words count and where they stand, that a page must answer to be more than a weak match: the less,
# the more was found there, for a long story has much in it that no page tells.
UNKNOWN = 4.0
ENOUGH = 0.9
FOR_SCORE = 1 / 60


class Judgement(NamedTuple):
    """Whether a page fits the words badly, and which of them were found there, the most telling first."""

    weak: bool
    hit: tuple[str, ...]
    missed: tuple[str, ...]


def judged(
    query: Query, weights: Weights, ranking: Ranking, page: int, wanted: Filter, passages: Passages
) -> Judgement:
    """Tell whether a page answers the query, or only a lesser part of it in passing.

    The words of a treatment that is named are no part of that: what is said of it is told apart.
    """
    # Where one section is asked for, it counts whole.
    whole = WEIGHTS[wanted.section] if wanted.section else 1.0
    full = [max((one.worth for one in concept), default=0.0) for concept in weights]
    # A word that only the title of a cited work has says nothing of the page.
    title = [WEIGHTS["references"] * worth for worth in full]
    best = {number: found[page] for number, found in enumerate(ranking.best) if found.get(page, 0.0) > title[number]}
    for number in ranking.partly - best.keys():
        # It was not looked for everywhere; before it is said to be missing, it is looked for on this page.
        for one in weights[number]:
            for passage in passages.with_any([one.text], page=page) if one.worth else ():
                if (value := WEIGHTS[section_of(passage)] * one.worth) > title[number]:
                    best[number] = max(best.get(number, 0.0), value)
    explained: dict[int, float] = {}
    for number, concept in enumerate(query.concepts):
        if concept.pointed and number in best:
            for place in range(concept.first, concept.last + 1):
                explained[place] = max(explained.get(place, 0.0), best[number] / full[number])
    elsewhere = False
    asked = answered = 0.0
    hit: list[tuple[float, str]] = []
    missed: list[str] = []
    for number, concept in enumerate(query.concepts):
        if concept.elsewhere and not 0.0 < full[number] * WEIGHTS["at_a_glance"] <= best.get(number, 0.0):
            elsewhere = True
        if concept.pointed or concept.faint or (concept.of_treatment and number not in best):
            continue
        value = full[number] or UNKNOWN
        share = min(1.0, max(best.get(number, 0.0) / value / whole, explained.get(concept.first, 0.0)))
        asked, answered = asked + value, answered + share * value
        if number in best:
            hit.append((-value, concept.said))
        elif not share:
            missed.append(concept.said)
    enough = ENOUGH - FOR_SCORE * ranking.scores.get(page, 0.0)
    # Where all words say little, the whole name of a page says enough.
    fits = page in ranking.called() if not asked else answered > enough * asked
    return Judgement(elsewhere or not fits, tuple(said for _, said in sorted(hit)), tuple(missed))
