"""Documents in HTML: sound, safe to open, and good to read, in the eyes of those who judge such things."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kb_cli.answers import condition, evidence_map, red_flags
from kb_cli.answers.condition import ConditionAnswer
from kb_cli.records.library import Library
from kb_cli.records.model import Passage, TreatmentKind
from kb_cli.records.notice import Notice
from kb_cli.records.vocabularies import TreatmentGroup
from kb_cli.render import formats
from kb_cli.render.formats import html
from kb_cli.sanitize import harmless
from tests.conftest import ROOT, Copy, Run, assert_golden, clean_environment, settle

LIBRARY = Library()
NOTICE = Notice("Not medical advice", "Ask <someone> & be well.")
BROWSER = ROOT / "tests" / "render" / "browser"
TODAY = {"SOURCE_DATE_EPOCH": "1795478400"}  # 24 November 2026

# One document a kind of answer, the larger kinds in part as well.
DOCUMENTS = {
    "condition": ("show", "patellofemoral-pain"),
    "part": ("show", "pfps", "--section", "causes", "--citations", "author-year"),
    "brief": ("show", "pfps", "--brief"),
    "pages": ("show", "ankle sprain", "MTSS", "taping", "gait-and-biomechanics"),
    "topic": ("show", "gait-and-biomechanics", "--as", "topic"),
    "treatment": ("show", "taping"),
    "listing": ("list",),
    "red_flags": ("flags", "shin splints"),
    "poster": ("flags", "--brief"),
    "comparison": ("compare", "MTSS", "BSI"),
    "evidence_map": ("map", "--treatment", "hands-on"),
    "few": ("map", "--treatment", "machines", "--condition", "achilles"),
    "log": ("log", "patellofemoral-pain"),
    "results": ("search", "hot", "swollen", "knee", "taping"),
    "bibliography": ("cite", "rathleff2014"),
    "handout": ("handout", "bone-stress-injury", "--name", "A clinic"),
    "in_text": ("cite", "rathleff2014", "neal2019", "--in-text", "--style", "harvard", "--style", "ama"),
}

Element = ElementTree.Element


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Give a file a document, as readers write them, and two of records that do their worst."""
    folder = tmp_path_factory.mktemp("documents")
    files = {name: folder / f"{name}.html" for name in DOCUMENTS}
    for name, command in DOCUMENTS.items():
        run = [sys.executable, "-m", "kb_cli", *command, "--format", "html"]
        environment = clean_environment(folder, **TODAY)
        done = subprocess.run(run, capture_output=True, encoding="utf-8", env=environment, cwd=ROOT, check=True)
        files[name].write_text(done.stdout, encoding="utf-8")
    for name, record in {"worst": worst(WORST, 40), "long": worst(WORST[6:], 1)}.items():
        files[name] = folder / f"{name}.html"
        files[name].write_text(document(record), encoding="utf-8")
    return files


def document(answer: Any, author_year: bool = False) -> str:
    """Give an answer as the file that is written."""
    return harmless(html.with_notice(getattr(html, answer.kind)(answer), NOTICE, author_year))


def parsed(text: str) -> Element:
    """Give the document as browsers read it; whatever they would have to mend is an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(text)
    return root


def said(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_there_is_a_document_of_every_kind() -> None:
    markdown = formats.find("markdown", "condition")
    kinds = {answer for answer in DOCUMENTS if hasattr(markdown, answer)}
    assert kinds == {name for name in vars(markdown) if name in DOCUMENTS and hasattr(html, name)}
    assert len(kinds) == 13


@pytest.mark.parametrize("name", [*DOCUMENTS, "worst", "long"])
def test_it_is_sound(written: dict[str, Path], name: str) -> None:
    root = parsed(written[name].read_text(encoding="utf-8"))
    assert root.get("lang") == "en-GB"
    assert (root.findtext("head/title") or "").strip()
    body = root.find("body")
    assert body is not None
    assert [one.tag for one in body] == ["a", "header", "main", "footer"]
    assert said(body).endswith(("who knows your situation.", "be well."))
    levels = [int(one.tag[1]) for one in root.iter() if re.fullmatch("h[1-6]", str(one.tag))]
    assert levels.count(1) == (4 if name == "pages" else 1)
    assert all(after - before <= 1 for before, after in zip([0, *levels], levels, strict=False))
    for table in root.iter("table"):
        assert table.find("caption") is not None
        assert all(cell.get("scope") for cell in table.iter("th"))


@pytest.mark.parametrize("name", [*DOCUMENTS, "worst", "long"])
def test_it_needs_nothing_and_runs_nothing(written: dict[str, Path], name: str) -> None:
    root = parsed(written[name].read_text(encoding="utf-8"))
    assert_safe(root)
    styles = list(root.iter("style"))
    digest = base64.b64encode(hashlib.sha256(str(styles[0].text).encode()).digest()).decode()
    policy = next(one.get("content") for one in root.iter("meta") if one.get("http-equiv"))
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert len(styles) == 1
    assert not re.search(r"@import|url\(|expression", str(styles[0].text))


TAGS = re.compile(
    "html|head|meta|title|style|body|a|header|main|footer|nav|aside|section|div|p|span|strong|b|i|sup|small|time|mark"
    "|h[1-4]|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tr|th|td|article|figure|figcaption"
    r"|\{http://www.w3.org/2000/svg\}svg|\{http://www.w3.org/2000/svg\}path|svg|path"
)
ATTRIBUTES = re.compile(
    "lang|charset|http-equiv|content|name|class|id|href|role|title|value|datetime|tabindex|scope|colspan"
    "|viewBox|d|aria-hidden|aria-label|aria-labelledby"
)


def assert_safe(root: Element) -> None:
    """Assert that nothing of it is run, loaded or sent, and that what it refers to within itself is there."""
    ids = [str(one.get("id")) for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    for one in root.iter():
        assert TAGS.fullmatch(str(one.tag))
        assert all(map(ATTRIBUTES.fullmatch, one.attrib))
        if address := one.get("href"):
            assert re.fullmatch(r"https?://[!-~]*", address) or address.removeprefix("#") in ids
        if whose := one.get("aria-labelledby"):
            assert set(whose.split()) <= set(ids)


@pytest.mark.parametrize("author_year", [False, True])
def test_citations_lead_to_the_work_and_back(author_year: bool) -> None:
    answer = condition.answer(LIBRARY, "patellofemoral-pain")
    root = parsed(document(answer, author_year))
    by_id = {one.get("id"): one for one in root.iter() if one.get("id")}
    there = [one for one in root.iter("a") if one.get("role") == "doc-biblioref"]
    back = [one for one in root.iter("a") if one.get("role") == "doc-backlink"]
    assert len(there) == len(back) > 100
    for one in there:
        work = by_id[str(one.get("href"))[1:]]
        assert work.tag == "li"
        assert f"#{one.get('id')}" in [link.get("href") for link in work.iter("a")]
        assert author_year or one.text == work.get("value")
    listed = next(one for one in root.iter() if one.get("class") == "works")
    assert listed.tag == ("ul" if author_year else "ol")
    assert len(list(listed)) == len(answer.references)
    assert ("Collins et al. 2018" in [one.text for one in there]) is author_year


def test_red_flags_stand_by_urgency_in_words() -> None:
    answer = red_flags.answer(LIBRARY, "patellofemoral-pain")
    heads = [said(one) for one in parsed(document(answer)).iter("h2")]
    told = [f"{one.value.capitalize()}: {one.advice}" for one in dict.fromkeys(s.flag.urgency for s in answer.signs)]
    assert heads[:-1] == told


def test_red_flags_go_before_all_else_that_a_search_says(kb: Run) -> None:
    body = said(parsed(kb("search", "hot", "swollen", "knee", "fever", "can", "I", "run", "-f", "html").stdout))
    assert body.index("Red flags") < body.index("Have these signs seen to first") < body.index("Patellofemoral")


def test_the_map_tells_each_cell_in_words() -> None:
    answer = evidence_map.answer(LIBRARY)
    root = parsed(document(answer))
    cells = [said(one) for one in root.iter("td") if said(one)]
    assert len(cells) == answer.judged
    assert all(cell.endswith(" certainty") for cell in cells)
    assert {said(one) for one in root.iter("th")} >= {one.name for one in answer.columns}


@pytest.mark.parametrize("name", ["treatment", "bibliography"])
def test_the_whole_document(written: dict[str, Path], name: str) -> None:
    text = written[name].read_text(encoding="utf-8")
    assert_golden(f"{name}.html", re.sub(r"(?s)(<style>).*(</style>)|sha256-[^']*", r"\1\2", text))


# What markup, quotation marks, directions of writing and sheer size may do.
WORST = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "\"'><b onclick=x>& &lt;i&gt; &#60;",
    "{{ 7 * 7 }} {% raw %} {# no #}",
    "\u202eright\u202c \u2066left\u2069 \u200f",
    "]]> <!-- --!> <![CDATA[",
    "Wasserstoffperoxid" * 20,
    "膝蓋骨の痛み" * 30,
    "الم الركبة הברך",
    "javascript:alert(1)",
)


def worst(words: Iterable[str], treatments: int) -> ConditionAnswer:
    """Give a page whose record says these words wherever it says anything, of so many treatments."""
    known = condition.answer(LIBRARY, "patellofemoral-pain", today=date(2030, 1, 1))
    record = known.condition
    lines = tuple(word for word in words)
    one = lines[0]
    everywhere = " ".join(lines)
    ids = [f"t{number}" for number in range(treatments)]
    kinds = {id: TreatmentKind(id, f"{one} {id}", TreatmentGroup.DEVICES, (), one) for id in ids}
    judged = [record.treatment[place % 15]._replace(id=id, text=everywhere) for place, id in enumerate(ids)]
    passages = (Passage(everywhere, one), Passage(everywhere, one, callout=True))
    changed = record._replace(
        name=everywhere,
        gist=everywhere,
        aliases=lines,
        icd10=lines,
        summary="\n\n".join(lines),
        evidence_basis=everywhere,
        at_a_glance=record.at_a_glance._replace(running=everywhere, first_step=one),
        red_flags=tuple(flag._replace(text=everywhere, short=one) for flag in record.red_flags),
        sections=dict.fromkeys(record.sections, passages),
        treatment=tuple(judged),
        origin="own",
    )
    names = dict.fromkeys(known.names, one)
    return known._replace(condition=changed, treatments=kinds, names=names)


# No brackets: in a record these can only be citations and links, or are refused.
CHARACTERS = some.characters(codec="utf-8", exclude_characters="[]")
TEXTS = some.one_of(some.sampled_from(WORST), some.text(CHARACTERS, max_size=40))


@settings(max_examples=25)
@given(some.lists(TEXTS.filter(str.strip), min_size=1, max_size=4), some.sampled_from([0, 1, 40]))
def test_what_a_record_says_is_text(words: list[str], treatments: int) -> None:
    root = parsed(document(worst(words, treatments)))
    assert_safe(root)
    assert said(root).endswith(said_as(f"{NOTICE.title}. {NOTICE.text}"))
    heading = next(root.iter("h1"))
    assert said(heading) == said_as(" ".join(words))
    assert len([one for one in root.iter("section") if one.get("class") == "treatment"]) == treatments


def said_as(text: str) -> str:
    return " ".join(harmless(text).split())


def tool(name: str, *others: str) -> str:
    return next((found for one in (name, *others) if (found := shutil.which(one))), "")


CHROMIUM = tool("chromium", "chromium-browser", "google-chrome")
JAR = BROWSER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
needs_browser = pytest.mark.skipif(
    not CHROMIUM or not tool("node") or not (BROWSER / "node_modules" / "puppeteer-core").exists(),
    reason="Chromium or what drives it is missing: apt-get install chromium; npm install in tests/render/browser",
)
needs_validator = pytest.mark.skipif(
    not tool("java") or not JAR.exists(),
    reason="the W3C's validator is missing: apt-get install default-jre-headless; npm install in tests/render/browser",
)


def look(files: Iterable[Path]) -> dict[str, Any]:
    """Give what Chromium and axe-core find in the files, by their names."""
    command = ["node", "look.mjs", CHROMIUM, *map(str, files)]
    seen = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=BROWSER, check=True, timeout=300)
    return {Path(path).stem: found for path, found in json.loads(seen.stdout).items()}


@pytest.mark.slow
@needs_browser
def test_a_browser_finds_nothing_wrong(written: dict[str, Path], tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(BAD, encoding="utf-8")
    seen = look([*written.values(), bad])
    found = seen.pop("bad")
    assert {name: one["violations"] for name, one in seen.items() if one["violations"]} == {}
    assert {name: one["console"] for name, one in seen.items() if one["console"]} == {}
    assert {name: one["wide"] for name, one in seen.items() if one["wide"]} == {}
    assert {one["paper"] for one in seen.values()} == {"rgb(255, 255, 255)"}
    assert all(one["requests"] == [f"file://{written[name]}"] for name, one in seen.items())
    # It would have seen it.
    assert found["console"]
    assert len(found["requests"]) > 1
    assert found["wide"]
    assert "image-alt" in " ".join(found["violations"])


BAD = """<!DOCTYPE html><html lang="en"><title>Bad</title><script>console.log("bad")</script>
<style>body { background: #111 }</style><img src="nowhere.png"><p style="width: 3000px">Wide"""


@pytest.mark.slow
@needs_validator
def test_the_validator_of_the_w3c_finds_nothing_wrong(written: dict[str, Path], tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(BAD, encoding="utf-8")
    command = ["java", "-jar", str(JAR), "--format", "json", *map(str, written.values()), str(bad)]
    messages = json.loads(subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stderr)[
        "messages"
    ]
    assert [one for one in messages if not one["url"].endswith("/bad.html")] == []
    assert messages


@pytest.mark.slow
def test_another_look_is_seen_at_once(copy: Copy) -> None:
    def shown() -> str:
        settle(copy.code, copy.data)
        return copy.told("flags", "pfps", "--format", "html")

    style = copy.code / "render" / "html" / "style.css"
    assert shown() == shown()
    style.write_text(f"{style.read_text(encoding='utf-8')}\np {{ color: teal }}", encoding="utf-8")
    assert "p { color: teal }" in shown()


def test_a_file_is_named_and_never_overwritten(kb: Run, tmp_path: Path) -> None:
    file = tmp_path / "knee.html"
    first = kb("show", "pfps", "-o", str(file))
    assert (first.returncode, first.stdout, first.stderr) == (0, "", f"kb: written to {file}\n")
    page = file.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    again = kb("show", "taping", "-o", str(file))
    assert again.returncode == 2
    assert "--force overwrites it" in again.stderr
    assert file.read_text(encoding="utf-8") == page
    assert kb("show", "taping", "-o", str(file), "--force").returncode == 0
    assert ">Taping</h1>" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "name", "start"),
    [
        (("list",), "a.html", "<!DOCTYPE html>"),
        (("list",), "a.htm", "<!DOCTYPE html>"),
        (("flags",), "a.md", "# Red flags"),
        (("compare", "MTSS", "BSI"), "a.JSON", "{"),
        (("map",), "a.csv", "\ufefftreatment,"),
        (("map",), "a.txt", "Title: Evidence map\n"),
        (("show", "taping"), "a.txt", "Title: Taping\n"),
        (("show", "taping"), "a", "Title: Taping\n"),
    ],
)
def test_the_ending_names_the_format(kb: Run, tmp_path: Path, command: tuple[str, ...], name: str, start: str) -> None:
    file = tmp_path / name
    assert kb(*command, "-o", str(file)).returncode == 0
    assert file.read_text(encoding="utf-8").startswith(start)


def test_an_ending_that_cannot_be_is_told(kb: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.bib"
    answer = kb("show", "taping", "-o", str(file))
    assert answer.returncode == 2
    assert 'no format "bibtex" here' in answer.stderr
    assert not file.exists()


@pytest.mark.parametrize(
    ("command", "name", "instead"),
    [
        ("handout", "knee.pdf", "print a .html to PDF"),
        ("handout", "knee.DOCX", "print a .html to PDF"),
        ("cite", "works.xlsx", "opens a .csv"),
        ("show", "knee.png", "kb draws .svg"),
    ],
)
def test_no_text_is_called_what_another_program_would_not_open(
    kb: Run, tmp_path: Path, command: str, name: str, instead: str
) -> None:
    file = tmp_path / name
    answer = kb(command, "pfps", "-o", str(file))
    assert answer.returncode == 2
    assert instead in answer.stderr
    assert not file.exists()


@pytest.mark.parametrize("options", [(), ("--force",)])
def test_a_folder_is_told_and_not_offered_to_be_overwritten(kb: Run, tmp_path: Path, options: tuple[str, ...]) -> None:
    answer = kb("show", "taping", "-o", str(tmp_path), *options)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "is a folder" in answer.stderr
    assert "--force" not in answer.stderr


def test_a_hyphen_is_standard_output(kb: Run) -> None:
    assert kb("show", "taping", "-o", "-").stdout == kb("show", "taping").stdout
    assert kb("show", "taping", "-o", "-", "-f", "html").stdout.startswith("<!DOCTYPE html>")
