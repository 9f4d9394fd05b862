"""JSON Lines: the documents of JSON, each on a line and with the notice; of several pages a line a page."""

import json as standard
from collections.abc import Callable
from typing import Any

from kb_cli.answers.pages import PagesAnswer
from kb_cli.records.notice import Notice
from kb_cli.render.formats import json

CARRIES_NOTICE = True
SUFFIX = ".jsonl"


def with_notice(body: dict[str, Any] | list[dict[str, Any]], notice: Notice) -> str:
    """Give each document on a line, the notice as its last field."""
    documents = body if isinstance(body, list) else [body]
    return "".join(f"{standard.dumps(json.noticed(one, notice))}\n" for one in documents)


def pages(answer: PagesAnswer) -> list[dict[str, Any]]:
    """Give the document of each page."""
    return json.pages(answer)["pages"]  # type: ignore[no-any-return]


def __getattr__(kind: str) -> Callable[[Any], dict[str, Any]]:
    """Give what makes the document of a kind of answer: the same as in JSON."""
    return getattr(json, kind)  # type: ignore[no-any-return]
