"""What a record says is never run by the shell in which TAB is pressed."""

import random
import shutil
from pathlib import Path

import pytest

from tests.cli.test_completion import PROGRAMS, Screen
from tests.conftest import DATA, Run

MANY = 500

# What each shell could read as code: substitutions, quotes that end, conditions, brackets, redirections, globs.
PIECES = [
    "$(touch PWNED)", "`touch PWNED`", r"\$(touch PWNED)", r"\`touch PWNED\`", r"\\$(touch PWNED)", "${(e):-x}",
    "$[1+1]", "$((1))", "=(touch PWNED)", "<(touch PWNED)", '"; touch PWNED; "', "'; touch PWNED; '", "; touch PWNED",
    "| touch PWNED", "&& touch PWNED", "> PWNED", ":", "::", ")", "(", "))", "[", "]", "{", "}", "*", "?", "~",
    "!!", "#", "%s", "^x", "\\", "\\\\", '"', "'", "''", '""', "$'\\n'", "(touch PWNED)", "@(touch PWNED)",
    "%(touch PWNED)", "$env:PATH", "word",
]  # fmt: skip


def hostile(number: int) -> str:
    """Give a description that tries to be code, the same each time."""
    chance = random.Random(number)
    return " ".join(chance.choice(PIECES) for _ in range(chance.randint(1, 4)))[:72]


def written(text: str) -> str:
    """Give a text as a literal of TOML."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a data folder of many hostile records and treatments."""
    data = shutil.copytree(DATA, tmp_path_factory.mktemp("hostile") / "data")
    kinds = []
    for number in range(MANY):
        record = f'name = "Zz {number}"\ngist = {written(hostile(number))}\nregion = "knee"\nevidence = "low"\n'
        record += 'reviewed = 2026-11-24\nsummary = "Nothing."\n'
        (data / "conditions" / f"zz{number}.toml").write_text(record, encoding="utf-8")
        what = written(hostile(MANY + number))
        kinds.append(f'[yy{number}]\nname = "Yy {number}"\ngroup = "devices"\nwhat = {what}\n')
    with (data / "treatments.toml").open("a", encoding="utf-8") as treatments:
        treatments.write("\n" + "\n".join(kinds))
    return data


@pytest.mark.slow
@pytest.mark.parametrize("command", [["bash", "-i"], ["zsh", "-i"], ["fish", "-i"]], ids=lambda command: command[0])
def test_nothing_is_run_where_tab_is_pressed(tmp_path: Path, folder: Path, command: list[str]) -> None:
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    if not (PROGRAMS / "kb").exists():
        pytest.skip("kb is not installed beside this Python")
    (tmp_path / ".zshrc").touch()
    setting = f"set -gx KB_DATA {folder}" if command[0] == "fish" else f"export KB_DATA={folder}"
    first = Screen(command, tmp_path)
    try:
        first.type("kb --install-completion; echo do''ne\n", "done")
    finally:
        first.close()
    for line in ("kb show zz1", "kb show zz", "kb map --treatment yy", "kb cite yy12"):
        shell = Screen(command, tmp_path)
        try:
            shell.type(f"{setting}; echo rea''dy\n", "ready")
            shell.type(f"{line}\t\t", r"(zz|yy)\d+[^\n]*\n|possibilities|do you wish|rows|more")
        finally:
            shell.close()
    assert not list(tmp_path.rglob("PWNED"))
    assert not list(Path.cwd().glob("PWNED"))


@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell"])
def test_what_is_offered_has_no_code(kb: Run, folder: Path, shell: str) -> None:
    for line, last in (("kb show zz", "zz"), ("kb map --treatment yy", "yy")):
        words = {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
        asked = words | {"_KB_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_WORD_TO_COMPLETE": last}
        offered = kb(**asked, KB_DATA=str(folder)).stdout
        assert offered.count(last) >= MANY
        lines = offered.splitlines()
        about = [one.replace("_arguments '*: :((", "").replace("))'", "") for one in lines]
        assert not set("".join(about)) & set("`$\\<>|&;{}[]()!*?~^#"), set("".join(about))
