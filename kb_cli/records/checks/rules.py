"""All that a data file may break, in one table: why it matters, how much, and what finds it.

A rule without ``find`` is told where a file is read (records/schema.py, resolver.py, toml_file.py and
search/synonyms.py name it). A new check is an entry here and the function that it names.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from kb_cli.records.checks import content, files, layers, names, works
from kb_cli.records.checks.found import Found
from kb_cli.records.checks.shelf import Shelf


class Rule(NamedTuple):
    """What a rule is for; a ``warning`` is told, and is no fault unless a reader asks to be strict.

    ``write`` says what to do where a fault does not.
    """

    why: str
    find: Callable[[Shelf], Iterable[Found]] | None = None
    warning: bool = False
    write: str = ""


RULES = {
    # One file.
    "unreadable": Rule(
        "What cannot be read is left out everywhere.",
        files.unreadable_folders,
        write="look whether it is the file that you mean",
    ),
    "not-toml": Rule(
        "From here on nobody can tell what is meant, so the whole file is left out.", write="correct this line"
    ),
    "unknown-key": Rule(
        "What stands under a key that kb does not know is never shown.",
        write='correct its name, or delete it; "kb schema" tells the keys',
    ),
    "missing": Rule("Pages, lists and search are made from it."),
    "wrong-type": Rule("kb would have to guess what is meant.", write="write it in that form"),
    "empty": Rule("It would be shown as if something were known."),
    "too-long": Rule("It would not fit where it is shown.", write="shorten it"),
    "form": Rule("Only in this form can it be looked up, linked or shown.", write="write it in that form"),
    "unknown-word": Rule("Pages, filters and the words for a verdict are made from these words alone."),
    "control-character": Rule("It can act on a terminal, or hide what is written; pages show � in its place."),
    "shell-code": Rule("A shell might run it; it is offered as a blank."),
    "mark": Rule("It would be printed as it stands and lead nowhere."),
    # What a file names.
    "unknown-work": Rule(
        "A claim whose source is not there cannot be traced.", write="correct the key, or write references/KEY.toml"
    ),
    "unknown-record": Rule("It would lead nowhere.", write="correct the id, or write the record"),
    "unknown-treatment": Rule(
        "Only a treatment in that list has a name and can be compared.",
        write="correct the id, or add it to treatments.toml",
    ),
    "unknown-sign": Rule("The page would lack a warning sign.", write="correct the id, or add it to red_flags.toml"),
    "shared-sign": Rule("A warning sign has one text and one urgency wherever it stands."),
    "twice": Rule("Nobody could tell which of the two holds."),
    "share": Rule("A page could not tell how many in 100 that is.", write="write it as the source prints it"),
    "search-word": Rule("Search could not use it.", write="write other words, four at most that count"),
    # What a file says.
    "treatment-twice": Rule("Nobody could tell which verdict holds.", content.treatments_twice),
    "no-text": Rule("A reader would find a heading and nothing below it.", content.no_text, warning=True),
    "bare-key": Rule("It would be printed as it stands, and the claim have no source.", content.bare_keys),
    "uncited-figure": Rule("A figure without a source cannot be traced.", content.uncited_figures, warning=True),
    "not-in-title": Rule(
        "A style that makes titles small would take its capitals.", content.names_not_in_title, warning=True
    ),
    "entry-twice": Rule("Once says it all.", content.entries_twice, warning=True),
    # What several files say.
    "shared-name": Rule("Whoever asks for it is asked back, or gets the wrong page.", names.shared_names),
    "copied-record": Rule("Readers would find the same page twice, and trust both.", names.copied_records),
    "unused-work": Rule("A list of works should be what the claims rest on.", works.unused, warning=True),
    "same-work": Rule("It would be listed twice, as if two works said so.", works.twice, warning=True),
    "own-from-shipped": Rule("Nobody else has it, and for them it leads nowhere.", layers.own_from_shipped),
    # What is not read at all.
    "ignored-file": Rule("Nothing in it is ever shown.", files.ignored),
    "stray-file": Rule("Somebody may take it for part of the records.", warning=True),
    "untidy": Rule("Other programs may stumble over it, and a change shows more than it is.", files.untidy, True),
}
