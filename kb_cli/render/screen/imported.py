"""What became of the works of a bibliography: first what cannot be read, then the new files and all that they lack."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kb_cli.answers.imported import Imported, ImportedAnswer, titled
from kb_cli.citations.titles import untagged
from kb_cli.records.schema import REFERENCE
from kb_cli.records.vocabularies import Study
from kb_cli.render.screen.page import QUIET, Page

# So many works are named one by one where the same is told of many.
_NAMED = 6


def show(answer: ImportedAnswer, page: Page) -> None:
    """Fill the page: counts, then each kind of thing that is to be told under a heading of its own."""
    page.title("Import")
    new = answer.of("new", "written")
    page.line(answer.counts)
    for note in answer.notes:
        page.line(page.styled(note, QUIET))
    if answer.stopped:
        page.line(page.styled(answer.stopped, "bold"))
    _listed("Not read", [(one.place, one.why) for one in answer.of("unread")], page)
    _grouped("Not written", _failed(answer.of("failed")), page)
    if new:
        page.heading("New references")
        page.line(page.styled(f"{'would lie' if answer.dry_run else ''} in {answer.folder}".strip(), QUIET))
        for one in new:
            page.line(
                page.styled(one.key, "bold"), f" {untagged(one.title)}", first=page.margin, rest=f"{page.margin}  "
            )
    known = [(one.place, f"known as {one.key} ({one.why}); nothing written") for one in answer.of("known")]
    _listed("Known already", known, page)
    _grouped("Left out, because a reference has no place for it", _left_out(new), page)
    _grouped("Look at these", _doubts(new), page)
    _grouped("Left to fill in", _missing(new), page)
    _next(new, answer.dry_run, page)


def _listed(heading: str, rows: Sequence[tuple[str, str]], page: Page) -> None:
    if rows:
        page.heading(heading)
    for name, told in rows:
        page.line(page.styled(name, "bold"), f": {told}", first=page.margin, rest=f"{page.margin}  ")


def _grouped(heading: str, groups: dict[str, list[str]], page: Page) -> None:
    """Tell each thing once, with the works that it is true of."""
    rows = []
    for told, keys in groups.items():
        distinct = list(dict.fromkeys(keys))
        named = ", ".join(distinct[:_NAMED])
        more = len(distinct) - _NAMED
        rows.append((told, f"{named} and {more:,} more (--json names all)" if more > 0 else named))
    _listed(heading, rows, page)


def _failed(works: Iterable[Imported]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in works:
        found[one.why].append(one.key)
    return found


def _left_out(works: Iterable[Imported]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in works:
        for left in one.left_out:
            found[f"{left.field} ({left.why})" if left.why else left.field].append(one.key)
    return found


def _doubts(works: Sequence[Imported]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in works:
        for doubt in one.doubts:
            found[doubt].append(one.key)
    if capitals := titled(works):
        found["Titles in Title Case; no style changes them, so write them in sentence case"] = [
            one.key for one in capitals
        ]
    return found


def _missing(works: Iterable[Imported]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in works:
        for field in one.missing:
            found[_explained(field)].append(one.key)
    return found


def _explained(field: str) -> str:
    """Give a field with what may stand in it, where only some words may."""
    words = REFERENCE[field].words if field in REFERENCE else None
    return f"{field} ({' | '.join(word.value for word in Study)})" if words else field


def _next(new: Sequence[Imported], dry_run: bool, page: Page) -> None:
    if new and not dry_run:
        key = new[0].key
        page.gap()
        told = f'[@{key}] cites it in a record; "kb cite {key}" shows it, "kb check" looks at all files.'
        page.line(page.styled(told, QUIET))
