"""The register of names finds what a look at every entry would find."""

from hypothesis import given
from hypothesis import strategies as st

from kb_cli.records.name_index import Entry, Register, entry, written
from kb_cli.records.names import folded, words_of

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


@given(ENTRIES)
def test_what_is_written_is_read(entries: list[Entry]) -> None:
    assert list(Register(written(entries))) == entries


@given(ENTRIES, NAMES)
def test_a_name_is_found_however_it_is_set(entries: list[Entry], name: str) -> None:
    register, wanted = Register(written(entries)), folded(name)
    called = [one for one in entries if wanted and wanted in one.folded]
    assert register.called(name) == register.called(f" {name}-") == called
    begun = [one for one in entries if any(fold.startswith(wanted) for fold in one.folded)]
    assert list(register.beginning(wanted)) == begun


@given(ENTRIES, NAMES)
def test_no_entry_with_a_word_is_missed(entries: list[Entry], name: str) -> None:
    for word in words_of(name):
        having = [one for one in entries if any(word in words_of(spelling) for spelling in one.spellings)]
        found = list(Register(written(entries)).containing(word))
        assert [one for one in found if one in having] == having


def test_an_empty_register_has_nothing() -> None:
    register = Register(written([]))
    assert not list(register)
    assert not register.called("knee")
    assert not list(register.beginning(""))
    assert not list(register.containing(""))
