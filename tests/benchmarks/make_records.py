"""Make a data folder of synthetic records: python -m tests.benchmarks.make_records COUNT FOLDER [WORDS_A_PASSAGE].

The words follow Zipf's law and are drawn, with a fixed seed, from those of the shipped records, so that common words
are as common as in real ones. With 40 words a passage a record has about 3 KB. None of them cites anything;
``make_alike`` writes records that have as many sections, sentences and works as the shipped ones.
"""

import random
import re
import shutil
import sys
from collections import Counter
from itertools import accumulate
from pathlib import Path

from kb_cli.records.sections import SECTIONS
from kb_cli.records.vocabularies import Certainty, Region, Verdict

DATA = Path(__file__).parents[2] / "data"


def make(count: int, folder: Path, length: int = 40) -> None:
    """Write ``count`` records with passages of ``length`` words into ``folder``, with the shipped vocabularies."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "conditions").mkdir(parents=True)
    (folder / "references").mkdir()
    for name in ("treatments.toml", "vocabulary.toml", "notice.toml"):
        shutil.copy(DATA / name, folder / name)
    treatments = re.findall(r"^\[([a-z-]+)\]", (DATA / "treatments.toml").read_text("utf-8"), re.MULTILINE)
    writer = Writer(random.Random(7), length)
    for number in range(count):
        (folder / "conditions" / f"injury-{number}.toml").write_text(writer.record(number, treatments), "utf-8")


def make_alike(count: int, folder: Path) -> None:
    """Write the shipped data and ``count`` records more into ``folder``: shipped ones, each with works of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(DATA, folder)
    shipped = sorted((DATA / "conditions").glob("*.toml"))
    for number in range(count):
        path, copy = shipped[number % len(shipped)], f"copy{number // len(shipped)}"
        text = re.sub(r'^name = "(.*)"', rf'name = "\1 {copy}"', path.read_text("utf-8"), count=1, flags=re.MULTILINE)
        (folder / "conditions" / f"{path.stem}-{copy}.toml").write_text(text.replace("@", f"@{copy}-"), "utf-8")
        for key in set(re.findall(r"@([a-z0-9-]+)", text)):
            shutil.copy(DATA / "references" / f"{key}.toml", folder / "references" / f"{copy}-{key}.toml")


class Writer:
    """Writes records of random words."""

    def __init__(self, chance: random.Random, length: int) -> None:
        text = " ".join(path.read_text("utf-8") for path in sorted((DATA / "conditions").glob("*.toml")))
        plain = re.findall(r"[a-z]{3,}", re.sub(r"\[@[^\]]*\]", " ", text))
        uses = Counter(plain)
        often = sorted(uses, key=lambda word: (-uses[word], word))
        self.chance = chance
        self.words = often
        self.weights = list(accumulate(1 / (place + 10) for place in range(len(often))))
        self.length = length

    def record(self, number: int, treatments: list[str]) -> str:
        """Give the TOML text of a record."""
        lines = [
            f'name = "{self.some(2).capitalize()} {number}"',
            f'gist = "{self.some(6)[:72]}"',
            f'aliases = ["{self.some(2)}", "{self.some(3)}"]',
            f'region = "{self.chance.choice(list(Region)).value}"',
            f'evidence = "{self.chance.choice(list(Certainty)).value}"',
            "reviewed = 2026-11-23",
            f'summary = "{self.passage()}"',
        ]
        for section, about in SECTIONS.items():
            lines.append(f"[[{section}]]")
            if about.treatments:
                lines += [
                    f'id = "{self.chance.choice(treatments)}"',
                    f'verdict = "{self.chance.choice(list(Verdict)).value}"',
                    f'evidence = "{self.chance.choice(list(Certainty)).value}"',
                    'graded_by = "kb"',
                ]
            lines.append(f'text = "{self.passage()}"')
        return "\n".join(lines) + "\n"

    def passage(self) -> str:
        """Give sentences of random words."""
        return " ".join(f"{self.some(10).capitalize()}." for _ in range(max(self.length // 10, 1)))

    def some(self, count: int) -> str:
        """Give random words."""
        return " ".join(self.chance.choices(self.words, cum_weights=self.weights, k=count))


if __name__ == "__main__":
    make(int(sys.argv[1]), Path(sys.argv[2]), *(int(value) for value in sys.argv[3:4]))
