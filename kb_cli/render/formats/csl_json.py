"""CSL-JSON, which Zotero, pandoc and citeproc read. It has no comments: the notice goes to standard error."""

import json

from kb_cli.answers.bibliography import BibliographyAnswer
from kb_cli.citations.csl_item import item
from kb_cli.records.notice import Notice

CARRIES_NOTICE = False
SUFFIX = ".json"


def with_notice(body: str, notice: Notice) -> str:  # noqa: ARG001
    """Give the body as it is."""
    return body


def bibliography(answer: BibliographyAnswer) -> str:
    """Give the works as a list of items."""
    return json.dumps([item(entry.work) for entry in answer.entries], ensure_ascii=True, indent=2) + "\n"
