"""JSON: one document an answer, with a ``schema`` that names its shape and a ``notice``."""

import json
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from kb_cli.answers import ConditionAnswer, ListingAnswer
from kb_cli.citations import label
from kb_cli.model import SECTIONS, Notice, Reference
from kb_cli.styles import vancouver
from kb_cli.wording import words

CARRIES_NOTICE = True


def with_notice(body: dict[str, Any], notice: Notice) -> str:
    """Give the document as text, the notice as its last field."""
    whole = body | {"notice": f"{notice.title}. {notice.text}"}
    return json.dumps(whole, ensure_ascii=True, indent=2) + "\n"


def condition(answer: ConditionAnswer) -> dict[str, Any]:
    """Give the record under its own field names; prose keeps its ``[@key]`` and ``[[id]]`` marks."""
    body: dict[str, Any] = {"schema": "kb.condition/1"} | _plain(answer.condition)
    for section in SECTIONS.keys() - set(answer.sections):
        del body[section]
    if "treatment" in body:
        body["treatment"] = [
            entry | {"name": answer.treatments[one.id].name, "words": words(one.verdict, one.evidence)}
            for one, entry in zip(answer.condition.treatment, body["treatment"], strict=True)
        ]
    body["citations"] = [citation(work) for work in answer.references.values()]
    return body


def listing(answer: ListingAnswer) -> dict[str, Any]:
    """Give the heads of the records."""
    return {"schema": "kb.listing/1", "conditions": [_plain(head) for head in answer.heads]}


def citation(work: Reference) -> dict[str, Any]:
    """Give a work with its own field names, its author-year label and its Vancouver line."""
    fields_of_work: dict[str, Any] = _plain(work)
    return fields_of_work | {"address": work.address, "label": label(work), "vancouver": vancouver.entry(work)}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return _plain(value._asdict())
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return value
