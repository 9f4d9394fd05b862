"""The address of a work is never more than an address, whatever stands in its DOI, PMID, PMCID or URL."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from markdown_it import MarkdownIt

from kb_cli.answers.bibliography import BibliographyAnswer, Entry
from kb_cli.answers.red_flags import RedFlagsAnswer
from kb_cli.citations.styles import apa
from kb_cli.records import loader
from kb_cli.records.model import Reference
from kb_cli.records.notice import Notice
from kb_cli.render import formats
from kb_cli.render.formats import markdown
from kb_cli.render.screen.text import Text
from kb_cli.sanitize import harmless
from tests.hostile import data_folders
from tests.hostile.many import Job, answers

BAD = {
    "DOI": [
        "10.1234/x><script>alert(1)</script>",
        '10.1234/x"onclick="y',
        "10.1234/a b",
        "10.1234/a\\b",
        "10.1234/a\u0007",
        "10.1234/a\nER  - ",
        "10.1234/a`b`",
        "10.1234/a%zz",
        "10.1234/ä",
        "https://doi.org/10.1234/a",
    ],
    "PMID": ["1<script>", "123456789", "12 3", "\u0663", "1\n"],
    "PMCID": ["PMC1<b>", "123", "PMC", "PMC1\n"],
    "URL": [
        "javascript:alert(1)",
        "https://x.example/><script>alert(1)</script>",
        'https://x.example/"onclick="y',
        "https://x.example/a b",
        "https://x.example/a\\b",
        "https://x.example/{a}",
        "https://x.example/\u202ea",
        "https://x.example/a\n",
        "data:text/html,x",
    ],
}
GOOD = {
    "DOI": ["10.1136/bjsports-2016-096384", "10.1002/(SICI)1097-0258(19980815)17:15%3C1661::AID%3E3.0.CO;2-2"],
    "PMID": ["1", "27247098"],
    "PMCID": ["PMC4975825"],
    "URL": ["https://x.example/morton's_neuroma?a=1&b=%20#c", "http://x.example/S1067-2516(10)00002-5"],
}


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in BAD.items() for value in values])
def test_what_is_no_address_is_a_fault(key: str, value: str) -> None:
    faults = [fault.message for fault in reference_faults({key: value})]
    assert any("is not a valid" in message for message in faults)


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in GOOD.items() for value in values])
def test_what_is_one_is_none(key: str, value: str) -> None:
    assert not list(reference_faults({key: value}))


def reference_faults(fields: dict[str, Any]) -> list[Any]:
    from kb_cli.records import schema

    whole = {"type": "article-journal", "title": "A", "author": [{"family": "B"}]}
    return list(schema.faults(whole | fields, schema.REFERENCE))


def test_kb_check_tells_of_it(tmp_path: Path) -> None:
    data = data_folders.small(tmp_path / "data")
    path = data / "references" / "rathleff2014.toml"
    text = re.sub("(?m)^DOI = .*$", "DOI = '10.1234/x><script>alert(1)</script>'", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    checked, shown = answers([Job(["check"]), Job(["cite", "rathleff2014", "-f", "markdown"])], tmp_path, data)
    assert (checked.code, shown.code, shown.out) == (3, 3, b"")
    assert b'"10.1234/x><script>alert(1)</script>" is not a valid DOI\n' in checked.out
    assert "→ expected the form 10.1136/".encode() in checked.out


# Should one come through unchecked, no format makes more of it than a text.

HOSTILE = some.text(some.sampled_from("ab1/:.?#[]()<>\"'`\\{}&;= \n\r\t|*_%\u0007\u202eä"), max_size=20)
VALUES = (
    HOSTILE
    | some.sampled_from([value for values in BAD.values() for value in values])
    | some.sampled_from(
        [
            "](javascript:x)",
            "&quot;&lt;",
            "}}\n@article{fake,",
            "x\r\nER  - \r\nTY  - JOUR",
            "\u2028- x: y",
            "{{{",
            "a}b\\",
        ]
    )
)
NOTICE = Notice("Not medical advice", "See a doctor.")


@some.composite
def works(draw: some.DrawFn) -> Reference:
    fields = {key: draw(VALUES) for key in draw(some.sets(some.sampled_from(sorted(BAD)), min_size=1))}
    title = draw(some.sampled_from(["A", "<script>x</script>", "&lt;b&gt;", "a | b"]))
    table = {"type": "article-journal", "title": title, "author": [{"family": "B", "given": "C"}], "issued": 2020}
    return loader.reference_of("key2020", table | fields)


def written(form: str, work: Reference) -> str:
    module: Any = formats.find(form, "bibliography")
    entry = Entry(work, apa.entry(work), 1, ())
    answer = BibliographyAnswer("Works", "APA", (entry,), False, {}, {})
    return harmless(module.with_notice(module.bibliography(answer), NOTICE))


ATTRIBUTES = {"href", "id", "class", "lang", "charset", "http-equiv", "content", "name", "tabindex", "value"}
TAGS = {"html", "head", "meta", "title", "style", "body", "header", "main", "footer", "h1", "p", "ol", "li"}


class Tags(HTMLParser):
    """Collects the tags of a page and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert {name for name, _ in attrs} <= ATTRIBUTES
        self.links += [value or "" for name, value in attrs if name == "href"]


@given(works())
def test_html_has_no_other_tags_and_links(work: Reference) -> None:
    page = Tags()
    page.feed(written("html", work))
    assert page.tags <= TAGS | {"b", "i", "a", "strong"}
    assert all(re.fullmatch(r"#main|https?://[!-~]*", link) for link in page.links)


@given(works())
def test_markdown_has_no_tags_and_no_other_links(work: Reference) -> None:
    # With tags let through, as some programs do.
    cited = markdown.red_flags(RedFlagsAnswer((), (), {work.key: work}, {}))
    document = f"{written('markdown', work)}\n{harmless(cited)}"
    tokens = MarkdownIt("commonmark", {"html": True}).parse(document)
    inside = [one for token in tokens for one in (token, *(token.children or ()))]
    assert not {one.type for one in inside} & {"html_inline", "html_block", "code_inline", "image"}
    links = [str(one.attrGet("href")) for one in inside if one.type == "link_open"]
    assert all(re.fullmatch(r"https?://[!-~]*", link) and not set(link) & set('<>"`\\{}') for link in links)
    assert len(links) <= 2


@given(works())
def test_bibtex_and_biblatex_stay_one_entry(work: Reference) -> None:
    for form in ("bibtex", "biblatex"):
        text = written(form, work)
        depth = 0
        for sign in re.findall(r"\\.|[{}]", text.partition("\n%")[0]):
            depth += {"{": 1, "}": -1}.get(sign, 0)
            assert depth >= 0
        assert depth == 0
        assert len(re.findall(r"(?m)^@", text)) == 1


@given(works())
def test_ris_stays_one_record(work: Reference) -> None:
    lines = written("ris", work).split("\r\n")
    assert lines.pop() == ""
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) and "\n" not in line and "\r" not in line for line in lines)
    assert [line[:2] for line in lines].count("ER") == 1


@given(works())
def test_csl_yaml_and_json_stay_one_item(work: Reference) -> None:
    assert len(json.loads(written("csl-json", work))) == 1
    lines = written("csl-yaml", work).split("\n")
    assert lines[:2] == ["---", "references:"]
    for line in lines[2:-3]:
        name, _, value = line[2:].partition(": ")
        assert re.fullmatch("[A-Za-z-]+", name)
        json.loads(value)


@given(VALUES)
def test_a_link_on_a_terminal_ends_where_it_should(address: str) -> None:
    shown = Text("a", "", address).escaped(True, True)
    assert re.fullmatch(r"(\x1b\]8;;[ -~]+\x1b\\)?a(\x1b\]8;;\x1b\\)?", shown)


def test_an_address_of_a_doi_leads_to_it() -> None:
    work = loader.reference_of("x", {"type": "book", "title": "A", "author": [], "DOI": "10.1/a?b#c[d]%20<e>ä"})
    assert work.address == "https://doi.org/10.1/a%3Fb%23c%5Bd%5D%20%3Ce%3E%C3%A4"
    plain = loader.reference_of(
        "x", {"type": "book", "title": "A", "author": [], "DOI": "10.1136/bjsports-2016-096384"}
    )
    assert plain.address == "https://doi.org/10.1136/bjsports-2016-096384"
