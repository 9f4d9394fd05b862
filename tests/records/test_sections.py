"""A section is one line in one table: all else follows from it."""

import json
import re

import pytest

from tests.conftest import Copy

PFP = "patellofemoral-pain"
LINE = '    "footwear": Section("Shoes and insoles", 0.5, "what to run in"),\n'
PASSAGE = """
[[footwear]]
heading = "Old shoes"
text = "Blue flibbertigibbets wear out after 500 km [@rathleff2014]."
"""


@pytest.fixture(scope="module")
def changed(copy: Copy) -> Copy:
    """Give a copy of kb with another section, and a passage in it."""
    table = copy.code / "records" / "sections.py"
    text = table.read_text(encoding="utf-8")
    assert text.count('    "prognosis": ') == 1
    table.write_text(text.replace('    "prognosis": ', f'{LINE}    "prognosis": '), encoding="utf-8")
    with (copy.data / "conditions" / f"{PFP}.toml").open("a", encoding="utf-8") as file:
        file.write(PASSAGE)
    return copy


def test_it_is_checked(changed: Copy) -> None:
    assert "in order" in changed.told("check")


def test_it_is_shown_in_its_place(changed: Copy) -> None:
    page = changed.told("show", PFP)
    order = [
        page.index(f"\n{heading}") for heading in ("Causes\n", "Shoes and insoles · what to run in\n", "Prognosis")
    ]
    assert order == sorted(order)
    assert re.search(r"\n  Blue flibbertigibbets wear out after 500 km \[\d+\]\.\n", page)
    only = changed.told("show", PFP, "-s", "shoes")
    assert "flibbertigibbets" in only
    assert "\nCauses\n" not in only


def test_it_is_exported_in_its_place(changed: Copy) -> None:
    whole = json.loads(changed.told("show", PFP, "--json"))
    assert whole["footwear"][0]["heading"] == "Old shoes"
    keys = list(whole)
    assert keys.index("causes") < keys.index("footwear") < keys.index("prognosis")
    document = changed.told("show", PFP, "--format", "markdown")
    assert re.search(r"\n## Shoes and insoles\n\n### Old shoes\n\nBlue flibbertigibbets .*\n\n## ", document)
    assert document.index("\n## Causes\n") < document.index("\n## Shoes and insoles\n") < document.index("\n## Prog")


def test_it_is_searched(changed: Copy) -> None:
    answer = json.loads(changed.told("search", "flibbertigibbets", "--in", "footwear", "--json"))
    assert [(one["id"], one["matches"][0]["section"]) for one in answer["results"]] == [(PFP, "footwear")]
    assert "Shoes and insoles: Blue *flibbertigibbets*" in changed.told("search", "flibbertigibbets", "--marks")


def test_what_rests_on_a_work_is_found_in_it(changed: Copy) -> None:
    (work,) = json.loads(changed.told("cite", "rathleff2014", "--json"))["works"]
    assert "Shoes and insoles: Old shoes" in [claim["place"] for claim in work["claims"]]


def test_it_is_offered(changed: Copy) -> None:
    asked = {"_KB_COMPLETE": "complete_bash", "COMP_WORDS": "kb show pfps --section foot", "COMP_CWORD": "4"}
    assert changed.told(**asked) == "footwear\n"
