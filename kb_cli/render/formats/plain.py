"""What is pasted, and nothing else: a work or a citation a line, never wrapped. The notice goes to standard error."""

from kb_cli.answers.bibliography import BibliographyAnswer
from kb_cli.answers.in_text import InTextAnswer
from kb_cli.citations.marked import plain
from kb_cli.records.notice import Notice
from kb_cli.sanitize import harmless_line

CARRIES_NOTICE = False


def with_notice(body: str, notice: Notice) -> str:  # noqa: ARG001
    """Give the body as it is."""
    return body


def bibliography(answer: BibliographyAnswer) -> str:
    """Give a line a work, with its number where the style has numbers and there are several."""
    several = len(answer.entries) > 1
    return "".join(
        f"{f'{entry.number}. ' if entry.number and several else ''}{harmless_line(plain(entry.text))}\n"
        for entry in answer.entries
    )


def in_text(answer: InTextAnswer) -> str:
    """Give a line a style."""
    return "".join(f"{harmless_line(one.plain)}\n" for one in answer.citations)
