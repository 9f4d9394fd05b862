"""What is safe to put right in a data file: never what a text says, only how it is written down."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import unified_diff
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kb_cli.records import toml_file, toml_position
from kb_cli.records.checks.found import Found
from kb_cli.records.checks.shelf import meant_place
from kb_cli.records.names import folded, nearest
from kb_cli.records.schema import Fault
from kb_cli.records.toml_file import shown
from kb_cli.records.toml_position import Spans
from kb_cli.sanitize import unsafe

# A word as near as this to one that is known, and to no other, is plainly that word.
PLAIN = 75


class Edit(NamedTuple):
    """A piece of a text, by where it starts and ends, and what stands there instead."""

    start: int
    end: int
    new: str


class Mended(NamedTuple):
    """A file put right: its text before and after; ``to`` is its new place where it is renamed."""

    path: Path
    before: str
    after: str
    to: Path | None = None


# Words that say what to do or to leave: whoever agrees to what is written there must have seen it.
JUDGED = ("verdict", "urgency")


def mended(found: Iterable[Found], *, asked: bool = True) -> list[Mended]:
    """Give the files that can be put right, in their order; one that is renamed keeps its text until it is read.

    What judges is left alone where nobody is ``asked``.
    """
    texts: dict[Path, list[Found]] = {}
    for one in found:
        if asked or not _judges(one.fault):
            texts.setdefault(one.path, []).append(one)
    files = (_mended(path, faults) for path, faults in texts.items())
    return [file for file in files if file.to or file.before != file.after]


def difference(file: Mended) -> Iterator[str]:
    """Give what changes in a file, as "diff -u" and git have it; what cannot be seen is written out."""
    path, to = shown(file.path), shown(file.to or file.path)
    if file.to:
        yield from (f"rename from {path}", f"rename to {to}")
    before, after = (text.replace("\r", "^M").splitlines() for text in (file.before, file.after))
    for line in unified_diff(before, after, path, to, lineterm="", n=1):
        yield line.replace("\ufeff", "<U+FEFF>")


def is_safe(one: Found) -> bool:
    """Tell whether a fault can be put right without asking what was meant."""
    if one.fault.rule == "ignored-file":
        return _new_place(one.path) is not None
    if one.fault.rule == "untidy":
        return True
    return one.fault.rule in _EDITS and bool(_edit(one.toml, _spans(one.toml), one.fault))


def _judges(fault: Fault) -> bool:
    return fault.rule == "unknown-word" and fault.path[-1] in JUDGED


def _mended(path: Path, faults: list[Found]) -> Mended:
    rules = {one.fault.rule for one in faults}
    to = _new_place(path) if "ignored-file" in rules else None
    toml = next((one.toml for one in faults if one.toml), "")
    if not toml:
        return Mended(path, "", "", to)
    before = path.read_bytes().decode("utf-8")
    after = _edited(toml, [one.fault for one in faults])
    if "untidy" in rules:
        after = _tidy(after)
    elif "\r\n" in before:
        after = after.replace("\n", "\r\n")
    return Mended(path, before, after, to)


def _edited(toml: str, faults: Iterable[Fault]) -> str:
    """Give a text with all edits that do not touch each other."""
    spans = _spans(toml)
    edits = {edit for fault in faults if (edit := _edit(toml, spans, fault))}
    text, untouched = toml, len(toml)
    for edit in sorted(edits, reverse=True):
        if edit.end <= untouched:
            text = text[: edit.start] + edit.new + text[edit.end :]
            untouched = edit.start
    return text if toml_file.is_toml(text) else toml


_spans = lru_cache(maxsize=1)(toml_position.spans)


def _new_place(path: Path) -> Path | None:
    to = meant_place(path)
    return to if to and to != path and path.is_file() and not path.is_symlink() else None


def _tidy(text: str) -> str:
    """Give a text with plain line ends, nothing after the last character of a line, and a line end at its end."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return re.sub(r"[ \t]+$", "", plain, flags=re.MULTILINE).rstrip("\n") + "\n"


def _edit(toml: str, spans: Spans, fault: Fault) -> Edit | None:
    make = _EDITS.get(fault.rule)
    return make(toml, spans, fault) if make and fault.path in spans else None


def _the_word_meant(toml: str, spans: Spans, fault: Fault) -> Edit | None:
    start, end = spans[fault.path]
    meant = _plainly(fault)
    old = f'"{fault.typed}"'
    at = toml.rfind(old, start, end)
    return Edit(at, at + len(old), f'"{meant}"') if meant and at >= 0 else None


def _the_key_meant(toml: str, spans: Spans, fault: Fault) -> Edit | None:
    start, _ = spans[fault.path]
    meant = _plainly(fault)
    taken = (*fault.path[:-1], meant) in spans or (*fault.path[:-1], meant, 0) in spans
    plain = toml.startswith(fault.typed, start)  # a header or a key in quotes is left alone
    return Edit(start, start + len(fault.typed), meant) if meant and plain and not taken else None


def _plainly(fault: Fault) -> str:
    """Give the one known word that is plainly meant, "" where there is none."""
    same = [word for word in fault.known if folded(word) == folded(fault.typed)]
    near = same or nearest(fault.typed, fault.known, most=2, near=PLAIN)
    return near[0] if fault.typed and len(near) == 1 else ""


def _without_entry(toml: str, spans: Spans, fault: Fault) -> Edit | None:
    if not isinstance(fault.path[-1], int) or toml[spans[fault.path][0]] not in "\"'":
        return None
    start, end = spans[fault.path]
    rest = re.compile(r"[ \t]*,[ \t]*").match(toml, end)
    if not rest:  # the last of the list: the comma before it goes
        return Edit(spans[(*fault.path[:-1], fault.path[-1] - 1)][1], end, "")
    line = toml.rfind("\n", 0, start) + 1
    alone = not toml[line:start].strip() and toml.startswith("\n", rest.end())
    return Edit(line, rest.end() + 1, "") if alone else Edit(start, rest.end(), "")


def _without_hidden(toml: str, spans: Spans, fault: Fault) -> Edit | None:
    start, end = spans[fault.path]
    piece = toml[start:end]
    hidden = dict.fromkeys(map(ord, unsafe(piece)))
    return Edit(start, end, piece.translate(hidden)) if hidden else None


_EDITS: Mapping[str, Callable[[str, Spans, Fault], Edit | None]] = {
    "unknown-word": _the_word_meant,
    "unknown-key": _the_key_meant,
    "entry-twice": _without_entry,
    "twice": _without_entry,
    "control-character": _without_hidden,
}
