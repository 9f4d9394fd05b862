"""The sheet for a patient: plain words, nothing of the record lost, on two sides of A4."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from kb_cli.answers import handout
from kb_cli.answers.handout import HandoutAnswer
from kb_cli.records import markup
from kb_cli.records.grade_wording import SURE
from kb_cli.records.library import Library
from kb_cli.records.model import Condition
from kb_cli.records.vocabularies import Certainty, Verdict
from kb_cli.render import formats, writer
from kb_cli.render.terminal import Terminal
from tests import small
from tests.conftest import DATA, Run
from tests.render.chromium import PROGRAM, Chromium

PFP = "patellofemoral-pain"
LIBRARY = Library(DATA)
IDS = LIBRARY.condition_ids
FORMS = ("terminal", "text", "markdown", "html")


@cache
def sheet(id: str) -> HandoutAnswer:
    return handout.answer(LIBRARY, id, "Riverside Physiotherapy")


@cache
def written(id: str, form: str) -> str:
    return shown(sheet(id), form)


def shown(answer: HandoutAnswer, form: str, library: Library = LIBRARY) -> str:
    if form == "terminal":
        return writer.laid_out(answer, library.notice, Terminal())
    module = formats.find(form, "handout")
    text: str = module.with_notice(module.handout(answer), library.notice)
    return text


def flat(text: str) -> str:
    """Give what is read, without markup, line ends, and works by number or by author and year."""
    text = re.sub(r"<style>.*?</style>|<[^>]*>", " ", text, flags=re.DOTALL)
    text = text.replace("\\", "").replace("&#39;", "'").replace("&amp;", "&").replace("*", "")
    text = re.sub(r"\[\s*\d+(\s*,\s*\d+)*\s*\]|\((?:[^()]|\([^()]*\))* (?:\d{4}[a-z]?|n\.d\.)\)", "", text)
    text = " ".join(text.split())
    return re.sub(r" (?=[.,;:])", "", text)


def told(condition: Condition) -> list[str]:
    """Give what every sheet must hold: each sign, what to do first, the notice."""
    signs = [flag.short or "" for flag in condition.red_flags]
    first = markup.uncited(condition.at_a_glance.first_step or "")
    return [*signs, first, LIBRARY.notice.title, LIBRARY.notice.text]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("id", IDS)
def test_every_sign_the_first_step_and_the_notice_are_on_the_sheet(id: str, form: str) -> None:
    text = flat(written(id, form))
    answer = sheet(id)
    assert [one for one in told(answer.condition) if flat(one) not in text] == []
    assert text.rstrip(" </>").endswith(flat(LIBRARY.notice.text))
    for urgency in {flag.urgency for flag in answer.condition.red_flags}:
        assert urgency.advice in text.replace("Call", "call").replace("Be seen", "be seen").replace("Tell", "tell")
    assert answer.title in text
    assert answer.giver in text


@pytest.mark.parametrize("id", IDS)
def test_every_treatment_is_named_under_what_it_comes_to(id: str) -> None:
    answer = sheet(id)
    parts = {part.key: [line.text for block in part.blocks for line in block.lines] for part in answer.parts}
    headings = " ".join(block.heading for part in answer.parts for block in part.blocks)
    chosen = {one.id for one in answer.condition.handout.choice} if answer.condition.handout else set()
    for one in answer.condition.treatment:
        name = LIBRARY.treatment_kinds[one.id].name.casefold()
        if one.verdict in (Verdict.NOT_RECOMMENDED, Verdict.AVOID):
            assert name in " ".join(parts["little_use"]).casefold()
        elif one.id in chosen:
            assert name in headings.casefold()
        else:
            key = "unknown" if one.verdict is Verdict.UNCERTAIN else "others"
            assert name in " ".join(parts[key]).casefold()


@pytest.mark.parametrize("id", IDS)
def test_choices_are_told_in_equal_detail_with_doing_nothing_last(id: str) -> None:
    (choices,) = (part for part in sheet(id).parts if part.key == "choices")
    cards = [block for block in choices.blocks if block.heading]
    assert 3 <= len(cards) <= 6
    assert {tuple(line.label for line in card.lines) for card in cards} == {
        ("What you do", "For", "Against", "How sure")
    }
    assert cards[-1].heading == handout.NOTHING
    for card, one in zip(cards, sheet(id).condition.handout.choice, strict=False):  # type: ignore[union-attr]
        (judged,) = (treatment for treatment in sheet(id).condition.treatment if treatment.id == one.id)
        assert SURE[judged.evidence] in card.lines[-1].text


@pytest.mark.parametrize("id", IDS)
def test_what_is_told_rests_on_works_that_the_record_cites(id: str) -> None:
    found = sheet(id).condition
    assert found.handout
    glance = [text for text in found.at_a_glance if text]
    sections = [one.text for passages in found.sections.values() for one in passages]
    treatments = [text for one in found.treatment for text in (one.text, one.key_figure or "")]
    flags = [flag.text for flag in found.red_flags]
    known = markup.cited([found.summary, found.evidence_basis or "", *glance, *sections, *treatments, *flags])
    assert set(markup.cited(found.handout.texts)) <= set(known)


@pytest.mark.parametrize("id", IDS)
def test_it_is_read_at_grade_eight_or_lower(id: str) -> None:
    textstat = pytest.importorskip("textstat", reason="the reading grade needs textstat")
    answer = sheet(id)
    text = " ".join(prose(answer))
    assert textstat.flesch_kincaid_grade(text) <= 8
    assert textstat.smog_index(text) <= 8
    # Whole sentences alone, which no short line of a list makes look easier.
    assert answer.condition.handout
    for one in answer.condition.handout.texts:
        assert textstat.flesch_kincaid_grade(markup.uncited(one)) <= 12, one


def prose(answer: HandoutAnswer) -> Iterator[str]:
    """Give all that is read but names and citations."""
    for part in answer.parts:
        for block in part.blocks:
            if block.urgency:
                yield f"{block.heading}."
            for line in block.lines:
                if line.marked or part.key in ("flags", "questions", "notes"):
                    text = markup.uncited(line.text)
                    yield text if text[-1] in ".?!" else f"{text}."
    yield LIBRARY.notice.text


def test_no_citation_stands_behind_a_full_stop() -> None:
    for id in IDS:
        assert not re.search(r"\.\s*\[\d", written(id, "terminal"))


def test_the_works_are_listed_by_number_with_where_they_are_found() -> None:
    text = written(PFP, "terminal")
    listed = " ".join(text.partition("Where this comes from\n")[2].split())
    for number, work in enumerate(sheet(PFP).references.values(), 1):
        assert f" {number}. {handout.source(work)}" in listed
        assert (work.address or "") in listed
    assert "Last reviewed on 24 November 2026" in listed
    assert f"data of {max(head.reviewed for head in LIBRARY.heads.values()).day} " in listed


# A record of a reader's own that says nothing to patients.
BARE = small.record(
    "Sore knee",
    aliases=["bad knee"],
    treatments={"rest": ("recommended", "low"), "tape": ("uncertain", "very-low"), "ice": ("avoid", "low")},
    flags=[{"urgency": "urgent", "text": "A knee that locks [@work].", "short": "locked knee"}],
    summary="Rest it [@work]. It takes weeks.",
    at_a_glance={"running": "Perhaps [@work].", "first_step": "Sit down [@work]."},
)


@pytest.fixture
def bare(tmp_path: Path) -> Library:
    kinds = {"rest": "Rest", "tape": "Tape", "ice": "Ice"}
    plain = {"message": "Rest.", "what": "It is sore.", "steps": ["Sit."]}
    told = small.record("Told knee", handout=plain)
    records = {"sore-knee": BARE, "told": told, "nothing": small.record("Empty knee")}
    return Library(small.write(tmp_path / "data", records, kinds))


@pytest.mark.parametrize("form", FORMS)
def test_a_record_without_plain_words_is_told_in_its_own(bare: Library, form: str) -> None:
    text = flat(shown(handout.answer(bare, "sore-knee"), form, bare))
    for part in ("Rest it.", "What it is.", "locked knee", "Perhaps.", "Sit down.", "Not medical advice"):
        assert part in text
    assert "It takes weeks" not in text
    assert "not very sure. May help." in text
    assert "Avoid, may do harm: ice." in text
    assert "Very uncertain whether it helps: tape." in text


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("id", ["told", "nothing"])
def test_a_record_with_next_to_nothing_has_a_sheet_all_the_same(bare: Library, id: str, form: str) -> None:
    text = flat(shown(handout.answer(bare, id), form, bare))
    assert handout.NO_SIGNS in text
    assert "Your choices" not in text
    assert text.rstrip(" </>").endswith("Ask a doctor.")


HOSTILE = "<script>alert(1)</script> &amp; \"' *a* [x](y) [@no-key] [[no-id]] {{ 7 * 7 }}"


def test_names_are_shown_as_they_are_written(tmp_path: Path) -> None:
    one = small.record("Sore knee", treatments={"rest": ("recommended", "low")}, gist="<b>[@no-key]", aliases=["<i>'"])
    one["name"] = HOSTILE
    folder = small.write(tmp_path / "data", {"sore-knee": one}, {"rest": "<u>[@work]"})
    library = Library(folder)
    answer = handout.answer(library, "sore-knee", HOSTILE)
    html = shown(answer, "html", library)
    assert "<script" not in html
    assert "<b>What you do" in html
    assert not re.search(r"<i>|<u>|<b>\[", html)
    assert "{{ 7 * 7 }}" in html
    assert HOSTILE in shown(answer, "text", library)
    assert "<script>" not in shown(answer, "markdown", library).replace("\\<", "")


def test_due_reviews_are_told(kb: Run) -> None:
    later = {"SOURCE_DATE_EPOCH": "1900000000"}
    assert "ask whether more is known" in flat(kb("handout", PFP, "--format", "text", **later).stdout)
    assert "ask whether more is known" not in flat(kb("handout", PFP, "--format", "text").stdout)


def test_the_ending_of_a_file_names_the_format(kb: Run, tmp_path: Path) -> None:
    file = tmp_path / "knee.html"
    first = kb("handout", "runner's knee", "-o", str(file), "--name", "Clinic <1>")
    assert (first.returncode, first.stdout) == (0, "")
    assert str(file) in first.stderr
    assert file.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert "Clinic &lt;1&gt;" in file.read_text("utf-8")
    again = kb("handout", PFP, "-o", str(file))
    assert again.returncode == 2
    assert "--force" in again.stderr


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[31m", "x" * 101], ids=["lines", "escape", "long"])
def test_the_giver_is_one_short_line(kb: Run, name: str) -> None:
    answer = kb("handout", PFP, "--name", name)
    assert answer.returncode == 2
    assert "--name is one line" in answer.stderr


def test_a_treatment_has_no_sheet(kb: Run) -> None:
    answer = kb("handout", "taping")
    assert answer.returncode == 1
    assert "kb show taping" in answer.stderr


needs_paper = pytest.mark.skipif(
    not (PROGRAM and shutil.which("pdftotext") and shutil.which("pdfinfo")),
    reason="printing needs Chromium, and reading what it printed pdftotext and pdfinfo (poppler-utils)",
)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    browser = Chromium(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@needs_paper
@pytest.mark.slow
@pytest.mark.parametrize("id", IDS)
def test_it_is_printed_on_two_sides_of_a4(chromium: Chromium, tmp_path: Path, id: str) -> None:
    page = tmp_path / "sheet.html"
    page.write_text(written(id, "html"), encoding="utf-8")
    paper = tmp_path / "sheet.pdf"
    paper.write_bytes(chromium.pdf(page))
    facts = output("pdfinfo", str(paper))
    assert int(re.findall(r"Pages: +(\d+)", facts)[0]) <= 2
    assert "(A4)" in facts
    text = flat(output("pdftotext", str(paper), "-"))
    assert [one for one in told(sheet(id).condition) if flat(one) not in text] == []


def output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


def test_the_words_for_how_sure_are_there_for_each_certainty() -> None:
    assert SURE.keys() == set(Certainty)
    assert len(set(SURE.values())) == len(Certainty)
