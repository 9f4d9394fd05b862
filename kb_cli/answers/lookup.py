"""What a name means, as people type it: a condition, topic or treatment by any name, a section of a record."""

from collections.abc import Iterable, Sequence

from kb_cli.errors import AmbiguousError, BadDataError, KbError, NotCoveredError, NotFoundError, UsageError
from kb_cli.records import markup
from kb_cli.records.library import Library
from kb_cli.records.model import NotCovered
from kb_cli.records.name_index import KINDS, Entry, Kind, called, entry
from kb_cli.records.names import NEAR, NEAR_WORDS, either, folded, nearest, words_of
from kb_cli.records.sections import PARTS, SAID
from kb_cli.records.vocabularies import Region, TreatmentGroup, Urgency
from kb_cli.sanitize import harmless, quoted

# More than these are not told one by one where a word fits many names.
MOST = 20


def find(library: Library, name: str, kind: Kind | None = None) -> Entry:
    """Give the condition, topic or treatment (or only a ``kind``) that ``name`` means.

    It is meant by one of its names, or by its first words where nothing else has such words in a name ("kinesio" for
    "kinesio taping"); a condition only by those of its chief name, for "bursitis" may be said of many. Raises
    AmbiguousError, which lists what the name could mean (a region means all that hurts there), and NotFoundError, which
    says what was perhaps meant.
    """
    named = _called(library, name, kind)
    if len(named) == 1:
        return named[0]
    if kind and not named and (others := _called(library, name)):
        told = f'{quoted(name)} is a {others[0].kind}, not a {kind}; "kb show {others[0].id}" shows it'
        raise NotFoundError(told, suggestions=[others[0].id])
    known = _known(library, kind)
    matching = named or list(dict.fromkeys([*_in_region(library, name, kind), *_with_words(name, known)]))
    if len(matching) > 1:
        raise _several(name, matching)
    if matching and _opened_by(name, matching[0]):
        return matching[0]
    if not kind and (missing := next((one for one in library.not_covered if folded(name) in one.folded), None)):
        raise _not_covered(library, name, missing)
    near = list(dict.fromkeys([*matching, *_near(name, known)]))
    if len(near) == 1 and _opened_by(name, near[0]):
        return near[0]
    raise _not_found(name, near, kind)


def find_each(library: Library, names: Sequence[str], kind: Kind | None = None) -> list[Entry | KbError]:
    """Give what each of several words means: together one name, else each for itself, if only an error.

    Words of which none is a name in full are one name misspelt. Raises its error, as ``find`` does.
    """
    together = " ".join(names)
    whole = [bool(_called(library, name, kind)) for name in names]
    if len(names) > 1 and all(whole) and not _called(library, together, kind):
        return each(library, names, kind)
    try:
        return [find(library, together, kind)]
    except NotCoveredError:
        raise
    except NotFoundError as error:
        if len(names) == 1 or not any(whole):
            raise
        found = each(library, names, kind)
        # What is nearly so called is meant, unless that is only one of the words.
        if set(error.suggestions) - {one.id for one in found if not isinstance(one, KbError)}:
            raise
        return found


def each(library: Library, names: Iterable[str | KbError], kind: Kind | None = None) -> list[Entry | KbError]:
    """Give what each name means, or its error; in place of a name may stand the error of its line."""

    def meant(name: str | KbError) -> Entry | KbError:
        if isinstance(name, KbError):
            return name
        try:
            return find(library, name, kind)
        except KbError as error:
            return error

    return [meant(name) for name in names]


def conditions(library: Library, name: str) -> list[Entry]:
    """Give the condition called ``name``, else all that have a name with its words: "tendinopathy" means several."""
    return _one_or_more(name, library.condition_names, "condition")


def treatments(library: Library, name: str) -> list[Entry]:
    """Give the treatment called ``name``, else the group whose name starts so, else all with its words in a name."""
    known = library.treatment_names
    groups = [group for group in TreatmentGroup if folded(name) and folded(group.label).startswith(folded(name))]
    if groups and not called(known, name):
        return [one for one in known if library.treatment_kinds[one.id].group in groups]
    return _one_or_more(name, known, "treatment")


def section(name: str) -> str:
    """Give the key of the part of a record that ``name`` means: its key, its heading, or a beginning of either.

    Raises UsageError, which names what is spelt nearly so.
    """
    wanted = folded(name)
    spellings = [
        (folded(spelling), key) for key, heading in PARTS.items() for spelling in (key, heading, *SAID.get(key, ()))
    ]
    for fits in (str.__eq__, str.startswith):
        found = {key for spelling, key in spellings if wanted and fits(spelling, wanted)}
        if len(found) == 1:
            return found.pop()
    near = nearest(name, [word for key, heading in PARTS.items() for word in (*key.split("_"), heading)], most=1)
    meant = f' (did you mean "{near[0]}"?)' if near else ""
    told = f"there is no section {quoted(name)}{meant}; there are {', '.join(PARTS)}"
    raise UsageError(told, suggestions=near or PARTS)


def linked_names(library: Library, texts: Iterable[str]) -> dict[str, str]:
    """Give the name of every condition that the texts link to, or its id where its record is broken."""

    def name(id: str) -> str:
        try:
            return library.name_of(id)
        except BadDataError:
            return id.replace("-", " ")

    return {id: name(id) for id in markup.linked(texts)}


def _known(library: Library, kind: Kind | None) -> list[Entry]:
    """Give what there is to choose from. A broken record can still be asked for, so that its error is shown."""
    found: list[Entry] = []
    if kind in (None, "condition"):
        found += library.condition_names
        found += (entry("condition", "", id) for id in library.broken)
    if kind in (None, "topic"):
        found += library.topic_names
    if kind in (None, "treatment"):
        found += library.treatment_names
    return found


def _called(library: Library, name: str, kind: Kind | None = None) -> list[Entry]:
    """Give what is called so; where the name is a condition's id, no other record need be read to know that."""
    if kind in (None, "condition") and library.has_condition(name):
        others = [] if kind else called(library.treatment_names, name)
        return [entry("condition", "", name), *others]
    return called(_known(library, kind), name)


def _in_region(library: Library, name: str, kind: Kind | None) -> list[Entry]:
    """Give the conditions of the region that is called so."""
    regions = [region for region in Region if folded(region.label) == folded(name)]
    if kind not in (None, "condition") or not regions:
        return []
    return [one for one in library.condition_names if library.heads[one.id].region in regions]


def _opened_by(name: str, entry: Entry) -> bool:
    wanted = words_of(name)
    names = (entry.id, entry.name) if entry.kind == "condition" else entry.spellings
    return any(words_of(spelling)[: len(wanted)] == wanted for spelling in names)


def _with_words(name: str, known: Iterable[Entry]) -> list[Entry]:
    """Give the entries that have, in one of their names, a word starting with each word of ``name``, plural or not."""
    wanted = [word.removesuffix("s") if len(word) > 3 else word for word in words_of(name)]

    def fits(spelling: str) -> bool:
        present = words_of(spelling)
        return all(any(word.startswith(part) for word in present) for part in wanted)

    if not wanted:
        return []
    return [one for one in known if any(map(fits, one.spellings))]


def _near(name: str, known: Iterable[Entry]) -> list[Entry]:
    entries = {spelling: one for one in known for spelling in one.spellings}
    alike = nearest(name, entries, near=NEAR_WORDS if len(name.split()) > 1 else NEAR)
    return list(dict.fromkeys(entries[spelling] for spelling in alike))


def _one_or_more(name: str, known: Sequence[Entry], kind: Kind) -> list[Entry]:
    if found := called(known, name) or _with_words(name, known):
        return found
    raise _not_found(name, _near(name, known), kind)


def _several(name: str, meant: list[Entry]) -> AmbiguousError:
    kinds = {kind: [entry for entry in meant if entry.kind == kind] for kind in KINDS}
    counts = " and ".join(_counted(len(found), kind) for kind, found in kinds.items() if found)
    ids = [entry.id for entry in meant]
    same_id = len(set(ids)) < len(ids)
    commands = {entry: f"kb show {f'--as {entry.kind} ' if same_id else ''}{entry.id}" for entry in meant[:MOST]}
    width = max(map(len, commands.values()))
    lines = [f"{command:<{width}}  {entry.kind}: {entry.name}" for entry, command in commands.items()]
    more = f"and {len(meant) - MOST} more; " if len(meant) > MOST else ""
    narrow = f'{more}another word narrows it; "kb search {harmless(name)}" finds pages for your own words'
    several = f"{quoted(name)} could mean {counts}; ask for one:"
    # An id that several have would only be asked about again.
    names = [entry.name if ids.count(entry.id) > 1 and entry.name else entry.id for entry in meant[:MOST]]
    return AmbiguousError(several, *lines, narrow, suggestions=names)


def _counted(number: int, kind: str) -> str:
    return f"{number} {kind}{'s' if number > 1 else ''}"


def _not_covered(library: Library, name: str, missing: NotCovered) -> NotCoveredError:
    """Say that no record is about this, what is nearest, and which signs belong to it."""
    nearest = [f"{library.name_of(id)} (kb show {id})" for id in missing.see]
    flags = [library.shared_red_flags[id] for id in missing.red_flags]
    signs = {
        urgency: "; ".join(flag.short or flag.id for flag in flags if flag.urgency is urgency) for urgency in Urgency
    }
    return NotCoveredError(
        f"kb has no page on {harmless(name)}. {missing.what}",
        *(f"{urgency.when}: {said}." for urgency, said in signs.items() if said),
        *([f"Nearest: {', '.join(nearest)}"] if nearest else []),
        suggestions=missing.see,
    )


def _not_found(name: str, near: list[Entry], kind: Kind | None) -> NotFoundError:
    hint = f"did you mean {either([entry.id for entry in near])}? " if near else ""
    lists = {"condition": '"kb list"', "topic": '"kb list --topics"', "treatment": '"kb map"'}
    shown = f"{lists[kind]} shows all" if kind else '"kb list" shows the conditions, "kb map" the treatments'
    if len(name.split()) > 1 and not kind:
        shown = f'"kb search {harmless(name)[:60]}" finds pages for your own words; {shown}'
    told = f"no {kind or 'condition or treatment'} is called {quoted(name)}; {hint}{shown}"
    return NotFoundError(told, suggestions=[entry.id for entry in near])
