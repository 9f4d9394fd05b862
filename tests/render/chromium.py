"""Headless Chromium, asked through a pipe: one browser prints any number of pages.

It speaks the DevTools protocol: a JSON object a message, each ended by a zero byte.
"""

import json
import os
import shutil
import subprocess
from base64 import b64decode
from pathlib import Path
from typing import Any

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
)


class Chromium:
    """A browser, which reads what it is asked from descriptor 3 and answers on 4."""

    def __init__(self, profile: Path) -> None:
        assert PROGRAM
        theirs_in, self._asking = os.pipe()
        self._answering, theirs_out = os.pipe()

        def place() -> None:
            # By way of high numbers, because the pipes may lie on 3 and 4 themselves.
            os.dup2(theirs_in, 103)
            os.dup2(theirs_out, 104)
            os.dup2(103, 3)
            os.dup2(104, 4)

        self._process = subprocess.Popen(
            [PROGRAM, *_OPTIONS, f"--user-data-dir={profile}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(3, 4),
            preexec_fn=place,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._rest = b""
        self._asked = 0

    def pdf(self, page: Path) -> bytes:
        """Print a page as its own styles ask."""
        target = self._ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self._ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        self._ask("Page.enable", session=session)
        self._ask("Page.navigate", {"url": page.as_uri()}, session)
        self._wait_for("Page.loadEventFired")
        printed = self._ask("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True}, session)
        self._ask("Target.closeTarget", {"targetId": target})
        return b64decode(printed["data"])

    def close(self) -> None:
        """End the browser."""
        self._process.kill()
        self._process.wait()
        os.close(self._asking)
        os.close(self._answering)

    def _ask(self, method: str, parameters: dict[str, Any] | None = None, session: str = "") -> dict[str, Any]:
        self._asked += 1
        message = {"id": self._asked, "method": method, "params": parameters or {}}
        os.write(self._asking, json.dumps(message | ({"sessionId": session} if session else {})).encode() + b"\0")
        while (answer := self._next()).get("id") != self._asked:
            pass
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def _wait_for(self, event: str) -> None:
        while self._next().get("method") != event:
            pass

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            part = os.read(self._answering, 1 << 20)
            assert part, "Chromium has ended"
            self._rest += part
        first, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(first)
        return message
