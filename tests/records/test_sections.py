"""A section is one line in one table: all else follows from it."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import DATA, ROOT, START, clean_environment

PFP = "patellofemoral-pain"
LINE = '    "footwear": Section("Shoes and insoles", 0.5, "what to run in"),\n'
PASSAGE = """
[[footwear]]
heading = "Old shoes"
text = "Blue flibbertigibbets wear out after 500 km [@rathleff2014]."
"""


class Changed:
    """A copy of kb with another section, and of the data with a passage in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "kb_cli", folder / "kb_cli", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(DATA, folder / "data")
        table = folder / "kb_cli" / "records" / "sections.py"
        text = table.read_text(encoding="utf-8")
        assert text.count('    "prognosis": ') == 1
        table.write_text(text.replace('    "prognosis": ', f'{LINE}    "prognosis": '), encoding="utf-8")
        with (folder / "data" / "conditions" / f"{PFP}.toml").open("a", encoding="utf-8") as file:
            file.write(PASSAGE)

    def run(self, *arguments: str, **environment: str) -> str:
        """Give what kb answers."""
        variables = clean_environment(self.folder, PYTHONPATH=str(self.folder), **environment)
        command = [sys.executable, "-c", START, *arguments]
        result = subprocess.run(
            command, capture_output=True, encoding="utf-8", env=variables, cwd=self.folder, check=False
        )
        assert (result.returncode, result.stderr) == (0, "")
        return result.stdout


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Changed:
    return Changed(tmp_path_factory.mktemp("changed"))


def test_it_is_checked(changed: Changed) -> None:
    assert "in order" in changed.run("check")


def test_it_is_shown_in_its_place(changed: Changed) -> None:
    page = changed.run("show", PFP)
    order = [
        page.index(f"\n{heading}") for heading in ("Causes\n", "Shoes and insoles · what to run in\n", "Prognosis")
    ]
    assert order == sorted(order)
    assert "  Blue flibbertigibbets wear out after 500 km (Rathleff et al. 2014)." in page
    only = changed.run("show", PFP, "-s", "shoes")
    assert "flibbertigibbets" in only
    assert "\nCauses\n" not in only


def test_it_is_exported_in_its_place(changed: Changed) -> None:
    whole = json.loads(changed.run("show", PFP, "--json"))
    assert whole["footwear"][0]["heading"] == "Old shoes"
    keys = list(whole)
    assert keys[keys.index("footwear") - 1 : keys.index("footwear") + 2] == ["causes", "footwear", "prognosis"]
    document = changed.run("show", PFP, "--format", "markdown")
    assert re.search(r"\n## Shoes and insoles\n\n### Old shoes\n\nBlue flibbertigibbets .*\n\n## Prognosis\n", document)


def test_it_is_searched(changed: Changed) -> None:
    answer = json.loads(changed.run("search", "flibbertigibbets", "--in", "footwear", "--json"))
    assert [(one["id"], one["matches"][0]["section"]) for one in answer["results"]] == [(PFP, "footwear")]
    assert "Shoes and insoles: Blue *flibbertigibbets*" in changed.run("search", "flibbertigibbets")


def test_what_rests_on_a_work_is_found_in_it(changed: Changed) -> None:
    (work,) = json.loads(changed.run("cite", "rathleff2014", "--json"))["works"]
    assert "Shoes and insoles: Old shoes" in [claim["place"] for claim in work["claims"]]


def test_it_is_offered(changed: Changed) -> None:
    asked = {"_KB_COMPLETE": "complete_bash", "COMP_WORDS": "kb show pfps --section foot", "COMP_CWORD": "4"}
    assert changed.run(**asked) == "footwear\n"
