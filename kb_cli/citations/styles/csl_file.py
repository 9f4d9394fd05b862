"""Any other CSL style, from its file, by citeproc-py: an optional extra, because few need it and it is slow."""

import html
import logging
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from kb_cli.citations.csl_item import item
from kb_cli.citations.marked import CLOSE, OPEN
from kb_cli.citations.titles import untagged
from kb_cli.errors import UsageError
from kb_cli.records.model import Reference
from kb_cli.sanitize import harmless, quoted

LARGEST_FILE = 1_000_000
# No style knows a list that goes on, but each lists names without "and" before the last.
_AND = re.compile(r"""\sand=["'](?:text|symbol)["']""")
_RAISED = re.compile(r"""<citation\b(?:(?!</citation>).)*vertical-align=["']sup["']""", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_NUMBER = re.compile(r"^\s*[\[(]?\d+[\])]?\.?\s*")


Made = TypeVar("Made")


class CslStyle:
    """A CSL file. What is not numbered stands in alphabetical order, which is that of nearly every style."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._text = _read(path)
        self.title = harmless(_title(self._text) or Path(path).stem)
        self.numbered = 'citation-format="numeric"' in self._text
        self.raised = bool(_RAISED.search(self._text))

    def sort_key(self, work: Reference) -> tuple[str, ...]:
        """Give the key of the first author-date style: citeproc-py sorts by code points, which misplaces accents."""
        from kb_cli.citations.styles import apa

        return apa.sort_key(work)

    def entries(self, works: Sequence[Reference]) -> list[str]:
        """Give the works as entries. Raises UsageError where citeproc-py is missing or cannot use the style."""
        return self._made(lambda: list(self._entries(works)))

    def in_text(self, works: Mapping[int, Reference], keys: Sequence[str]) -> str:
        """Give some of the works as cited together, by citeproc-py, which tells none apart. Raises UsageError."""
        return self._made(lambda: self._in_text(works, keys))

    def _made(self, make: Callable[[], Made]) -> Made:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return make()
            except ImportError:
                raise UsageError(
                    "styles from a file need citeproc-py: install it with pip install 'kb-cli[csl]'"
                ) from None
            except UsageError:
                raise
            except Exception as error:
                # citeproc-py raises whatever its parser or a construct that it does not know raises.
                why = quoted(str(error) or type(error).__name__)
                raise UsageError(f"{quoted(Path(self._path).name)} cannot be used by citeproc-py: {why}") from None

    def _entries(self, works: Sequence[Reference]) -> Iterator[str]:
        from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
        from citeproc.source.json import CiteProcJSON

        logging.getLogger("citeproc").setLevel(logging.CRITICAL)
        read = {
            more: CitationStylesStyle(
                BytesIO((_AND.sub("", self._text) if more else self._text).encode()), validate=False
            )
            for more in {work.more_authors for work in works}
        }
        for work in works:
            # One bibliography a work: citeproc-py's own order would not match the works.
            made = CitationStylesBibliography(read[work.more_authors], CiteProcJSON([_fields(work)]), formatter.html)
            made.register(Citation([CitationItem(work.key)]))
            entries = [str(entry) for entry in made.bibliography()]
            if not entries:
                raise UsageError(f"{quoted(Path(self._path).name)} has no bibliography; a style in full is needed")
            shown = _marked("".join(entries))
            yield _NUMBER.sub("", shown) if self.numbered else shown

    def _in_text(self, works: Mapping[int, Reference], keys: Sequence[str]) -> str:
        from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
        from citeproc.source.json import CiteProcJSON

        logging.getLogger("citeproc").setLevel(logging.CRITICAL)
        style = CitationStylesStyle(BytesIO(self._text.encode()), validate=False)
        source = CiteProcJSON([_fields(work) for work in works.values()])
        made = CitationStylesBibliography(style, source, formatter.html)
        # What is registered first has the first number.
        made.register(Citation([CitationItem(work.key) for work in works.values()]))
        cited = Citation([CitationItem(key) for key in keys])
        made.register(cited)
        return _marked(str(made.cite(cited, lambda _: None)))


def _read(path: str) -> str:
    try:
        if Path(path).stat().st_size > LARGEST_FILE:
            raise UsageError(f"{quoted(Path(path).name)} is too large to be a CSL style")
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"the style {quoted(path)} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{quoted(Path(path).name)} is not UTF-8 text, so no CSL style") from None
    if "http://purl.org/net/xbiblio/csl" not in text:
        raise UsageError(f"{quoted(Path(path).name)} is no CSL style")
    if parent := re.search(r'href="[^"]*/([^/"]+)"\s+rel="independent-parent"', text):
        raise UsageError(f"{quoted(Path(path).name)} only points to another style: use {parent[1]}.csl in its place")
    return text


def _title(text: str) -> str:
    found = re.search(r"<title>([^<]+)</title>", text)
    return html.unescape(found[1]).strip() if found else ""


def _fields(work: Reference) -> dict[str, Any]:
    """Give the item as citeproc-py reads it: without tags, which it prints, and with "et al." as if it were a name."""
    fields: dict[str, Any] = {
        name: untagged(value) if isinstance(value, str) else value for name, value in item(work).items()
    }
    fields.pop("custom", None)
    if fields.pop("note", None) and work.author:
        fields["author"].append({"literal": "et al."})
    return fields


def _marked(entry: str) -> str:
    marked = entry.replace("<i>", OPEN).replace("</i>", CLOSE)
    return html.unescape(_TAG.sub("", marked)).replace("..", ".").strip()
