"""kb cite: which works are meant, how they are shown, and the sentences that rest on them."""

import csv
import io
import json
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kb_cli.citations import styles
from kb_cli.records import effect_wording, markup, model
from kb_cli.records.library import Library
from kb_cli.render import formats
from tests.conftest import DATA, Run, assert_golden, settle

PFP = "patellofemoral-pain"
KEYS = Library().reference_keys


def keys(kb: Run, *arguments: str) -> list[str]:
    answer = kb("cite", *arguments, "--json")
    assert answer.returncode == 0, answer.stderr
    return [work["key"] for work in json.loads(answer.stdout)["works"]]


def test_without_a_name_all_works(kb: Run) -> None:
    assert [item["id"] for item in json.loads(kb("cite", "-f", "csl-json").stdout)] == list(KEYS)


def test_a_record_in_order_of_citation_or_of_the_alphabet(kb: Run) -> None:
    text = (Library().folder / "conditions" / f"{PFP}.toml").read_text(encoding="utf-8")
    signs = [Library().shared_red_flags[id].text for id in tomllib.loads(text)["red_flags"]]
    cited = set(markup.cited([text, *signs]))
    numbered = keys(kb, PFP)
    assert set(numbered) == cited
    shown = json.loads(kb("show", PFP, "--json").stdout)
    assert numbered[: len(shown["citations"])] == [work["key"] for work in shown["citations"]]
    alphabetical = keys(kb, "runner's knee", "--style", "apa")
    assert set(alphabetical) == cited
    assert alphabetical != numbered
    assert alphabetical[0].startswith(("a", "b"))


@pytest.mark.parametrize(
    "name",
    [
        "rathleff2014",
        "RATHLEFF2014",
        "Rathleff 2014",
        "Rathleff et al. 2014",
        "Rathleff and Rathleff, 2014",
        "rathleff (2014)",
        "10.1136/bjsports-2013-093305",
        "https://doi.org/10.1136/BJSPORTS-2013-093305",
        "doi:10.1136/bjsports-2013-093305",
        "Is hip strength a risk factor for patellofemoral pain?",
    ],
)
def test_one_work_by_any_of_its_names(kb: Run, name: str) -> None:
    assert keys(kb, name) == ["rathleff2014"]


@pytest.mark.parametrize("name", ["33785535", "PMID 33785535", "pmid:33785535"])
def test_a_work_by_its_pmid(kb: Run, name: str) -> None:
    assert keys(kb, name) == ["morrissey2021"]


def test_names_with_and_without_particles_and_letters(kb: Run) -> None:
    assert keys(kb, "van der Vlist 2020") == keys(kb, "Vlist 2020") == ["vandervlist2020"]
    assert keys(kb, "Crossley", "2016") == ["crossley2016a", "crossley2016b"]
    assert keys(kb, "Crossley 2016b") == ["crossley2016b"]


def test_several_works_in_the_order_given_each_once(kb: Run) -> None:
    assert keys(kb, "neal2019", "Rathleff 2014", "neal2019") == ["neal2019", "rathleff2014"]


def test_a_treatment_gives_the_works_behind_its_verdicts(kb: Run) -> None:
    library = Library()
    texts = [
        text
        for condition in library.conditions()
        for one in condition.treatment
        if one.id == "taping"
        for text in (*effect_wording.texts(one), one.key_figure or "")
    ]
    assert keys(kb, "taping") == markup.cited(texts)
    assert keys(kb, "taping") == keys(kb, "Taping")


@pytest.mark.parametrize("name", ["rathlef2014", "patelofemoral", "tapping"])
def test_a_near_miss_is_suggested_not_run(kb: Run, name: str) -> None:
    answer = kb("cite", name)
    assert answer.returncode == 1
    assert not answer.stdout
    assert "did you mean" in answer.stderr


def test_one_unknown_name_among_several_is_told_and_the_others_are_cited(kb: Run) -> None:
    answer = kb("cite", "neal2019", "nobody1066", "-f", "bibtex")
    assert answer.returncode == 1
    assert '"nobody1066"' in answer.stderr
    assert answer.stdout.count("\n@") + answer.stdout.startswith("@") == 1
    assert "neal2019" in answer.stdout


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "\x1b[31m", "?", "(", "10.1/"])
def test_odd_names_are_only_unknown(kb: Run, name: str) -> None:
    answer = kb("cite", name)
    assert answer.returncode == 1
    assert "\x1b" not in answer.stderr


def test_unknown_styles_and_formats_are_wrong_usage_with_the_list(kb: Run) -> None:
    style = kb("cite", "--style", "chicago")
    assert style.returncode == 2
    assert ", ".join(styles.names()) in style.stderr
    form = kb("cite", "--format", "powerpoint")
    assert form.returncode == 2
    assert ", ".join(formats.names("bibliography")) in form.stderr
    missing = kb("cite", "--style", "nowhere.csl")
    assert missing.returncode == 2
    assert "nowhere.csl" in missing.stderr
    # A list of conditions is no bibliography.
    assert kb("list", "--format", "bibtex").returncode == 2


@pytest.mark.parametrize("columns", [30, 80, 120])
def test_one_work_on_the_screen(kb: Run, columns: int) -> None:
    page = kb("cite", "rathleff2014", COLUMNS=str(columns)).stdout
    assert max(map(len, page.splitlines())) <= columns
    assert_golden(f"cite-one-{columns}.txt", page)


def test_several_works_on_the_screen(kb: Run) -> None:
    assert_golden("cite-several.txt", kb("cite", "crossley2016a", "gcareknee", "lopes2012").stdout)
    assert_golden("cite-apa-colour.txt", kb("cite", "Crossley 2016", "--style", "apa", "--color", "always").stdout)


def test_markdown(kb: Run) -> None:
    assert_golden("cite.md", kb("cite", "crossley2016a", "gcareknee", "--style", "apa", "-f", "markdown").stdout)


def test_every_sentence_of_every_record_that_rests_on_a_work_is_told(kb: Run) -> None:
    works = json.loads(kb("cite", "--json").stdout)["works"]
    told = {(work["key"], claim["condition"], claim["sentence"]) for work in works for claim in work["claims"]}
    written = {
        (key, path.stem, sentence)
        for path in (*DATA.glob("conditions/*.toml"), *DATA.glob("topics/*.toml"), DATA / "red_flags.toml")
        for text in texts(tomllib.loads(path.read_text(encoding="utf-8")))
        for paragraph in markup.paragraphs(text)
        for sentence in markup.sentences(paragraph)
        for key in markup.cited([sentence])
    }
    assert told == written


def texts(value: Any) -> Iterator[str]:
    """Give every string of a record as it stands in its file, and of an effect the sentence that is made of it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict) and "comparator" in value:
        yield effect_wording.sentence(model.effect(value))
    elif isinstance(value, (list, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def test_claims_name_section_heading_and_treatment(kb: Run) -> None:
    (work,) = json.loads(kb("cite", "barton2014", "--json").stdout)["works"]
    assert work["study"]
    assert work["address"].startswith("https://doi.org/")
    taping = [claim for claim in work["claims"] if claim["treatment"] == "taping"]
    assert taping
    assert all(claim["place"].startswith("Treatment: Taping") for claim in taping)


def test_claims_of_any_set_on_demand(kb: Run) -> None:
    assert "• " not in kb("cite", "taping").stdout
    assert "Patellofemoral pain · Treatment: Taping" in kb("cite", "taping", "--claims").stdout


def test_a_file_is_written_once_and_overwritten_only_by_force(kb: Run, tmp_path: Path) -> None:
    file = tmp_path / "kb.bib"
    first = kb("cite", "rathleff2014", "-o", str(file))
    assert first.returncode == 0
    assert not first.stdout
    assert "1 work written" in first.stderr
    assert file.read_text(encoding="utf-8").startswith("@article{rathleff2014")
    again = kb("cite", "neal2019", "-o", str(file))
    assert again.returncode == 2
    assert "--force" in again.stderr
    assert "rathleff2014" in file.read_text(encoding="utf-8")
    assert kb("cite", "neal2019", "-o", str(file), "--force").returncode == 0
    assert "neal2019" in file.read_text(encoding="utf-8")
    assert os.listdir(tmp_path) == ["kb.bib"] or sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == ["kb.bib"]


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.ris", "TY  - "),
        ("a.md", "# "),
        ("a.html", "<!DOCTYPE"),
        ("a.json", "["),
        ("a.txt", "1. "),
        ("a", "Rathleff"),
    ],
)
def test_the_ending_of_a_file_names_its_format(kb: Run, tmp_path: Path, name: str, begins: str) -> None:
    assert kb("cite", "rathleff2014", "neal2019", "-o", str(tmp_path / name)).returncode == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins) or name == "a"


def test_a_file_that_cannot_be_written_is_told(kb: Run, tmp_path: Path) -> None:
    answer = kb("cite", "rathleff2014", "-o", str(tmp_path / "nowhere" / "a.bib"))
    assert answer.returncode == 70
    assert "nowhere" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.slow
def test_works_are_kept_and_follow_the_files(kb: Run, data: Path, tmp_path: Path) -> None:
    environment = {"KB_DATA": str(data), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    first = kb("cite", "-f", "text", **environment).stdout
    assert kb("cite", "-f", "text", **environment).stdout == first
    settle(data)
    assert kb("cite", "-f", "text", **environment).stdout == first
    (kept,) = (tmp_path / "cache" / "kb").glob("works-*")
    file = data / "references" / "rathleff2014.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("Is hip strength", "Was hip strength"), encoding="utf-8")
    assert "Was hip strength" in kb("cite", "-f", "text", **environment).stdout
    kept.write_bytes(b'["damaged"')
    assert "Was hip strength" in kb("cite", "-f", "text", **environment).stdout
    kept.write_bytes(b"[" * 100_000)
    assert "Was hip strength" in kb("cite", "-f", "text", **environment).stdout


def test_a_broken_work_is_left_out_of_all_and_stops_what_needs_it(kb: Run, data: Path) -> None:
    (data / "references" / "rathleff2014.toml").write_text("title = 3\n", encoding="utf-8")
    whole = kb("cite", "-f", "text", KB_DATA=str(data))
    assert whole.returncode == 0
    assert "rathleff2014.toml" in whole.stderr
    assert kb("cite", "rathleff2014", KB_DATA=str(data)).returncode == 3


def test_one_citation_of_several_works_in_several_styles(kb: Run) -> None:
    cited = kb(
        "cite", "rathleff2014", "bramah2019", "bramah2021", "--in-text", "--plain",
        *(word for style in ("apa", "harvard", "vancouver", "ama") for word in ("--style", style)),
    )  # fmt: skip
    assert cited.stdout.splitlines() == [
        "(C. Bramah et al., 2021; C. A. Bramah et al., 2019; Rathleff et al., 2014)",
        "(Rathleff et al., 2014; Bramah et al., 2019, 2021)",
        "(1–3)",
        "¹⁻³",
    ]
    assert "Not medical advice" in cited.stderr


def test_a_citation_as_records_write_it_is_the_names_of_its_works(kb: Run) -> None:
    sentence = "Weak hips go with the pain [@rathleff2014; @neal2019]."
    assert kb("cite", sentence, "--in-text", "--style", "apa", "-f", "text").stdout.splitlines()[0] == (
        "APA, 7th edition: (Neal et al., 2019; Rathleff et al., 2014)"
    )
    assert kb("cite", "[@nobody1066]", "--in-text").returncode == 1


def test_a_citation_in_each_format(kb: Run) -> None:
    def shown(style: str, form: str) -> str:
        return kb("cite", "neal2019", "--in-text", "--style", style, "-f", form).stdout

    assert "**AMA, 11th edition:** <sup>1</sup>\n" in shown("ama", "markdown")
    assert "<dd>(Neal <i>et al.</i>, 2019)</dd>" in shown("harvard", "html")
    answer = json.loads(shown("harvard", "json"))
    assert answer["schema"] == "kb.in_text/1"
    assert answer["citations"] == [
        {
            "style": "Harvard (Cite Them Right)",
            "text": "(Neal et al., 2019)",
            "html": "(Neal <i>et al.</i>, 2019)",
        }
    ]
    assert "\n(Neal et al., 2019)\n" in kb("cite", "neal2019", "--in-text", "--style", "apa").stdout
    spoken = kb("cite", "neal2019", "--in-text", "--style", "apa", KB_FORMAT="text").stdout
    assert spoken.startswith("APA, 7th edition: (Neal et al., 2019)\n\nNot medical advice. ")
    assert not shown("apa", "bibtex")


def test_a_number_in_the_text_is_that_of_the_bibliography(kb: Run) -> None:
    names = ("rathleff2014", "neal2019", "bramah2019", "--since", "2019")
    assert kb("cite", *names, "--plain").stdout.splitlines()[0].startswith("2. Neal")
    assert kb("cite", *names, "--in-text", "--plain").stdout == "(2,3)\n"


def test_a_reference_to_paste_is_alone_and_unwrapped(kb: Run) -> None:
    plain = kb("cite", "rathleff2014", "--plain", COLUMNS="40")
    (line,) = plain.stdout.splitlines()
    assert line.startswith("Rathleff MS, ")
    assert line.endswith("doi:10.1136/bjsports-2013-093305")
    assert "Not medical advice" in plain.stderr
    for asked, wanted in ((["-f", "text"], ""), ([], "text"), ([], "plain")):
        assert [*kb("cite", "rathleff2014", *asked, KB_FORMAT=wanted).stdout.splitlines(), ""][:2] == [line, ""]
    numbered = kb("cite", "rathleff2014", "neal2019", "-f", "text").stdout.splitlines()
    assert [one[:2] for one in numbered[:3]] == ["1.", "2.", ""]
    several = kb("cite", "rathleff2014", "neal2019", "--plain", "--style", "apa").stdout.splitlines()
    assert [one.split(",")[0] for one in several] == ["Neal", "Rathleff"]
    assert kb("cite", "rathleff2014", "-f", "text", "--claims").stdout.count("\nCited by ") > 2


@pytest.mark.parametrize(
    "options",
    [
        ("--in-text", "--claims"),
        ("--plain", "--claims"),
        ("--style", "apa", "--style", "ama"),
        ("--plain", "--json"),
        ("--plain", "-f", "html"),
        ("--in-text", "-f", "ris"),
    ],
)
def test_what_has_no_meaning_together_is_wrong_usage(kb: Run, options: tuple[str, ...]) -> None:
    answer = kb("cite", "neal2019", *options)
    assert answer.returncode == 2
    assert not answer.stdout


def test_sentences_for_a_spreadsheet(kb: Run, tmp_path: Path, data: Path) -> None:
    work = data / "references" / "barton2014.toml"
    formula = '"=HYPERLINK(A1)'
    work.write_text(work.read_text(encoding="utf-8").replace('title = "', f"title = {formula}"), encoding="utf-8")
    file = tmp_path / "claims.csv"
    written = kb("cite", "barton2014", "fyfesoleus", "--claims", "-o", str(file), KB_DATA=str(data))
    assert "Not medical advice" in written.stderr
    # Spreadsheets know UTF-8 by this mark; what is piped has none.
    assert file.read_bytes().startswith(b"\xef\xbb\xbfkey,condition,")
    piped = kb("cite", "barton2014", "fyfesoleus", "--claims", "-f", "csv", KB_DATA=str(data)).stdout
    assert piped.startswith("key,condition,")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    told = json.loads(kb("cite", "barton2014", "--json", KB_DATA=str(data)).stdout)["works"][0]["claims"]
    of_work = [row for row in rows if row["key"] == "barton2014"]
    assert [row["place"] for row in of_work] == [claim["place"] for claim in told]
    assert all(row["title"].startswith("'=HYPERLINK(A1)") for row in of_work)
    assert not any("[@" in row["sentence"] or "[[" in row["sentence"] for row in rows)
    assert "\r\n" in file.read_bytes().decode()


def test_works_for_a_spreadsheet_have_a_line_each(kb: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(kb("cite", "neal2019", "rathleff2014", "-f", "csv").stdout)))
    assert [row["key"] for row in rows] == ["neal2019", "rathleff2014"]
    assert rows[0]["author"].endswith("; van Middelkoop, M.")
    assert rows[0]["DOI"] == "10.1136/bjsports-2017-098890"
    assert "sentence" not in rows[0]


def test_a_style_from_a_file(kb: Run, tmp_path: Path) -> None:
    style = tmp_path / "tiny.csl"
    style.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><title>Tiny</title>'
        "<id>tiny</id><updated>2026-01-01T00:00:00+00:00</updated></info>"
        '<citation><layout><text variable="title"/></layout></citation><bibliography><layout suffix=".">'
        '<text variable="title" font-style="italic"/><text prefix=", " variable="volume"/></layout></bibliography>'
        "</style>",
        encoding="utf-8",
    )
    answer = kb("cite", "neal2019", "bramah2019", "--style", str(style), "-f", "html")
    try:
        import citeproc  # noqa: F401
    except ImportError:
        assert answer.returncode == 2
        assert answer.stderr.count("\n") == 1
        assert "pip install 'kb-cli[csl]'" in answer.stderr
    else:
        assert answer.returncode == 0, answer.stderr
        assert "<i>A 10% increase in step rate" in answer.stdout


@pytest.mark.parametrize("content", [b"no style", b"\xff\xfe", b"<style"])
def test_a_file_that_is_no_style_is_wrong_usage(kb: Run, tmp_path: Path, content: bytes) -> None:
    style = tmp_path / "x.csl"
    style.write_bytes(content)
    answer = kb("cite", "neal2019", "--style", str(style))
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr
