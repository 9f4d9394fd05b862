"""HTML: a page of its own, to open, or to paste from into a word processor or an e-mail with its italics and links."""

from collections.abc import Iterable

from kb_cli.answers.bibliography import BibliographyAnswer, Claim, Entry
from kb_cli.answers.in_text import InText, InTextAnswer
from kb_cli.citations import label
from kb_cli.citations.html import escaped, html
from kb_cli.citations.marked import Piece, linked
from kb_cli.records import markup
from kb_cli.records.notice import Notice

CARRIES_NOTICE = True
SUFFIX = ".html"

_STYLE = """body { max-width: 48em; margin: 2em auto; padding: 0 1em; font-family: serif; line-height: 1.45 }
.entry { padding-left: 2em; text-indent: -2em; margin: 0.6em 0; overflow-wrap: anywhere }
.claims, .fact { margin: 0.3em 0 1em 2em; font-size: 0.9em }
footer { border-top: 1px solid; margin-top: 2em }"""


def with_notice(body: str, notice: Notice) -> str:
    """Give the page with the notice in its footer."""
    title, _, rest = body.partition("\n")
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n{rest}"
        f"<footer><p><strong>{escaped(notice.title)}.</strong> {escaped(notice.text)}</p></footer>\n</body>\n</html>\n"
    )


def bibliography(answer: BibliographyAnswer) -> str:
    """Give the title on the first line, then an element for each work."""
    return f"{escaped(answer.title)}\n" + "".join(_entry(entry, answer) for entry in answer.entries)


def in_text(answer: InTextAnswer) -> str:
    """Give a title on the first line, then a citation a style."""
    rows = "".join(f"<dt>{escaped(one.style)}</dt>\n<dd>{_cited(one)}</dd>\n" for one in answer.citations)
    return f"In the running text\n<dl>\n{rows}</dl>\n"


def _cited(one: InText) -> str:
    return f"<sup>{html(one.text)}</sup>" if one.raised else html(one.text)


def _entry(entry: Entry, answer: BibliographyAnswer) -> str:
    work = entry.work
    number = f"{entry.number}. " if entry.number else ""
    pieces = linked(entry.text, entry.work)
    shown = f'<p class="entry" id="{escaped(work.key)}">{number}{"".join(map(_piece, pieces))}</p>\n'
    if answer.claims and work.study:
        shown += f'<p class="fact">Kind of study: {escaped(work.study)}</p>\n'
    return shown + (_claims(entry.claims, answer) if answer.claims else "")


def _piece(piece: Piece) -> str:
    text = f"<i>{escaped(piece.text)}</i>" if piece.italic else escaped(piece.text)
    return f'<a href="{escaped(piece.address)}">{text}</a>' if piece.address else text


def _claims(claims: Iterable[Claim], answer: BibliographyAnswer) -> str:
    items = "".join(
        f"<li><strong>{escaped(claim.name)}</strong>, {escaped(claim.place)}: {_sentence(claim, answer)}</li>\n"
        for claim in claims
    )
    return f'<ul class="claims">\n{items}</ul>\n' if items else '<p class="fact">No record rests on it.</p>\n'


def _sentence(claim: Claim, answer: BibliographyAnswer) -> str:
    return "".join(_span(span, answer) for span in markup.spans(claim.sentence))


def _span(span: markup.Span, answer: BibliographyAnswer) -> str:
    if isinstance(span, markup.Words):
        return escaped(span.text)
    if isinstance(span, markup.Citation):
        return f"({'; '.join(escaped(label(answer.references[key])) for key in span.keys)})"
    return f"<i>{escaped(markup.linked_name(span, answer.names))}</i>"
