"""A red flag is raised where a question tells all the ideas of one of its phrases, whatever the words."""

from pathlib import Path

import pytest

from kb_cli.records.library import Library
from kb_cli.search.engine import search
from tests import small
from tests.conftest import Run

VOCABULARY = """
ordinary = ["a", "and", "but", "i", "is", "it", "my", "on", "or", "the"]
filler = ["since", "really", "have", "any"]
denials = ["no", "not", "cannot", "cant"]
places = ["knee", "foot"]
[[idea]]
words = ["fever", "shivering", "high temperature"]
[[idea]]
words = ["cold", "icy", "not warm"]
[[idea]]
words = ["not walk", "not stand"]
[[idea]]
words = ["child", "son"]
[[idea]]
words = ["years ago"]
[[tells]]
say = ["knee"]
means = ["joint"]
"""
FEVER = {
    "id": "hot-joint",
    "urgency": "emergency",
    "text": "A hot joint with fever.",
    "told_as": ["hot joint and a fever", "unless years ago"],
}
COLD = {"id": "cold-foot", "urgency": "urgent", "text": "A cold foot.", "told_as": ["my foot is cold"]}
WALK = {"id": "walk", "urgency": "emergency", "text": "No walking.", "told_as": ["i cannot walk"]}
BREAK = {
    "id": "break",
    "urgency": "urgent",
    "text": "A break.",
    "told_as": ["smash", "is it a smash", "unless years ago"],
}
LIMP = {"id": "limp", "urgency": "urgent", "text": "A limp.", "told_as": ["my son limps", "i'm 25 and limp badly home"]}
THIN = {"id": "thinner", "urgency": "urgent", "text": "Thinner.", "told_as": ["lost weight"]}
SILENT = {"id": "silent", "urgency": "emergency", "text": "A hot foot with fever and smash.", "told_as": []}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    routine = {"urgency": "routine", "text": "A warty knee.", "told_as": ["warty knee"]}
    record = small.record("Knee soreness", flags=[routine], shared=["hot-joint", "silent"])
    shared = [FEVER, BREAK, COLD, WALK, LIMP, THIN, SILENT]
    folder = small.write(tmp_path_factory.mktemp("told") / "data", {"knee-soreness": record}, shared=shared)
    (folder / "vocabulary.toml").write_text(VOCABULARY)
    return folder


@pytest.mark.parametrize(
    ("words", "flags"),
    [
        ("hot joint and a fever", ["hot-joint"]),
        ("shivering since the knee is really hot", ["hot-joint"]),  # other words, another order, a wider place
        ("hot knee", []),  # one idea is missing
        ("hot knee, no fever", []),
        ("a hot joint and a fever, as years ago", ["hot-joint"]),  # an emergency is never excused
        ("hot knee, no rash or shivering", []),
        ("hot knee, no rash, shivering", ["hot-joint"]),
        ("hot knee, no rash, swelling, shivering or pain", []),  # a list that "or" ends is denied to its end
        ("hot knee, no rash, swelling, pain and shivering", ["hot-joint"]),
        ("the knee is too sore to stand on", ["walk"]),
        ("too far away to see, and i stand", []),
        ("he is 14 and limps", ["limp"]),
        ("12yo with a limp", ["limp"]),
        ("limping, 41 years old", []),
        ("she's nine and limps", ["limp"]),
        ("he is nine weeks into it and limps", []),
        ("she is 14 weeks into it and limps", []),
        ("i am 22 and limp badly, home now", ["limp"]),  # any age under 30 is told alike
        ("smash years ago", []),  # what excuses a sign
        ("smash years ago, icy foot", ["cold-foot"]),  # excuses no other
        ("i cannot on my foot stand", ["walk"]),  # a place is not what is denied
        ("never had it and then on the monday after it my foot is icy", ["cold-foot"]),  # denied is what comes soon
        ("down from 81 to 72", ["thinner"]),
        ("from 58 kg to 47 kilos", ["thinner"]),
        ("from 47 to 58 kilos", []),  # heavier
        ("down from 40 to 30 miles", []),
        ("i am 22 run and limp badly home", ["limp"]),
        ("icy foot", ["cold-foot"]),
        ("my foot is not warm", ["cold-foot"]),
        ("my foot is not cold", []),
        ("the knee is warm but i cannot really stand", ["walk"]),
        ("icy foot and i cannot stand", ["walk", "cold-foot"]),  # the most urgent first
        ("smash, icy foot", ["cold-foot", "break"]),  # then what more ideas tell
        ("smash", ["break"]),
        ("one smash in a long tale about quite other matters", []),  # one idea, lost in a story
        ("warty knee", []),  # it can wait, and stands on one page alone
        ("foot hot fever", []),  # words of a flag's text alone
    ],
)
def test_all_ideas_must_be_told(data: Path, words: str, flags: list[str]) -> None:
    assert [flag.id for flag in search(Library(data), words).red_flags] == flags


def test_the_most_urgent_comes_first_and_no_page_need_have_it(data: Path) -> None:
    answer = search(Library(data), "icy foot, hot knee, fever")
    assert [flag.id for flag in answer.red_flags] == ["hot-joint", "cold-foot"]
    assert [[page.id for page in flag.pages] for flag in answer.red_flags] == [["knee-soreness"], []]


def test_a_clot_in_the_lung_is_told_and_its_words_are_not_mended(kb: Run) -> None:
    answer = search(Library(), "calf pain and now I'm short of breath")
    assert answer.red_flags[0].id == "clot-in-the-lung"
    assert not answer.suggestions
    screen = kb("search", "calf pain and now I'm short of breath").stdout
    assert screen.index("call an ambulance") < screen.index("Conditions\n")


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        ("fainted during a race", "fainting-in-exercise"),
        ("chest pain when I run", "chest-pain"),
        ("sunstroke", "heatstroke"),
    ],
)
def test_signs_of_no_condition_are_raised(kb: Run, words: str, flag: str) -> None:
    assert search(Library(), words).red_flags[0].id == flag
    assert "call an ambulance" in kb("search", words).stdout


def test_a_red_knee_is_no_energy_deficiency() -> None:
    assert [flag.id for flag in search(Library(), "REDs").red_flags] == ["energy-deficiency"]
    assert not search(Library(), "red knee").red_flags


def test_what_is_wrong_with_the_ideas_is_told_with_its_place(kb: Run, tmp_path: Path) -> None:
    folder = small.write(tmp_path / "data", {})
    twice = '[[idea]]\nwords = ["cold", "icy"]\n[[idea]]\nwords = ["not warm", "icy"]\n'
    (folder / "vocabulary.toml").write_text(twice)
    answer = kb("check", KB_DATA=str(folder))
    assert answer.returncode == 3
    assert 'vocabulary.toml:4:22: error: "icy" stands in the group of "cold" already' in answer.stdout


@pytest.mark.parametrize(
    ("sign", "told"), [("leg-clot", "hot swollen calf"), ("locked-or-swollen-knee", "locked knee")]
)
def test_no_treatment_that_is_asked_for_takes_a_sign_away(sign: str, told: str) -> None:
    library = Library()
    asked = {kind.name: search(library, f"{kind.name} for my {told}") for kind in library.treatment_kinds.values()}
    assert [name for name, answer in asked.items() if sign not in [flag.id for flag in answer.red_flags]] == []
