"""Reading the files of a library: from TOML to checked tables, and from these to the model.

Everything wrong with a file is told at once: every function that reads one raises BadDataError where it cannot be used.
What only wants names takes the tables alone, so the model is imported where something is made of them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kb_cli.errors import BadDataError, NotFoundError, Problem
from kb_cli.records import markup, schema, toml_file
from kb_cli.records.names import nearest
from kb_cli.records.notice import Notice
from kb_cli.records.sections import SECTIONS
from kb_cli.records.vocabularies import Certainty, Changed, GradedBy, Region, Urgency, Verdict
from kb_cli.sanitize import quoted

if TYPE_CHECKING:
    from kb_cli.records.model import Condition, Passage, RedFlag, Reference, Topic, Vocabulary

Table = dict[str, Any]


class DataFolder(Protocol):
    """What must be known of a data folder to read one of its files: what else there is that the file may name.

    What was wrong with the file but stopped nothing is added to ``problems``.
    """

    folder: Path
    problems: list[Problem]

    @property
    def condition_ids(self) -> Collection[str]: ...  # noqa: D102

    @property
    def reference_keys(self) -> Collection[str]: ...  # noqa: D102

    @property
    def treatment_ids(self) -> Collection[str]: ...  # noqa: D102

    @property
    def shared_red_flags(self) -> "Mapping[str, RedFlag]": ...  # noqa: D102

    @property
    def topic_ids(self) -> Collection[str]: ...  # noqa: D102

    def has_condition(self, id: str) -> bool: ...  # noqa: D102

    def has_topic(self, id: str) -> bool: ...  # noqa: D102

    def has_reference(self, key: str) -> bool: ...  # noqa: D102

    def condition_path(self, id: str) -> Path: ...  # noqa: D102

    def topic_path(self, id: str) -> Path: ...  # noqa: D102


def notice(library: DataFolder) -> Notice:
    """Read the not-medical-advice notice."""
    return Notice(**_table(library, library.folder / "notice.toml", schema.NOTICE))


def treatments(library: DataFolder) -> Table:
    """Read the vocabulary of treatments: the table of each by id, in the order of its file."""
    path = library.folder / "treatments.toml"
    toml = toml_file.text(path, library.folder)
    data = toml_file.table(path, toml)
    return _usable(library, path, toml, data, list(schema.treatment_faults(data)))


def red_flags(library: DataFolder) -> list[Table]:
    """Read the signs that several records share; a data folder may do without them."""
    path = library.folder / "red_flags.toml"
    if not path.exists():
        return []
    toml = toml_file.text(path, library.folder)
    data = toml_file.table(path, toml)
    faults = list(schema.faults(data, schema.RED_FLAGS))
    if all(fault.harmless for fault in faults):
        faults += _unknown_in_prose(library, schema.prose_of(data, schema.RED_FLAGS))
        faults += _twice(data["red_flag"])
    found: list[Table] = _usable(library, path, toml, data, faults)["red_flag"]
    return found


def vocabulary(library: DataFolder, check: schema.Check) -> "Vocabulary":
    """Read the vocabulary of search; a data folder may do without one.

    ``check`` finds what is wrong with its words.
    """
    from kb_cli.records.model import PointsTo, Vocabulary

    data = _vocabulary(library, check)
    return Vocabulary(
        tuple(data.get("ordinary", ())),
        tuple(data.get("faint", ())),
        tuple(tuple(group["words"]) for group in data.get("same", ())),
        tuple(PointsTo(tuple(part["say"]), tuple(part["means"])) for part in data.get("points_to", ())),
    )


def _vocabulary(library: DataFolder, check: schema.Check) -> Table:
    path = library.folder / "vocabulary.toml"
    if not path.exists():
        return {}
    toml = toml_file.text(path, library.folder)
    data = toml_file.table(path, toml)
    faults = list(schema.faults(data, schema.VOCABULARY))
    if all(fault.harmless for fault in faults):
        faults += check(data)
    return _usable(library, path, toml, data, faults)


def head(library: DataFolder, path: Path, fields: Mapping[str, schema.Field]) -> Table:
    """Read the head of one record, without the cost of what comes below."""
    toml = toml_file.text(path, library.folder)
    # The head ends at the first table. Should a line of the summary look like one, the whole file is read.
    top = toml[: toml.find("\n[") + 1] or toml
    try:
        data = toml_file.table(path, top)
    except BadDataError:
        data = toml_file.table(path, toml)
    keys = {key: wanted for key, wanted in fields.items() if key in data or wanted.required}
    return _usable(library, path, toml, data, list(schema.faults(data, keys)))


def condition(library: DataFolder, id: str) -> "Condition":
    """Read one record whole; it is broken too where something that it names does not exist."""
    path = library.condition_path(id)
    toml = toml_file.text(path, library.folder)
    data = toml_file.table(path, toml)
    faults = list(schema.faults(data, schema.CONDITION))
    if all(fault.harmless for fault in faults):
        faults += _unresolved(library, data, schema.CONDITION)
    return condition_of(id, _usable(library, path, toml, data, faults), library.shared_red_flags)


def topic(library: DataFolder, id: str) -> "Topic":
    """Read one topic whole; it is broken too where something that it names does not exist."""
    path = library.topic_path(id)
    toml = toml_file.text(path, library.folder)
    data = toml_file.table(path, toml)
    faults = list(schema.faults(data, schema.TOPIC))
    if all(fault.harmless for fault in faults):
        faults += _unresolved(library, data, schema.TOPIC)
    return topic_of(id, _usable(library, path, toml, data, faults), library.shared_red_flags)


def not_covered(library: DataFolder) -> list[Table]:
    """Read what people ask for and no record is about; a data folder may do without it."""
    path = library.folder / "not_covered.toml"
    if not path.exists():
        return []
    toml = toml_file.text(path, library.folder)
    data = toml_file.table(path, toml)
    faults = list(schema.faults(data, schema.NOT_COVERED))
    if all(fault.harmless for fault in faults):
        faults += _unknown_in_not_covered(library, data["not_covered"])
    found: list[Table] = _usable(library, path, toml, data, faults)["not_covered"]
    return found


def _unknown_in_not_covered(library: DataFolder, entries: Sequence[Table]) -> Iterable[schema.Fault]:
    for number, one in enumerate(entries):
        for place, id in enumerate(one.get("see", ())):
            if not _has_record(library, id):
                meant = _suggestion(id, [*library.condition_ids, *library.topic_ids])
                yield schema.Fault(("not_covered", number, "see", place), f"{quoted(id)} is no record{meant}")
        for place, id in enumerate(one.get("red_flags", ())):
            if id not in library.shared_red_flags:
                meant = _suggestion(id, library.shared_red_flags)
                message = f"{quoted(id)} is not in red_flags.toml{meant}"
                yield schema.Fault(("not_covered", number, "red_flags", place), message)


def reference(library: DataFolder, key: str) -> "Reference":
    """Read one work. Raises NotFoundError where there is none."""
    if not library.has_reference(key):
        raise NotFoundError(f"no work has the citation key {quoted(key)}")
    path = library.folder / "references" / f"{key}.toml"
    return reference_of(key, _table(library, path, schema.REFERENCE))


def _table(library: DataFolder, path: Path, keys: Mapping[str, schema.Field]) -> Table:
    toml = toml_file.text(path, library.folder)
    data = toml_file.table(path, toml)
    return _usable(library, path, toml, data, list(schema.faults(data, keys)))


def _usable(library: DataFolder, path: Path, toml: str, data: Table, faults: list[schema.Fault]) -> Table:
    data, problems = toml_file.usable(path, toml, data, faults)
    library.problems += problems
    return data


def _has_record(library: DataFolder, id: str) -> bool:
    return library.has_condition(id) or library.has_topic(id)


def _unresolved(library: DataFolder, data: Table, keys: Mapping[str, schema.Field]) -> Iterable[schema.Fault]:
    yield from _unknown_in_prose(library, schema.prose_of(data, keys))
    yield from _flags_at_fault(library, data)
    for number, id in enumerate(data.get("related", ())):
        if not _has_record(library, id):
            meant = _suggestion(id, [*library.condition_ids, *library.topic_ids])
            yield schema.Fault(("related", number), f"{quoted(id)} is no record{meant}")
    for number, treatment in enumerate(data.get("treatment", ())):
        if treatment["id"] not in library.treatment_ids:
            meant = _suggestion(treatment["id"], library.treatment_ids)
            message = f"{quoted(treatment['id'])} is not in treatments.toml{meant}"
            yield schema.Fault(("treatment", number, "id"), message)


def _flags_at_fault(library: DataFolder, data: Table) -> Iterable[schema.Fault]:
    shared = library.shared_red_flags
    named = data.get("red_flags", ())
    for number, id in enumerate(named):
        if id not in shared:
            meant = _suggestion(id, shared)
            yield schema.Fault(("red_flags", number), f"{quoted(id)} is not in red_flags.toml{meant}")
        elif id in named[:number]:
            yield schema.Fault(("red_flags", number), f"{quoted(id)} stands twice; delete one")
    own = data.get("red_flag", ())
    yield from _twice(own)
    for number, flag in enumerate(own):
        if flag["id"] in shared:
            message = f"{quoted(flag['id'])} is a shared sign; name it in red_flags, or give this one an id of its own"
            yield schema.Fault(("red_flag", number, "id"), message)


def _twice(flags: Sequence[Table]) -> Iterable[schema.Fault]:
    ids = [flag["id"] for flag in flags]
    for number, id in enumerate(ids):
        if id in ids[:number]:
            yield schema.Fault(("red_flag", number, "id"), f"{quoted(id)} stands twice; delete one")


def _unknown_in_prose(library: DataFolder, texts: Iterable[tuple[schema.Path, str]]) -> Iterable[schema.Fault]:
    for path, text in texts:
        for key in markup.cited([text]):
            if not library.has_reference(key):
                meant = _suggestion(key, library.reference_keys)
                yield schema.Fault(path, f"no work has the citation key @{key}{meant}", f"@{key}")
        for id in markup.linked([text]):
            if not _has_record(library, id):
                meant = _suggestion(id, [*library.condition_ids, *library.topic_ids])
                yield schema.Fault(path, f"[[{id}]] links to no record{meant}", f"[[{id}]]")


def _suggestion(name: str, known: Iterable[str]) -> str:
    near = nearest(name, known, most=1)
    return f" (did you mean {near[0]}?)" if near else ""


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
