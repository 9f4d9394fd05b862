"""JSON Schema, the notice in its comment."""

import json
from typing import Any

from kb_cli.answers.schema import SchemaAnswer
from kb_cli.records.notice import Notice

CARRIES_NOTICE = True


def with_notice(body: dict[str, Any], notice: Notice) -> str:
    """Give the document as text."""
    whole = {"$comment": f"{notice.title}. {notice.text}"} | body
    return json.dumps(whole, ensure_ascii=True, indent=2) + "\n"


def schema(answer: SchemaAnswer) -> dict[str, Any]:
    """Give the schema."""
    return answer.schema
