"""Reading the files of a library: from TOML to checked tables, and from these to the model.

Everything wrong with a file is told at once: every function that reads one raises BadDataError where it cannot be used.
What only wants names takes the tables alone, so the model is imported where something is made of them.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from kb_cli.errors import BadDataError, NotFoundError
from kb_cli.records import resolver, schema, toml_file
from kb_cli.records.layer import Filed, Origin
from kb_cli.records.notice import Notice
from kb_cli.records.resolver import DataFolder
from kb_cli.records.sections import SECTIONS
from kb_cli.records.vocabularies import Certainty, Changed, GradedBy, Region, Urgency, Verdict
from kb_cli.sanitize import quoted

if TYPE_CHECKING:
    from kb_cli.records.model import Condition, Handout, Passage, RedFlag, Reference, Topic, Vocabulary

Table = dict[str, Any]
Value = TypeVar("Value")


class Merged(NamedTuple):
    """An entry of a file that several layers have: whose it is, and whether a shipped one lies under it."""

    id: str
    table: Table
    origin: Origin
    stands_in: bool


def notice(library: DataFolder) -> Notice:
    """Read the not-medical-advice notice, which is never the reader's own."""
    return Notice(**_read(library, Filed(library.folder / "notice.toml", library.folder), schema.NOTICE))


def treatments(library: DataFolder) -> list[Merged]:
    """Read the vocabulary of treatments, in the order of its file, the reader's own last."""

    def read(file: Filed) -> Iterable[tuple[str, Table]]:
        return _read(library, file, schema.treatment_faults).items()

    return _merged(library, "treatments.toml", read, needed=True)


def red_flags(library: DataFolder) -> list[Merged]:
    """Read the signs that several records share; a data folder may do without them."""
    return _entries(library, "red_flag", "red_flags.toml", schema.RED_FLAGS, resolver.of_red_flags)


def not_covered(library: DataFolder) -> list[Merged]:
    """Read what people ask for and no record is about; a data folder may do without it."""
    return _entries(library, "not_covered", "not_covered.toml", schema.NOT_COVERED, resolver.of_not_covered)


def vocabulary(library: DataFolder, check: schema.Check) -> "Vocabulary":
    """Read the vocabulary of search; a data folder may do without one. What the reader adds comes after what ships.

    ``check`` finds what is wrong with its words.
    """
    from kb_cli.records.model import AskedFor, PointsTo, Vocabulary

    read = _layered(library, "vocabulary.toml", lambda file: _read(library, file, schema.VOCABULARY, check))
    data = {key: [one for _, table in read for one in table.get(key, ())] for key in schema.VOCABULARY}
    return Vocabulary(
        tuple(data["ordinary"]),
        tuple(data["faint"]),
        tuple(data["places"]),
        tuple(tuple(group["words"]) for group in data["same"]),
        tuple(PointsTo(tuple(part["say"]), tuple(part["means"])) for part in data["points_to"]),
        tuple(data["filler"]),
        tuple(data["denials"]),
        tuple(tuple(group["words"]) for group in data["idea"]),
        tuple(PointsTo(tuple(part["say"]), tuple(part["means"])) for part in data["tells"]),
        tuple(AskedFor(part["part"], part.get("group"), tuple(part["say"])) for part in data["intent"]),
        tuple(data["elsewhere"]),
    )


def head(library: DataFolder, file: Filed, fields: schema.Fields) -> Table:
    """Read the head of one record, without the cost of what comes below."""

    def faults(data: Table) -> Iterable[schema.Fault]:
        return schema.faults(data, {key: one for key, one in fields.items() if key in data or one.required})

    def top(toml: str) -> Table:
        # The head ends at the first table. Should a line of the summary look like one, the whole file is read.
        try:
            return toml_file.table(file.path, toml[: toml.find("\n[") + 1] or toml)
        except BadDataError:
            return toml_file.table(file.path, toml)

    return _read(library, file, faults, parse=top)


def checked(library: DataFolder, kind: str, file: Filed) -> Table:
    """Read the file of a record of a kind (the name of its folder); it is broken too where it names what is not there.

    Raises BadDataError.
    """
    if kind == "references":
        return _read(library, file, schema.REFERENCE)
    if kind == "topics":
        return _read(library, file, schema.TOPIC, partial(resolver.of_topic, library))
    return _read(library, file, schema.CONDITION, partial(resolver.of_condition, library))


def condition(library: DataFolder, id: str) -> "Condition":
    """Read one record whole; it is broken too where something that it names does not exist."""
    file = library.filed("conditions", id)
    record = condition_of(id, checked(library, "conditions", file), library.shared_red_flags)
    return record._replace(origin=file.origin, stands_in=file.stands_in)


def topic(library: DataFolder, id: str) -> "Topic":
    """Read one topic whole; it is broken too where something that it names does not exist."""
    file = library.filed("topics", id)
    record = topic_of(id, checked(library, "topics", file), library.shared_red_flags)
    return record._replace(origin=file.origin, stands_in=file.stands_in)


def reference(library: DataFolder, key: str) -> "Reference":
    """Read one work. Raises NotFoundError where there is none."""
    if not library.has_reference(key):
        raise NotFoundError(f"no work has the citation key {quoted(key)}")
    file = library.filed("references", key)
    work = reference_of(key, checked(library, "references", file))
    return work._replace(origin=file.origin, stands_in=file.stands_in)


def _entries(
    library: DataFolder,
    key: str,
    name: str,
    fields: schema.Fields,
    resolve: Callable[[DataFolder, Table], Iterable[schema.Fault]],
) -> list[Merged]:
    def read(file: Filed) -> Iterable[tuple[str, Table]]:
        return [(one["id"], one) for one in _read(library, file, fields, partial(resolve, library))[key]]

    return _merged(library, name, read)


def _merged(
    library: DataFolder, name: str, read: Callable[[Filed], Iterable[tuple[str, Table]]], needed: bool = False
) -> list[Merged]:
    """Read a file of each layer whose entries have ids; an upper entry takes the place of a lower one."""
    found: dict[str, Merged] = {}
    for file, entries in _layered(library, name, read, needed):
        for id, table in entries:
            shipped = id in found and (found[id].origin == "shipped" or found[id].stands_in)
            found[id] = Merged(id, table, file.origin, shipped and file.origin == "own")
    return list(found.values())


def _layered(
    library: DataFolder, name: str, read: Callable[[Filed], Value], needed: bool = False
) -> list[tuple[Filed, Value]]:
    """Read a file of each layer that has it, the lowest first; one of the reader's own that is broken is passed over.

    What ships is read in any case where it is ``needed``.
    """
    shipped = Filed(library.folder / name, library.folder)
    found = [(shipped, read(shipped))] if needed or shipped.path.exists() else []
    for file in library.own_files(name):
        try:
            found.append((file, read(file)))
        except BadDataError as error:
            library.pass_over(name, str(file.folder), error.problems)
    return found


def _read(
    library: DataFolder,
    file: Filed,
    fields: schema.Fields | Callable[[Table], Iterable[schema.Fault]],
    further: Callable[[Table], Iterable[schema.Fault]] | None = None,
    parse: Callable[[str], Table] | None = None,
) -> Table:
    """Read a file; ``further`` finds what is wrong beyond the form of its values, in those that have the right one."""
    toml = toml_file.text(file.path, file.folder)
    try:
        data = parse(toml) if parse else toml_file.table(file.path, toml)
        faults = list(fields(data) if callable(fields) else schema.faults(data, fields))
        if further and not callable(fields):
            faults += further(schema.readable(data, fields) if faults else data)
        data, problems = toml_file.usable(file.path, toml, data, faults)
    except (ValueError, OverflowError, RecursionError, MemoryError):
        raise BadDataError([toml_file.unwieldy(file.path)]) from None
    library.problems += problems
    return data


def condition_of(id: str, data: Table, shared: Mapping[str, "RedFlag"]) -> "Condition":
    """Give the record of a checked table, its red flags most urgent first, treatments best first, changes newest first.

    ``shared`` are the red flags that several records share, by id.
    """
    from kb_cli.records.model import AtAGlance, Change, Condition, Treatment, effect

    changes = (
        Change(one["date"], Changed(one["what"]), one.get("of"), one.get("from"), one.get("to"), one["why"])
        for one in data.get("change", ())
    )
    treatments = (
        Treatment(
            one["id"], *_judged(one), one["text"], one.get("key_figure"), tuple(map(effect, one.get("effect", ())))
        )
        for one in data.get("treatment", ())
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
        handout=_handout_of(data["handout"]) if "handout" in data else None,
    )


def _handout_of(data: Table) -> "Handout":
    from kb_cli.records.model import Choice, Handout

    def choice(one: Table) -> Choice:
        return Choice(one.get("id", ""), one.get("name"), one["doing"], one["for"], one["against"])

    return Handout(
        message=data["message"],
        what=data["what"],
        steps=tuple(data["steps"]),
        running=data.get("running"),
        duration=data.get("duration"),
        unknown=data.get("unknown"),
        questions=tuple(data.get("questions", ())),
        choice=tuple(map(choice, data.get("choice", ()))),
        nothing=choice(data["nothing"]) if "nothing" in data else None,
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
        protected=tuple(get("protected", ())),
    )


def _apart(given: str | None) -> str | None:
    """Give initials that are written together with spaces: everything that reads names takes "MPJ" for one word."""
    return " ".join(given) if given and given.isupper() and given.isalpha() else given
