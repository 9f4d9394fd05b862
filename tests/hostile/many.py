"""Runs many command lines of kb, each in a fork of one process that has imported it: a tenth of the time of a start."""

import json
import os
import pty
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from tests.conftest import ROOT, Seen, all_from, clean_environment

# Lets data pass unchecked, so that what leaves kb is harmless by the last step alone.
UNCHECKED = "from kb_cli.records import schema; schema.unsafe = lambda text: []"


class Job(NamedTuple):
    """A command line with what is unusual about it; ``before`` is Python to run first."""

    arguments: Sequence[str]
    environment: Mapping[str, str] = MappingProxyType({})
    tty: bool = False
    before: str = ""


def answers(jobs: Sequence[Job], home: Path, data: Path) -> list[Seen]:
    """Run the command lines and give what came of each."""
    # Each job brings its settings with it: of those of the process, what the tests share takes no notice.
    settings = {"KB_DATA": str(data), "KB_CACHE": "off"}
    asked = json.dumps([job._replace(environment=settings | dict(job.environment)) for job in jobs])
    ran = subprocess.run(
        [sys.executable, "-m", "tests.hostile.many"],
        input=asked,
        capture_output=True,
        encoding="utf-8",
        env=clean_environment(home, PYTHONPATH=str(ROOT)),
        cwd=home,
        timeout=600,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return [Seen(out.encode("latin-1"), err.encode("latin-1"), code) for out, err, code in json.loads(ran.stdout)]


def _answer(job: Job) -> tuple[str, str, int]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        leader, follower = pty.openpty() if job.tty else (-1, out.fileno())
        child = os.fork()
        if child == 0:
            _become_kb(job, follower, err.fileno())
        if job.tty:
            os.close(follower)
            written = all_from(leader).replace(b"\r\n", b"\n")
        _, status = os.waitpid(child, 0)
        out.seek(0)
        err.seek(0)
        said = written if job.tty else out.read()
        return said.decode("latin-1"), err.read().decode("latin-1"), os.waitstatus_to_exitcode(status)


def _become_kb(job: Job, out: int, err: int) -> None:
    from kb_cli.__main__ import main

    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.environ.update(job.environment)
        sys.argv = ["kb", *job.arguments]
        exec(job.before)
        main()
    finally:
        os._exit(99)


def _serve() -> None:
    import kb_cli.cli.app
    import kb_cli.records.loader
    import kb_cli.render.screen.page  # noqa: F401

    json.dump([_answer(Job(*job)) for job in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    _serve()
