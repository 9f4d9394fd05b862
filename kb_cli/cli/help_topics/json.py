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
        "citations under that key, and [[id]] names another page. An id is a name that every command takes. README "
        "lists the fields of each answer."
    )
    yield Terms(
        (
            ("kb show PFPS --json", "a page: at_a_glance, red_flags, treatment, citations and the sections"),
            ("kb list --json", "all conditions; kb list --ids gives only their ids, one a line"),
            ('kb search "sore kneecap" --json', "results, and red_flags that the words tell"),
            ("kb flags --json", "all warning signs, each with its urgency"),
            ("kb cite taping --format csl-json", "works for Zotero, pandoc and citeproc"),
        )
    )
    yield 'Exit codes tell what became of a question: "kb help exit-codes".'
