"""kb import: new files for new works, nothing over what is there, and every loss told."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb_cli.answers import imported
from kb_cli.citations.readers import Source
from kb_cli.records import reference_file
from kb_cli.records.library import Library
from kb_cli.render import writer
from tests.conftest import FIXTURES, ROOT, Home, Run, clean_environment

WORKS = str(FIXTURES / "works.json")


class Import:
    """Runs ``kb import`` of items of CSL-JSON into a folder of a test's own."""

    def __init__(self, kb: Run, folder: Path) -> None:
        self.kb = kb
        self.folder = folder
        self.own = folder / "own"

    def file(self, name: str, content: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.kb("import", *arguments, KB_OWN=str(self.own))

    def told(self, *items: dict[str, Any]) -> list[dict[str, Any]]:
        """Import items, and give what became of each."""
        answer = self.run(self.file("items.json", json.dumps(items)), "--json")
        assert answer.returncode == 0, answer.stderr
        works: list[dict[str, Any]] = json.loads(answer.stdout)["works"]
        return works

    @property
    def keys(self) -> list[str]:
        return sorted(path.stem for path in (self.own / "references").glob("*"))


@pytest.fixture
def run(kb: Run, tmp_path: Path) -> Import:
    return Import(kb, tmp_path)


def item(title: str, author: str = "Doe", year: int | None = 2020, **more: Any) -> dict[str, Any]:
    issued = {"issued": {"date-parts": [[year]]}} if year else {}
    return {"type": "book", "title": title, "author": [{"family": author, "given": "J"}], **issued, **more}


def test_a_new_work_is_written_shown_and_cited(run: Import) -> None:
    answer = run.run(WORKS)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert run.keys == ["doe2020"]
    assert "[@doe2020] cites it" in answer.stdout
    assert run.kb("check", KB_OWN=str(run.own)).returncode == 0
    assert "Doe J. A made-up trial" in run.kb("cite", "doe2020", KB_OWN=str(run.own)).stdout


def test_a_second_time_nothing_is_written(run: Import) -> None:
    run.run(WORKS)
    path = run.own / "references" / "doe2020.toml"
    path.write_text(path.read_text() + "# mine\n")
    answer = run.run(WORKS)
    assert answer.returncode == 0
    assert "known as doe2020 (the same DOI); nothing written" in " ".join(answer.stdout.split())
    assert path.read_text().endswith("# mine\n")
    assert run.keys == ["doe2020"]


RATHLEFF = "Is hip strength a risk factor for patellofemoral pain? A systematic review and meta-analysis"


@pytest.mark.parametrize(
    ("work", "by"),
    [
        (item("Other", DOI="https://doi.org/10.1136/BJSPORTS-2013-093305"), "the same DOI"),
        (item("Other", URL="https://dx.doi.org/10.1136/bjsports-2013-093305"), "the same DOI"),
        (item(RATHLEFF.upper(), "Rathleff", 2014), "the same title, year and first author"),
        (item(f"<i>{RATHLEFF}</i>", "Rathleff", None), "the same title, year and first author"),
    ],
)
def test_a_shipped_work_is_recognised(run: Import, work: dict[str, Any], by: str) -> None:
    [told] = run.told(work)
    assert (told["outcome"], told["key"], told["why"]) == ("known", "rathleff2014", by)
    assert not run.own.exists()


@pytest.mark.parametrize(
    "work",
    [
        item(RATHLEFF, "Rathleff", 2015),
        item(RATHLEFF, "Someone", 2014),
        item(RATHLEFF, "Rathleff", 2014, DOI="10.1000/another"),
    ],
)
def test_the_title_of_another_work_is_not_enough(run: Import, work: dict[str, Any]) -> None:
    [told] = run.told(work)
    assert told["outcome"] == "written"


def test_works_by_pmid_and_pmcid_and_twice_in_one_import(run: Import) -> None:
    works = [
        item("Other", PMID="27247098"),
        item("More", PMCID="PMC4975817"),
        item("New", PMID="99"),
        item("N", PMID="99"),
    ]
    told = run.told(*works)
    assert [one["key"] for one in told] == ["crossley2016b", "crossley2016a", "doe2020", "doe2020"]
    assert told[3]["why"] == "the same PMID, earlier in this import"


def test_keys_are_author_and_year_with_letters_where_they_are_needed(run: Import) -> None:
    titles = ["One", "Two", "Three"]
    assert [one["key"] for one in run.told(*map(item, titles))] == ["doe2020a", "doe2020b", "doe2020c"]
    assert [one["key"] for one in run.told(item("Four"))] == ["doe2020d"]
    assert [one["key"] for one in run.told(item("Five", "Rathleff", 2014))] == ["rathleff2014b"]
    assert [one["key"] for one in run.told(item("Six", id="doe2020z"), item("Seven", id="doe_2020"))] == [
        "doe2020z", "doe2020e",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("author", "key"),
    [
        ({"family": "van der Vlist-Ødegård"}, "vandervlistodegard2020"),
        ({"literal": "National Institute for Health and Care Excellence (NICE)"}, "nice2020"),
        ({"literal": "National Institute for Health and Care Excellence"}, "nihce2020"),
        ({"literal": "NHS Tayside"}, "nhstayside2020"),
        ({"family": "王"}, "title2020"),
        ({"family": "../../x"}, "x2020"),
        ({"family": "Doe\x1b[31m"}, "doe31m2020"),
    ],
)
def test_keys_are_file_names_whatever_the_author_is_called(run: Import, author: dict[str, str], key: str) -> None:
    work = item("A title") | {"author": [author], "id": "../../x"}
    assert [one["key"] for one in run.told(work)] == [key]
    assert run.keys == [key]


@pytest.mark.parametrize("author", ["Con", "COM1", "nul"])
def test_no_file_has_a_name_that_windows_keeps(run: Import, author: str) -> None:
    [told] = run.told(item("一", author, None))
    assert run.keys == [told["key"]] == [f"{author.lower()}b"]


def test_an_undated_work_keeps_its_own_key_where_it_is_one(run: Import) -> None:
    told = run.told(item("A page", year=None, id="nhsknee"), item("Hip pain", year=None, id="NHS_Hip"))
    assert [one["key"] for one in told] == ["nhsknee", "doepain"]


def test_what_is_left_out_doubted_and_missing_is_told_by_work(run: Import) -> None:
    work = item("A Title With Many Capital Letters", abstract="Long", DOI="none", ISBN="978")
    told = run.run(run.file("items.json", json.dumps([work | {"author": [], "issued": {"literal": "soon"}}])))
    text = " ".join(told.stdout.split())
    for said in ("abstract: title", "ISBN: title", "DOI (no DOI that can be read): title", "Titles in Title Case"):
        assert said in text
    for said in ("author: title", "issued: title", "DOI or URL: title", "meta-analysis | systematic review"):
        assert said in text
    assert run.kb("check", KB_OWN=str(run.own)).returncode == 0


def test_a_field_that_a_reference_may_not_have_is_left_out_and_told(run: Import) -> None:
    names = [{"family": "x" * 300}, {"family": "Doe"}]
    [told] = run.told(item("T", volume="9" * 500, page="1\n2") | {"author": names})
    assert {left["field"]: left["why"] for left in told["left_out"]} == {
        "volume": "volume has 500 characters, 400 at most",
        "author": "family has 300 characters, 200 at most",
    }
    assert told["key"] == "doe2020"
    assert run.kb("check", KB_OWN=str(run.own)).returncode == 0


def test_an_entry_that_cannot_be_read_is_told_and_the_others_are_written(run: Import) -> None:
    text = f'[{json.dumps(item("One"))},\n{{"id": "x"}},\n{json.dumps(item("Two"))}, ?'
    answer = run.run(run.file("items.json", text), "--json")
    assert answer.returncode == 3
    told = [one for one in json.loads(answer.stdout)["works"] if one["outcome"] == "unread"]
    assert [(one["line"], one["entry"]) for one in told] == [(2, "x"), (3, "")]
    assert told[0]["why"] == "it has no title"
    assert "not valid JSON" in told[1]["why"]
    assert run.keys == ["doe2020a", "doe2020b"]
    shown = " ".join(run.run(run.file("items.json", text)).stdout.split())
    assert ":2, x: it has no title" in shown


def test_a_dry_run_writes_nothing_and_says_what_would_be(run: Import) -> None:
    answer = run.run(WORKS, "--dry-run")
    assert answer.returncode == 0
    assert "1 would be written" in answer.stdout
    assert not run.own.exists()


def test_another_folder_and_several_files(run: Import) -> None:
    more = run.file("more.json", json.dumps(item("More", "Roe")))
    answer = run.run(WORKS, more, "--in", str(run.folder / "other"))
    assert sorted(path.name for path in (run.folder / "other" / "references").iterdir()) == [
        "doe2020.toml",
        "roe2020.toml",
    ]
    assert "only where KB_OWN names it" in " ".join(answer.stdout.split())
    assert not run.own.exists()
    # What lies there is known the next time.
    assert "2 known already" in run.run(WORKS, more, "--in", str(run.folder / "other")).stdout


def test_without_a_folder_of_ones_own_the_way_out_is_told(kb: Run) -> None:
    answer = kb("import", WORKS)
    assert answer.returncode == 2
    assert "KB_OWN names one" in answer.stderr


def test_standard_input(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kb_cli", "import", "-", "--json"]
    environment = clean_environment(tmp_path, KB_OWN=str(tmp_path / "own"))
    text = Path(WORKS).read_text(encoding="utf-8")
    answer = subprocess.run(command, input=text, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)
    assert json.loads(answer.stdout)["works"][0]["source"] == "standard input"
    assert (tmp_path / "own" / "references" / "doe2020.toml").exists()


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", 1, "it is empty"),
        (b" \r\n", 1, "it is empty"),
        (b"hello\n", 1, "there is no reference in it"),
        (b"\x00\x01\x02", 2, "is no text"),
        (b"\xff\xfe\x00", 2, "is no text"),
        (b"[" * 100_000, 3, "nested too deeply"),
    ],
)
def test_what_is_no_bibliography_is_said_to_be_none(run: Import, content: bytes, code: int, said: str) -> None:
    answer = run.run(run.file("x.bib", content))
    assert answer.returncode == code
    assert said in " ".join((answer.stdout + answer.stderr).split())
    assert not run.own.exists()


def test_a_folder_a_pipe_and_nothing(run: Import) -> None:
    os.mkfifo(pipe := str(run.folder / "pipe"))
    for path, said in ((str(run.folder), "is a folder"), (pipe, "kb import - reads"), ("nowhere.bib", "No such file")):
        # Nothing is begun where one of the files cannot be read.
        answer = run.run(WORKS, path)
        assert answer.returncode == 2
        assert said in answer.stderr
    assert not run.own.exists()


def test_latin_1_is_read_and_told(run: Import) -> None:
    answer = run.run(run.file("x.json", json.dumps([item("Café", "Müller")], ensure_ascii=False).encode("latin-1")))
    assert "it was read as Latin-1" in " ".join(answer.stdout.split())
    assert run.keys == ["muller2020"]


def test_characters_that_cannot_be_seen_are_taken_out_and_told(run: Import) -> None:
    [told] = run.told(item("A\x1b[31m \u202etitle"))
    assert told["title"] == "A[31m title"
    assert told["doubts"] == ["characters that cannot be seen were taken out of title: U+001B, U+202E"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to(run: Import) -> None:
    run.own.mkdir(mode=stat.S_IRUSR | stat.S_IXUSR)
    answer = run.run(WORKS)
    assert answer.returncode == 70
    assert "Permission denied" in answer.stdout


def test_a_file_in_the_place_of_the_folder(run: Import) -> None:
    run.own.mkdir()
    (run.own / "references").write_text("mine")
    answer = run.run(WORKS)
    assert answer.returncode == 70
    assert "1 not written" in answer.stdout
    assert (run.own / "references").read_text() == "mine"


def test_a_disk_that_fills_up_stops_the_rest_and_leaves_what_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place: Callable[[str, str], None] = os.link

    def full(partial: str, path: str) -> None:
        if "c.toml" in path:
            raise OSError(28, "No space left on device")
        place(partial, path)

    monkeypatch.setattr(os, "link", full)
    monkeypatch.setattr(os, "rename", full)
    source = Source("x", json.dumps([item(f"Title {number}") for number in "1234"]))
    answer = imported.plan(Library(), str(tmp_path / "references"), [source], lambda *_: None)
    answer = imported.write(answer, writer.save_new, lambda *_: None)
    assert [one.outcome for one in answer.works] == ["written", "written", "failed", "failed"]
    assert "No space left" in answer.stopped
    assert sorted(path.name for path in (tmp_path / "references").iterdir()) == ["doe2020a.toml", "doe2020b.toml"]


def test_a_file_that_comes_to_exist_meanwhile_stays(tmp_path: Path) -> None:
    source = Source("x", json.dumps([item("One"), item("Two", "Roe")]))
    answer = imported.plan(Library(), str(tmp_path / "references"), [source], lambda *_: None)
    (tmp_path / "references").mkdir()
    (tmp_path / "references" / "doe2020.toml").write_text("mine")
    answer = imported.write(answer, writer.save_new, lambda *_: None)
    assert [one.outcome for one in answer.works] == ["failed", "written"]
    assert (tmp_path / "references" / "doe2020.toml").read_text() == "mine"


def test_a_thousand_references_at_once(run: Import) -> None:
    told = run.told(*(item(f"Title {number}", f"Doe{chr(97 + number % 26)}") for number in range(1000)))
    assert {one["outcome"] for one in told} == {"written"}
    assert len(run.keys) == 1000
    assert run.kb("check", KB_OWN=str(run.own)).returncode == 0


def test_many_works_are_told_together(run: Import) -> None:
    works = [item(f"Title {number}", abstract="Long") for number in range(20)]
    text = " ".join(run.run(run.file("items.json", json.dumps(works))).stdout.split())
    assert "abstract: doe2020a, doe2020b, doe2020c, doe2020d, doe2020e, doe2020f and 14 more (--json names all)" in text


def test_a_bar_is_drawn_only_on_a_terminal_and_where_it_takes_long(home: Home) -> None:
    answer = home.run("import", WORKS, KB_OWN=str(home.folder / "own"), rows=24)
    assert b"Reading" not in answer.err


def test_the_writer_is_the_only_one_that_knows_the_form_of_a_file(run: Import) -> None:
    run.run(WORKS)
    text = (run.own / "references" / "doe2020.toml").read_text(encoding="utf-8")
    assert text == reference_file.text(
        {
            "type": "article-journal",
            "study": "randomised trial",
            "title": "A made-up trial of rest in runners",
            "author": [{"family": "Doe", "given": "Jane"}],
            "container-title": "Journal of Examples",
            "issued": 2020,
            "DOI": "10.1000/example",
        }
    )


def test_a_folder_that_leads_elsewhere_is_not_written_to(run: Import) -> None:
    run.own.mkdir()
    (elsewhere := run.folder / "elsewhere").mkdir()
    (run.own / "references").symlink_to(elsewhere)
    answer = run.run(WORKS)
    assert answer.returncode == 2
    assert "leads out of" in answer.stderr
    assert not list(elsewhere.iterdir())
