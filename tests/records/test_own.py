"""The reader's own records over what ships: seen everywhere, and nothing broken in them stops a shipped page."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb_cli.records.library import Library
from kb_cli.search import synonyms
from kb_cli.search.engine import search
from tests import small
from tests.conftest import DATA, Home, Run

PFP = "patellofemoral-pain"

SHIPPED = {
    "sore-knee": small.record("Sore knee", treatments={"rest": ("recommended", "low")}, aliases=["runner's bane"]),
    "sore-hip": small.record("Sore hip", "hip", shared=["clot"]),
}
CLOT = {"id": "clot", "urgency": "emergency", "short": "Clot", "text": "A swollen calf."}
TOPIC = {"name": "Eating", "gist": "Enough", "evidence": "low", "summary": "Eat."}


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    return small.write(tmp_path / "shipped", SHIPPED, shared=[CLOT], topics={"eating": TOPIC})


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


def put(folder: Path, name: str, table: dict[str, Any]) -> Path:
    """Write a file of a layer, the date of a review where it is a record."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    text = small.toml({**table, "reviewed": 0} if "summary" in table else table)
    path.write_text(text.replace("reviewed = 0", "reviewed = 2026-11-23"), encoding="utf-8")
    return path


def test_a_record_of_the_same_id_stands_in(shipped: Path, own: Path) -> None:
    put(own, "conditions/sore-knee.toml", small.record("My knee"))
    put(own, "conditions/sore-toe.toml", small.record("Sore toe", "foot"))
    library = Library(own, shipped)
    assert library.condition_ids == ("sore-hip", "sore-knee", "sore-toe")
    told = {id: (head.name, head.origin, head.stands_in) for id, head in library.heads.items()}
    assert told == {
        "sore-hip": ("Sore hip", "shipped", False),
        "sore-knee": ("My knee", "own", True),
        "sore-toe": ("Sore toe", "own", False),
    }
    assert [library.condition(id)[-2:] for id in told] == [("shipped", False), ("own", True), ("own", False)]


def test_topics_and_works_stand_in_as_well(shipped: Path, own: Path) -> None:
    put(own, "topics/eating.toml", {**TOPIC, "name": "Eating more"})
    put(own, "references/work.toml", {"type": "book", "title": "Mine", "author": [{"family": "Me"}]})
    library = Library(own, shipped)
    assert library.topic("eating").name == "Eating more"
    assert library.topic_heads["eating"][-2:] == ("own", True)
    assert library.works["work"].title == "Mine"
    assert library.works["work"][-2:] == ("own", True)


def test_of_several_folders_the_first_lies_above(shipped: Path, own: Path, tmp_path: Path) -> None:
    clinic = tmp_path / "clinic"
    clinic.mkdir()
    put(clinic, "conditions/sore-knee.toml", small.record("Knee of the clinic"))
    put(own, "conditions/sore-knee.toml", small.record("My knee"))
    assert Library(own, clinic, shipped).condition("sore-knee").name == "My knee"
    (own / "conditions/sore-knee.toml").write_text("broken")
    library = Library(own, clinic, shipped)
    assert library.condition("sore-knee").name == "Knee of the clinic"
    assert len(library.passed_over) == 1


def test_entries_are_merged_by_id(shipped: Path, own: Path) -> None:
    rest, mine = ({"name": name, "group": "devices", "what": "Mine."} for name in ("My rest", "Ice"))
    put(own, "treatments.toml", {"rest": rest, "ice": mine})
    put(own, "red_flags.toml", {"red_flag": [{**CLOT, "text": "My clot."}, {**CLOT, "id": "bite"}]})
    put(own, "not_covered.toml", {"not_covered": [{"id": "gout", "names": ["gout"], "what": "Crystals."}]})
    library = Library(own, shipped)
    kinds = {id: (kind.name, kind.origin, kind.stands_in) for id, kind in library.treatment_kinds.items()}
    assert kinds == {"rest": ("My rest", "own", True), "ice": ("Ice", "own", False)}
    assert [(id, flag.text) for id, flag in library.shared_red_flags.items()] == [
        ("clot", "My clot."),
        ("bite", "A swollen calf."),
    ]
    assert library.condition("sore-hip").red_flags[0].text == "My clot."
    assert [one.id for one in library.not_covered] == ["gout"]


def test_a_page_of_the_readers_covers_what_was_not_covered(own: Path) -> None:
    assert "low-back-pain" in [one.id for one in Library(own, DATA).not_covered]
    put(own, "conditions/back.toml", small.record("Low back pain", "hip"))
    assert "low-back-pain" not in [one.id for one in Library(own, DATA).not_covered]


def test_words_are_added_to_the_group_that_has_one_of_them(shipped: Path, own: Path) -> None:
    (shipped / "vocabulary.toml").write_text('[[same]]\nwords = ["sore", "achy"]\n', encoding="utf-8")
    put(own, "vocabulary.toml", {"faint": ["really"], "same": [{"words": ["zwicky", "achy"]}]})
    library = Library(own, shipped)
    assert synonyms.meanings(library.vocabulary(synonyms.faults)).same["zwicki"] == "sore"
    assert library.vocabulary(synonyms.faults).faint == ("really",)
    assert {one.id for one in search(library, "zwicky").results} == {"sore-knee", "sore-hip"}


BROKEN: dict[str, Callable[[Path], object]] = {
    "conditions/sore-knee.toml": lambda path: path.write_text("name ="),
    "topics/eating.toml": lambda path: path.write_bytes(b"\xff"),
    "references/work.toml": lambda path: path.write_text("title = 3"),
    "treatments.toml": lambda path: path.write_text("[rest]\nname = 3"),
    "red_flags.toml": lambda path: path.write_text("[[red_flag]]\nid = 'clot'"),
    "not_covered.toml": lambda path: path.mkdir(),
    "vocabulary.toml": os.mkfifo,
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_told_and_what_ships_is_shown(kb: Run, shipped: Path, own: Path, name: str) -> None:
    settings = {"KB_DATA": str(shipped)}
    shown, found = (kb(*command, **settings) for command in (("show", "sore-knee"), ("search", "sore", "knee")))
    for command in (("list",), ("show", "eating"), ("show", "rest"), ("cite",), ("flags",), ("map",)):
        assert kb(*command, **settings).returncode == 0
    (own / name).parent.mkdir(exist_ok=True)
    BROKEN[name](own / name)
    settings |= {"KB_OWN": str(own)}
    again = kb("show", "sore-knee", **settings)
    assert (again.stdout, again.returncode) == (shown.stdout, 0)
    again = kb("search", "sore", "knee", **settings)
    assert (again.stdout, again.returncode) == (found.stdout, 0)
    assert again.stderr.startswith(f"kb: left out: {own / name}")
    assert again.stderr.count("\n") == 1


@pytest.mark.slow
def test_what_is_broken_is_told_with_a_kept_index_too(shipped: Path, own: Path, tmp_path: Path) -> None:
    for name, spoil in BROKEN.items():
        (own / name).parent.mkdir(exist_ok=True)
        spoil(own / name)
    put(own, "conditions/sore-toe.toml", small.record("Sore toe", related=["nowhere"]))
    home = Home(tmp_path, shipped, own)
    first, second = (home.run("search", "sore", "knee") for _ in range(2))
    assert first.out == second.out
    assert {*first.err.splitlines()} == {*second.err.splitlines()}
    told = [line.split(b": ")[2].decode().split(".toml")[0] for line in second.err.splitlines()]
    names = [*BROKEN, "conditions/sore-toe.toml"]
    assert sorted(told) == sorted(str(own / name).removesuffix(".toml") for name in names)
    assert list((tmp_path / ".cache" / "kb").glob("index-*"))


@pytest.mark.parametrize(
    "command", ["show sore-knee", "compare sore-knee sore-hip", "list", "map", "flags", "search knee"]
)
def test_a_broken_stand_in_is_told_with_its_place(kb: Run, shipped: Path, own: Path, command: str) -> None:
    put(own, "conditions/sore-knee.toml", small.record("My knee", related=["nowhere"]))
    answer = kb(*command.split(), KB_DATA=str(shipped), KB_OWN=str(own))
    assert answer.returncode == 0
    assert "My knee" not in answer.stdout
    said = f'{own}/conditions/sore-knee.toml:6:12: "nowhere" is no record; the one under it is read instead\n'
    assert answer.stderr == f"kb: left out: {said}"


def test_what_is_broken_and_stands_in_for_nothing_stops_its_own_page_alone(kb: Run, shipped: Path, own: Path) -> None:
    put(own, "conditions/sore-toe.toml", small.record("Sore toe", related=["nowhere"]))
    settings = {"KB_DATA": str(shipped), "KB_OWN": str(own)}
    answer = kb("show", "sore-toe", **settings)
    assert answer.returncode == 3
    assert answer.stderr.endswith('sore-toe.toml:6:12: "nowhere" is no record\n')
    assert kb("show", "sore-knee", **settings).stderr == ""


def test_an_own_sign_does_not_break_the_record_that_has_one_of_that_id(shipped: Path, own: Path) -> None:
    flag = {"urgency": "urgent", "text": "It locks."}
    put(shipped, "conditions/locked.toml", small.record("Locked", flags=[flag]))
    put(own, "red_flags.toml", {"red_flag": [{**CLOT, "id": "own-0"}]})
    assert Library(own, shipped).condition("locked").red_flags[0].text == "It locks."


def unfit(own: Path, number: int) -> None:
    """Make a folder that is unfit to be a layer, or has one in it."""
    match number:
        case 0:
            own.write_text("a file")
        case 1:
            own.symlink_to(own)
        case 2:
            os.mkfifo(own)
        case 3:
            own.mkdir()
            (own / "conditions").symlink_to("conditions")
        case 4:
            own.mkdir()
            (own / "topics").write_text("a file")


@pytest.mark.parametrize("number", range(5))
def test_an_unfit_folder_is_told_and_passed_over(kb: Run, tmp_path: Path, number: int) -> None:
    own = tmp_path / "unfit"
    unfit(own, number)
    for command in ("list", "show pfps --brief", "search kneecap", "list --topics"):
        answer = kb(*command.split(), KB_OWN=str(own))
        assert (answer.stdout, answer.returncode) == (kb(*command.split()).stdout, 0)
        # Of a folder in it that cannot be read, whoever looks into that is told.
        told = command != {3: "list --topics", 4: "list"}.get(number)
        assert answer.stderr.startswith(f"kb: left out: {own}: cannot be used as a folder of your records: ") == told


def test_a_fifo_as_record_is_not_waited_for(kb: Run, own: Path) -> None:
    (own / "conditions").mkdir()
    os.mkfifo(own / "conditions" / f"{PFP}.toml")
    answer = kb("show", PFP, "--brief", KB_OWN=str(own), timeout=20)
    assert answer.stdout == kb("show", PFP, "--brief").stdout
    assert "not a file of this data folder" in answer.stderr


def test_own_records_are_seen_by_every_command(kb: Run, own: Path) -> None:
    shutil.copytree(DATA / "conditions", own / "conditions", ignore=lambda _, names: {*names} - {f"{PFP}.toml"})
    path = own / "conditions" / f"{PFP}.toml"
    text = path.read_text(encoding="utf-8").replace("Patellofemoral pain", "Kneecap trouble", 1)
    path.write_text(text.replace("aliases = [", 'aliases = ["zzz", ', 1), encoding="utf-8")
    commands = ["show pfps", "list", "compare pfps ITBS", "flags zzz", "log zzz", "show taping", "map --json"]
    commands += ["search kneecap", "cite zzz", "cite rathleff2014"]
    for command in commands:
        answer = kb(*command.split(), KB_OWN=str(own), COLUMNS="200")
        assert (answer.returncode, answer.stderr) == (0, ""), command
        assert "Kneecap trouble" in answer.stdout, command
    offered = kb(_KB_COMPLETE="complete_bash", COMP_WORDS="kb show zz", COMP_CWORD="2", KB_OWN=str(own)).stdout
    assert offered == "zzz\n"


def test_no_notice_comes_from_the_reader(kb: Run, own: Path) -> None:
    put(own, "notice.toml", {"title": "Medical advice", "text": "Trust me."})
    assert kb("list", KB_OWN=str(own)).stdout == kb("list").stdout


@pytest.fixture
def both(shipped: Path, own: Path) -> dict[str, str]:
    """Give the environment of layers in which each kind of thing stands in for one, or stands alone."""
    put(own, "conditions/sore-knee.toml", small.record("My knee", treatments={"rest": ("recommended", "low")}))
    put(own, "conditions/sore-toe.toml", small.record("Sore toe", "foot"))
    put(own, "topics/eating.toml", {**TOPIC, "name": "Eating more", "gist": "Enough food"})
    put(own, "references/work.toml", {"type": "book", "title": "My work", "issued": 2020, "author": [{"family": "Me"}]})
    put(own, "treatments.toml", {"rest": {"name": "My rest", "group": "devices", "what": "Lying down."}})
    return {"KB_DATA": str(shipped), "KB_OWN": str(own), "COLUMNS": "120"}


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("show my knee", "Your record; it stands in for the shipped one."),
        ("show my knee --brief", "Your record; it stands in for the shipped one."),
        ("show my knee -s treatment", "Your record; it stands in for the shipped one."),
        ("show my knee -f markdown", "*Your record; it stands in for the shipped one.*"),
        ("show sore toe", "Your record."),
        ("show eating", "Your record; it stands in for the shipped one."),
        ("show rest", "Your treatment; it stands in for the shipped one."),
        ("cite work", "Your reference; it stands in for the shipped one."),
        ("show my knee", "   1. Me. My work. 2020. [work] · yours"),
    ],
)
def test_a_page_says_whose_it_is(kb: Run, both: dict[str, str], command: str, line: str) -> None:
    assert line in kb(*command.split(), **both).stdout.splitlines()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("list", ["My knee · yours  ", "Sore toe · yours  ", "Sore hip  "]),
        ("list --topics", ["Eating more · yours  "]),
        ("search sore", ["Sore toe · foot · evidence ⊕⊕⊖⊖ low · yours", "Sore hip · hip · evidence ⊕⊕⊖⊖ low\n"]),
        ("search my rest", ["My rest · Lying down. · yours"]),
        ("search me 2020", ["Me. My work. 2020. [work] · yours"]),
        ("list -f markdown", ["| My knee · yours |"]),
    ],
)
def test_a_list_marks_what_is_the_readers(kb: Run, both: dict[str, str], command: str, said: list[str]) -> None:
    answer = kb(*command.split(), **both).stdout
    assert [part for part in said if part not in answer] == []


@pytest.mark.parametrize(
    ("command", "path", "origin"),
    [
        ("show sore-knee", (), ("own", True)),
        ("show sore-toe", (), ("own", False)),
        ("show sore-hip", (), ("shipped", False)),
        ("show eating", (), ("own", True)),
        ("show rest", (), ("own", True)),
        ("show sore-knee", ("citations", 0), ("own", True)),
        ("list", ("conditions", 0), ("shipped", False)),
        ("list", ("conditions", 1), ("own", True)),
        ("list --topics", ("topics", 0), ("own", True)),
        ("search my knee", ("results", 0), ("own", True)),
        ("search my rest", ("treatments", 0), ("own", True)),
        ("search me 2020", ("references", 0), ("own", True)),
        ("cite work", ("works", 0), ("own", True)),
    ],
)
def test_json_says_whose_each_thing_is(
    kb: Run, both: dict[str, str], command: str, path: tuple[str | int, ...], origin: tuple[str, bool]
) -> None:
    one = json.loads(kb(*command.split(), "--json", **both).stdout)
    for part in path:
        one = one[part]
    assert (one["origin"], one["stands_in"]) == origin


@pytest.mark.slow
@pytest.mark.parametrize("command", ["search toe", "list", "show sore-toe", "cite work"])
def test_nothing_that_is_kept_hides_an_edit(shipped: Path, own: Path, tmp_path: Path, command: str) -> None:
    home = Home(tmp_path, shipped, own)
    words = command.split()
    put(own, "conditions/sore-toe.toml", small.record("Sore toe", "foot"))
    home.settle()
    seen = [home.run(*words)]
    assert home.run(*words) == seen[0]
    put(own, "conditions/sore-toe.toml", small.record("Sore toes", "foot"))
    put(own, "references/work.toml", {"type": "book", "title": "Mine", "author": [{"family": "Me"}]})
    seen.append(home.run(*words))
    home.settle()
    assert home.run(*words) == seen[1] == home.run(*words, KB_CACHE="off") != seen[0]
    shutil.rmtree(own)
    seen.append(home.run(*words))
    assert seen[2] == home.run(*words, KB_CACHE="off") != seen[1]


def test_the_versions_are_those_of_what_ships(kb: Run, own: Path) -> None:
    put(own, "conditions/sore-toe.toml", small.record("Sore toe", "foot"))
    assert kb("--version", KB_OWN=str(own)).stdout == kb("--version").stdout
