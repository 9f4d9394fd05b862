"""What is wrong inside one file, although each of its values has the right form."""

import re
from collections.abc import Iterator

from kb_cli.records import markup, schema
from kb_cli.records.checks.found import Found, in_file
from kb_cli.records.checks.shelf import Shelf
from kb_cli.records.schema import Fault
from kb_cli.records.sections import SECTIONS
from kb_cli.sanitize import quoted

# Numbers that state no result: years, what to call, grades and the like, vertebrae and vitamins.
_NO_RESULT = re.compile(
    r"\b(?:19|20)\d\d\b(?! (?:people|runners|athletes|patients|participants|adults|g|mg|m|km|steps)\b)"
    r"|\b(?:call|ring|dial|phone) \d{3}\b"
    r"|\b(?:grade|type|stage|phase|step|level|zone|figure|table|part)s? \d+[a-c]?"
    r"(?:(?:, | and | or | to |-)\d+[a-c]?)*\b"
    r"|\b[A-Z]+-?\d+\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine) (?:in|out of) "
    r"(?:two|three|four|five|six|seven|eight|nine|ten|twenty|a hundred)\b",
    re.IGNORECASE,
)


def bare_keys(shelf: Shelf) -> Iterator[Found]:
    """Find citation keys that stand in a text without their brackets."""
    for file in shelf.files:
        for path, text in file.prose():
            for key in _bare_keys(text, shelf):
                message, advice = f"{quoted(key)} is cited without [@ ]", f"write [@{key}]"
                yield in_file(file, Fault(path, message, key, rule="bare-key", advice=advice))


def _bare_keys(text: str, shelf: Shelf) -> list[str]:
    for piece in markup.malformed(text):  # which has been told
        text = text.replace(piece, "")
    words = re.findall(r"(?<![\w/.-])[a-z]+[0-9]{4}[a-z]?(?![\w/-])", markup.unmarked(text))
    return [word for word in dict.fromkeys(words) if shelf.has_reference(word)]


def uncited_figures(shelf: Shelf) -> Iterator[Found]:
    """Find sentences with a number that states a result and with no citation."""
    for file in shelf.files:
        for path, text in file.prose():
            for sentence in _uncited(text, shelf):
                if states_figure(sentence):
                    message = f"{quoted(markup.unmarked(sentence))} has a figure and no citation"
                    advice = "cite the work that it is from before the full stop: [@key]"
                    yield in_file(file, Fault(path, message, sentence, rule="uncited-figure", advice=advice))


def _uncited(text: str, shelf: Shelf) -> list[str]:
    """Give the sentences without a citation, not even one that is written wrongly: that has been told."""
    sentences = (one for part in markup.paragraphs(text) for one in markup.sentences(part))
    uncited = [one for one in sentences if "[@" not in one]
    return [] if markup.malformed(text) else [one for one in uncited if not _bare_keys(one, shelf)]


def states_figure(sentence: str) -> bool:
    """Tell whether a sentence has a number that states a result."""
    return bool(_NUMBER.search(_NO_RESULT.sub("", markup.unmarked(sentence))))


_SECTIONS = (*SECTIONS, "passage", "finding")


def no_text(shelf: Shelf) -> Iterator[Found]:
    """Find sections without a passage, and texts that are nothing but citations."""
    for file in shelf.files:
        for key in file.data:
            if key in _SECTIONS and not file.data[key]:
                advice = f"write [[{key}]] with a text, or delete the line"
                yield in_file(file, Fault((key,), f"the section {key} is empty", rule="no-text", advice=advice))
        for path, text in file.prose():
            # The citation of an effect is nothing else.
            if text.strip() and path[-1] != "citation" and not re.search(r"\w", markup.uncited(text)):
                message, advice = f"{path[-1]} has citations and no words", "write what the works say"
                yield in_file(file, Fault(path, message, rule="no-text", advice=advice))


def treatments_twice(shelf: Shelf) -> Iterator[Found]:
    """Find a treatment that a record judges twice."""
    for file in shelf.files:
        seen: set[str] = set()
        for number, one in enumerate(file.data.get("treatment", ()) if file.kind.name == "condition" else ()):
            id = one.get("id")
            if id in seen:
                message, advice = f"{quoted(id)} is judged twice here", "make one table of the two"
                yield in_file(file, Fault(("treatment", number, "id"), message, rule="treatment-twice", advice=advice))
            if id:
                seen.add(id)


def names_not_in_title(shelf: Shelf) -> Iterator[Found]:
    """Find names that are to keep their capitals in a title, and do not stand in it as words."""
    for file in shelf.files:
        # Italics and the like may begin or end within a name.
        title = re.sub("</?[a-z]+>", "", file.data.get("title", ""))
        for number, name in enumerate(file.data.get("protected", ()) if file.kind.name == "reference" else ()):
            if title and name and not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", title):
                message, advice = f"{quoted(name)} is not in the title", "write it as the title has it, or delete it"
                yield in_file(file, Fault(("protected", number), message, rule="not-in-title", advice=advice))


def entries_twice(shelf: Shelf) -> Iterator[Found]:
    """Find what stands twice in a list, and other names that are the chief one again."""
    for file in shelf.files:
        for path, entries in schema.lists_of(file.data, file.kind.fields_of(file.data)):
            seen: set[str] = {file.data["name"].casefold()} if path == ("aliases",) and "name" in file.data else set()
            for number, entry in enumerate(entries):
                # Shared signs that stand twice have been told.
                if entry and entry.casefold() in seen and path != ("red_flags",):
                    message, advice = f"{quoted(entry)} stands twice", "delete one"
                    yield in_file(file, Fault((*path, number), message, rule="entry-twice", advice=advice))
                seen.add(entry.casefold())
