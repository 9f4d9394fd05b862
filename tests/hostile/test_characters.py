"""Promise 6: whatever a record, an argument, a file name or a variable holds, a terminal gets only kb's own escapes."""

import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as some
from typer.main import get_command

from kb_cli.cli.app import app
from kb_cli.render import formats
from kb_cli.sanitize import harmless, harmless_line, harmless_page, quoted
from tests.conftest import DATA, EXAMPLES, ROOT, Home, Seen, clean_environment
from tests.hostile import data_folders
from tests.hostile.characters import EVIL, HOSTILE, PAYLOADS, came_through, fakes_a_line, typable
from tests.hostile.many import UNCHECKED, Job, answers

EVERY = "".join(sorted(HOSTILE))
ALL = "".join(PAYLOADS)


# What commands show only when they are asked for it.
MORE: list[Sequence[str]] = [
    ["show", "pfps", "--section", "causes"],
    ["show", "pfps", "--brief"],
    ["show", "taping"],
    ["show", "return-to-running"],
    ["list", "--ids"],
    ["cite", "rathleff2014"],
    ["cite", "pfps", "--claims"],
    ["cite", "pfps", "--style", "harvard", "--format", "html"],
    ["search", "pubalgia"],
    ["search", "taping"],
    ["search", "nosuchword", "zzz"],
    ["search", "pain", "-taping"],
    ["--help"],
    ["show", "--help"],
    ["--version"],
]


def in_all_forms() -> list[Sequence[str]]:
    """Give a command line for every command in every format that it can be asked for, and in colour."""
    commands: dict[str, Any] = get_command(app()).commands  # type: ignore[attr-defined]
    asked: list[Sequence[str]] = [[*words, "--color", "always"] for words in EXAMPLES.values()]
    for name, words in EXAMPLES.items():
        options = [option for option in commands[name].params if "--format" in option.opts]
        offers = [offer for option in options for offer in option.shell_complete(typer.Context(commands[name]), "")]
        asked += [[*words, "--format", offer.value] for offer in offers]
    # That of kb schema is no choice.
    assert {words[-1] for words in asked} == {"always", "terminal", *formats.all_names()} - {"json-schema"}
    return asked


def completing(words: str) -> Iterable[Job]:
    """Give what each shell asks where TAB is pressed behind these words."""
    typer = {"_TYPER_COMPLETE_ARGS": words, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    yield Job([], {"_KB_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)})
    yield from (Job([], {"_KB_COMPLETE": f"complete_{shell}", **typer}) for shell in ("zsh", "fish", "powershell"))


def assert_harmless(job: Job, seen: Seen) -> None:
    told = (job.arguments, job.environment)
    # A tab parts what fish is offered from what it is.
    tab = "\t" if job.environment.get("_KB_COMPLETE") == "complete_fish" else "\r\n"
    assert not came_through(seen.out, line_ends=("\r\n", tab)), told
    assert not came_through(seen.err), told
    assert not fakes_a_line(seen.err), told
    assert b"error in kb itself" not in seen.err, told
    assert seen.code in (0, 1, 2, 3, 4, 70), told


@pytest.mark.parametrize("before", ["", UNCHECKED], ids=["checked", "unchecked"])
def test_no_command_or_format_lets_the_text_of_a_record_through(tmp_path: Path, before: str) -> None:
    data = data_folders.small(tmp_path / "data")
    data_folders.taint(data)
    # What is checked is mended before anything sees it.
    asked = [*MORE, *in_all_forms()] if before else [*EXAMPLES.values(), *MORE[-3:]]
    jobs = [Job(words, before=before) for words in asked]
    jobs += [Job(words, tty=True, before=before) for words in (["show", "pfps"], ["cite", "taping"], ["list"])]
    jobs += [
        job._replace(before=before) for words in ("kb show p", "kb cite r", "kb map -t t") for job in completing(words)
    ]
    seen = answers(jobs, tmp_path, data)
    for job, one in zip(jobs, seen, strict=True):
        assert_harmless(job, one)
    # What is looked for is there, but harmless: else nothing was tried.
    shown = {
        job.arguments[0] for job, one in zip(jobs, seen, strict=True) if "\ufffd".encode() in one.out and job.arguments
    }
    assert shown >= {*EXAMPLES, "--help", "--version"} - {"check", "new", "edit", "schema"}
    assert any(b"\x1b]8;;https://doi.org/" in one.out for job, one in zip(jobs, seen, strict=True) if job.tty)


def test_no_argument_comes_through(tmp_path: Path) -> None:
    data = data_folders.small(tmp_path / "data")
    jobs = []
    for payload in (typable(ALL), "\udcff\udc9b" + "a" * 3000):
        jobs += [Job([payload]), Job(["help", payload]), Job([f"--{payload}"]), Job(["--show-completion", payload])]
        jobs += [Job([command, f"--{payload}"]) for command in EXAMPLES]
        jobs += [Job([command, payload, "x"]) for command in EXAMPLES]
        for command, options in {
            "show": ("--section", "--as", "--format", "--color"),
            "search": ("--region", "--in", "--limit"),
            "cite": ("--style", "--output", "--format"),
            "list": ("--region",),
            "map": ("--treatment", "--condition"),
        }.items():
            jobs += [Job([command, "pfps", option, payload]) for option in options]
        jobs += [Job(["cite", "rathleff2014", "-o", str(tmp_path / payload[:40].replace("/", "")), "--force"])]
        jobs += [Job(["cite", "rathleff2014", "--style", f"{payload[:40]}.csl"])]
    for job, one in zip(jobs, answers(jobs, tmp_path, data), strict=True):
        assert_harmless(job, one)


def test_no_variable_comes_through(tmp_path: Path) -> None:
    data = data_folders.small(tmp_path / "data")
    jobs = []
    for payload in (typable(ALL), typable(ALL[::-1])):
        jobs += [Job(["list"], {name: payload}) for name in ("KB_DATA", "XDG_CACHE_HOME", "HOME", "COLUMNS", "LINES")]
        jobs += [Job(["list"], {"_KB_COMPLETE": name}) for name in (payload, f"{payload}_bash", f"complete_{payload}")]
        jobs += [*completing(f"kb show {payload}"), *completing(f"kb {payload} x")]
        jobs += [Job(["--version"], {"KB_DATA": str(data) + "/../data/" + "./" * 40})]
    for job, one in zip(jobs, answers(jobs, tmp_path, data), strict=True):
        assert_harmless(job, one)


def test_an_error_of_kb_itself_is_told_harmlessly(tmp_path: Path) -> None:
    failing = f"from kb_cli.answers import listing\ndef answer(*_): raise ValueError({ALL!r})\nlisting.answer = answer"
    jobs = [Job(["list"], before=failing), Job(["list"], {"KB_DEBUG": "1"}, before=failing)]
    plain, debugged = answers(jobs, tmp_path, DATA)
    for seen in (plain, debugged):
        assert seen.code == 70
        assert b"PWNED" in seen.err
        assert not came_through(seen.err)
        assert not fakes_a_line(seen.err)
    assert b"Traceback" in debugged.err


def test_a_kept_page_passes_the_same_way(home: Home) -> None:
    home.run("show", "pfps")
    [page] = home.kept()
    hostile = ALL.encode()
    made = b"0\n" + b"".join(b"%s %d\n%s" % (way, len(hostile), hostile) for way in (b"page", b"text", b"note"))
    write = "import sys; from kb_cli.cache import files; files.write(sys.argv[1], sys.stdin.buffer.read())"
    subprocess.run(
        [sys.executable, "-c", write, page.name],
        input=made,
        env=clean_environment(home.folder),
        cwd=ROOT,
        check=True,
    )
    seen = home.run("show", "pfps")
    assert b"PWNED" in seen.out
    assert b"PWNED" in seen.err
    # Styles and links pass in a page, for they may be kb's own; what a record says passed before they were put there.
    assert {one for one in came_through(seen.out) if one.startswith("U+")} == set()
    assert not came_through(seen.err)
    assert not fakes_a_line(seen.err)


def test_no_damage_to_a_data_folder_comes_through(tmp_path: Path, attacks: int) -> None:
    whole = data_folders.small(tmp_path / "whole")
    for number in range(6 * attacks):
        random = Random(number)
        data = data_folders.copy(whole, tmp_path / "data")
        for _ in range(random.randint(1, 3)):
            random.choice(data_folders.EDITS)(data, random)
        jobs = [Job(random.choice([*EXAMPLES.values(), *MORE])) for _ in range(2)] + [
            Job(["check"]),
            Job(["show", "pfps"]),
        ]
        for job, one in zip(jobs, answers(jobs, tmp_path, data), strict=True):
            try:
                assert_harmless(job, one)
            except AssertionError as error:
                raise AssertionError(f"attack {number}") from error


# What was found, as a line of a data file.
FOUND = [
    '"\\u001b]0;PWNED\\u0007" = 1\n',
    '"\\u001b]52;c;UFdORUQ=\\u0007" = 1\n',
    '"x\\nkb: FAKED" = 1\n',
    '"\\u3164" = 1\n',
    '"\\u001b]0;PWNED\\u0007" = \n',
]
FILES = ["conditions/patellofemoral-pain.toml", "references/rathleff2014.toml", "treatments.toml", "notice.toml"]


@pytest.mark.parametrize("line", FOUND)
def test_no_key_comes_through(tmp_path: Path, line: str) -> None:
    data = data_folders.small(tmp_path / "data")
    for path in map(data.joinpath, FILES):
        path.write_text(line + path.read_text(encoding="utf-8"), encoding="utf-8")
    jobs = [Job(["check"]), Job(["show", "pfps"]), Job(["cite", "rathleff2014"])]
    seen = answers(jobs, tmp_path, data)
    assert seen[0].code == 3
    assert all(file.encode() in seen[0].out for file in FILES)
    for job, one in zip(jobs, seen, strict=True):
        assert_harmless(job, one)


@given(some.text(some.sampled_from([*"ab \n\t\r\x1b[]m;8\\1", *EVERY[::37]])))
def test_whatever_passes_is_harmless(text: str) -> None:
    own = ("\r\n", "\t")
    assert not came_through(harmless(text).encode(), line_ends=own)
    assert not HOSTILE & set(harmless_line(text))
    assert "\n" not in harmless_line(text)
    assert not HOSTILE & set(quoted(text))
    assert {one for one in came_through(harmless_page(text).encode(), line_ends=own) if one.startswith("U+")} == set()


@pytest.mark.parametrize(
    "page",
    ["]8;;a\x1b\\", "\x1b[1m\r\x1b[0m\n", "\x1b]8;;a\x1b[0m\x1b\\", "\x1b]8;;a", "\x1b[1\x1b[0mm", "\x1b[1;m\x1b[?25l"],
)
def test_half_an_escape_is_none(page: str) -> None:
    assert not [one for one in came_through(harmless_page(page).encode()) if one.startswith("U+")]
    assert "\ufffd" in harmless_page(page)


def test_every_hostile_character_is_known() -> None:
    assert harmless(EVERY).strip("\ufffd") == "\t"


def test_what_kb_writes_itself_passes() -> None:
    page = "a\x1b]8;;https://doi.org/10.1/x\x1b\\\x1b[1;31mb\x1b[0m\x1b]8;;\x1b\\c ⊕\n"
    assert harmless_page(page) == page
    assert harmless("Ødegård\u00a0– ⊕, λ, שלום, 한글\n\t\r\n") == "Ødegård\u00a0– ⊕, λ, שלום, 한글\n\t\r\n"
    assert EVIL not in page
