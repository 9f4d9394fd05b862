"""``kb check``: every problem of the data files."""

from kb_cli import cli
from kb_cli.cli import respond
from kb_cli.errors import BadDataError
from kb_cli.records.library import Library

GROUP = cli.OWN
PLACE = 80


def command() -> None:
    """Check every data file and report each problem with file, line and column."""
    from kb_cli.records.validate import problems
    from kb_cli.search import synonyms

    library = Library()
    if found := problems(library, synonyms.faults):
        raise BadDataError(found)
    conditions, works = len(library.condition_ids), len(library.reference_keys)
    topics = len(library.topic_ids)
    respond.tell(f"{conditions} conditions, {topics} topics, {works} references and the vocabularies are in order")
