"""Conditions side by side, the sheet of red flags, a treatment's page, the list: what is told where, and how often."""

import re
from datetime import date

import pytest

from kb_cli.answers import comparison, listing, red_flags, treatment
from kb_cli.records.library import Library
from kb_cli.records.model import Condition, RedFlag
from kb_cli.records.vocabularies import Urgency
from kb_cli.render import writer
from kb_cli.render.terminal import Terminal
from tests import small

LIBRARY = Library()

CLOT = "One swollen calf with breathlessness may be a clot in the leg that has moved, so go to hospital now"
NIGHT = "Pain that wakes the sleeper at night and goes on whatever is done about it should be looked at soon"
SNAP = "A snap that was heard, after which the foot cannot be pressed down any more, may be a torn tendon here"
SITE = "Along the lower inner edge of the shin bone, over a stretch that is longer than a hand is broad"

SHIN = small.record(
    "Shin soreness",
    "lower-leg",
    "An ache along the inner edge of the shin that comes on in every run",
    aliases=["SSO"],
    treatments={
        "tape": ("recommended", "low"),
        "brace": ("recommended", "low"),
        "ice": ("avoid", "low"),
        "rest": ("uncertain", "low"),
    },
    shared=["clot"],
    flags=[{"urgency": "urgent", "text": f"{NIGHT} [@night]."}],
    at_a_glance={"site": f"{SITE} [@site; @site2].", "provoked_by": "Running [@site]."},
    differential=[{"text": "It is not [[calf-tear]], which comes at once [@apart]."}],
)
CALF = small.record(
    "Calf tear",
    "lower-leg",
    treatments={
        "tape": ("recommended", "moderate"),
        "brace": ("recommended", "low"),
        "ice": ("short-term-relief", "low"),
        "rest": ("recommended", "very-low"),
    },
    shared=["clot"],
    flags=[{"urgency": "urgent", "text": f"{SNAP} [@snap]."}],
    at_a_glance={"site": "In the calf [@site2]."},
)
HIP = small.record("Hip ache", "hip", treatments={"tape": ("adjunct", "high")}, shared=["clot"])
FOOT = small.record("Foot ache", "foot", flags=[{"urgency": "emergency", "text": "A foot that is cold and pale."}])
WORKS = ("night", "snap", "site", "site2", "apart", "clot")
KINDS = {"tape": "Tape", "brace": "Brace", "ice": "Ice", "rest": "Rest"}
TOPIC = {
    "name": "Eating enough",
    "aliases": ["CT"],
    "gist": "What runners need",
    "evidence": "low",
    "summary": "Eat.",
    "passage": [{"heading": "Food", "text": "Bread."}],
    "finding": [
        {"question": "Does it help?", "answer": "Yes.", "verdict": "recommended", "evidence": "low", "graded_by": "kb"}
    ],
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    records = {"shin-soreness": SHIN, "calf-tear": CALF, "hip-ache": HIP, "foot-ache": FOOT}
    clot = {"id": "clot", "urgency": "emergency", "text": f"{CLOT} [@clot]."}
    folder = tmp_path_factory.mktemp("few") / "data"
    return Library(small.write(folder, records, KINDS, WORKS, [clot], {"eating-enough": TOPIC}))


def screen(library: Library, answer: object, width: int = 80) -> str:
    return writer.laid_out(answer, library.notice, Terminal(width=width))


def compared(library: Library, *names: str, width: int = 80) -> str:
    return screen(library, comparison.answer(library, names or ["shin-soreness", "calf-tear"]), width)


@pytest.mark.parametrize("width", [80, 120, 200])
def test_prose_is_never_set_in_strips(library: Library, width: int) -> None:
    page = compared(library, width=width)
    for text in (CLOT, NIGHT, SNAP, SITE):
        first = next(line for line in page.splitlines() if text[:20] in line)
        assert text[:40] in first


def test_what_all_have_is_told_once(library: Library) -> None:
    page = " ".join(compared(library).split())
    assert page.count(CLOT[:40]) == 1
    assert f"Both • {CLOT}" in page
    assert f"Shin soreness • {NIGHT}" in page
    assert f"Calf tear • {SNAP}" in page
    three = " ".join(compared(library, "shin-soreness", "calf-tear", "hip-ache").split())
    assert f"All three • {CLOT}" in three
    other = " ".join(compared(library, "shin-soreness", "calf-tear", "foot-ache").split())
    assert f"Shin soreness and Calf tear • {CLOT}" in other


def test_what_the_same_conditions_have_stands_together() -> None:
    def condition(name: str, *texts: str) -> Condition:
        flags = tuple(RedFlag(text, Urgency.URGENT, text) for text in texts)
        return template._replace(id=name, name=name, red_flags=flags)

    template = LIBRARY.condition("patellofemoral-pain")
    one, two, three = (
        condition("one", "b", "c", "d", "a"),
        condition("two", "b", "d", "a"),
        condition("three", "c", "a"),
    )
    told = red_flags.signs([one, two, three])
    assert [sign.flag.text for sign in told] == ["a", "b", "d", "c"]
    assert [len(sign.conditions) for sign in told] == [3, 2, 2, 2]


def test_the_same_verdict_means_the_same_words(library: Library) -> None:
    answer = comparison.answer(library, ["shin-soreness", "calf-tear"])
    assert [one.treatment.id for one in answer.alike] == ["brace"]
    assert [one.treatment.id for one in answer.different] == ["tape", "ice", "rest"]
    page = compared(library)
    same = page[page.index("the same verdict") : page.index("References")]
    assert "Brace: may help ⊕⊕⊖⊖ low\n" in same
    assert "Tape" not in same


def test_short_facts_stand_side_by_side(library: Library) -> None:
    row = next(line for line in compared(library, width=100).splitlines() if line.startswith("  Tape"))
    assert re.fullmatch(r"  Tape +may help ⊕⊕⊖⊖ low +probably helps ⊕⊕⊕⊖ moderate", row)
    narrow = " ".join(compared(library, width=40).split())
    assert "Tape Shin soreness: may help ⊕⊕⊖⊖ low Calf tear: probably helps ⊕⊕⊕⊖ moderate" in narrow


def test_facts_of_several_lines_stand_apart(library: Library) -> None:
    lines = compared(library).splitlines()
    tape, ice = (next(at for at, line in enumerate(lines) if line.startswith(f"  {name} ")) for name in ("Tape", "Ice"))
    assert tape < ice
    assert lines[ice - 1] == ""
    wide = compared(library, width=200).splitlines()
    row = next(at for at, line in enumerate(wide) if line.startswith("  Region "))
    assert wide[row + 1].startswith("  Evidence ") == all(line for line in wide[row - 1 : row + 1])


def first_mentions(page: str) -> list[int]:
    """Give the numbers that a page cites works by, in the order of first mention."""
    text = page[: page.index("References")]
    found = [int(one) for bracket in re.findall(r"\[([0-9]+(?:,\s+[0-9]+)*)\]", text) for one in bracket.split(",")]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("kind", ["comparison", "treatment", "red flags"])
def test_works_are_cited_by_the_numbers_of_the_list(library: Library, kind: str, width: int) -> None:
    answers = {
        "comparison": comparison.answer(library, ["shin-soreness", "calf-tear"]),
        "treatment": treatment.answer(library, "tape"),
        "red flags": red_flags.answer(library),
    }
    page = screen(library, answers[kind], width)
    mentions = first_mentions(page)
    works = page[page.index("References") :]
    assert mentions == list(range(1, len(mentions) + 1))
    assert [int(one) for one in re.findall(r"^ *([0-9]+)\. ", works, re.MULTILINE)] == mentions
    keys = re.findall(r"\[([a-z0-9]+)\]", works)
    expected = {
        "comparison": ["apart", "site", "site2", "clot", "night", "snap"],
        "treatment": ["work"],
        "red flags": ["clot", "snap", "night"],
    }
    assert keys == expected[kind]


def test_a_sign_of_several_conditions_is_told_once_with_their_names(library: Library) -> None:
    page = " ".join(screen(library, red_flags.answer(library)).split())
    assert page.count(CLOT[:40]) == 1
    assert f"{CLOT} [1]. On all pages but: Foot ache." in page
    assert page.index("Of several conditions") < page.index("Foot ache • A foot that is cold")
    alone = screen(library, red_flags.answer(library, "calf-tear"))
    assert "pages" not in alone
    assert "Of several" not in alone


def test_a_treatment_is_told_by_what_it_comes_to(library: Library) -> None:
    lines = screen(library, treatment.answer(library, "tape", brief=True)).splitlines()
    order = ["  Helps", "  Probably helps", "  May help"]
    places = [lines.index(group) for group in order]
    assert places == sorted(places)
    assert [lines[place + 1].split("  ")[2] for place in places] == ["Hip ache", "Calf tear", "Shin soreness"]
    rest = [one.condition.id for one in treatment.answer(library, "rest").judgements]
    assert rest == ["calf-tear", "shin-soreness"]
    unknown = screen(library, treatment.answer(library, "rest", brief=True))
    assert "  Unknown\n" in unknown
    assert "  Helps\n" not in unknown


def test_the_list_stands_under_its_regions(library: Library) -> None:
    lines = screen(library, listing.answer(library)).splitlines()
    places = [lines.index(heading) for heading in ("Hip", "Lower leg", "Foot")]
    assert places == sorted(places)
    rule = "─" * 80
    assert all(lines[place + 1] == rule for place in places)
    between = [line for line in lines[places[1] + 2 : places[2]] if line and not line.startswith("    ")]
    assert [line.split("  ")[1] for line in between] == ["Calf tear", "Shin soreness"]
    assert not any("lower leg" in line for line in lines)


def test_a_list_in_another_order_names_the_regions_beside(library: Library) -> None:
    page = screen(library, listing.answer(library, by="name"))
    assert "\nHip\n" not in page
    assert re.search(r"Calf tear +lower leg +⊕⊕⊖⊖ low", page)
    assert page.index("Calf tear") < page.index("Foot ache") < page.index("Hip ache")


def test_a_list_says_what_is_due_and_lists_topics(library: Library) -> None:
    assert "review due" not in screen(library, listing.answer(library, today=date(2026, 12, 1)))
    due = screen(library, listing.answer(library, today=date(2028, 1, 1)))
    assert due.count("⊕⊕⊖⊖ low, review due") == 4
    topics = screen(library, listing.topics(library, date(2026, 12, 1)))
    assert topics.startswith("Topics\n")
    assert "Eating enough" in topics
    assert "What runners need" in topics


@pytest.mark.parametrize("width", [30, 45, 60, 80, 100, 140, 200])
def test_no_line_is_wider_than_the_terminal(library: Library, width: int) -> None:
    answers = [
        comparison.answer(library, ["shin-soreness", "calf-tear"]),
        comparison.answer(library, ["shin-soreness", "calf-tear", "hip-ache"]),
        treatment.answer(library, "tape"),
        red_flags.answer(library),
        listing.answer(library),
        listing.answer(library, by="name", today=date(2030, 1, 1)),
    ]
    tape = treatment.answer(library, "tape")
    long = [one._replace(condition=one.condition._replace(name=" ".join(["Soreness"] * 10))) for one in tape.judgements]
    for answer in [*answers, tape._replace(judgements=tuple(long))]:
        lines = screen(library, answer, width).splitlines()
        assert max(map(len, lines)) <= width
        assert not [line for line in lines if line != line.rstrip()]


def test_a_code_is_no_name_of_a_topic(library: Library) -> None:
    assert library.condition_codes == {
        "calf-tear": "CAT",
        "foot-ache": "FA",
        "hip-ache": "HA",
        "shin-soreness": "SSO",
    }


def test_citations_can_be_by_author_and_year(library: Library) -> None:
    answer = red_flags.answer(library)
    page = writer.laid_out(answer, library.notice, Terminal(), author_year=True)
    assert "(Clot 2020)" in page
