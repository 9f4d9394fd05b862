"""What a name means, as people type it: a condition or a treatment by its id, name or alias, a section of a record."""

from collections.abc import Iterable

from kb_cli.errors import BadDataError, NotFoundError, UsageError
from kb_cli.records import markup
from kb_cli.records.library import Library
from kb_cli.records.name_index import Entry, Kind, Register, entry, written
from kb_cli.records.names import either, folded, nearest, words_of
from kb_cli.records.sections import PARTS
from kb_cli.records.vocabularies import TreatmentGroup
from kb_cli.sanitize import quoted

# More than these are not told one by one where a word fits many names.
MOST = 10


def find(library: Library, name: str, kind: Kind | None = None) -> Entry:
    """Give the condition or treatment (or only a ``kind``) that ``name`` means.

    It is meant by one of its names, or by its first words where nothing else has such words in a name ("kinesio" for
    "kinesio taping"); a condition only by those of its chief name, for "shin" may be said of many. Raises
    NotFoundError, which says what the name could mean or what was perhaps meant.
    """
    called = _called(library, name, kind)
    if len(called) == 1:
        return called[0]
    if kind and not called and (others := _called(library, name)):
        raise NotFoundError(f'{quoted(name)} is a {others[0].kind}, not a {kind}; "kb show {others[0].id}" shows it')
    known = _registers(library, kind)
    alike = called or _with_words(name, known)
    if not called and len(alike) < 2:
        alike += [one for one in _near(name, known) if one not in alike]
    if len(alike) == 1 and _opened_by(name, alike[0]):
        return alike[0]
    raise _several(name, alike) if len(alike) > 1 else _not_found(name, alike, kind)


def conditions(library: Library, name: str) -> list[Entry]:
    """Give the condition called ``name``, else all that have a name with its words: "tendinopathy" means several."""
    return _one_or_more(name, library.called_conditions, "condition")


def treatments(library: Library, name: str) -> list[Entry]:
    """Give the treatment called ``name``, else the group whose name starts so, else all with its words in a name."""
    known = library.called_treatments
    groups = [group for group in TreatmentGroup if folded(name) and folded(group.label).startswith(folded(name))]
    if groups and not known.called(name):
        return [one for one in known if library.treatment_kinds[one.id].group in groups]
    return _one_or_more(name, known, "treatment")


def section(name: str) -> str:
    """Give the key of the section that ``name`` means: its key, its heading, or a beginning of either."""
    wanted = folded(name)
    spellings = [(spelling, key) for key, heading in PARTS.items() for spelling in (folded(key), folded(heading))]
    for fits in (str.__eq__, str.startswith):
        found = {key for spelling, key in spellings if wanted and fits(spelling, wanted)}
        if len(found) == 1:
            return found.pop()
    raise UsageError(f"there is no section {quoted(name)}; there are {', '.join(PARTS)}")


def linked_names(library: Library, texts: Iterable[str]) -> dict[str, str]:
    """Give the name of every condition that the texts link to, or its id where its record is broken."""

    def name(id: str) -> str:
        try:
            return library.head(id).name
        except BadDataError:
            return id.replace("-", " ")

    return {id: name(id) for id in markup.linked(texts)}


def _registers(library: Library, kind: Kind | None) -> list[Register]:
    """Give what there is to choose from. A broken record can still be asked for, so that its error is shown."""
    found: list[Register] = []
    if kind != "treatment":
        found.append(library.called_conditions)
        found.append(Register(written(entry("condition", "", id) for id in library.broken)))
    if kind != "condition":
        found.append(library.called_treatments)
    return found


def _called(library: Library, name: str, kind: Kind | None = None) -> list[Entry]:
    """Give what is called so; where the name is an id, no other record need be read to know that."""
    if kind != "treatment" and library.has_condition(name):
        return [entry("condition", "", name), *([] if kind else _called(library, name, "treatment"))]
    return [one for register in _registers(library, kind) for one in register.called(name)]


def _opened_by(name: str, entry: Entry) -> bool:
    wanted = words_of(name)
    names = entry.spellings if entry.kind == "treatment" else (entry.id, entry.name)
    return any(words_of(spelling)[: len(wanted)] == wanted for spelling in names)


def _with_words(name: str, known: Iterable[Register]) -> list[Entry]:
    """Give the entries that have, in one of their names, a word starting with each word of ``name``, plural or not."""
    wanted = [word.removesuffix("s") if len(word) > 3 else word for word in words_of(name)]

    def fits(spelling: str) -> bool:
        present = words_of(spelling)
        return all(any(word.startswith(part) for word in present) for part in wanted)

    if not wanted:
        return []
    likely = (one for register in known for one in register.containing(max(wanted, key=len)))
    return [one for one in likely if any(map(fits, one.spellings))]


def _near(name: str, known: Iterable[Register]) -> list[Entry]:
    entries = {spelling: one for register in known for one in register for spelling in one.spellings}
    return list(dict.fromkeys(entries[spelling] for spelling in nearest(name, entries)))


def _one_or_more(name: str, known: Register, kind: Kind) -> list[Entry]:
    if found := known.called(name) or _with_words(name, [known]):
        return found
    raise _not_found(name, _near(name, [known]), kind)


def _several(name: str, meant: list[Entry]) -> NotFoundError:
    kinds = {kind: [entry for entry in meant if entry.kind == kind] for kind in ("condition", "treatment")}
    counts = " and ".join(_counted(len(found), kind) for kind, found in kinds.items() if found)
    same_id = len({entry.id for entry in meant}) < len(meant)
    commands = {entry: f"kb show {f'--as {entry.kind} ' if same_id else ''}{entry.id}" for entry in meant[:MOST]}
    width = max(map(len, commands.values()))
    lines = [f"{command:<{width}}  {entry.kind}: {entry.name}" for entry, command in commands.items()]
    more = [f'and {len(meant) - MOST} more; another word narrows it ("kb list" and "kb map" show all)']
    return NotFoundError(
        "\n".join([f"{quoted(name)} could mean {counts}; ask for one:", *lines, *more[: len(meant) > MOST]])
    )


def _counted(number: int, kind: str) -> str:
    return f"{number} {kind}{'s' if number > 1 else ''}"


def _not_found(name: str, near: list[Entry], kind: Kind | None) -> NotFoundError:
    hint = f"did you mean {either([entry.id for entry in near])}? " if near else ""
    lists = {"condition": '"kb list" shows all', "treatment": '"kb map" shows all'}
    shown = lists[kind] if kind else '"kb list" shows the conditions, "kb map" the treatments'
    return NotFoundError(f"no {kind or 'condition or treatment'} is called {quoted(name)}; {hint}{shown}")
