"""Names are found however they are set."""

from hypothesis import given
from hypothesis import strategies as st

from kb_cli.records.name_index import Entry, beginning, called, entry
from kb_cli.records.names import folded

NAMES = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=12) | st.sampled_from(
    ["runner's knee", "Runners Knee", "jumper's knee", "shin-splints", "MTSS", "Köhler", "knee"]
)
ENTRIES = st.lists(
    st.builds(
        lambda kind, about, names: entry(kind, about, *names),
        st.sampled_from(("condition", "treatment")),
        NAMES,
        st.lists(NAMES, min_size=1, max_size=4),
    ),
    max_size=8,
)


@given(ENTRIES, NAMES)
def test_a_name_is_found_however_it_is_set(entries: list[Entry], name: str) -> None:
    having = [one for one in entries if folded(name) and folded(name) in map(folded, one.spellings)]
    assert called(entries, name) == called(entries, f" {name}-") == having
    begun = [one for one in entries if any(folded(spelling).startswith(folded(name)) for spelling in one.spellings)]
    assert beginning(entries, folded(name)) == begun


def test_nothing_has_a_name_without_letters() -> None:
    assert not called([entry("condition", "", "knee")], "-")
