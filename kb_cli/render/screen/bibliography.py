"""Works in a citation style, and the sentences that rest on them."""

from itertools import groupby

from kb_cli.answers.bibliography import BibliographyAnswer, Claim, Entry
from kb_cli.citations.marked import linked
from kb_cli.records.layer import mark
from kb_cli.render.screen.page import QUIET, Page
from kb_cli.render.screen.text import Text


def show(answer: BibliographyAnswer, page: Page) -> None:
    """Fill the page: one work with all that is known of it, or the works one after another."""
    page.title(answer.title)
    page.line(page.styled(f"Style: {answer.style}", QUIET))
    if len(answer.entries) == 1:
        _alone(answer.entries[0], answer, page)
        return
    digits = len(str(len(answer.entries)))
    for entry in answer.entries:
        page.gap()
        number = f"{entry.number:>{digits}}. " if entry.number else ""
        text = _text(entry, page).append(page.styled(f" [{entry.work.key}]{mark(entry.work)}", QUIET))
        margin = " " * (len(number) or 4)
        page.line(text, first=number, rest=margin)
        if answer.claims:
            _claims(entry, answer, page, margin)


def _alone(entry: Entry, answer: BibliographyAnswer, page: Page) -> None:
    work = entry.work
    page.gap()
    page.line(_text(entry, page), rest="    ")
    page.whose(work, "reference")
    page.gap()
    facts = [
        ("Kind of study", page.styled(work.study or "")),
        ("Link", page.link(work.address or "", work.address)),
        ("Key", page.styled(work.key)),
    ]
    for name, value in facts:
        if value.runs:
            page.line(value, first=f"{name}: " if page.narrow else f"{name:<15}", rest="  " if page.narrow else None)
    page.heading("Where it is used", _count(entry.claims))
    _claims(entry, answer, page, page.margin)


def _count(claims: tuple[Claim, ...]) -> str:
    sentences = f"{len(claims)} sentence{'s' if len(claims) != 1 else ''}"
    records = len({claim.condition for claim in claims})
    return f"{sentences} in {records} record{'s' if records != 1 else ''}"


def _claims(entry: Entry, answer: BibliographyAnswer, page: Page, margin: str) -> None:
    if not entry.claims:
        page.line(page.styled("No record rests on it.", QUIET), first=margin)
    for name, of_record in groupby(entry.claims, key=lambda claim: claim.name):
        for place, claims in groupby(of_record, key=lambda claim: claim.place):
            where = page.styled(name, "bold").append(page.styled(f" · {place}", QUIET))
            page.line(where, first=margin)
            for claim in claims:
                sentence = page.marked(claim.sentence, answer.references, answer.names)
                page.line(sentence, first=f"{margin}• ")


def _text(entry: Entry, page: Page) -> Text:
    whole = Text()
    for piece in linked(entry.text, entry.work):
        whole.append(page.link(piece.text, piece.address, "italic" if piece.italic else ""))
    return whole
