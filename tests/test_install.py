"""The installed ``kb``: it starts wherever it lies and however it is called."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from kb_cli import __version__
from tests.conftest import ROOT, clean_environment

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    [made] = folder.glob("*.whl")
    return made


def test_the_wheel_holds_what_it_should_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    version = f"kb_cli-{__version__}"
    told = {f"{version}.dist-info/{name}" for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt")}
    told |= {f"{version}.dist-info/licenses/{name}" for name in ("LICENSE", "data/LICENSE")}
    package = [path for path in (ROOT / "kb_cli").rglob("*") if path.suffix in (".py", ".txt", ".html", ".css")]
    data = [path for path in (ROOT / "data").rglob("*") if path.suffix in (".toml", ".md") or path.name == "LICENSE"]
    told |= {str(path.relative_to(ROOT)) for path in package}
    told |= {f"kb_cli/{path.relative_to(ROOT)}" for path in data}
    told |= {f"{version}.data/scripts/{name}" for name in ("kb", "kb.cmd")}
    told |= {f"{version}.data/data/share/man/man1/{path.name}" for path in (ROOT / "kb_cli" / "man").iterdir()}
    assert sorted(names) == sorted(told)


def test_the_source_distribution_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    [made] = tmp_path.glob("*.whl")
    assert made.read_bytes() == wheel.read_bytes()


def test_the_manual_is_where_man_looks_for_it(programs: Path) -> None:
    assert (programs.parent / "share" / "man" / "man1" / "kb-show.1").is_file()


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the programs of a virtual environment below a folder with a space; what kb depends on is borrowed."""
    folder = tmp_path_factory.mktemp("two words") / "environment"
    venv.create(folder, symlinks=True)
    [packages] = folder.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    install(folder / "bin" / "python", wheel)
    return folder / "bin"


def install(python: Path, wheel: Path, *options: str | Path) -> None:
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--quiet", "--disable-pip-version-check", "install"]
    subprocess.run([*pip, "--no-deps", "--no-index", *options, wheel], check=True)


def starts(kb: str | Path, home: Path, cwd: Path = ROOT, **environment: str) -> bool:
    """Tell whether ``kb --version`` answers, and complains of nothing."""
    variables = clean_environment(home, **environment)
    answer = subprocess.run([kb, "--version"], env=variables, cwd=cwd, capture_output=True, encoding="utf-8")
    return answer.stdout.startswith(f"kb {__version__}\n") and not answer.stderr


def test_it_starts_below_a_folder_with_a_space(programs: Path, tmp_path: Path) -> None:
    assert starts(programs / "kb", tmp_path)
    assert starts("./kb", tmp_path, cwd=programs)
    assert starts("../bin/kb", tmp_path, cwd=programs)


@pytest.mark.parametrize("path", ["{}:/usr/bin:/bin", ".:/usr/bin:/bin", ":/usr/bin:/bin"])
def test_it_starts_where_it_is_found_on_the_path(programs: Path, tmp_path: Path, path: str) -> None:
    shell = tmp_path / "shell"
    shell.write_text('#!/bin/sh\nexec kb "$@"\n', encoding="utf-8")
    shell.chmod(0o755)
    assert starts(shell, tmp_path, cwd=programs, PATH=path.format(programs))


def test_it_starts_through_links(programs: Path, tmp_path: Path) -> None:
    (tmp_path / "first").symlink_to(programs / "kb")
    (tmp_path / "kb").symlink_to("first")
    assert starts(tmp_path / "kb", tmp_path)


def test_it_starts_outside_a_virtual_environment(programs: Path, wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "no environment"
    install(programs / "python", wheel, "--target", target)
    assert starts(target / "bin" / "kb", tmp_path, PYTHONPATH=str(target))


def test_nothing_is_imported_from_the_current_folder(programs: Path, tmp_path: Path) -> None:
    (tmp_path / "kb_cli").mkdir()
    (tmp_path / "kb_cli" / "__init__.py").write_text("raise SystemExit('imported')", encoding="utf-8")
    assert starts(programs / "kb", tmp_path, cwd=tmp_path)
