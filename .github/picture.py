"""Draw the README's picture: ``python .github/picture.py`` writes .github/page.svg from what kb shows today."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

WIDTH = 88
COMMAND = ["show", "patellofemoral-pain", "--brief"]


def main() -> None:
    """Run kb as a reader would and export what it printed with Rich."""
    page = subprocess.run(
        [sys.executable, "-m", "kb_cli", *COMMAND, "--color", "always"],
        env={"COLUMNS": str(WIDTH), "KB_CACHE": "off", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    console = Console(record=True, file=StringIO(), width=WIDTH, force_terminal=True)
    console.print(Text.from_ansi(page.rstrip()))
    svg = console.export_svg(title=f"kb {' '.join(COMMAND)}", unique_id="kb")
    Path(__file__).with_name("page.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
