"""CSL YAML as pandoc and kb write it: CSL items under ``references``, whose titles and names are Markdown."""

import re
from collections.abc import Iterator
from typing import Any

from kb_cli.citations import from_csl
from kb_cli.citations.draft import Entry, Unread

TITLE = "CSL YAML"
NEEDS = "PyYAML"

LARGEST = 10_000_000

_START = re.compile(r"^(?:---.*\n)?(?:#.*\n|\s*\n)*references:\s*$", re.MULTILINE)
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>|~$^@#'\".-])")
_EMPHASIS = re.compile(r"(?<![\\*])\*([^*\s](?:[^*]*[^*\s\\])?)\*")
_VERBATIM = ("id", "type", "DOI", "PMID", "PMCID", "URL")


def recognises(text: str) -> bool:
    """Tell whether a list of references begins somewhere near the start."""
    return bool(_START.search(text[:10_000]))


def read(text: str) -> Iterator[Entry | Unread]:
    """Give the works. Raises ImportError where PyYAML is missing."""
    import yaml

    if len(text) > LARGEST:
        yield Unread(0, "", f"YAML of more than {LARGEST // 1_000_000} MB takes too long; CSL-JSON does not")
        return
    # The faster reader is there where libyaml is.
    reader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = _document(text)
    loader = reader(document)
    try:
        if alias := next((one for one in yaml.parse(document, reader) if isinstance(one, yaml.AliasEvent)), None):
            # A few lines of them can stand for more than any memory holds.
            yield Unread(alias.start_mark.line + 1, "", "an alias such as *name is not read; write the value out")
            return
        node = loader.get_single_node()
        listed = next((value for key, value in node.value if key.value == "references"), None)
        for item in listed.value if isinstance(listed, yaml.SequenceNode) else ():
            yield from_csl.entry(item.start_mark.line + 1, _plain("", loader.construct_document(item)))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        yield Unread(
            mark.line + 1 if mark else 0, "", f"not valid YAML: {getattr(error, 'problem', '') or 'no mapping'}"
        )
    except (RecursionError, ValueError, AttributeError, TypeError):
        yield Unread(0, "", "not valid YAML that a bibliography could be")
    finally:
        loader.dispose()


def _document(text: str) -> str:
    """Give the first document, whose end pandoc marks with three stops or hyphens."""
    end = re.search(r"^(?:\.\.\.|---)\s*$", text[3:], re.MULTILINE)
    return text[: end.start() + 3] if end else text


def _plain(name: str, value: Any) -> Any:
    """Give a value without Markdown."""
    if isinstance(value, str):
        return value if name in _VERBATIM else _ESCAPED.sub(r"\1", _EMPHASIS.sub(r"<i>\1</i>", value))
    if isinstance(value, list):
        return [_plain(name, part) for part in value]
    if isinstance(value, dict):
        return {key: _plain(str(key), part) for key, part in value.items()}
    return value
