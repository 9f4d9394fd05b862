"""Reading bibliographies: what kb writes comes back, what others write is understood, what has no place is told."""

import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kb_cli.answers import imported
from kb_cli.citations import readers
from kb_cli.citations.draft import Entry, Unread
from kb_cli.citations.readers import Source
from kb_cli.errors import UsageError
from kb_cli.records.library import Library
from kb_cli.records.model import Reference
from kb_cli.render import writer
from tests import small
from tests.render.test_formats import WORKS, written

for package in ("pybtex", "pylatexenc", "rispy", "yaml"):
    pytest.importorskip(package, reason="kb import is not installed: pip install -e '.[import]'")

# What a format cannot say, by the field and the works whose field it is: all that have it, or these.
LOST: dict[str, dict[str, set[str]]] = {
    # LaTeX's sign for a straight quotation mark is lost on other programs, so such marks are written curved.
    "bibtex": {"title": {"holmich2007", "kwak2006"}},
    # BibLaTeX has one place for an identifier beside the DOI, and PubMed's takes it.
    "biblatex": {"title": {"holmich2007", "kwak2006"}, "pmcid": {work.key for work in WORKS if work.pmcid}},
    # A title has no place for marks there.
    "ris": {"protected": {work.key for work in WORKS if work.protected}},
    "csl-json": {},
    "csl-yaml": {},
    "json": {},
}
# Of whose records a work is.
LAYER = ("origin", "stands_in")


def silent(what: str, done: int, total: int) -> None:
    """Show no progress."""


def entries(text: str) -> list[Entry | Unread]:
    return list(readers.read(text))


def one(text: str) -> Entry:
    [found] = entries(text)
    assert isinstance(found, Entry), found
    return found


def bib(**fields: str) -> Entry:
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return one(f"@article{{x,\n{body}}}\n")


def left_out(entry: Entry) -> dict[str, str]:
    return {left.field: left.value for left in entry.left_out}


@pytest.mark.parametrize("form", LOST)
def test_what_kb_cite_writes_is_read_back(tmp_path: Path, form: str) -> None:
    shipped, own = small.write(tmp_path / "data", {}), tmp_path / "own"
    folder = str(own / "references")
    answer = imported.plan(Library(own, shipped), folder, [Source("works", written(form, WORKS))], silent)
    answer = imported.write(answer, writer.save_new, silent)
    assert {one.outcome for one in answer.works} == {"written"}
    assert not [one for one in answer.works if one.doubts]
    assert not [left for one in answer.works for left in one.left_out]
    read = Library(own, shipped).works
    keys = {one.entry: one.key for one in answer.works}
    assert keys.keys() == {work.key for work in WORKS}
    lost = defaultdict(set)
    for work in WORKS:
        for field in differences(work, read[keys[work.key]]):
            lost[field].add(work.key)
    assert lost == LOST[form]


def differences(one: Reference, other: Reference) -> list[str]:
    fields = [field for field in one._fields if field not in ("key", *LAYER)]
    return [field for field in fields if getattr(one, field) != getattr(other, field)]


def test_every_format_that_has_a_reader_is_tried() -> None:
    # BibTeX and BibLaTeX have one.
    assert len(readers.all_readers()) == len(LOST) - 1


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"M{\"u}ller and {\'E}t\'e", "Müller and Été"),
        (r"\o{} \ss{} {\aa} \v{c} \c{c} \'{\i} {\L}", "ø ß å č ç í Ł"),
        (r"{ACL} {Reconstruction} {in} {{NFL} Players}", "ACL Reconstruction in NFL Players"),
        (r"50\% or 60% of A\&B and C & D", "50% or 60% of A&B and C & D"),
        (r"$p < 0.05$, $\geq$ 3, $-$2", "p < 0.05, ≥ 3, −2"),
        (r"H$_2$O and VO$_{2}$max and x\textsuperscript{2}", "H<sub>2</sub>O and VO<sub>2</sub>max and x<sup>2</sup>"),
        (r"Running \emph{in vivo} and {\em in vitro}", "Running <i>in vivo</i> and <i>in vitro</i>"),
        ("``Tennis leg'' --- a review", "“Tennis leg” — a review"),
        (r"\textquotedbl{}Rest\textquotedbl{} costs \$5 and $6", '"Rest" costs $5 and $6'),
        ("a~b\n   c", "a b c"),
        ("Marks <i>in</i> <em>HTML</em> &amp; <span class='x'>more</span>: p<0.05", None),
    ],
)
def test_latex_is_read_as_it_would_be_set(latex: str, plain: str | None) -> None:
    wanted = plain or "Marks <i>in</i> <i>HTML</i> & more: p<0.05"
    entry = bib(title=latex)
    assert entry.fields["title"] == wanted
    assert not entry.doubts


def test_a_command_that_is_not_known_is_told() -> None:
    entry = bib(title=r"On \mystery{knees}")
    assert entry.fields["title"] == "On knees"
    assert any(r"\mystery in title" in doubt for doubt in entry.doubts)


@pytest.mark.parametrize(
    ("latex", "names"),
    [
        (r"Pain in the {Achilles}: {ACL} and {New York}, {Achilles}", ["Achilles", "ACL", "New York"]),
        (r"{Morton}'s neuroma", ["Morton"]),
        (r"{T}he knee, \'{E}tude, \emph{In Vivo} and M{\~N}LLER", None),
        (r"{{A Title in Headline Capitals}}", None),
        (r"{The Whole of It}", None),
    ],
)
def test_names_in_braces_are_marked(latex: str, names: list[str] | None) -> None:
    assert bib(title=latex).fields.get("protected") == names


def test_names_keep_their_parts() -> None:
    names = (
        r"van der Vlist, Arco C and Jan de la Cruz and Hespanhol, Jr, L. C. and {World Health Organization}"
        r" and {{NHS} {England {North}}} and {Barnes and Noble} and M{\"u}ller-L{\"u}denscheidt, {\'E}. and"
        r" {De la Rosa}, Ana and others"
    )
    fields = bib(title="T", author=names).fields
    assert fields["author"] == [
        {"family": "Vlist", "given": "Arco C", "non-dropping-particle": "van der"},
        {"family": "Cruz", "given": "Jan", "non-dropping-particle": "de la"},
        {"family": "Hespanhol", "given": "L. C.", "suffix": "Jr"},
        {"literal": "World Health Organization"},
        {"literal": "NHS England North"},
        {"literal": "Barnes and Noble"},
        {"family": "Müller-Lüdenscheidt", "given": "É."},
        {"family": "De la Rosa", "given": "Ana"},
    ]
    assert fields["more_authors"] is True


def test_a_body_without_braces_is_known_by_its_words_and_told() -> None:
    entry = bib(title="T", author="World Health Organization and Kay Crossley")
    assert entry.fields["author"] == [
        {"literal": "World Health Organization"},
        {"family": "Crossley", "given": "Kay"},
    ]
    assert "was read as a body" in entry.doubts[0]


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"pages": "839--843"}, {"page": "839-843"}),
        ({"pages": "839 – 843"}, {"page": "839-843"}),
        ({"pages": "e20--e31"}, {"page": "e20-e31"}),
        ({"pages": "pp. 7-19"}, {"page": "7-19"}),
        ({"eid": "e001112"}, {"page": "e001112"}),
        ({"year": "2016"}, {"issued": 2016}),
        ({"date": "2016-05-03"}, {"issued": 2016}),
        ({"date": "2016/2018", "urldate": "2026-11-03"}, {"issued": 2016, "accessed": date(2026, 11, 3)}),
        ({"note": "Accessed: 2026-11-03"}, {"accessed": date(2026, 11, 3)}),
        ({"doi": "https://doi.org/10.1000/a\\_b"}, {"DOI": "10.1000/a_b"}),
        ({"doi": "doi:10.1002/(SICI)1097<1::A>3.0"}, {"DOI": "10.1002/(SICI)1097%3C1::A%3E3.0"}),
        ({"url": "http://dx.doi.org/10.1000/ab"}, {"DOI": "10.1000/ab"}),
        ({"url": "https://x.org/a b/{\\_}c"}, {"URL": "https://x.org/a%20b/_c"}),
        ({"howpublished": "\\url{https://x.org/a_b}"}, {"URL": "https://x.org/a_b"}),
        ({"pmcid": "4975825", "pmid": "PMID: 123"}, {"PMCID": "PMC4975825", "PMID": "123"}),
        ({"note": "PMID: 123; PMCID: PMC45"}, {"PMID": "123", "PMCID": "PMC45"}),
        ({"eprint": "123", "eprinttype": "pubmed"}, {"PMID": "123"}),
        ({"journal": "J", "number": "14", "volume": "Suppl 1"}, {"container-title": "J", "issue": "14"}),
        ({"keywords": "knee, Cohort"}, {"study": "cohort"}),
        ({"subtitle": "A trial"}, {"title": "T: A trial"}),
    ],
)
def test_fields_are_read_in_the_forms_that_they_come_in(fields: dict[str, str], wanted: dict[str, Any]) -> None:
    read = bib(title="T", **fields).fields
    assert {field: read.get(field) for field in wanted} == wanted


def test_what_has_no_place_is_told_with_its_value() -> None:
    fields = {"abstract": "Long", "month": "may", "isbn": "978", "date": "2016-05", "keywords": "knee, hip"}
    assert left_out(bib(title="T", **fields)) == fields


def test_no_value_is_in_neither_place() -> None:
    known = {"title", "author", "year", "journal", "doi", "pages"}
    names = [*known, "chapter", "series", "edition", "address", "type", "organization", "annote", "crossref", "langid"]
    for kind in ("article", "book", "incollection", "techreport", "phdthesis", "misc", "online", "inbook"):
        body = "".join(f"{name} = {{mark-{number}-here}}, " for number, name in enumerate(names))
        entry = one(f"@{kind}{{x, {body}}}")
        told = repr(entry.fields) + repr(entry.left_out)
        assert not [name for number, name in enumerate(names) if f"mark-{number}-here" not in told], kind


def test_strings_of_the_file_are_known_and_others_told() -> None:
    entry = one('@string{bj = "Br J "}\n@article{x, title = {T}, journal = bj # "Sports", publisher = nobody}')
    assert entry.fields["container-title"] == "Br J Sports"
    assert left_out(entry) == {"@string": "nobody"}


def test_a_broken_entry_is_told_with_its_line_and_the_others_go_on() -> None:
    broken = "@article{b,\n  title = {B,\n}\n@book{c,\n  title = {C} year = 1}\n"
    found = entries(f"\n@article{{a, title = {{A}}}}\n\n{broken}@misc{{d, title={{D}}}}")
    assert [(one.line, one.key) for one in found if isinstance(one, Entry)] == [(2, "a"), (9, "d")]
    assert [(one.line, one.key) for one in found if isinstance(one, Unread)] == [(4, "b"), (8, "c")]


def test_an_entry_without_a_key_and_one_in_round_brackets() -> None:
    assert one("@article{,\n title = {T}, year = 2000}").fields["issued"] == 2000
    assert one('@article(x, title = "T")').fields["title"] == "T"


def test_a_chapter_has_from_its_book_what_it_lacks() -> None:
    text = "@incollection{a, title={A}, crossref={B}}\n@book{b, title={Book}, year={1999}, publisher={Press}}"
    chapter, _ = entries(text)
    assert isinstance(chapter, Entry)
    assert chapter.fields == {
        "author": [], "type": "chapter", "title": "A", "issued": 1999, "container-title": "Book", "publisher": "Press",
    }  # fmt: skip


def ris(*lines: str) -> str:
    return "\n".join(["TY  - JOUR", *lines, "ER  - ", ""])


def test_no_work_of_a_ris_file_is_lost_to_a_mark_at_its_start_or_a_missing_end() -> None:
    text = "\ufeffTY  - JOUR\r\nTI  - One\r\nTY  - BOOK\r\nTI  - Two\r\nER  - \r\n\r\nTY  - JOUR\r\nTI  - Three"
    raw, _ = readers._decoded(text.encode())
    found = entries(raw)
    assert [(one.fields["title"], one.line) for one in found if isinstance(one, Entry)] == [
        ("One", 1), ("Two", 3), ("Three", 7),
    ]  # fmt: skip


def test_ris_is_read_in_the_forms_that_it_comes_in() -> None:
    entry = one(
        ris(
            "T1  - A title that", "goes on & on", "A1  - van Dijk, Piet, Jr", "AU  - NHS England", "AU  - Smith JA",
            "Y1  - 2019/05/01/", "JO  - J", "JF  - Journal", "SP  - 10", "EP  - 19", "UR  - https://doi.org/10.1000/x;y",
            "N2  - Abstract", "SN  - 1234", "Y2  - 2026/11/23///", "C2  - PMC123", "AN  - WOS:1", "ZZ  - odd",
        )
    )  # fmt: skip
    assert entry.fields == {
        "type": "article-journal", "title": "A title that goes on & on", "container-title": "Journal",
        "author": [
            {"literal": "NHS England"}, {"family": "Smith", "given": "J A"},
            {"family": "Dijk", "given": "Piet", "suffix": "Jr", "non-dropping-particle": "van"},
        ],
        "issued": 2019, "page": "10-19", "DOI": "10.1000/x;y", "accessed": date(2026, 11, 23), "PMCID": "PMC123",
    }  # fmt: skip
    assert left_out(entry) == {
        "JO": "J", "Y1": "2019/05/01", "N2": "Abstract", "SN": "1234", "AN": "WOS:1", "ZZ": "odd",
    }  # fmt: skip
    assert "Smith JA has no comma" in entry.doubts[0]


ITEM = {
    "id": "a",
    "type": "article-journal",
    "title": "T",
    "author": [{"family": "van der Berg", "given": "J"}, {"literal": "et al."}],
    "issued": {"date-parts": [["2010", 5]]},
    "volume": 3,
    "page": "1–4",
    "note": "PMID: 123\nmine",
}


@pytest.mark.parametrize("shape", [ITEM, [ITEM], {"items": [ITEM]}, {"about": {"x": [1]}, "references": [ITEM]}])
def test_csl_json_comes_in_several_shapes(shape: Any) -> None:
    entry = one(json.dumps(shape, indent=1))
    assert entry.fields == {
        "type": "article-journal",
        "title": "T",
        "author": [{"family": "Berg", "given": "J", "non-dropping-particle": "van der"}],
        "more_authors": True,
        "issued": 2010,
        "volume": "3",
        "page": "1-4",
        "PMID": "123",
    }
    assert left_out(entry) == {"issued": "2010-5", "note": "mine"}


def test_items_have_their_lines_and_a_broken_one_leaves_those_before_it() -> None:
    found = entries('[{"title": "A"},\n17,\n{"title": "B"},\n{"title": }]')
    assert [(one.line, isinstance(one, Entry)) for one in found] == [(1, True), (2, False), (3, True), (4, False)]


def test_aliases_in_yaml_are_refused_because_they_multiply() -> None:
    [found] = entries("---\nreferences:\n- &a {id: a, title: T}\n- [*a, *a]\n")
    assert isinstance(found, Unread)
    assert found.line == 4


@given(some.text(), some.sampled_from(["@article{x, title={%s}}", "TY  - JOUR\nTI  - %s\nER  - ", '[{"title": "%s"}]']))
def test_whatever_stands_in_it_is_read_or_told(text: str, form: str) -> None:
    for found in entries(form % text):
        assert isinstance(found, Entry | Unread)


@pytest.mark.parametrize("text", ["@article{x, title={T}}", "TY  - JOUR\nTI  - T\nER  - ", "references:\n- {id: a}\n"])
def test_a_missing_package_is_told_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    for package in ("pylatexenc.latex2text", "rispy", "yaml"):
        monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(UsageError, match=r"pip install 'kb-cli\[import\]'"):
        entries(text)
