"""``kb help json``."""

from collections.abc import Iterable

from kb_cli.answers.help import Block, Terms

GLOSS = "answers for scripts and assistants"


def blocks() -> Iterable[Block]:
    """Give what there is to say."""
    yield (
        "--json gives one document an answer. Its schema, first, says what it is and in which version, as in "
        "kb.condition/1; its notice, last, goes with whatever you make of it."
    )
    yield (
        "Fields have the names of the records' own. Texts keep their marks: [@key] cites a work, which is in "
        "citations under that key, and [[id]] names another page. An id is a name that every command takes; a topic "
        'and a treatment may share one, which --as tells apart. "kb schema --answers" prints the JSON Schema that '
        "every answer keeps to, and README lists the fields."
    )
    yield Terms(
        (
            ("kb show PFPS --json", "a page: at_a_glance, red_flags, treatment, citations and the sections"),
            ("kb list --json", "all conditions; kb list --ids gives only their ids, one a line"),
            ("kb list --ids | kb show - --format jsonl", "many pages, a document a line; - reads a name a line"),
            ("kb search --batch questions.txt", "a question a line, an answer a line"),
            ('kb search "sore kneecap" --json', "results, and red_flags that the words tell"),
            ("kb flags --json", "all warning signs, each with its urgency"),
            ("kb cite taping --format csl-json", "works for Zotero, pandoc and citeproc"),
        )
    )
    yield (
        "An error is one JSON object on standard error: its code, such as not-found or ambiguous, its message, and "
        'suggestions of what could stand in place of what was wrong. "kb help exit-codes" has the exit codes.'
    )
