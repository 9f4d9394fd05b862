"""Commands that GitHub Actions turns into notes beside the lines of a change."""

from kb_cli.answers.check import CheckAnswer, Told
from kb_cli.records.notice import Notice

CARRIES_NOTICE = False


def with_notice(body: str, notice: Notice) -> str:  # noqa: ARG001
    """Give the commands alone: whatever else a line says would be printed as it is."""
    return body


def check(answer: CheckAnswer) -> str:
    """Give a line a problem."""
    return "".join(f"{_command(one)}\n" for one in answer.problems)


def _command(one: Told) -> str:
    problem = one.problem
    place = {"file": problem.file.replace("\\", "/"), "line": problem.line, "col": problem.column}
    title = {"title": f"kb check: {problem.rule}"}
    properties = {key: value for key, value in (place | title).items() if value}
    told = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    write = f"{one.write[:1].upper()}{one.write[1:]}"
    return f"::{one.severity} {told}::{_data(f'{problem.message}. {one.why} {write}.')}"


def _data(text: str) -> str:
    """Give a text as GitHub's runner reads it back (its ActionCommand)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
