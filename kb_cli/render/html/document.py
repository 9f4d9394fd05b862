"""A document under construction: what its template is filled with, and the one file that comes of it.

Only what is written here loads Jinja2, so that nothing else waits for it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from jinja2 import Environment

    from kb_cli.records.model import Reference
    from kb_cli.records.notice import Notice

_HERE = Path(__file__).parent

# Nothing may be loaded, sent, run or put around it; only the styles inside count.
_POLICY = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"


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


def written(document: Document, notice: Notice, author_year: bool = False) -> str:
    """Give the document as one HTML file that needs nothing else; the notice is the last thing in it."""
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


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from kb_cli import clock
    from kb_cli.answers.handout import source
    from kb_cli.records import grade_wording
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
        in_short=prose.in_short,
        marked=prose.marked,
        printed=prose.printed,
        source=source,
    )
    made.globals.update(
        words=grade_wording.words,
        short=grade_wording.short,
        strength=grade_wording.strength,
        verdict_name=grade_wording.verdict_name,
        GradedBy=GradedBy,
    )
    return made


def _trusted(text: str) -> str:
    from markupsafe import Markup

    return Markup(text)
