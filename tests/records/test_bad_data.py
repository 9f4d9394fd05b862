"""Broken and hostile records: a clear error with file, line and column, exit 3, and the others still work."""

import os
import re
import shutil
from pathlib import Path

import pytest

from kb_cli.errors import BadDataError
from kb_cli.records.library import Library
from kb_cli.records.schema import CONDITION, TREATMENTS
from tests.conftest import Run

PFP = "patellofemoral-pain"
OTHER = "plantar-heel-pain"


def record(data: Path, name: str = PFP) -> Path:
    return data / "conditions" / f"{name}.toml"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ('gist = "', 'gits = "x"\ngist = "', ":2:1:", 'unknown key "gits" (did you mean "gist"?)'),
        ('region = "knee"', 'region = "elbow"', "", "known: hip, thigh, knee"),
        ('region = "knee"', "region = 3", "", "region is 3"),
        ('evidence = "moderate"', 'evidence = "medium"', "", "known: high, moderate, low, very-low"),
        ("reviewed = 2026-11-24", 'reviewed = "yesterday"', "", "a date such as 2026-11-23"),
        ('name = "Patellofemoral pain"', "", "", '"name" is missing'),
        ('icd10 = ["M22.2"]', 'icd10 = ["knee"]', "", "expected the form M22.2"),
        (
            "[@rathleff2014]",
            "[@rathlef2014]",
            "",
            'no work has the citation key @rathlef2014 (did you mean "rathleff2014"?)',
        ),
        ("[@rathleff2014]", "[@rathleff2014, p. 3]", "", "neither a citation nor a link"),
        (
            "[[patellar-tendinopathy]]",
            "[[patella-tendinopathy]]",
            "",
            'links to no record (did you mean "patellar-tend',
        ),
        ('id = "taping"', 'id = "tapping"', "", '"tapping" is not in treatments.toml (did you mean "taping"?)'),
        (
            'id = "taping"\ndoing',
            'id = "tapping"\ndoing',
            "",
            '"tapping" is no treatment of this record (did you mean "tap',
        ),
        ('id = "taping"\ndoing', 'id = "foot-orthoses"\ndoing', "", '"foot-orthoses" stands twice'),
        ("steps = [\n", 'steps = [\n    "Run [@nobody2020].",\n', "", "no work has the citation key @nobody2020"),
        ("steps = [\n", "steps = [\n    7,\n", "", "steps must be text in quotes, not 7"),
        ("callout = true", 'callout = "yes"', "", "callout must be true or false"),
        ("callout = true", "callout = 1", "", "callout must be true or false"),
        ("aliases = [\n", "aliases = [\n    7,\n", "", "aliases must be text in quotes, not 7"),
        ('name = "Patellofemoral pain"', 'name = "Patellofemoral', ":1:", "not valid TOML"),
        ('name = "Patellofemoral pain"', "name = Patellofemoral pain", ":1:", "text needs quotes"),
        ('name = "', 'name = "a"\nname = "', ":2:", "the same key stands twice"),
    ],
)
def test_each_fault_names_its_place_and_the_way_out(
    kb: Run, data: Path, old: str, new: str, place: str, said: str
) -> None:
    change(record(data), old, new)
    answer = kb("show", PFP, KB_DATA=str(data))
    assert answer.returncode == 3
    assert not answer.stdout
    assert f"{PFP}.toml:" in answer.stderr
    assert place in answer.stderr
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr
    assert kb("show", OTHER, "--brief", KB_DATA=str(data)).returncode == 0


@pytest.mark.parametrize(
    ("key", "longest"), [("gist", CONDITION["gist"].longest), ("key_figure", TREATMENTS.keys["key_figure"].longest)]
)
def test_a_text_may_be_as_long_as_is_said_and_no_longer(data: Path, key: str, longest: int) -> None:
    first = re.compile(rf'^{key} = ".*"$', re.MULTILINE)
    text = record(data).read_text(encoding="utf-8")
    record(data).write_text(first.sub(f'{key} = "{"x" * longest}"', text, count=1), encoding="utf-8")
    Library(data).condition(PFP)
    record(data).write_text(first.sub(f'{key} = "{"x" * (longest + 1)}"', text, count=1), encoding="utf-8")
    with pytest.raises(BadDataError, match=f"{key} has {longest + 1} characters, {longest} at most"):
        Library(data).condition(PFP)


def test_the_place_is_that_of_the_word_at_fault(kb: Run, data: Path) -> None:
    path = record(data)
    text = path.read_text(encoding="utf-8")
    start = text.index("[[causes]]")
    text = text[:start] + re.sub(r"@[a-z]+\d{4}", "@nobody1999", text[start:], count=1)
    path.write_text(text, encoding="utf-8")
    at = text.index("@nobody1999")
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    assert f"{PFP}.toml:{line}:{column}: no work" in kb("show", PFP, KB_DATA=str(data)).stderr


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            f"conditions/{PFP}.toml",
            'short = "some swelling, brief catching, or symptoms elsewhere"',
            f'short = "{"x" * 61}"',
            "short has 61 characters, 60 at most",
        ),
        (
            "red_flags.toml",
            'short = "locked or very swollen knee, torn ligament, kneecap out"',
            f'short = "{"x" * 61}"',
            "short has 61 characters, 60 at most",
        ),
        (
            f"conditions/{PFP}.toml",
            '"joint-infection",',
            '"joint-infektion",',
            '"joint-infektion" is not in red_flags.toml (did you mean "joint-infection"?)',
        ),
        (
            f"conditions/{PFP}.toml",
            '"limping-child",',
            '"joint-infection",',
            '"joint-infection" stands twice; delete one',
        ),
        (
            f"conditions/{PFP}.toml",
            'id = "swelling-or-catching"',
            'id = "serious-injury"',
            '"serious-injury" is a shared sign, emergency there and routine here; name it in red_flags, or give this',
        ),
        (
            "topics/energy-availability.toml",
            'id = "low-sex-drive-in-men"',
            'id = "late-or-rare-periods"',
            '"late-or-rare-periods" stands twice; delete one',
        ),
    ],
)
def test_a_sign_at_fault_is_told_with_its_place(kb: Run, data: Path, file: str, old: str, new: str, said: str) -> None:
    text = (data / file).read_text(encoding="utf-8")
    at = text.index(old)
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    change(data / file, old, new)
    answer = kb("check", KB_DATA=str(data))
    assert answer.returncode == 3
    what, write = re.split(r"; | \(|$", said.rstrip("?)"), maxsplit=1)
    assert f"{file}:{line}:{column}: error: {what}" in answer.stdout
    assert write in answer.stdout


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ('with = "56 of 256"', 'with = "257 of 256"', "with", '"257 of 256" is more than all of them'),
        ('with = "56 of 256"', 'with = "101%"', "with", '"101%" is more than all of them'),
        ('without = "89 of 266"', 'without = "0 of 0"', "without", '"0 of 0" is a share of nobody'),
        ('without = "89 of 266"', 'without = "5% of 0"', "without", '"5% of 0" is a share of nobody'),
        ('with = "56 of 256"', 'with = "56/256"', "with", "expected the form 56 of 256 or 22%"),
        ('with = "56 of 256"', "with = 0.22", "with", "with must be text in quotes, not 0.22"),
        ('without = "89 of 266"\n', "", "[[treatment.effect]]", '"without" is missing'),
        ('outcome = "sprained again"', 'outcome = "sprained [@x]"', "outcome", "is not a valid outcome"),
        ('outcome = "sprained again"', f'outcome = "{"x" * 61}"', "outcome", "61 characters, 60 at most"),
        ("good = false", 'good = "no"', "good", "good must be true or false"),
        ("significant = true", "significant = 0.01", "significant", "significant must be true or false"),
        ('"[@hupperets2009]"', '"hupperets2009"', "citation", "expected the form [@hupperets2009]"),
        (
            '"[@hupperets2009]"',
            '"[@huperets2009]"',
            "@huperets2009",
            'A claim whose source is not there cannot be traced. → did you mean "hupperets2009"?',
        ),
    ],
)
def test_an_effect_at_fault_is_told_with_its_place(kb: Run, data: Path, old: str, new: str, at: str, said: str) -> None:
    path = record(data, "lateral-ankle-sprain")
    text = path.read_text(encoding="utf-8")
    start = text.rindex("[[treatment.effect]]", 0, text.index('citation = "[@hupperets2009]"'))
    text = text[:start] + text[start:].replace(old, new, 1)
    assert new in text
    path.write_text(text, encoding="utf-8")
    place = text.index(at, start) if at.startswith(("[", "@")) else text.index(f"\n{at} =", start) + 1
    line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
    answer = kb("check", KB_DATA=str(data))
    assert answer.returncode == 3
    assert f"lateral-ankle-sprain.toml:{line}:{column}: error: " in answer.stdout
    assert said in " ".join(answer.stdout.split())
    assert "\n1 error in 1 file\n" in answer.stdout


def test_check_reports_every_problem_at_once(kb: Run, data: Path) -> None:
    change(record(data), 'region = "knee"', 'region = "elbow"')
    change(record(data), 'gist = "', 'oops = 1\ngist = "')
    (data / "references" / "rathleff2014.toml").write_text("title = ", encoding="utf-8")
    answer = kb("check", KB_DATA=str(data))
    assert answer.returncode == 3
    for said in ("elbow", "oops", "rathleff2014.toml:1:"):
        assert said in answer.stdout


WHOLE_FILES = {
    "empty": b"",
    "blank": b"\n  \n",
    "not-utf-8": b'name = "caf\xe9"\n',
    "nul": b'name = "a\x00b"\n',
    "raw-escape": b'name = "\x1b[31mred"\n',
    "deep": b"a = " + b"[" * 20_000 + b"]" * 20_000,
    "10-mb": b'name = "' + b"x" * 10_000_000 + b'"\n',
    "list": b"[[name]]\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("content", WHOLE_FILES.values(), ids=WHOLE_FILES.keys())
def test_a_hopeless_file_is_named_and_the_others_work(kb: Run, data: Path, content: bytes) -> None:
    record(data).write_bytes(content)
    answer = kb("show", PFP, KB_DATA=str(data))
    assert answer.returncode == 3
    assert f"{PFP}.toml" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert "\x1b" not in answer.stderr
    assert len(answer.stderr) < 5_000
    listed = kb("list", "--ids", KB_DATA=str(data))
    assert listed.returncode == 0
    assert OTHER in listed.stdout.splitlines()
    assert PFP not in listed.stdout.splitlines()
    assert f"{PFP}.toml" in listed.stderr


def test_not_utf_8_gives_line_and_column(kb: Run, data: Path) -> None:
    record(data).write_bytes(b'name = "x"\ngist = "caf\xe9"\n')
    assert f"{PFP}.toml:2:12: not UTF-8" in kb("show", PFP, KB_DATA=str(data)).stderr


def test_a_byte_order_mark_and_crlf_are_no_fault(kb: Run, data: Path) -> None:
    path = record(data)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert kb("show", PFP, KB_DATA=str(data)).stdout == kb("show", PFP).stdout


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not stop this user")
def test_an_unreadable_file(kb: Run, data: Path) -> None:
    record(data).chmod(0)
    answer = kb("show", PFP, KB_DATA=str(data))
    assert answer.returncode == 3
    assert "cannot be read" in answer.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_or_a_link_out_of_the_folder_is_no_record(kb: Run, data: Path, tmp_path: Path) -> None:
    record(data).unlink()
    os.mkfifo(record(data))
    assert kb("show", PFP, KB_DATA=str(data)).returncode == 3
    record(data).unlink()
    secret = tmp_path / "secret"
    secret.write_text('name = "secret"\n')
    record(data).symlink_to(secret)
    answer = kb("show", PFP, KB_DATA=str(data))
    assert answer.returncode == 3
    assert "not a file of this data folder" in answer.stderr


def test_control_characters_are_shown_harmlessly_and_reported(kb: Run, data: Path) -> None:
    change(record(data), 'name = "', 'name = "\\u001b]0;owned\\u0007\\u202e')
    answer = kb("show", PFP, KB_DATA=str(data))
    assert answer.returncode == 3
    assert "]0;owned" in answer.stdout
    assert not set("\x1b\x07\u202e") & set(answer.stdout + answer.stderr)
    assert "U+001B" in answer.stderr
    assert "U+202E" in answer.stderr
    listed = kb("list", KB_DATA=str(data))
    assert "owned" in listed.stdout
    assert "U+001B" in listed.stderr
    assert "left out" not in listed.stderr
    assert "Not medical advice" in answer.stdout


@pytest.mark.parametrize(
    "words", ["[red]markup[/] [bold]", "[low] :warning: [link=https://x.example]", "*a* _b_ `c` <b>"]
)
def test_markup_in_a_record_is_only_text(kb: Run, data: Path, words: str) -> None:
    change(record(data), 'summary = """', f'summary = """The knee {words} hurts. ')
    assert words in kb("show", PFP, COLUMNS="200", KB_DATA=str(data)).stdout
    assert "Traceback" not in kb("show", PFP, "--format", "markdown", KB_DATA=str(data)).stderr


def test_a_broken_reference_stops_only_what_cites_it(kb: Run, data: Path) -> None:
    (data / "references" / "rathleff2014.toml").write_text('type = "article-journal"\n', encoding="utf-8")
    answer = kb("show", PFP, KB_DATA=str(data))
    assert answer.returncode == 3
    assert "rathleff2014.toml" in answer.stderr
    assert kb("show", OTHER, KB_DATA=str(data)).returncode == 0


def test_a_good_page_is_good_whatever_other_records_are(kb: Run, data: Path) -> None:
    (data / "conditions" / "plantar-heel-pain.toml").write_text('name = "Broken"\n', encoding="utf-8")
    answer = kb("show", "pfps", KB_DATA=str(data))
    assert answer.returncode == 0
    assert "left out: " in answer.stderr
    assert "plantar-heel-pain.toml" in answer.stderr


def test_a_treatment_has_an_id_that_can_be_typed(kb: Run, data: Path) -> None:
    with (data / "treatments.toml").open("a", encoding="utf-8") as file:
        file.write('\n["odd\\u001fid"]\nname = "Odd"\ngroup = "devices"\nwhat = "Odd."\n')
    for command in ("check", "show oddid", "map"):
        answer = kb(*command.split(), KB_DATA=str(data))
        assert answer.returncode == 3
        assert "treatments.toml:" in answer.stdout + answer.stderr
        assert "not a valid id" in answer.stdout + answer.stderr


def test_a_thing_is_told_once_even_where_it_was_first_mended(kb: Run, data: Path) -> None:
    change(record(data), 'name = "', 'name = "\\u001b')
    with record(data).open("a", encoding="utf-8") as file:
        file.write("\n[[causes]]\nzz = 1\n")
    for command in ("show kinesio", "check"):
        answer = kb(*command.split(), KB_DATA=str(data))
        assert (answer.stdout + answer.stderr).count("U+001B") == 1


@pytest.mark.parametrize("kind", ["conditions", "references"])
def test_half_a_data_folder_is_none(kb: Run, data: Path, kind: str) -> None:
    shutil.rmtree(data / kind)
    for command in ("show pfps", "list", "cite", "search knee"):
        answer = kb(*command.split(), KB_DATA=str(data))
        assert (answer.returncode, answer.stdout) == (2, "")
        assert f"no folder {kind}" in answer.stderr


@pytest.mark.parametrize("field", ["gist", "name"])
def test_what_shells_read_as_code_is_told(kb: Run, data: Path, field: str) -> None:
    record = data / "conditions" / "patellofemoral-pain.toml"
    text = record.read_text(encoding="utf-8")
    record.write_text(re.sub(f"(?m)^{field} = .*", f"{field} = 'Ache $(touch x) `y`'", text), encoding="utf-8")
    checked = kb("check", KB_DATA=str(data))
    assert checked.returncode == 3
    for character in "$`":
        assert f'"{character}" in {field}, which shells read as code' in checked.stdout
