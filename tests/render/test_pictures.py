"""Pictures: valid, drawn the same by all programs, right at a glance and when read aloud, whatever a record has."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from html import unescape
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image, ImageChops, ImageColor, ImageStat

from kb_cli.answers import condition, evidence_map, treatment
from kb_cli.records.grade_wording import sentence, words
from kb_cli.records.library import Library
from kb_cli.records.model import Treatment
from kb_cli.records.vocabularies import Certainty, GradedBy, TreatmentGroup, Verdict
from kb_cli.render.formats import svg
from tests.conftest import ROOT, Run, assert_golden, clean_environment
from tests.hostile.characters import HOSTILE, PAYLOADS

PICTURES = ROOT / ".github" / "pictures"
README = {
    "map.svg": ("map", "--treatment", "machines"),
    "show.svg": ("show", "taping"),
}
ELEMENTS = {"svg", "title", "desc", "style", "g", "text", "tspan", "rect", "circle", "path"}
SVG = "{http://www.w3.org/2000/svg}"

LIBRARY = Library()
CONDITIONS = [condition.answer(LIBRARY, one.id) for one in LIBRARY.conditions()]
TREATMENTS = [treatment.answer(LIBRARY, id) for id in LIBRARY.treatment_kinds]
MAP = evidence_map.answer(LIBRARY)


def needs(program: str, package: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not shutil.which(program), reason=f"{program} is missing: apt-get install {package}")


# The most by which two drawings of the same may differ, 0 to 255.
SAME = 25

needs_chromium = needs("chromium", "chromium")


def drawn(answer: Any) -> str:
    return svg.with_notice(getattr(svg, answer.kind)(answer), LIBRARY.notice)


def read(picture: str) -> ElementTree.Element:
    return ElementTree.fromstring(picture)


def told(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def texts(root: ElementTree.Element) -> list[str]:
    return [told(one) for one in root.iter(f"{SVG}text")]


def titles(root: ElementTree.Element) -> list[str]:
    return [told(one) for one in root.iter(f"{SVG}title")]


ALL = [drawn(answer) for answer in (MAP, *CONDITIONS, *TREATMENTS)]


NAMES = [
    *("W" * 200, "Pneumonoultramicroscopicsilicovolcanoconiosis of the knee", "膝蓋大腿疼痛症候群" * 9, "i" * 300),
    *(
        '<b>Bold</b> & "so"',
        "اختبار الركبة الطويل جدا " * 6,
        "Łąką Ødegård’s ßyndrome",
        "Боль в колене при беге",
        "😀" * 40,
    ),
]


def hostile() -> list[str]:
    """Give pictures of what no record should have: endless words, wide and foreign scripts, markup, much of it."""
    pairs = [(verdict, certainty) for verdict in Verdict for certainty in Certainty]
    judged = [Treatment(f"t-{at}", *pairs[at % len(pairs)], GradedBy.SOURCE, "") for at in range(40)]
    kinds = {
        one.id: TREATMENTS[0].treatment._replace(id=one.id, name=f"{NAMES[at % len(NAMES)]}{at}", what=NAMES[0])
        for at, one in enumerate(judged)
    }
    flag = CONDITIONS[0].condition.red_flags[0]._replace(short="w" * 60)
    records = [
        CONDITIONS[0].condition._replace(id=f"c-{at}", name=name, gist=name, red_flags=(flag,), treatment=tuple(judged))
        for at, name in enumerate(NAMES)
    ]
    rows = [evidence_map.Row(kinds[one.id], {at.id: one for at in records[::2]}) for one in judged]
    codes = {one.id: "CMSI" for one in records}
    judgements = [treatment.Judgement(at, judged[0]) for at in records]
    return [
        drawn(MAP._replace(conditions=tuple(records), columns=tuple(records), rows=tuple(rows), codes=codes)),
        *(drawn(CONDITIONS[0]._replace(condition=one, treatments=kinds)) for one in records),
        drawn(TREATMENTS[0]._replace(treatment=kinds["t-0"], judgements=tuple(judgements), unjudged=tuple(records))),
    ]


@pytest.fixture
def chromium(tmp_path: Path) -> Callable[..., str]:
    """Run Chromium with a profile of its own and give what it wrote."""

    def run(*arguments: str) -> str:
        quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
        quiet += ["--hide-scrollbars", f"--user-data-dir={tmp_path / 'profile'}"]
        return subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", *quiet, *arguments],
            capture_output=True,
            encoding="utf-8",
            env=clean_environment(tmp_path),
            timeout=120,
            check=True,
        ).stdout

    return run


@needs("xmllint", "libxml2-utils")
def test_every_picture_is_well_formed(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.svg" for number in range(len(ALL))]
    for file, picture in zip(files, ALL, strict=True):
        file.write_text(picture, encoding="ascii")
    result = subprocess.run(["xmllint", "--noout", *files], capture_output=True, encoding="utf-8", check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_a_page_of_html_can_hold_pictures() -> None:
    page = f"<!DOCTYPE html><title>Pictures</title>{ALL[0]}{ALL[1]}{ALL[-1]}"
    html5lib.HTMLParser(strict=True).parse(page)
    # What names one thing on a page, or holds for all of it, would meet that of the other pictures.
    assert ' id="' not in page
    rules = re.findall(r"^[^{}@\n]+(?={)|(?<=})[^{}\n]+(?={)", page, re.MULTILINE)
    assert rules
    assert all(one.startswith(".kb ") for rule in rules for one in rule.split(","))


@pytest.mark.parametrize("picture", [ALL[0], ALL[1], ALL[-1]], ids=["map", "condition", "treatment"])
def test_a_picture_stands_by_itself(picture: str) -> None:
    root = read(picture)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= ELEMENTS
    assert not re.search(r"href|url\(|@import|@font-face|\son\w+=|https?://(?!www\.w3\.org/2000/svg\")", picture)
    assert picture.isascii()
    assert min(map(int, re.findall(r"font-size:(\d+)px", picture))) >= 12
    title, desc = root[0], root[1]
    assert (title.tag, desc.tag) == (f"{SVG}title", f"{SVG}desc")
    assert told(title) == texts(root)[0]
    assert told(desc)
    assert texts(root)[-1].endswith("who knows your situation.")


def test_a_verdict_of_the_map_stands_in_its_row_and_column() -> None:
    root = read(drawn(MAP))
    rows = [row for row in root.iter(f"{SVG}g") if row.get("role") == "row"]
    heads = {one.get("aria-colindex"): told(one) for one in rows[0]}
    assert list(heads.values()) == [one.name for one in MAP.columns]
    found = set()
    for row in rows[1:]:
        name, cells = told(row[0]), [one for one in row if one.get("role") == "cell"]
        for cell in cells:
            title, sign = cell.find(f".//{SVG}title"), cell.find(f".//{SVG}text")
            assert title is not None
            assert sign is not None
            full = [one for one in cell.iter(f"{SVG}path") if one.get("class") == "gauge"]
            found.add(
                (name, heads[cell.get("aria-colindex")], told(title), told(sign), full[0].get("d", "").count("M"))
            )
    assert found == {
        (
            *(row.treatment.name, at.name, sentence(row.treatment.name, at.name, one.verdict, one.evidence)),
            *(one.verdict.symbol, 4 - list(Certainty).index(one.evidence)),
        )
        for row in MAP.rows
        for at, one in row.judged(MAP.columns)
    }


def dots(root: ElementTree.Element) -> Iterable[tuple[str, int, str, str]]:
    """Give the name, the place, the sign and the words of each row of a dot table."""
    for row in root.iter(f"{SVG}g"):
        if row.get("role") == "row" and (circle := row.find(f".//{SVG}circle/..")) is not None:
            place = re.match(r"translate\((\d+) ", circle.get("transform", ""))
            assert place
            sign = circle.find(f"{SVG}text")
            assert sign is not None
            yield told(row[0]), int(place[1]), told(sign), told(row[-1])


def test_a_dot_stands_under_its_certainty() -> None:
    for answer in CONDITIONS:
        root = read(drawn(answer))
        labels = [one.label for one in Certainty]
        heads = {told(one): int(one.get("x", "")) for one in root.iter(f"{SVG}text") if told(one) in labels}
        assert sorted(heads, key=lambda label: -heads[label]) == labels
        judged = answer.condition.treatment
        wanted = {
            (
                *(answer.treatments[one.id].name, heads[one.evidence.label], one.verdict.symbol),
                words(one.verdict, one.evidence) + (" (by source)" if one.graded_by is GradedBy.SOURCE else ""),
            )
            for one in judged
        }
        assert set(dots(root)) == wanted
        assert len(list(dots(root))) == len(judged)


def test_red_flags_come_first_and_whole() -> None:
    for answer in CONDITIONS:
        shown = texts(read(drawn(answer)))
        above = " ".join(shown[: shown.index("Certainty of the evidence")])
        assert all(flag.short in above for flag in answer.condition.red_flags if flag.short)


def test_no_figure_is_drawn() -> None:
    figured = next(one for one in TREATMENTS if any(judged.treatment.key_figure for judged in one.judgements))
    for text in texts(read(drawn(figured))):
        assert not re.search(r"\d", text), text


def test_what_is_the_readers_own_is_called_so() -> None:
    answer = CONDITIONS[0]
    mine = answer._replace(condition=answer.condition._replace(origin="own", stands_in=True))
    assert any("Your record; it stands in for the shipped one." in text for text in texts(read(drawn(mine))))
    kinds = {id: kind._replace(origin="own") for id, kind in answer.treatments.items()}
    assert any(name.endswith(" · yours") for name, *_ in dots(read(drawn(answer._replace(treatments=kinds)))))


def test_nothing_tried_and_nothing_found_are_said() -> None:
    nothing = CONDITIONS[0].condition._replace(treatment=(), red_flags=())
    assert "No verdict is recorded." in texts(read(drawn(CONDITIONS[0]._replace(condition=nothing))))
    kind = TREATMENTS[0]._replace(judgements=())
    assert "No verdict is recorded." in texts(read(drawn(kind)))


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour as WCAG has it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [svg.LIGHT, svg.DARK], ids=["light", "dark"])
def test_all_is_read_on_its_ground_and_more_certainty_stands_out_more(theme: svg.Theme) -> None:
    assert min(contrast(theme.page, theme.text), contrast(theme.page, theme.quiet)) >= 4.5
    for shades in theme.sides.values():
        assert min(contrast(fill, ink) for fill, ink in shades) >= 4.5
        from_the_page = [contrast(theme.page, fill) for fill, _ in shades]
        assert all(surer > other for surer, other in pairwise(from_the_page))


TEXTS = some.lists(
    some.sampled_from([*PAYLOADS, "<script>alert(1)</script>", "]]>", "-->", "&amp;", "&#0;", '" onload="x', "\uffff"])
    | some.text(some.characters(exclude_categories=())),
    min_size=1,
    max_size=4,
).map(lambda parts: f"A{''.join(parts)}")


@given(TEXTS, some.sampled_from(Verdict), some.sampled_from(Certainty))
def test_nothing_in_a_record_is_more_than_text(text: str, verdict: Verdict, certainty: Certainty) -> None:
    one = Treatment("it", verdict, certainty, GradedBy.KB, text)
    kind = TREATMENTS[0].treatment._replace(id="it", name=text, what=text, group=TreatmentGroup.DEVICES)
    record = CONDITIONS[0].condition._replace(id="at", name=text, gist=text, treatment=(one,))
    answers = [
        CONDITIONS[0]._replace(condition=record, treatments={"it": kind}),
        TREATMENTS[0]._replace(treatment=kind, judgements=(treatment.Judgement(record, one),), unjudged=(record,)),
        MAP._replace(
            conditions=(record,), columns=(record,), rows=(evidence_map.Row(kind, {"at": one}),), codes={"at": "AT"}
        ),
    ]
    for answer in answers:
        picture = drawn(answer)
        root = read(picture)
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ELEMENTS
        assert not any(name.startswith("on") for element in root.iter() for name in element.attrib)
        # A tab and a line end are as harmless as a space.
        assert not (HOSTILE - {"\t"}) & set(unescape(picture).replace("\r\n", "\n"))
        assert texts(root)[-1].endswith("who knows your situation.")


def test_a_name_that_is_cut_is_whole_in_a_title() -> None:
    name = " ".join(["Extraordinarily"] * 20)
    record = CONDITIONS[0].condition._replace(name=name)
    kinds = {id: kind._replace(name=name) for id, kind in CONDITIONS[0].treatments.items()}
    column = MAP.columns[0]._replace(name=name)
    for answer in (
        CONDITIONS[0]._replace(treatments=kinds),
        TREATMENTS[0]._replace(judgements=tuple(one._replace(condition=record) for one in TREATMENTS[0].judgements)),
        MAP._replace(columns=(column, *MAP.columns[1:])),
    ):
        root = read(drawn(answer))
        assert any(text.startswith("Extraordinarily") and text.endswith("…") for text in texts(root))
        assert name in titles(root)
    assert titles(read(drawn(CONDITIONS[0]._replace(condition=record))))[0].startswith(f"{name}: ")


# Tells which texts leave their picture, or lie over others; slanted ones have corners that may.
MEASURE = """<pre id="faults"></pre><script>
const faults = [];
document.querySelectorAll("svg").forEach((picture, number) => {
  const page = picture.getBoundingClientRect();
  const all = [...picture.querySelectorAll("text")].map(text =>
    ({text, box: text.getBoundingClientRect(), slanted: !!text.closest("[transform*=rotate]")}));
  for (const {text, box} of all)
    if (box.left < page.left || box.right > page.right || box.top < page.top || box.bottom > page.bottom)
      faults.push(`${number}: out: ${text.textContent}`);
  all.forEach((one, at) => all.slice(at + 1).forEach(other => {
    const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
    const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
    if (across > 2 && down > 4 && !(one.slanted && other.slanted))
      faults.push(`${number}: over: ${one.text.textContent} | ${other.text.textContent}`);
  }));
});
const measured = `measured: ${document.querySelectorAll("svg").length}`;
document.getElementById("faults").textContent = [measured, ...faults].join("\\n");
</script>"""


@pytest.mark.slow
@needs_chromium
def test_no_text_leaves_its_picture_or_lies_over_another(tmp_path: Path, chromium: Callable[..., str]) -> None:
    pictures = [*ALL, *hostile()]
    page = tmp_path / "page.html"
    page.write_text(f'<!DOCTYPE html><meta charset="utf-8"><title>All</title>{"".join(pictures)}{MEASURE}', "utf-8")
    measured = re.search(r'<pre id="faults">(.*?)</pre>', chromium("--dump-dom", page.as_uri()), re.DOTALL)
    assert measured
    assert measured[1].split("\n") == [f"measured: {len(pictures)}"]


def difference(one: Image.Image, other: Image.Image) -> float:
    """Give by how much the parts of two images differ at most, a part being some letters wide; 0 to 255."""
    assert one.size == other.size
    small_size = (one.width // 12, one.height // 12)
    shrunk = [image.convert("RGB").resize(small_size, Image.Resampling.BOX) for image in (one, other)]
    return max(high for _, high in ImageStat.Stat(ImageChops.difference(*shrunk)).extrema)


@pytest.mark.slow
@needs_chromium
@needs("rsvg-convert", "librsvg2-bin")
@pytest.mark.parametrize("name", README)
def test_chromium_and_rsvg_draw_the_same(tmp_path: Path, chromium: Callable[..., str], name: str) -> None:
    picture = PICTURES / name
    root = read(picture.read_text("utf-8"))
    shots = {}
    for scheme, number in {"dark": 0, "light": 1}.items():
        shot = tmp_path / f"{scheme}.png"
        size = f"--window-size={root.get('width')},{root.get('height')}"
        chosen = f"--blink-settings=preferredColorScheme={number}"
        chromium(chosen, size, f"--screenshot={shot}", picture.as_uri())
        shots[scheme] = Image.open(shot).convert("RGB")
    rsvg = Image.open(BytesIO(subprocess.run(["rsvg-convert", picture], capture_output=True, check=True).stdout))
    # Both smooth the edges of letters in their own way; what one leaves out or draws elsewhere differs by far more.
    assert difference(shots["light"], rsvg) < SAME
    for scheme, theme in (("light", svg.LIGHT), ("dark", svg.DARK)):
        assert shots[scheme].getpixel((2, 2)) == ImageColor.getrgb(theme.page)


@pytest.mark.parametrize("name", README)
def test_readme_shows_what_the_command_draws(kb: Run, name: str) -> None:
    answer = kb(*README[name], "--format", "svg")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert f"](.github/pictures/{name})" in (ROOT / "README.md").read_text("utf-8")
    assert_golden(name, answer.stdout, PICTURES)


def test_a_topic_has_no_picture(kb: Run) -> None:
    answer = kb("show", "return-to-running", "--format", "svg")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert 'there is no format "svg" here; there are terminal, ' in answer.stderr


def test_a_picture_is_right_in_any_encoding(kb: Run) -> None:
    pictures = {
        kb("map", "--format", "svg", PYTHONIOENCODING=encoding).stdout for encoding in ("utf-8", "latin-1", "cp1252")
    }
    assert len(pictures) == 1
    assert Verdict.RECOMMENDED.symbol in texts(read(pictures.pop()))
