"""The evidence map on a screen: every verdict under its condition, and nothing explained that is not there."""

import re
from collections.abc import Sequence

import pytest

from kb_cli.answers import comparison, evidence_map, lookup, red_flags
from kb_cli.records.library import Library
from kb_cli.records.vocabularies import Region, Verdict
from kb_cli.render import writer
from kb_cli.render.terminal import Terminal
from tests import small

SIGNS = "".join(re.escape(verdict.symbol) for verdict in Verdict)
GIST = "Bone pain that comes and goes"
TREATMENTS = {"tape": "Tape", "brace": "A brace that is worn all day long", "ice": "Ice", "cast": "Cast"}
# Every second condition has a verdict on ice, and so on.
STEPS = {"tape": 3, "brace": 4, "ice": 2, "cast": 1}
NAMES = [
    *("Anterior knee pain syndrome", "Bone bruise", "Calf cramp", "Deep gluteal pain", "Elbow ache", "Foot drop"),
    *("Groin strain", "Heel spur", "Iliac crest pain", "Jumpers ankle", "Knee bursitis", "Lateral hip pain"),
    *("Metatarsal pain", "Navicular stress", "Outer thigh numbness", "Peroneal palsy", "Quadriceps tear"),
    *("Rectus strain", "Shin ache", "Tibial bruise"),
]


def verdict(number: int, treatment: str) -> small.Judged | None:
    """Give a verdict to some pairs, each certainty and verdict to some."""
    place = number + STEPS[treatment]
    chosen = list(Verdict)[place % 6].value, ("high", "moderate", "low", "very-low")[place % 4]
    return chosen if number % STEPS[treatment] == 0 else None


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    records = {}
    for number, name in enumerate(NAMES):
        treatments = {id: found for id in TREATMENTS if (found := verdict(number, id))}
        region = list(Region)[number % 6].value
        records[f"injury-{number:02}"] = small.record(name, region, GIST, treatments=treatments)
    return Library(small.write(tmp_path_factory.mktemp("map") / "data", records, TREATMENTS))


def screen(library: Library, width: int, encoding: str = "utf-8", **narrowed: Sequence[str]) -> str:
    answer = evidence_map.answer(library, None, **narrowed)
    return writer.laid_out(answer, library.notice, Terminal(width=width, encoding=encoding))


def headings(lines: list[str]) -> dict[str, int]:
    """Give where each column's heading stands, read across or, letter by letter, downwards."""
    last = next(at for at, line in enumerate(lines) if line.startswith("  Devices"))
    ice = next(line for line in lines if line.startswith("  Ice"))
    cells = re.search(r"(?<=Ice) +", ice)
    assert cells
    above = [line[cells.end() :] for line in lines[lines.index("") + 1 : last + 1]]
    if len(above) == 1:
        return {match[0]: cells.end() + match.start() for match in re.finditer(r"\S+", above[0])}
    width = max(map(len, above))
    columns = ("".join(line.ljust(width)[at] for line in above).strip() for at in range(width))
    return {code: cells.end() + at for at, code in enumerate(columns) if code}


@pytest.mark.parametrize("width", [70, 80, 100, 120, 150, 200])
def test_a_verdict_stands_under_the_code_of_its_condition(library: Library, width: int) -> None:
    lines = screen(library, width).splitlines()
    found = headings(lines)
    assert set(found) == set(library.condition_codes.values())
    ice = next(line for line in lines if line.startswith("  Ice"))
    for number in range(len(NAMES)):
        judged = verdict(number, "ice")
        expected = Verdict(judged[0]).symbol if judged else "·"
        assert ice[found[library.condition_codes[f"injury-{number:02}"]]] == expected


def test_codes_are_on_one_line_or_upright_with_a_letter_a_line(library: Library) -> None:
    wide, common = (screen(library, width).splitlines() for width in (200, 80))
    assert any(all(code in line for code in library.condition_codes.values()) for line in wide)
    longest = max(map(len, library.condition_codes.values()))
    head = common[common.index("") + 1 :][:longest]
    assert head[-1].startswith("  Devices")
    assert len(head[-1].split()) == 1 + len(NAMES), "every code ends right above its cells"
    for line in head:
        assert all(len(letters) == 1 for letters in line[len("  Devices") :].split())


@pytest.mark.parametrize("width", [40, 59])
def test_a_narrow_map_is_a_list(library: Library, width: int) -> None:
    lines = screen(library, width).splitlines()
    told = lines[lines.index("Ice") + 1 : lines.index("Ice") + 5]
    code = library.condition_codes["injury-00"]
    assert re.search(rf"\b{code} +[{SIGNS}][⊕⊖]{{4}}", " ".join(told))


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_legend_stands_below_and_explains_what_is_there(library: Library, width: int) -> None:
    one = screen(library, width, treatments=["tape"], conditions=["injury-03", "injury-06"])
    legend = one[one.index("Verdict") : one.index("In words")]
    judged = [found for number in (3, 6) if (found := verdict(number, "tape"))]
    assert one.index("Tape") < one.index("Verdict")
    shown = {sign.symbol for sign in Verdict if f"{sign.symbol} " in legend}
    assert shown == {Verdict(found[0]).symbol for found in judged}
    assert [word for word in ("high", "moderate", "very low") if f" {word} (" in legend] == sorted(
        {found[1].replace("-", " ") for found in judged} - {"low"}
    )
    others = {library.condition_codes[f"injury-{number:02}"] for number in range(20) if number not in (3, 6)}
    assert not others & set(re.findall(r"\b[A-Z0-9]+\b", one))


def test_a_column_without_a_verdict_stands_only_where_it_was_asked_for(library: Library) -> None:
    (having, lacking) = (number for number in (0, 1))
    assert verdict(having, "brace")
    assert not verdict(lacking, "brace")
    all_of_them = screen(library, 80, treatments=["brace"])
    assert "; 15 others have no verdict here." in all_of_them
    assert NAMES[lacking] not in all_of_them
    asked = screen(library, 80, treatments=["brace"], conditions=["injury-00", "injury-01"])
    assert NAMES[lacking] in asked


def test_one_is_not_several(library: Library) -> None:
    one = screen(library, 80, treatments=["tape"], conditions=["injury-00"])
    assert "1 treatment (row) for 1 condition (column)." in one
    assert "4 treatments (rows) for 20 conditions (columns)." in screen(library, 80)
    assert "1 treatment for 1 condition." in " ".join(
        screen(library, 40, treatments=["tape"], conditions=["injury-00"]).split()
    )


def test_a_map_without_a_verdict_explains_no_sign(library: Library) -> None:
    nothing = screen(library, 80, treatments=["brace"], conditions=["injury-01"])
    assert "No verdict is recorded." in nothing
    assert "Certainty" not in nothing


def test_in_plain_ascii_signs_can_be_told_apart(library: Library) -> None:
    plain = screen(library, 80, encoding="ascii")
    assert plain.isascii()
    row = next(line for line in plain.splitlines() if line.startswith("  Ice"))
    marks = re.findall(r"[v+~?x!][#=:.]", row)
    assert len(marks) == sum(verdict(number, "ice") is not None for number in range(20))


def test_one_condition_is_told_by_treatment(library: Library) -> None:
    words = screen(library, 80, conditions=["injury-00"])
    told = words[words.index("In words") :]
    assert told.startswith(f"In words · {NAMES[0]}\n")
    assert NAMES[0] not in told.removeprefix(f"In words · {NAMES[0]}\n")
    assert "Ice" in told


def test_a_code_is_a_name(library: Library) -> None:
    code = library.condition_codes["injury-01"]
    assert lookup.find(library, code.lower()).id == "injury-01"
    assert [one.id for one in evidence_map.answer(library, conditions=[code]).columns] == ["injury-01"]
    assert comparison.answer(library, [code, "injury-02"]).conditions[0].id == "injury-01"
    assert red_flags.answer(library, code).conditions[0].id == "injury-01"
    narrowed = evidence_map.answer(library, Region.THIGH)
    assert {narrowed.codes[one.id] for one in narrowed.columns} < set(library.condition_codes.values())
