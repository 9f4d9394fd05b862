"""Interchange formats: other programs read them, and read what is in the data."""

import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kb_cli.answers.bibliography import BibliographyAnswer, Entry
from kb_cli.citations import latex
from kb_cli.citations.csl_item import item
from kb_cli.records import loader
from kb_cli.records.library import Library
from kb_cli.records.model import Reference
from kb_cli.records.notice import Notice
from kb_cli.render import formats
from tests.citations.test_styles import MADE_UP, TYPES, WHOLE
from tests.conftest import ROOT

CITATIONS = ROOT / "tests" / "citations"
FORMS = [name for name in formats.names("bibliography") if name != "terminal"]
NOTICE = Notice("Not medical advice", "See a doctor.")
WORKS = list((library := Library()).references(library.reference_keys).values())

needs_citation_js = pytest.mark.skipif(
    not shutil.which("node") or not (CITATIONS / "node_modules" / "@citation-js").exists(),
    reason="citation-js is not installed: npm install in tests/citations",
)


def needs(program: str, package: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not shutil.which(program), reason=f"{program} is missing: apt-get install {package}")


def written(form: str, works: list[Reference]) -> str:
    module: ModuleType = formats.find(form, "bibliography")
    entries = tuple(Entry(work, work.title, number, ()) for number, work in enumerate(works, 1))
    answer = BibliographyAnswer("Works", "Vancouver", entries, False, {}, {})
    return str(module.with_notice(module.bibliography(answer), NOTICE))


def read_back(command: list[str], text: str, folder: Path) -> dict[str, dict[str, Any]]:
    """Give the works that a program read, by key, as CSL-JSON."""
    run = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", cwd=folder, check=True)
    return {one["id"]: one for one in json.loads(run.stdout)}


def same_text(value: object) -> str:
    """Give text without what typography changes: kinds of quotation marks, of dashes and of space, and tags."""
    one_mark = re.sub('["“”‘’]', "'", re.sub("[–—]|--", "-", re.sub("</?[a-z][^>]*>", "", str(value))))
    return " ".join(one_mark.replace("\\", "").split())


def assert_same(
    read: dict[str, dict[str, Any]], fields: list[str], works: list[Reference], others: tuple[str, ...] = ()
) -> None:
    """Assert that the fields were read as they are; ``others`` is what stands for authors that are not known."""
    assert read.keys() == {work.key for work in works}
    for work in works:
        source = item(work)
        for field in fields:
            if field == "author":
                wanted = [*names(source.get("author", [])), *(others if work.more_authors else ())]
                assert names(read[work.key].get("author", [])) == wanted, work.key
            elif field in ("issued", "accessed"):
                # A year may come back as text.
                parts = read[work.key].get(field, {}).get("date-parts")
                day = source.get(field, {}).get("date-parts")
                assert (parts and [[int(one) for one in parts[0]]]) == day, (work.key, field)
            else:
                assert same_text(read[work.key].get(field, "")) == same_text(source.get(field, "")), (work.key, field)


def names(authors: list[dict[str, str]]) -> list[str]:
    parts = ("dropping-particle", "non-dropping-particle", "family", "given", "suffix", "literal")
    return [
        same_text(" ".join(one[part] for part in parts if part in one)).replace(".", "").replace(" ", "")
        for one in authors
    ]


ALL = ["type", "title", "author", "container-title", "issued", "volume", "issue", "page", "DOI", "URL", "note"]


@needs_citation_js
def test_csl_json_is_read_by_citation_js() -> None:
    read = read_back(["node", "read_back.mjs", "csl"], written("csl-json", WORKS), CITATIONS)
    assert_same(read, [*ALL, "accessed", "PMID", "PMCID"], WORKS)


@needs_citation_js
def test_ris_is_read_by_citation_js() -> None:
    read = read_back(["node", "read_back.mjs", "ris"], written("ris", WORKS), CITATIONS)
    # citation-js has its own ideas of particles, so names are compared as a whole; it reads ELEC as a page of the web.
    assert_same(read, ["title", "author", "issued", "volume", "DOI", "note"], WORKS)
    articles = [work for work in WORKS if work.type == "article-journal"]
    of_articles = {key: one for key, one in read.items() if key in {work.key for work in articles}}
    assert_same(of_articles, ["type", "container-title", "issue", "page"], articles)


@needs_citation_js
def test_bibtex_is_read_by_citation_js() -> None:
    read = read_back(["node", "read_back.mjs", "bibtex"], written("bibtex", WORKS), CITATIONS)
    assert_same(read, ["title", "author", "issued", "DOI"], WORKS, others=("others",))


@needs("pandoc", "pandoc")
@pytest.mark.parametrize(("form", "reader"), [("csl-json", "csljson"), ("csl-yaml", "markdown")])
def test_csl_is_read_by_pandoc(tmp_path: Path, form: str, reader: str) -> None:
    read = read_back(["pandoc", "-f", reader, "-t", "csljson"], written(form, WORKS), tmp_path)
    assert_same(read, [*ALL, "PMID", "PMCID"], WORKS)


@needs("pandoc", "pandoc")
@pytest.mark.parametrize("form", ["bibtex", "biblatex"])
def test_latex_bibliographies_are_read_by_pandoc(tmp_path: Path, form: str) -> None:
    read = read_back(["pandoc", "-f", form, "-t", "csljson"], written(form, WORKS), tmp_path)
    articles = [work for work in WORKS if work.type == "article-journal"]
    # pandoc capitalises what follows a colon.
    titles = {key: same_text(one["title"]).lower() for key, one in read.items()}
    assert titles == {work.key: same_text(work.title).lower() for work in WORKS}
    assert_same(read, ["author", "issued", "volume", "DOI"], WORKS, others=("others",))
    # From a PMID pandoc makes an address where there is none.
    addressed = {work.key: work.url for work in WORKS if work.url}
    assert {key: read[key].get("URL") for key in addressed} == addressed
    read = {key: one for key, one in read.items() if key in {work.key for work in articles}}
    assert_same(read, ["type", "container-title", "issue", "page"], articles)


BIBTEX_DOCUMENT = r"""\documentclass{article}\usepackage[T1]{fontenc}\usepackage{url}
\begin{document}%s\bibliographystyle{plain}\bibliography{works}\end{document}"""
BIBLATEX_DOCUMENT = r"""\documentclass{article}\usepackage[T1]{fontenc}\usepackage{url}
\usepackage[backend=biber]{biblatex}\addbibresource{works.bib}\begin{document}%s\printbibliography\end{document}"""


@pytest.mark.slow
@needs("pdflatex", "texlive-latex-base texlive-latex-extra")
@pytest.mark.parametrize(
    ("form", "document", "program"),
    [
        pytest.param("bibtex", BIBTEX_DOCUMENT, "bibtex", marks=needs("bibtex", "texlive-bibtex-extra")),
        pytest.param("biblatex", BIBLATEX_DOCUMENT, "biber", marks=needs("biber", "biber texlive-bibtex-extra")),
    ],
)
def test_a_document_that_cites_every_work_compiles(tmp_path: Path, form: str, document: str, program: str) -> None:
    works = [*WORKS, *(work for work in MADE_UP.values() if work.key.startswith(("title-", "name-", "report-")))]
    (tmp_path / "works.bib").write_text(written(form, works), encoding="utf-8")
    cites = "".join(f"\\cite{{{work.key}}}\n" for work in works)
    (tmp_path / "main.tex").write_text(document % cites, encoding="utf-8")
    latex_run = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "main"]
    for command in (latex_run, [program, "main"], latex_run, latex_run):
        run = subprocess.run(
            command, cwd=tmp_path, capture_output=True, encoding="utf-8", errors="replace", check=False
        )
        assert run.returncode == 0, run.stdout[-2000:]
        assert "error" not in run.stdout.lower().replace("error message", "") or command is latex_run
    log = (tmp_path / "main.log").read_text(encoding="utf-8", errors="replace")
    assert "undefined" not in log.lower()


@pytest.mark.slow
@needs("biber", "biber")
def test_the_data_model_of_biblatex_is_kept(tmp_path: Path) -> None:
    (tmp_path / "works.bib").write_text(written("biblatex", WORKS), encoding="utf-8")
    run = subprocess.run(
        ["biber", "--tool", "--validate-datamodel", "works.bib"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stdout
    assert "ERROR" not in run.stdout
    warnings = [line for line in run.stdout.splitlines() if line.startswith("WARN")]
    # The model wants what is not known of some works, and a volume that is a number: one journal has "98-B". It
    # knows no volume of a page of the web, and leaves one out.
    explained = {
        "'date, year'": [work.key for work in WORKS if not work.issued],
        "'journaltitle'": [work.key for work in WORKS if not work.container_title],
        "field 'volume' must be datatype 'integer'": [work.key for work in WORKS if not (work.volume or "").isdigit()],
        "'volume' for entrytype 'online'": [work.key for work in WORKS if work.type == "webpage"],
    }
    unexplained = [
        line
        for line in warnings
        if not any(what in line and any(f"'{key}'" in line for key in of) for what, of in explained.items())
    ]
    assert unexplained == []


def work(**fields: Any) -> Reference:
    return loader.reference_of("x", {"type": "article-journal", "title": "A", "author": []} | fields)


def test_capitals_that_nobody_marked_are_protected_where_they_look_like_names() -> None:
    assert latex.title("Hip pain in NSAID users: The DANCE trial") == "Hip pain in {NSAID} users: The {DANCE} trial"
    assert latex.title("NSAIDs and pH") == "{NSAIDs} and {pH}"


def test_what_the_record_marks_is_protected_and_nothing_else() -> None:
    one = work(title="Morton's or Achilles? A New York trial", protected=["Morton", "Achilles", "New York"])
    for form in ("bibtex", "biblatex"):
        assert "title = {{Morton}'s or {Achilles}? A {New York} trial}" in written(form, [one])


def test_of_a_title_in_headline_capitals_only_what_cannot_be_a_common_word_is_protected() -> None:
    title = "The Effect of a Long-Term Follow-Up With MRI and pH in Achilles Tendinopathy: A Trial"
    assert latex.title(title) == title.replace("MRI", "{MRI}").replace("pH", "{pH}")


def test_special_characters_are_escaped_in_text_but_not_in_doi_and_url() -> None:
    one = work(title="50% of A&B_C #1 $5", DOI="10.1/a_b%20c#d", URL="https://x.org/a_b?c=1&d=2#e%20")
    for form in ("bibtex", "biblatex"):
        text = written(form, [one])
        assert r"50\% of {A}\&B\_C \#1 \$5" in text
        assert "doi = {10.1/a_b%20c#d}" in text
        assert "url = {https://x.org/a_b?c=1&d=2#e%20}" in text


def test_names_keep_their_parts() -> None:
    people = [
        {"family": "Vlist", "given": "Arco C", "non-dropping-particle": "van der"},
        {"family": "Hespanhol", "given": "L C", "suffix": "Jr"},
        {"family": "Borger van der Burg", "given": "B. L. S."},
        {"literal": "Knee and Hip & Co"},
    ]
    text = written("bibtex", [work(author=people)])
    wanted = (
        "van der Vlist, Arco C and Hespanhol, Jr, L C and {Borger van der Burg}, B. L. S. and {Knee and Hip \\& Co}"
    )
    assert f"author = {{{wanted}}}" in text
    ris = written("ris", [work(author=people)])
    assert "AU  - van der Vlist, Arco C\r\n" in ris
    assert "AU  - Hespanhol, L C, Jr\r\n" in ris


def test_each_format_tells_in_its_way_that_there_are_more_authors() -> None:
    one = work(author=[{"family": "Ames"}, {"literal": "NHS"}], more_authors=True)
    for form in ("bibtex", "biblatex"):
        assert "author = {Ames and {NHS} and others}" in written(form, [one])
        assert "others" not in written(form, [work(more_authors=True)])
    note = "Not all authors are listed."
    assert f"N1  - {note}\r\n" in written("ris", [one])
    assert json.loads(written("csl-json", [one]))[0]["note"] == note
    assert f'note: "{note}"' in written("csl-yaml", [one])
    assert json.loads(written("json", [one]))["works"][0]["more_authors"] is True


def test_pairs_of_straight_quotation_marks_are_curved_for_latex() -> None:
    wanted = r"A “clinical entity” of 5\textquotedbl{} or 6\textquotedbl{} and of “{ABC}”"
    assert latex.title('A "clinical entity" of 5" or 6" and of "ABC"') == wanted


def test_initials_written_together_are_initials() -> None:
    assert work(author=[{"family": "Bekerom", "given": "MPJ"}]).author[0].given == "M P J"


def test_pages_in_each_format() -> None:
    one = work(page="839-43")
    assert "pages = {839--843}" in written("bibtex", [one])
    assert "SP  - 839\r\nEP  - 843\r\n" in written("ris", [one])
    assert "SP  - e000532\r\nDO" in written("ris", [work(page="e000532", DOI="10.1/x")])


def test_ris_has_crlf_and_ends_each_work() -> None:
    text = written("ris", WORKS)
    assert "\n" not in text.replace("\r\n", "")
    assert text.count("ER  - \r\n") == text.count("TY  - ") == len(WORKS)


def test_tags_are_taken_out_but_a_less_than_stays() -> None:
    one = work(title="<i>In vivo</i> pain, 5 < 6 and H<sub>2</sub>O")
    assert r"In vivo pain, 5 \textless{} 6 and {H2O}" in written("bibtex", [one])
    assert "TI  - In vivo pain, 5 < 6 and H2O" in written("ris", [one])
    assert json.loads(written("csl-json", [one]))[0]["title"] == one.title


@pytest.mark.parametrize("form", FORMS)
def test_the_notice_is_in_every_format_that_says_so(form: str) -> None:
    carried = formats.find(form, "bibliography").CARRIES_NOTICE
    assert ("Not medical advice" in written(form, WORKS[:2])) is carried


@given(
    some.sampled_from(FORMS),
    some.sampled_from(TYPES),
    some.sets(some.sampled_from(sorted(WHOLE))),
)
def test_missing_fields_leave_no_trace(form: str, kind: str, kept: set[str]) -> None:
    fields = {name: value for name, value in WHOLE.items() if name in kept}
    one = loader.reference_of("x", {"type": kind, "author": [], "title": ""} | fields)
    text = written(form, [one])
    assert "None" not in text
    for trace in ("= {}", 'null,\n  "title', "()", "{{}}", ': ""', ": []", "  - \r\n"):
        assert trace not in text.replace("ER  - \r\n", "") or form in ("json", "jsonl"), text


@given(some.text(max_size=40), some.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_any_title_gives_csl_yaml_and_json_that_can_be_parsed(title: str, day: date) -> None:
    one = work(title=title, accessed=day)
    assert json.loads(written("csl-json", [one]))[0]["title" if title else "id"] == (title or "x")
    line = next((line for line in written("csl-yaml", [one]).split("\n") if line.startswith("  title: ")), None)
    assert line is None or isinstance(json.loads(line.removeprefix("  title: ")), str)
