"""``kb help citations``."""

from collections.abc import Iterable

from kb_cli.answers.help import Block, Terms

GLOSS = "references to paste, to export and to trace"


def blocks() -> Iterable[Block]:
    """Give what there is to say."""
    yield (
        "Every claim carries its source. A work goes by its citation key, which stands behind it in every list of "
        "references, by DOI, PMID, the beginning of its title, or author and year."
    )
    yield Terms(
        (
            ("kb cite rathleff2014", "a reference, and every sentence that rests on it"),
            ("kb cite taping", "the works behind the verdicts on a treatment"),
            ("kb cite pfps --style apa", f"works of a page in a style: {', '.join(_styles())}, or any FILE.csl"),
            ("kb cite rathleff2014 neal2019 --in-text", "the works as the running text cites them together"),
            ("kb cite pfps --plain", "a line a reference, to paste and nothing else"),
            ("kb cite pfps -o pfps.bib", "a file for LaTeX; .ris and .json serve Zotero and others"),
            ("kb cite --claims", "every work with all that rests on it; -o claims.csv for a spreadsheet"),
            ("kb cite --since 2020", "only newer works; --study narrows the kind of study"),
        )
    )
    yield 'References of your own come in with kb import: "kb help own-records".'


def _styles() -> list[str]:
    from kb_cli.citations import styles

    return styles.names()
