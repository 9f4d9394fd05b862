"""Reading one TOML file of the data folder safely, every fault told as a problem with file, line and column."""

import os
import stat
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import tomli

from kb_cli.errors import BadDataError, Problem
from kb_cli.records import schema
from kb_cli.sanitize import harmless

if TYPE_CHECKING:
    from kb_cli.records import toml_position

Table = dict[str, Any]

# The longest shipped record has about 40 KB; a file of a megabyte is a mistake or an attack.
LARGEST_FILE = 1_000_000

# So many problems of a file are told one by one.
MOST_TOLD = 20

# tomli's messages that say too little, and what usually lies behind them.
ADVICE = {
    "Invalid value": "text needs quotes, and a list needs [ ]",
    "Invalid statement": 'a line is key = "value", [table] or [[table]]',
    "Invalid hex value": "write a backslash as \\\\, or the text in single quotes",
    "Unescaped '\\' in a string": "write a backslash as \\\\, or the text in single quotes",
    "Cannot overwrite a value": "the same key stands twice",
    "Illegal character": "a control character or a line break inside quotes; text of several lines needs triple quotes",
}


def text(path: Path, folder: Path) -> str:
    """Give the text of a file that lies inside ``folder``. Raises BadDataError."""
    try:
        status = os.lstat(path)
        # A link may lead out of the folder or to itself, and a pipe would make us wait for ever.
        if stat.S_ISLNK(status.st_mode):
            target = os.stat(path)
            status = target if folder.resolve() in path.resolve().parents else status
        if not stat.S_ISREG(status.st_mode) or not _lies_in(path.parent, folder):
            stop(path, "not a file of this data folder", advice="copy it here; a link may not lead out of the folder")
        if status.st_size > LARGEST_FILE:
            stop(path, f"larger than {LARGEST_FILE // 1000:,} KB", advice="a record is a few pages of text")
        with open(path, "rb", buffering=0) as file:
            raw = file.read()
        decoded = raw.decode("utf-8").removeprefix("\ufeff")
    except OSError as error:
        stop(path, f"cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        stop(path, "not UTF-8 text", line, column, advice="save the file as UTF-8")
    if not decoded or decoded.isspace():
        stop(path, "the file is empty", advice="write the record, or delete the file")
    # To look for one character first is much the faster.
    return decoded.replace("\r\n", "\n") if "\r" in decoded else decoded


@cache
def _lies_in(place: Path, folder: Path) -> bool:
    """Tell whether a folder is this one or below it, wherever links lead."""
    return place == folder or folder.resolve() in place.resolve().parents


def table(path: Path, toml: str) -> Table:
    """Give what the TOML text of ``path`` says. Raises BadDataError."""
    try:
        return tomli.loads(toml)
    except tomli.TOMLDecodeError as error:
        advice = next((more for start, more in ADVICE.items() if error.msg.startswith(start)), "")
        stop(path, f"not valid TOML: {error.msg}", error.lineno, error.colno, rule="not-toml", advice=advice)


def is_toml(toml: str) -> bool:
    """Tell whether a text is valid TOML."""
    try:
        tomli.loads(toml)
    except tomli.TOMLDecodeError:
        return False
    return True


def usable(path: Path, toml: str, data: Table, faults: list[schema.Fault]) -> tuple[Table, list[Problem]]:
    """Give the table made harmless, with the problems that allow this. Raises BadDataError where a fault does not."""
    if not faults:
        return data, []
    mended = all(fault.harmless for fault in faults)
    problems = _told(path, toml, faults, mended)
    if not mended:
        raise BadDataError(problems)
    return _all_harmless(data), problems


def _told(path: Path, toml: str, faults: list[schema.Fault], mended: bool) -> list[Problem]:
    """Give the first problems of a file, each with its place, and how many more there are."""
    from kb_cli.records import toml_position

    spans = toml_position.spans(toml)
    problems = [problem(path, toml, spans, fault, mended) for fault in faults[:MOST_TOLD]]
    if (more := len(faults) - MOST_TOLD) > 0:
        problems.append(Problem(shown(path), 0, 0, f"and {more:,} more", mended))
    return problems


def problem(path: Path, toml: str, spans: "toml_position.Spans", fault: schema.Fault, mended: bool) -> Problem:
    """Give a fault of a file with its place in the text, whose spans these are, and with what was perhaps meant."""
    from kb_cli.records import toml_position
    from kb_cli.records.names import nearest

    line, column = toml_position.place(toml, spans, fault.path, fault.needle) if toml else (0, 0)
    near = nearest(fault.typed, fault.known, most=1) if fault.typed else []
    meant = near[0] if near else ""
    return Problem(shown(path), line, column, fault.message, mended, fault.rule, fault.advice, meant)


def _all_harmless(value: Any) -> Any:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, list):
        return [_all_harmless(part) for part in value]
    if isinstance(value, dict):
        return {key: _all_harmless(part) for key, part in value.items()}
    return value


def stop(
    path: Path, message: str, line: int = 0, column: int = 0, *, rule: str = "unreadable", advice: str = ""
) -> NoReturn:
    """Raise BadDataError for one problem of a file."""
    raise BadDataError([Problem(shown(path), line, column, message, rule=rule, advice=advice)]) from None


def unwieldy(path: Path) -> Problem:
    """Give the problem of numbers of thousands of digits, or tables nested a thousand deep: no record has them."""
    message = "its values are too large or nested too deeply to be a record"
    return Problem(shown(path), 0, 0, message, rule="unreadable")


def shown(path: Path) -> str:
    """Give the path from the folder that the user stands in, where it lies below it."""
    try:
        return harmless(str(path.relative_to(Path.cwd())))
    except (ValueError, OSError):
        return harmless(str(path))
