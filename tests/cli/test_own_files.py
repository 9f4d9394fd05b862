"""``kb new`` and ``kb edit``: nothing is overwritten, and nothing that was typed is lost."""

import os
import pty
import re
import resource
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import tomli

from kb_cli.records import schema, template
from tests.conftest import DATA, ROOT, Run, clean_environment

PFP = "patellofemoral-pain"

# What fills a blank, by key.
FILLED = {
    "name": '"Sore toe"',
    "gist": '"What it is"',
    "region": '"foot"',
    "evidence": '"low"',
    "summary": '"""In short."""',
    "title": '"A work"',
    "author": '[{ family = "Doe", given = "Jane" }]',
    "group": '"devices"',
    "what": '"Something."',
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


@pytest.fixture
def mine(kb: Run, own: Path) -> Run:
    """Run ``kb`` with a folder of own records, which is not there yet."""
    return lambda *words, **more: kb(*words, **{"KB_OWN": str(own)} | more)


def filled(text: str) -> str:
    """Give a new file with its blanks filled in."""
    for key, value in FILLED.items():
        text = re.sub(rf'^{key} = (""".*?"""|\[.*?^\]|"")', f"{key} = {value}", text, flags=re.MULTILINE | re.DOTALL)
    return text


def editor(tmp_path: Path, script: str) -> str:
    """Give an editor that is a Python script: ``text`` is what the file at ``path`` says, and what it then writes."""
    program = tmp_path / "an editor"
    code = f"""#!{sys.executable}
import os, pathlib, sys, time
path = pathlib.Path(sys.argv[-1])
text = path.read_text(encoding="utf-8")
{script}
path.write_text(text, encoding="utf-8")
"""
    program.write_text(code, encoding="utf-8")
    program.chmod(0o755)
    return str(program)


@pytest.mark.parametrize("kind", template.KINDS)
def test_a_new_file_is_in_order_once_its_blanks_are_filled(mine: Run, own: Path, kind: str) -> None:
    answer = mine("new", kind, "sore-toe")
    [path] = own.rglob("*.toml")
    assert answer.stdout.startswith(f"Wrote {path}\n")
    assert "kb edit sore-toe" in " ".join(answer.stdout.split())
    assert mine("check").returncode == 3
    text = path.read_text(encoding="utf-8")
    path.write_text(filled(text), encoding="utf-8")
    checked = mine("check")
    assert (checked.returncode, checked.stderr) == (0, "")
    if kind != "reference":
        assert mine("show", "sore toe").stdout.startswith("Sore toe")


@pytest.mark.parametrize("kind", template.KINDS)
def test_a_new_file_has_every_key_and_what_is_left_out_can_be_used(kind: template.Kind) -> None:
    text = template.new(kind, "sore-toe", date(2026, 11, 24))
    whole = tomli.loads(re.sub(r"(?m)^# ", "", filled(text)))
    table = whole["sore-toe"] if kind == "treatment" else whole
    fields = template.FIELDS[kind]
    assert table.keys() == fields.keys()
    # But for what is still blank, nothing is wrong.
    faults = [fault.message for fault in schema.faults(table, fields)]
    assert [one for one in faults if "is empty" not in one and 'is ""' not in one and "not a valid" not in one] == []
    assert max(map(len, text.splitlines())) <= template.LONGEST


@pytest.mark.parametrize("kind", ["treatments", "red_flags", "not_covered", "vocabulary"])
def test_a_file_of_entries_begins_with_all_left_out(kind: str) -> None:
    text = template.listing(kind)
    assert tomli.loads(text) == {}
    assert tomli.loads(re.sub(r"(?m)^# ", "", text)).keys() == template.LISTINGS.get(kind, {"ID": 0}).keys()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("new", "condition", "sore-toe"), "condition"),
        (("new", "topic", "sore-toe"), "topic"),
        (("new", "reference", "doe2026"), "reference"),
        (("new", "treatment", "toe-socks"), "treatments"),
        (("edit", "vocabulary"), "vocabulary"),
        (("edit", "taping"), "treatments"),
    ],
)
def test_editors_find_the_schema_of_a_new_file(
    mine: Run, own: Path, tmp_path: Path, words: tuple[str, ...], kind: str
) -> None:
    mine(*words, EDITOR=editor(tmp_path, 'text += "# mine\\n"'))
    [path] = own.rglob("*.toml")
    named = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("#:schema ")
    schema = own / ".schemas" / f"{kind}.schema.json"
    assert (path.parent / named).resolve() == schema.resolve()
    assert schema.read_text(encoding="utf-8") == mine("schema", kind).stdout
    assert ".schemas" not in mine("check").stdout


def test_a_schema_of_another_version_is_written_anew_and_a_link_left_alone(mine: Run, own: Path) -> None:
    mine("new", "condition", "sore-toe")
    schema = own / ".schemas" / "condition.schema.json"
    now = schema.read_text(encoding="utf-8")
    schema.write_text("{}", encoding="utf-8")
    mine("new", "condition", "sore-heel")
    assert schema.read_text(encoding="utf-8") == now
    elsewhere = own.parent / "elsewhere"
    elsewhere.write_text("not yours", encoding="utf-8")
    schema.unlink()
    schema.symlink_to(elsewhere)
    assert mine("new", "condition", "sore-sole").returncode == 0
    assert elsewhere.read_text(encoding="utf-8") == "not yours"


def test_what_has_a_page_by_another_name_gets_no_second_one(mine: Run, own: Path) -> None:
    answer = mine("new", "condition", "shin-splints")
    assert (answer.returncode, [*own.rglob("*.toml")]) == (2, [])
    assert 'is a name of the condition medial-tibial-stress-syndrome; "kb edit medial' in answer.stderr
    # A topic may be called as the treatment that it is about.
    assert mine("new", "topic", "kinesio-taping").returncode == 0


def test_nothing_is_overwritten(mine: Run, own: Path) -> None:
    mine("new", "condition", "sore-toe")
    path = own / "conditions" / "sore-toe.toml"
    path.write_text("mine", encoding="utf-8")
    for kind, id in (("condition", "sore-toe"), ("topic", "sore-toe"), ("condition", PFP), ("treatment", "taping")):
        answer = mine("new", kind, id)
        assert answer.returncode == 2
        assert f'kb edit {id}" opens it' in answer.stderr
    assert path.read_text(encoding="utf-8") == "mine"
    assert [*own.rglob("*.toml")] == [path]


def test_a_treatment_is_added_and_nothing_else_touched(mine: Run, own: Path) -> None:
    own.mkdir()
    path = own / "treatments.toml"
    before = b'\xef\xbb\xbf# mine\r\n[ice]\r\nname = "Ice"\r\ngroup = "devices"\r\nwhat = "Cold."\r\n'
    path.write_bytes(before)
    path.chmod(0o600)
    assert mine("new", "treatment", "dry-cupping").stdout.startswith(f"Added to {path}\n")
    after = path.read_bytes()
    assert after.startswith(before + b"\r\n[dry-cupping]\r\n")
    assert after.count(b"\n") == after.count(b"\r\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert mine("new", "treatment", "dry-cupping").returncode == 2
    path.write_bytes(b"[ice")
    answer = mine("new", "treatment", "other")
    assert (answer.returncode, path.read_bytes()) == (3, b"[ice")
    assert "treatments.toml:1:5: not valid TOML" in answer.stderr


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("../x", 'did you mean "x"?'),
        ("/etc/passwd", 'did you mean "etc-passwd"?'),
        ("a b", 'did you mean "a-b"?'),
        ("Müller_2020", 'did you mean "muller-2020"?'),
        ("CON", "cannot be an id"),
        ("con", "Windows"),
        ("lpt1", "Windows"),
        ("a" * 300, "has 300 characters"),
        ("", "cannot be an id"),
        ("-", "No such option|cannot be an id"),
        ("\x1b[31m", 'did you mean "31m"?'),
        ("x\n", "cannot be an id"),
    ],
)
def test_what_cannot_be_an_id_is_told(mine: Run, own: Path, id: str, said: str) -> None:
    for kind in template.KINDS:
        answer = mine("new", kind, id)
        assert answer.returncode == 2
        assert re.search(re.escape(said).replace(r"\|", "|"), answer.stderr)
        assert "\x1b" not in answer.stderr
    assert not own.exists()


def test_a_kind_is_suggested(mine: Run) -> None:
    assert 'did you mean "condition"?' in mine("new", "conditon", "x").stderr


def test_another_folder_can_be_named(mine: Run, own: Path, tmp_path: Path) -> None:
    answer = mine("new", "topic", "sore-toe", "--in", str(tmp_path / "clinic"))
    assert "only where KB_OWN names it" in " ".join(answer.stdout.split())
    assert (tmp_path / "clinic" / "topics" / "sore-toe.toml").exists()
    assert not own.exists()
    assert "KB_OWN is off" in mine("new", "topic", "sore-toe", KB_OWN="off").stderr


def bad_folder(own: Path, what: str) -> None:
    match what:
        case "a file":
            own.write_text("a file", encoding="utf-8")
        case "a cyclic link":
            own.symlink_to(own)
        case "a link out of it":
            own.mkdir()
            (own.parent / "elsewhere").mkdir()
            (own / "conditions").symlink_to(own.parent / "elsewhere")
        case "a file in it":
            own.mkdir()
            (own / "conditions").write_text("a file", encoding="utf-8")


@pytest.mark.parametrize("what", ["a file", "a cyclic link", "a link out of it", "a file in it"])
def test_a_folder_that_cannot_be_written_into_is_told(mine: Run, own: Path, what: str) -> None:
    bad_folder(own, what)
    for words in (("new", "condition", "sore-toe"), ("edit", PFP)):
        answer = mine(*words, EDITOR="true")
        assert answer.returncode in (2, 70)
        assert "Traceback" not in answer.stderr
        assert re.search("could not be made|could not be written|leads out of|cannot be used", answer.stderr)
    assert not (own.parent / "elsewhere").exists() or not [*(own.parent / "elsewhere").iterdir()]


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not stop this user")
def test_a_read_only_layer_is_told(mine: Run, own: Path) -> None:
    own.mkdir(mode=0o500)
    answer = mine("new", "condition", "sore-toe")
    assert (answer.returncode, answer.stderr.count("\n")) == (70, 1)
    assert "Permission denied" in answer.stderr


def full(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize(("words", "size"), [(("new", "condition", "sore-toe"), 100), (("edit", PFP), 1000)])
def test_on_a_full_disk_nothing_is_left_half_written(
    own: Path, tmp_path: Path, words: tuple[str, ...], size: int
) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "kb_cli", *words],
        capture_output=True,
        encoding="utf-8",
        env=clean_environment(tmp_path, KB_OWN=str(own), EDITOR="true", KB_CACHE="off"),
        cwd=ROOT,
        check=False,
        preexec_fn=lambda: full(size),
    )
    assert answer.returncode == 70
    assert re.fullmatch(r'kb: ".*" could not be written: File too large\n', answer.stderr)
    assert [path for path in own.rglob("*") if path.is_file()] == []


def test_what_ships_is_copied_and_stands_in(mine: Run, own: Path, tmp_path: Path) -> None:
    answer = mine("edit", "runner's", "knee", EDITOR=editor(tmp_path, 'text = text.replace("Patello", "Potello")'))
    path = own / "conditions" / f"{PFP}.toml"
    assert answer.stdout.startswith(f"In order: {path}\nkb show {PFP} shows it.\n")
    shipped = (DATA / "conditions" / path.name).read_text(encoding="utf-8")
    assert path.read_text(encoding="utf-8") == shipped.replace("Patello", "Potello")
    assert "Your record; it stands in for the shipped one." in mine("show", PFP).stdout
    again = mine("edit", PFP, EDITOR=editor(tmp_path, 'text += "# more\\n"'))
    assert again.returncode == 0
    assert path.read_text(encoding="utf-8").endswith("# more\n")


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("rathleff2014", "references/rathleff2014.toml"),
        ("energy-availability", "topics/energy-availability.toml"),
        ("kinesio taping", "treatments.toml"),
        ("joint-infection", "red_flags.toml"),
        ("low-back-pain", "not_covered.toml"),
        ("vocabulary", "vocabulary.toml"),
    ],
)
def test_names_mean_what_they_mean_elsewhere(mine: Run, own: Path, tmp_path: Path, name: str, file: str) -> None:
    answer = mine("edit", name, EDITOR=editor(tmp_path, 'text += "# mine\\n"'))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert [str(path.relative_to(own)) for path in own.rglob("*.toml")] == [file]
    whole, copied = (tomli.loads((folder / file).read_text(encoding="utf-8")) for folder in (DATA, own))
    if file == "treatments.toml":
        assert copied == {"taping": whole["taping"]}
    elif file in ("red_flags.toml", "not_covered.toml"):
        [[key, [entry]]] = copied.items()
        assert entry == next(one for one in whole[key] if one["id"] == name)
    elif file != "vocabulary.toml":
        assert copied == whole


def test_a_copy_that_was_not_changed_is_taken_back(mine: Run, own: Path) -> None:
    for name in (PFP, "taping"):
        assert mine("edit", name, EDITOR="true").stdout.startswith("Nothing was changed, so that no copy was kept.\n")
        assert not [*own.rglob("*.toml")]
    own.mkdir(exist_ok=True)
    path = own / "treatments.toml"
    path.write_text(before := '[ice]\nname = "Ice"\ngroup = "devices"\nwhat = "Cold."\n# the end\n', encoding="utf-8")
    mine("edit", "taping", EDITOR="true")
    assert path.read_text(encoding="utf-8") == before


def test_problems_are_told_with_their_place_and_what_was_typed_stays(mine: Run, own: Path, tmp_path: Path) -> None:
    spoil = editor(tmp_path, "text = text.replace('region = \"knee\"', 'region = \"elbow\"')")
    answer = mine("edit", PFP, EDITOR=spoil)
    path = own / "conditions" / f"{PFP}.toml"
    assert answer.returncode == 3
    assert re.search(rf'kb: {path}:\d+:1: error: region is "elbow"; known: hip', answer.stderr)
    assert f'stays in "{path}"' in answer.stderr
    assert 'region = "elbow"' in path.read_text(encoding="utf-8")
    shown = mine("show", PFP, "--brief")
    assert shown.stdout == mine("show", PFP, "--brief", KB_OWN="off").stdout


ENDINGS: list[tuple[dict[str, str], str]] = [
    ({}, "no editor is named; VISUAL or EDITOR"),
    ({"EDITOR": " "}, "no editor is named"),
    ({"EDITOR": "nonesuch-editor --wait"}, 'there is no program "nonesuch-editor"'),
    ({"EDITOR": "'x"}, "no closing quotation"),
    ({"EDITOR": "false"}, 'the editor "false" ended with exit code 1; nothing was changed, so that no copy was kept'),
    ({"EDITOR": "sh -c 'kill -9 $$'"}, "ended by signal 9"),
    ({"VISUAL": "false", "EDITOR": "true"}, 'the editor "false"'),
    ({"EDITOR": "/etc/passwd"}, "no program"),
]


@pytest.mark.parametrize(("settings", "said"), ENDINGS)
def test_an_editor_that_fails_is_told(mine: Run, own: Path, settings: dict[str, str], said: str) -> None:
    answer = mine("edit", PFP, **settings)
    assert answer.returncode in (2, 70)
    assert said in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert not [*own.rglob("*.toml")]


def test_what_an_editor_saved_before_it_failed_stays(mine: Run, own: Path, tmp_path: Path) -> None:
    answer = mine("edit", PFP, EDITOR=editor(tmp_path, 'path.write_text("typed"); sys.exit(3)'))
    path = own / "conditions" / f"{PFP}.toml"
    assert f'ended with exit code 3; what it saved is in "{path}"' in answer.stderr
    assert path.read_text(encoding="utf-8") == "typed"


def test_warnings_are_told_and_the_record_is_in_order(mine: Run, tmp_path: Path) -> None:
    script = 'text = text.replace(\'summary = """\', \'summary = """Of 60 people 12 were better. \', 1)'
    answer = mine("edit", PFP, EDITOR=editor(tmp_path, script))
    assert (answer.returncode, answer.stdout.startswith("In order: ")) == (0, True)
    assert re.search(r'warning: "Of 60 people 12 were better\." has a figure and no citation; cite', answer.stderr)


def test_an_editor_may_have_options_or_a_space_in_its_path(mine: Run, tmp_path: Path) -> None:
    plain = editor(tmp_path, 'text += "# more\\n"')
    shutil.copy(plain, tmp_path / "code")
    for command in (plain, f"{tmp_path}/code --wait", f"'{plain}' -x 'a b'"):
        assert mine("edit", PFP, VISUAL=command).stdout.startswith("In order: ")


def test_an_editor_that_puts_another_file_in_place_or_takes_it_away(mine: Run, own: Path, tmp_path: Path) -> None:
    other = 'other = path.with_name("other"); other.write_text(text + "# more\\n"); other.rename(path); text += "#"'
    assert mine("edit", PFP, EDITOR=editor(tmp_path, other)).returncode == 0
    answer = mine("edit", PFP, EDITOR=editor(tmp_path, "path.unlink(); sys.exit(0)"))
    assert answer.stderr == f'kb: "{own}/conditions/{PFP}.toml" is gone\n'


def test_a_new_file_can_be_opened_at_once(mine: Run, own: Path, tmp_path: Path) -> None:
    fill = f"import re\nfor key, value in {FILLED!r}.items():\n    "
    fill += 'text = re.sub(rf\'(?ms)^{key} = (""".*?"""|"")\', f"{key} = {value}", text)'
    answer = mine("new", "condition", "sore-toe", "--edit", EDITOR=editor(tmp_path, fill))
    assert (answer.returncode, answer.stderr) == (0, "")
    answer = mine("new", "condition", "other-toe", "--edit", EDITOR="true")
    assert answer.returncode == 3
    assert "name is empty" in answer.stderr
    assert (own / "conditions" / "other-toe.toml").exists()
    assert mine("new", "condition", "third-toe", "--edit").returncode == 2
    assert not (own / "conditions" / "third-toe.toml").exists()


def test_what_is_broken_can_be_edited(mine: Run, own: Path, tmp_path: Path) -> None:
    mend: Callable[[str], str] = lambda good: editor(tmp_path, f"text = {good!r}")  # noqa: E731
    mine("new", "treatment", "dry-cupping")
    mine("new", "topic", "sore-toe")
    topic = filled((own / "topics" / "sore-toe.toml").read_text(encoding="utf-8"))
    treatment = filled((own / "treatments.toml").read_text(encoding="utf-8"))
    (own / "topics" / "sore-toe.toml").write_text("broken", encoding="utf-8")
    assert mine("edit", "sore-toe", EDITOR=mend(topic)).returncode == 0
    assert mine("edit", "dry-cupping", EDITOR=mend(treatment)).returncode == 0
    (own / "treatments.toml").write_text("broken", encoding="utf-8")
    assert mine("edit", "taping", EDITOR=mend(treatment)).returncode == 0
    assert mine("check").returncode == 0


@pytest.mark.parametrize(("said", "code"), [(b"\n", 0), (b"n\n", 3)])
def test_on_a_terminal_it_offers_to_go_on(own: Path, tmp_path: Path, said: bytes, code: int) -> None:
    # What it spoils it mends when it is opened again.
    script = (
        'text = text.replace("gits = ", "gist = ") if "gits = " in text else "# more\\n" + text.replace("gist", "gits")'
    )
    leader, follower = pty.openpty()
    os.write(leader, said)
    answer = subprocess.run(
        [sys.executable, "-m", "kb_cli", "edit", PFP],
        stdin=follower,
        capture_output=True,
        encoding="utf-8",
        env=clean_environment(tmp_path, KB_OWN=str(own), EDITOR=editor(tmp_path, script)),
        cwd=ROOT,
        check=False,
        timeout=60,
    )
    os.close(leader)
    os.close(follower)
    assert answer.returncode == code
    assert answer.stderr.count("Open it again? [Y/n]") == 1
    assert 'error: unknown key "gits"; did you mean "gist"? If not, correct its name' in answer.stderr
