"""CSL YAML as pandoc reads it: the CSL-JSON items under ``references``, the notice in a comment."""

import json
import re
from typing import Any

from kb_cli.answers.bibliography import BibliographyAnswer
from kb_cli.citations.csl_item import item
from kb_cli.records.notice import Notice

CARRIES_NOTICE = True
SUFFIX = ".yaml"

# pandoc reads titles and names in YAML as Markdown.
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~$^@#'\"]|-(?=-)|(?<=-)-|\.(?=\.))")
_VERBATIM = ("id", "type", "DOI", "PMID", "PMCID", "URL")


def with_notice(body: str, notice: Notice) -> str:
    """Give the document with the notice as a comment before its end mark."""
    return f"{body}# {notice.title}. {notice.text}\n...\n"


def bibliography(answer: BibliographyAnswer) -> str:
    """Give the works; every text is quoted the way of JSON, which YAML reads as well."""
    return "---\nreferences:\n" + "".join(map(_entry, (item(entry.work) for entry in answer.entries)))


def _entry(fields: dict[str, Any]) -> str:
    lines = [f"{name}: {json.dumps(_readable(name, value), ensure_ascii=False)}\n" for name, value in fields.items()]
    return "- " + "  ".join(lines)


def _readable(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return value if name in _VERBATIM else _MARKDOWN.sub(r"\\\1", value)
    if isinstance(value, list):
        return [_readable(name, part) for part in value]
    if isinstance(value, dict):
        return {key: _readable(key, part) for key, part in value.items()}
    return value
