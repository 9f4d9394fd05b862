"""Runs kb on a terminal of its own, where keys can be typed and standard streams be closed."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT, START, all_from, clean_environment


class Screen(NamedTuple):
    """What stood on the terminal in the end, and the exit code."""

    out: str
    code: int


def on_a_terminal(
    home: Path,
    *arguments: str,
    typed: bytes = b"",
    after: bytes = b"",
    closed: tuple[int, ...] = (),
    rows: int = 10,
    **environment: str,
) -> Screen:
    """Run kb and give what came of it; what is ``typed`` is typed when ``after`` is seen, and again while all wait."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))

    def start() -> None:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        for stream in closed:
            os.close(stream)

    process = subprocess.Popen(
        [sys.executable, "-c", START, *arguments],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=clean_environment(home, **environment),
        cwd=ROOT,
        start_new_session=True,
        preexec_fn=start,
    )
    os.close(follower)
    seen = b""
    while typed and after not in seen:
        seen += os.read(leader, 1024)
    while typed:
        os.write(leader, typed)
        if select.select([leader], [], [], 1)[0]:
            break
    seen += all_from(leader)
    return Screen(seen.decode("utf-8", "replace").replace("\r\n", "\n"), process.wait(timeout=60))
