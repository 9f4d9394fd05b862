"""A document under construction: what its template is filled with, and the one file that comes of it.

Only what is written here loads Jinja2, so that nothing else waits for it.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from kb_cli.records.model import Reference
    from kb_cli.records.notice import Notice

_HERE = Path(__file__).parent

# Nothing may be loaded, sent, run or put around it; only the styles inside count.
_POLICY = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"

# What names an element or refers to one, and what an element is called after.
_IDENTIFIED = re.compile(r' (id="|href="#)')
_LABELLED = re.compile(r' aria-labelledby="([^"]*)"')


class Document(NamedTuple):
    """What a template is filled with: an answer, its title, the works by key with their numbers, and names by id.

    ``template`` and each of ``styles`` are the names of files here, ``more`` is what a template needs beside the
    answer. Without numbers the works have those of their order.
    """

    template: str
    title: str
    answer: Any
    references: Mapping[str, Reference] = MappingProxyType({})
    numbers: Mapping[str, int | None] = MappingProxyType({})
    names: Mapping[str, str] = MappingProxyType({})
    styles: tuple[str, ...] = ("style",)
    more: Mapping[str, Any] = MappingProxyType({})


def written(document: Document | list[Document], notice: Notice, author_year: bool = False) -> str:
    """Give the document as one HTML file that needs nothing else, or several as one; the notice is the last thing."""
    if isinstance(document, Document):
        return _filled(document, notice, author_year)
    pages = [_main(_filled(one, notice, author_year), f"page-{number}-") for number, one in enumerate(document, 1)]
    return _filled(Document("pages", ", ".join(one.title for one in document), pages), notice, author_year)


def _filled(document: Document, notice: Notice, author_year: bool) -> str:
    from kb_cli import clock
    from kb_cli.render.html.prose import Prose

    style = "".join((_HERE / f"{name}.css").read_text(encoding="utf-8") for name in document.styles).strip()
    prose = Prose(document.references, document.numbers, document.names, author_year)
    return (
        _environment()
        .get_template(f"{document.template}.html")
        .render(
            document.more,
            answer=document.answer,
            title=document.title,
            prose=prose,
            notice=notice,
            today=clock.today(),
            style=_trusted(style),
            policy=_trusted(_POLICY.format(b64encode(sha256(style.encode()).digest()).decode())),
        )
    )


def _main(written: str, before: str) -> Markup:
    """Give what a document has between head and foot, with this before its ids: those of several must differ.

    Its parts are called after its title, too. No text of a record can be taken for an attribute or an element: its
    quotation marks and brackets are escaped.
    """
    inner = written.partition('<main id="main" tabindex="-1">\n')[2].partition("</main>")[0]
    inner = _LABELLED.sub(rf' aria-labelledby="{before}\g<1> {before}title"', inner)
    return _trusted(_IDENTIFIED.sub(rf"\g<0>{before}", inner))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from kb_cli import clock
    from kb_cli.answers.handout import source
    from kb_cli.records import effect_wording, grade_wording
    from kb_cli.records.layer import mark, whose
    from kb_cli.records.vocabularies import GradedBy
    from kb_cli.render.html import prose

    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(
        mark=mark,
        whose=whose,
        day=clock.told,
        by_urgency=prose.by_urgency,
        cited=prose.cited,
        in_people=effect_wording.in_people,
        in_short=prose.in_short,
        marked=prose.marked,
        printed=prose.printed,
        effect_source=effect_wording.source,
        source=source,
    )
    made.globals.update(
        dots=prose.dots,
        words=grade_wording.words,
        short=grade_wording.short,
        no_effect=effect_wording.NONE,
        how_sure=grade_wording.SURE,
        verdict_name=grade_wording.verdict_name,
        GradedBy=GradedBy,
    )
    return made


def _trusted(text: str) -> Markup:
    from markupsafe import Markup

    return Markup(text)
