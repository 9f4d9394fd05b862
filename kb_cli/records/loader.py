"""Reading the files of a library: from TOML to checked tables, and from these to the model.

Everything wrong with a file is told at once: every function that reads one raises BadDataError where it cannot be used.
What only wants names takes the tables alone, so the model is imported where something is made of them.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb_cli.errors import BadDataError, NotFoundError
from kb_cli.records import resolver, schema, toml_file
from kb_cli.records.notice import Notice
from kb_cli.records.resolver import DataFolder
from kb_cli.records.sections import SECTIONS
from kb_cli.records.vocabularies import Certainty, Changed, GradedBy, Region, Urgency, Verdict
from kb_cli.sanitize import quoted

if TYPE_CHECKING:
    from kb_cli.records.model import Condition, Passage, RedFlag, Reference, Topic, Vocabulary

Table = dict[str, Any]


def notice(library: DataFolder) -> Notice:
    """Read the not-medical-advice notice."""
    return Notice(**_read(library, library.folder / "notice.toml", schema.NOTICE))


def treatments(library: DataFolder) -> Table:
    """Read the vocabulary of treatments: the table of each by id, in the order of its file."""
    return _read(library, library.folder / "treatments.toml", schema.treatment_faults)


def red_flags(library: DataFolder) -> list[Table]:
    """Read the signs that several records share; a data folder may do without them."""
    return _entries(library, "red_flag", "red_flags.toml", schema.RED_FLAGS, resolver.of_red_flags)


def not_covered(library: DataFolder) -> list[Table]:
    """Read what people ask for and no record is about; a data folder may do without it."""
    return _entries(library, "not_covered", "not_covered.toml", schema.NOT_COVERED, resolver.of_not_covered)


def vocabulary(library: DataFolder, check: schema.Check) -> "Vocabulary":
    """Read the vocabulary of search; a data folder may do without one.

    ``check`` finds what is wrong with its words.
    """
    from kb_cli.records.model import PointsTo, Vocabulary

    path = library.folder / "vocabulary.toml"
    data = _read(library, path, schema.VOCABULARY, check) if path.exists() else {}
    return Vocabulary(
        tuple(data.get("ordinary", ())),
        tuple(data.get("faint", ())),
        tuple(data.get("places", ())),
        tuple(tuple(group["words"]) for group in data.get("same", ())),
        tuple(PointsTo(tuple(part["say"]), tuple(part["means"])) for part in data.get("points_to", ())),
        tuple(data.get("filler", ())),
        tuple(data.get("denials", ())),
        tuple(tuple(group["words"]) for group in data.get("idea", ())),
        tuple(PointsTo(tuple(part["say"]), tuple(part["means"])) for part in data.get("tells", ())),
    )


def head(library: DataFolder, path: Path, fields: schema.Fields) -> Table:
    """Read the head of one record, without the cost of what comes below."""

    def faults(data: Table) -> Iterable[schema.Fault]:
        return schema.faults(data, {key: one for key, one in fields.items() if key in data or one.required})

    def top(toml: str) -> Table:
        # The head ends at the first table. Should a line of the summary look like one, the whole file is read.
        try:
            return toml_file.table(path, toml[: toml.find("\n[") + 1] or toml)
        except BadDataError:
            return toml_file.table(path, toml)

    return _read(library, path, faults, parse=top)


def condition(library: DataFolder, id: str) -> "Condition":
    """Read one record whole; it is broken too where something that it names does not exist."""
    data = _read(library, library.condition_path(id), schema.CONDITION, partial(resolver.of_condition, library))
    return condition_of(id, data, library.shared_red_flags)


def topic(library: DataFolder, id: str) -> "Topic":
    """Read one topic whole; it is broken too where something that it names does not exist."""
    data = _read(library, library.topic_path(id), schema.TOPIC, partial(resolver.of_topic, library))
    return topic_of(id, data, library.shared_red_flags)


def reference(library: DataFolder, key: str) -> "Reference":
    """Read one work. Raises NotFoundError where there is none."""
    if not library.has_reference(key):
        raise NotFoundError(f"no work has the citation key {quoted(key)}")
    return reference_of(key, _read(library, library.folder / "references" / f"{key}.toml", schema.REFERENCE))


def _entries(
    library: DataFolder,
    key: str,
    file: str,
    fields: schema.Fields,
    resolve: Callable[[DataFolder, Table], Iterable[schema.Fault]],
) -> list[Table]:
    path = library.folder / file
    found: list[Table] = _read(library, path, fields, partial(resolve, library))[key] if path.exists() else []
    return found


def _read(
    library: DataFolder,
    path: Path,
    fields: schema.Fields | Callable[[Table], Iterable[schema.Fault]],
    further: Callable[[Table], Iterable[schema.Fault]] | None = None,
    parse: Callable[[str], Table] | None = None,
) -> Table:
    """Read a file; ``further`` finds what is wrong beyond the form of its values, in those that have the right one."""
    toml = toml_file.text(path, library.folder)
    try:
        data = parse(toml) if parse else toml_file.table(path, toml)
        faults = list(fields(data) if callable(fields) else schema.faults(data, fields))
        if further and not callable(fields):
            faults += further(schema.readable(data, fields) if faults else data)
        data, problems = toml_file.usable(path, toml, data, faults)
    except (ValueError, OverflowError, RecursionError, MemoryError):
        raise BadDataError([toml_file.unwieldy(path)]) from None
    library.problems += problems
    return data


def condition_of(id: str, data: Table, shared: Mapping[str, "RedFlag"]) -> "Condition":
    """Give the record of a checked table, its red flags most urgent first, treatments best first, changes newest first.

    ``shared`` are the red flags that several records share, by id.
    """
    from kb_cli.records.model import AtAGlance, Change, Condition, Treatment

    changes = (
        Change(one["date"], Changed(one["what"]), one.get("of"), one.get("from"), one.get("to"), one["why"])
        for one in data.get("change", ())
    )
    treatments = (
        Treatment(one["id"], *_judged(one), one["text"], one.get("key_figure")) for one in data.get("treatment", ())
    )
    return Condition(
        id=id,
        name=data["name"],
        gist=data["gist"],
        aliases=tuple(data.get("aliases", ())),
        region=Region(data["region"]),
        icd10=tuple(data.get("icd10", ())),
        evidence=Certainty(data["evidence"]),
        evidence_basis=data.get("evidence_basis"),
        reviewed=data["reviewed"],
        related=tuple(data.get("related", ())),
        summary=data["summary"],
        at_a_glance=AtAGlance(**data.get("at_a_glance", {})),
        red_flags=_red_flags_of(data, shared),
        # Equals keep the order of the file.
        treatment=tuple(
            sorted(treatments, key=lambda one: (_VERDICTS.index(one.verdict), _CERTAINTIES.index(one.evidence)))
        ),
        sections={key: _passages_of(data.get(key, ())) for key, one in SECTIONS.items() if not one.treatments},
        change=tuple(sorted(changes, key=lambda one: one.date, reverse=True)),
    )


def topic_of(id: str, data: Table, shared: Mapping[str, "RedFlag"]) -> "Topic":
    """Give the topic of a checked table."""
    from kb_cli.records.model import Finding, Topic

    findings = (
        Finding(
            one["question"],
            one["answer"],
            Verdict(one["verdict"]),
            Certainty(one["evidence"]),
            GradedBy(one["graded_by"]),
        )
        for one in data.get("finding", ())
    )
    return Topic(
        id=id,
        name=data["name"],
        gist=data["gist"],
        aliases=tuple(data.get("aliases", ())),
        evidence=Certainty(data["evidence"]),
        evidence_basis=data.get("evidence_basis"),
        reviewed=data["reviewed"],
        related=tuple(data.get("related", ())),
        summary=data["summary"],
        red_flags=_red_flags_of(data, shared),
        passage=_passages_of(data.get("passage", ())),
        finding=tuple(findings),
    )


def _judged(data: Table) -> tuple[Verdict, Certainty, GradedBy]:
    return Verdict(data["verdict"]), Certainty(data["evidence"]), GradedBy(data["graded_by"])


def _red_flags_of(data: Table, shared: Mapping[str, "RedFlag"]) -> "tuple[RedFlag, ...]":
    from kb_cli.records.model import red_flag

    flags = [*(shared[id] for id in data.get("red_flags", ())), *map(red_flag, data.get("red_flag", ()))]
    return tuple(sorted(flags, key=lambda flag: _URGENCIES.index(flag.urgency)))


def _passages_of(parts: Iterable[Table]) -> "tuple[Passage, ...]":
    from kb_cli.records.model import Passage

    return tuple(Passage(part["text"], part.get("heading"), part.get("callout", False)) for part in parts)


_URGENCIES = list(Urgency)
_VERDICTS = list(Verdict)
_CERTAINTIES = list(Certainty)


def reference_of(key: str, data: Table) -> "Reference":
    """Give the work of a checked table, which uses CSL's names."""
    from kb_cli.records.model import Author, Reference

    get = data.get
    return Reference(
        key=key,
        type=data["type"],
        title=data["title"],
        author=tuple(
            Author(
                name.get("family"),
                _apart(name.get("given")),
                name.get("non-dropping-particle"),
                name.get("suffix"),
                name.get("literal"),
            )
            for name in data["author"]
        ),
        study=get("study"),
        container_title=get("container-title"),
        publisher=get("publisher"),
        issued=get("issued"),
        accessed=get("accessed"),
        volume=get("volume"),
        issue=get("issue"),
        page=get("page"),
        doi=get("DOI"),
        pmid=get("PMID"),
        pmcid=get("PMCID"),
        url=get("URL"),
        more_authors=get("more_authors", False),
        title_short=get("title-short"),
    )


def _apart(given: str | None) -> str | None:
    """Give initials that are written together with spaces: everything that reads names takes "MPJ" for one word."""
    return " ".join(given) if given and given.isupper() and given.isalpha() else given
