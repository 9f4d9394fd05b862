"""Ctrl-C is quiet, whenever it is pressed, from the first line of Python that is ours: exit 130 and nothing said."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

import pytest

from tests.conftest import ROOT, Seen, clean_environment

PFP = "patellofemoral-pain"

# What the script kb has Python run, and what Python runs for "python -m kb_cli".
SCRIPT = (ROOT / "kb_cli" / "scripts" / "kb").read_text(encoding="utf-8")
STARTS = {
    "script": SCRIPT.partition(' -c "')[2].removesuffix('" "$@"\n'),
    "module": "import runpy; runpy.run_module('kb_cli', run_name='__main__', alter_sys=True)",
}

# Sends the signal at the N-th call or return after the first line of ours: that of the script, or where Python imports
# kb itself that which gives the signal a handler. Until then Python tells of what is raised in the callback that ends
# each import, which is no moment of ours.
STRIKE = """
import os, signal, sys
start, moment = sys.argv[1], int(sys.argv[2])
sys.argv[1:3] = []
passed = 0
def strike(frame, event, argument):
    global passed
    if frame.f_globals is globals() or frame.f_code.co_name == "cb":
        return
    if "runpy" in start and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        return
    passed += 1
    if passed == moment:
        os.kill(os.getpid(), signal.SIGINT)
code = compile(start, "<kb>", "exec")
sys.setprofile(strike)
exec(code, {"__name__": "__main__"})
"""


def struck(home: Path, start: str, moment: int, *arguments: str, before: Callable[[], object] | None = None) -> Seen:
    """Run kb and interrupt it at a moment."""
    ran = subprocess.run(
        [sys.executable, "-c", STRIKE, STARTS[start], str(moment), *arguments],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=clean_environment(home),
        cwd=ROOT,
        preexec_fn=before,
        check=False,
    )
    return Seen(ran.stdout, ran.stderr, ran.returncode)


def assert_quiet(seen: Seen) -> None:
    assert seen.err == b""
    assert seen.code in (0, 130)


@pytest.mark.parametrize("moment", [2, 5, 20, 60, 150, 400, 800])
def test_ctrl_c_while_kb_starts(tmp_path: Path, moment: int) -> None:
    seen = struck(tmp_path, "script", moment, "show", PFP)
    assert_quiet(seen)
    assert (seen.out, seen.code) == (b"", 130)


def test_ctrl_c_at_any_later_moment(tmp_path: Path, attacks: int) -> None:
    random = Random(2)
    codes = []
    for _ in range(12 * attacks):
        start = random.choice(list(STARTS))
        # Most of a run are the imports of its beginning.
        moment = int(1000 * 200 ** random.random())
        command = random.choice(
            [("show", PFP), ("search", "knee"), ("cite", "taping"), ("show", "--bogus"), ("--help",)]
        )
        seen = struck(tmp_path, start, moment, *command)
        if seen.code != 2:
            assert_quiet(seen)
        codes.append(seen.code)
    assert codes.count(130) > len(codes) / 3


def test_ctrl_c_where_it_is_ignored_stays_so(tmp_path: Path) -> None:
    ignoring = partial(signal.signal, signal.SIGINT, signal.SIG_IGN)
    seen = struck(tmp_path, "module", 900, "list", before=ignoring)
    assert seen.code == 0
    assert b"Not medical advice" in seen.out


def test_ctrl_c_by_the_clock(tmp_path: Path, attacks: int) -> None:
    random = Random(3)
    for _ in range(8 * attacks):
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", STARTS["script"], "show", PFP],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=clean_environment(tmp_path),
            cwd=tmp_path,
        )
        time.sleep(random.random() * 0.12)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
        # Before it comes to us Python tells of it itself.
        if b"kb_cli" in err or process.returncode in (0, 130):
            assert_quiet(Seen(b"", err, process.returncode))
