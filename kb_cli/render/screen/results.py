"""What a search found."""

from kb_cli.answers.results import Match, Result, SearchAnswer, TreatmentFound, WorkFound
from kb_cli.records.layer import mark
from kb_cli.render.screen.page import QUIET, URGENCY_STYLE, Page
from kb_cli.render.screen.text import Text
from kb_cli.search.messages import asked, further, introduced, news, place, shown, weaker

MARK = "bold"


def show(answer: SearchAnswer, page: Page) -> None:
    """Fill the page: red flags, what there is to say of the search, what was named, conditions, the weaker by name."""
    page.title(f"Search: {asked(answer)}")
    _red_flags(answer, page)
    lines = news(answer)
    if answer.red_flags and lines:
        page.gap()
    for line in lines:
        page.line(line)
    if answer.about_treatment:
        _named(answer, page)
    _conditions(answer, page)
    if not answer.about_treatment:
        _named(answer, page)


def _red_flags(answer: SearchAnswer, page: Page) -> None:
    if answer.red_flags:
        page.heading("Red flags", "warning signs with these words")
    told = None
    for flag in answer.red_flags:
        urgency = flag.match.urgency
        if urgency and urgency is not told:
            style = URGENCY_STYLE[urgency]
            page.line(page.styled(f"{urgency.value.capitalize()}: {urgency.advice}", style), first=page.margin)
        told = urgency
        page.line(_sentence(flag.match, answer, page), first=f"{page.margin}• ")
        if command := further(flag):
            page.line(page.styled(command, QUIET), first=f"{page.margin}  ")


def _named(answer: SearchAnswer, page: Page) -> None:
    for treatment in answer.treatments:
        _treatment(treatment, page)
    for work in answer.references:
        _work(work, answer, page)


def _conditions(answer: SearchAnswer, page: Page) -> None:
    before = answer.red_flags or (answer.about_treatment and (answer.treatments or answer.references))
    if answer.results and before:
        page.heading("Conditions")
    whole = weaker(answer)
    for number, result in enumerate(answer.results[:whole]):
        if number or not before:
            page.gap()
        _result(result, answer, page)
    if whole < len(answer.results):
        page.gap()
        page.line("Weaker:")
        for result in answer.results[whole:]:
            command = page.styled(f"kb show {result.id}", QUIET)
            if page.narrow:
                # On a line of its own, so that it can be copied whole.
                page.line(result.name, page.styled(mark(result), QUIET))
                page.line(command)
            else:
                page.line(result.name, page.styled(mark(result), QUIET), "  ", command, first=page.margin)
    if len(answer.results) < answer.total:
        page.gap()
        page.line(page.styled(f"{len(answer.results)} of {answer.total} pages; --limit shows more.", QUIET))


def _result(result: Result, answer: SearchAnswer, page: Page) -> None:
    page.line(
        page.styled(result.name, "bold"),
        page.styled(f" · {result.region.label if result.region else result.kind} · evidence ", QUIET),
        page.certainty(result.evidence),
        page.styled(mark(result), QUIET),
    )
    margin = page.margin
    page.line(_sentence(result.in_short, answer, page, "italic"), first=margin)
    for match in shown(answer, result):
        said = _sentence(match, answer, page)
        page.line(page.styled(introduced(place(match)), QUIET), said, first=margin, rest=f"{margin}  ")
    page.line(page.styled(f"kb show {result.id}", QUIET), first=margin)


def _sentence(match: Match, answer: SearchAnswer, page: Page, style: str = "") -> Text:
    """Give the sentence with the matched words marked: bold, or in asterisks where these are asked for."""
    whole, position = Text(), 0
    for start, end in match.marks:
        found = match.text[start:end]
        whole.append(page.styled(match.text[position:start], style))
        whole.append(page.styled(f"*{found}*", style) if answer.marks else page.styled(found, MARK))
        position = end
    return whole.append(page.styled(match.text[position:], style))


def _treatment(found: TreatmentFound, page: Page) -> None:
    page.heading(found.name, f"{found.what}{mark(found)}")
    rows = [(page.styled(name), page.verdict(one), page.certainty(one.evidence)) for _, name, one in found.verdicts]
    if page.narrow:
        for name, verdict, certainty in rows:
            page.line(name)
            page.line(verdict, " ", certainty, first="  ")
    else:
        page.table(("Condition", "Verdict", "Certainty"), rows)


def _work(found: WorkFound, answer: SearchAnswer, page: Page) -> None:
    page.heading(found.label)
    page.line(
        page.link(found.entry, found.address), page.styled(f" [{found.key}]{mark(found)}", QUIET), first=page.margin
    )
    if not found.cited_by:
        page.line("No page rests on it.", first=page.margin)
    for _, name, match in found.cited_by:
        where = page.styled(introduced(place(match)), QUIET)
        page.line(page.styled(f"{name}, ", "bold"), where, _sentence(match, answer, page), first=f"{page.margin}• ")
