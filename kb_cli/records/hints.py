"""What each key of a data file is for, in a few words: new files and the schemas for editors say it."""

from kb_cli.records.sections import AT_A_GLANCE, SECTIONS

# Where the name of a key and its limits do not say it; of a key that means two things, with the table that it is in.
_HINTS = {
    "gist": "what it is, in one line",
    "aliases": "every other name, lay or clinical",
    "evidence": "certainty, as GRADE has it",
    "evidence_basis": "why so sure and not surer [@key]",
    "reviewed": "the day of the last review, without quotes",
    "related": "ids of other conditions and topics",
    "red_flags": "shared signs, from red_flags.toml",
    "red_flag": "a sign that no shared one says; one table a sign",
    "urgency": "emergency: hospital now; urgent: today or tomorrow; routine: tell a clinician",
    "summary": "two to five sentences for a reader who reads no further; cite works as [@key]",
    "at_a_glance": "one sentence each, with citations",
    "short": "for the first screen",
    "told_as": "how people tell it, for search",
    "graded_by": "source: a cited work graded it; kb: judged from the works cited",
    "names": "what lay people and clinicians call it",
    "see": "the nearest pages",
    "callout": "true sets the passage apart",
    "passage": "what else there is to say; one table a passage",
    "finding": "a question that people ask; one table a question",
    "change": "what changed since the record was written; one table a change",
    "change.what": "what of it changed",
    "why": "with the work that made it change [@key]",
    "answer": "what is known, in whom [@key]",
    "key_figure": "one figure, with its citation [@key]",
    "text": "whole sentences; cite works as [@key]",
    "of": "the treatment or red flag, or words for the figure",
    "from": "left out where something is new",
    "to": "left out where something was taken away",
    "what": "what it is, in one sentence",
    # Effects.
    "effect": "how many had an outcome with it and without; one table an outcome, below its treatment",
    "outcome": "what they did or had, in plain words",
    "at": "when it was looked for",
    "effect.people": "in whom, where they were not ordinary patients",
    "good": "whether people want the outcome",
    "with": "of those who had it, as the source prints it",
    "without": "of the others, as the source prints it",
    "given": "what stood for the treatment, where its name does not say",
    "comparator": "what the others had",
    "instead": "true where that is another treatment",
    "significant": "what the source says of the difference; left out where that is not clear",
    "randomised": "false where nobody drew lots",
    "citation": "the one work that prints both figures",
    # Works.
    "type": "a type of CSL: article-journal, book, chapter, report, thesis, webpage",
    "study": "the kind of study",
    "title": "in full, in sentence case",
    "protected": 'names in the title that keep their capitals, as in "Achilles"',
    "title-short": "by which an undated work is cited",
    "author": "all, in the order of the work",
    "container-title": "the journal, website or book that it stands in",
    "issued": "the year, without quotes",
    "accessed": "when a page of the web was read",
    "more_authors": "there are more authors than are known here",
    "DOI": "without https://doi.org/",
    # What has no page, and the words of search.
    "not_covered": "something that people ask for and no page is about; one table a thing",
    "ordinary": "words that carry nothing",
    "faint": "words that fit nearly every record",
    "places": "words that say where",
    "elsewhere": "parts of the body, injuries and diseases without a page",
    "filler": "words that tell nothing of a warning sign",
    "denials": "what follows is denied",
    "same": "words that mean the same; one that ships stands with yours too",
    "points_to": "what people say, and the words of the records that it makes likely",
    "idea": "words that tell the same of a warning sign",
    "tells": "what tells something wider as well",
    "intent": "what a question asks for; of several, the first of the file come first",
    "intent.part": "which part of a page says it",
    "intent.group": "where part is treatment: only treatments of this group",
    "intent.say": "the words in this order, with at most three others between two of them",
}
_HINTS |= {key: ": ".join(filter(None, [one.heading.lower(), one.gloss])) for key, one in SECTIONS.items()}
_HINTS |= {f"at_a_glance.{key}": one.label for key, one in AT_A_GLANCE.items()}


def hint(key: str, table: str = "") -> str:
    """Say what a key is for, in a table of this name; nothing where its name says it."""
    return _HINTS.get(f"{table}.{key}") or _HINTS.get(key, "")
