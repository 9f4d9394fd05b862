"""``kb paths``: where everything lies, there or not."""

import json
from pathlib import Path

from tests.conftest import DATA, ROOT, Run
from tests.records.test_own import put


def test_each_path_stands_whole_on_a_line_of_its_own(kb: Run, tmp_path: Path) -> None:
    own = tmp_path / ("a" * 100)
    lines = kb("paths", KB_OWN=str(own), COLUMNS="40").stdout.splitlines()
    assert {str(own), str(DATA), str(ROOT / "kb_cli"), str(tmp_path / ".cache" / "kb")} <= set(lines)
    assert "not there yet" in lines[lines.index(str(own)) - 2]


def test_it_counts_what_is_there(kb: Run, tmp_path: Path) -> None:
    own, clinic = tmp_path / "own", tmp_path / "clinic"
    own.mkdir()
    put(own, "conditions/sore-toe.toml", {"name": "broken"})
    put(own, "treatments.toml", {})
    settings = {"KB_OWN": f"{own}:{clinic}"}
    assert "Your records: 1 condition, treatments.toml" in kb("paths", **settings).stdout
    told = json.loads(kb("paths", "--json", **settings).stdout)
    assert [(one["path"], one["origin"], one["there"]) for one in told["layers"]] == [
        (str(own), "own", True),
        (str(clinic), "own", False),
        (str(DATA), "shipped", True),
    ]
    assert told["layers"][0]["counts"] == {"conditions": 1, "topics": 0, "references": 0}


def test_it_says_what_is_off_or_cannot_be_used(kb: Run, tmp_path: Path) -> None:
    off = kb("paths", KB_OWN="off", KB_CACHE="off").stdout
    assert "none, because KB_OWN is off" in off
    assert "nothing is kept" in off
    (tmp_path / "file").touch()
    answer = kb("paths", KB_OWN=str(tmp_path / "file"), KB_DATA="/nowhere")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "Not a folder" in " ".join(answer.stdout.split())
    assert "What ships: not there" in answer.stdout
