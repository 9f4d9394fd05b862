"""A work as the text of its file, laid out as those that ship."""

import json
from collections.abc import Mapping
from typing import Any

# In the order in which the files that ship have them.
KEYS = (
    "type", "study", "title", "protected", "title-short", "author", "more_authors", "container-title", "publisher",
    "issued", "accessed", "volume", "issue", "page", "DOI", "PMID", "PMCID", "URL",
)  # fmt: skip
NAME_KEYS = ("literal", "family", "given", "suffix", "non-dropping-particle")


def text(table: Mapping[str, Any]) -> str:
    """Give the TOML of a work whose keys and values are those of its checked table."""
    return "".join(f"{key} = {_value(table[key])}\n" for key in KEYS if key in table)


def _value(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return f"[{', '.join(map(_quoted, value))}]"
    if isinstance(value, list):
        return "[\n" + "".join(f"    {_name(name)},\n" for name in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _quoted(value) if isinstance(value, str) else str(value)


def _name(name: Mapping[str, str]) -> str:
    return f"{{ {', '.join(f'{key} = {_quoted(name[key])}' for key in NAME_KEYS if key in name)} }}"


def _quoted(value: str) -> str:
    """Give a text in quotation marks: JSON's escapes are TOML's too, but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
