"""What a search answers: pages, treatments, works, red flags, and what narrows it."""

import json
import re
from pathlib import Path

import pytest

from kb_cli.answers.results import SearchAnswer
from kb_cli.records import markup
from kb_cli.records.library import Library
from kb_cli.records.sections import PARTS
from kb_cli.records.vocabularies import Region
from kb_cli.search import engine
from kb_cli.search.engine import search
from tests.conftest import DATA, Run, assert_golden

NOTICE = "Not medical advice"


def ids(answer: SearchAnswer) -> list[str]:
    return [result.id for result in answer.results]


def test_the_screen(kb: Run) -> None:
    for columns in (30, 40, 80, 120):
        screen = kb("search", "sore under the kneecap after a film", "--limit", "3", COLUMNS=str(columns))
        assert screen.returncode == 0
        assert max(map(len, screen.stdout.splitlines())) <= min(columns, 88)
        assert_golden(f"search-{columns}.txt", screen.stdout)


def test_the_screen_of_a_treatment_in_colour(kb: Run) -> None:
    assert_golden("search-taping-colour.txt", kb("search", "taping", "--limit", "2", "--color", "always").stdout)


def test_markdown(kb: Run) -> None:
    page = kb("search", "PFP", "tapping", "--format", "markdown", "--limit", "1").stdout
    assert page.startswith("# Search: ")
    assert "**" in page
    assert NOTICE in page


def test_a_treatment_lists_where_it_helps_strongest_benefit_first(kb: Run) -> None:
    answer = json.loads(kb("search", "taping", "--json").stdout)
    (taping,) = answer["treatments"]
    listed = [one["id"] for one in taping["conditions"]]
    verdicts = ["recommended", "adjunct", "short-term-relief", "uncertain", "not-recommended", "avoid"]
    order = [verdicts.index(one["verdict"]) for one in taping["conditions"]]
    assert order == sorted(order)
    found = [one["id"] for one in answer["results"]]
    assert found[: len(listed)] == listed
    assert answer["results"][0]["matches"][0]["treatment"]["words"] == taping["conditions"][0]["words"]
    with_verdict = [one.id for one in Library().conditions() if any(part.id == "taping" for part in one.treatment)]
    assert sorted(listed) == sorted(with_verdict)


@pytest.mark.parametrize(
    "words",
    ["Rathleff 2014", "10.1136/bjsports-2013-093305", "https://doi.org/10.1136/BJSPORTS-2013-093305", "rathleff2014"],
)
def test_a_work_is_found_by_author_and_year_number_and_key(kb: Run, words: str) -> None:
    answer = json.loads(kb("search", *words.split(), "--json").stdout)
    assert [one["key"] for one in answer["references"]] == ["rathleff2014"]
    assert {one["id"] for one in answer["references"][0]["cited_by"]} == {one["id"] for one in answer["results"]}
    cites = [
        id for id in Library().condition_ids if "@rathleff2014" in (DATA / "conditions" / f"{id}.toml").read_text()
    ]
    assert [one["id"] for one in answer["results"]] == cites


def test_a_work_is_found_by_its_pubmed_number() -> None:
    works = (Library().reference(key) for key in Library().reference_keys)
    work = next(work for work in works if work.pmid)
    for words in (work.pmid, f"PMID {work.pmid}", f"pmid:{work.pmid}"):
        assert work.key in [one.key for one in search(Library(), str(words)).references]


def test_json_says_where_the_matched_words_stand(kb: Run) -> None:
    answer = json.loads(kb("search", "kneecap", "stairs", "--json").stdout)
    assert answer["notice"].startswith(NOTICE)
    assert {"query", "results", "treatments", "references", "suggestions"} <= answer.keys()
    marked = [
        match["text"][start:end]
        for result in answer["results"]
        for match in result["matches"]
        for start, end in match["marks"]
    ]
    assert {"kneecap", "stairs"} <= {word.lower() for word in marked}


def test_matches_are_sentences_of_the_record() -> None:
    for result in search(Library(), "pain behind the kneecap on stairs").results:
        record = Library().condition(result.id) if result.kind == "condition" else Library().topic(result.id)
        written = json.dumps(record, default=str, ensure_ascii=False).replace('\\"', '"').replace("\\n", " ")
        names = {id: Library().name_of(id) for id in markup.linked([written])}
        for match in result.matches:
            # A name that a link stands for has a capital or none.
            assert match.section == "references" or match.text.lower() in markup.unmarked(written, names).lower()


def test_a_red_flag_that_the_words_tell_comes_first_and_whole(kb: Run) -> None:
    screen = kb("search", "swollen calf and short of breath").stdout
    assert screen.index("call an ambulance") < screen.index("Conditions\n")
    answer = json.loads(kb("search", "swollen calf and short of breath", "--json").stdout)
    flags = [one["text"] for one in answer["red_flags"]]
    records = {flag.text for one in Library().conditions() for flag in one.red_flags}
    plain = {" ".join(markup.unmarked(text).split()) for text in records}
    assert flags
    assert set(flags) <= plain
    assert {one["urgency"] for one in answer["red_flags"]} <= {"emergency", "urgent"}


def test_red_flags_are_not_shown_for_plain_questions() -> None:
    for words in ("runner's knee", "taping", "heel pain", "achilles tendonitis", "shin splints"):
        assert not search(Library(), words).red_flags, words


def test_a_treatment_without_a_verdict_on_the_condition_is_said(kb: Run) -> None:
    assert "Achilles tendinopathy has no verdict on dry needling." in kb("search", "dry needling for achilles").stdout
    assert "no verdict" not in kb("search", "taping patellofemoral pain").stdout


def test_what_is_said_of_a_treatment_is_chosen_by_the_other_words() -> None:
    answer = search(Library(), "shockwave for Achilles insertional pain")
    assert answer.treatments[0].verdicts[0][0] == answer.results[0].id == "achilles-tendinopathy"
    assert "insertional" in answer.results[0].matches[0].text


def test_in_a_long_story_conditions_come_before_treatments(kb: Run) -> None:
    story = "outside of my knee hurts running downhill since january and I stretch every evening on the stairs"
    screen = kb("search", story).stdout
    assert screen.index("Iliotibial band syndrome · knee") < screen.index("\nStretching ·")


def test_what_falls_far_behind_is_only_named(kb: Run) -> None:
    answer = json.loads(kb("search", "insertional achilles", "--json").stdout)
    screen = kb("search", "insertional achilles").stdout
    last = answer["results"][-1]
    assert last["score"] < 0.3 * answer["results"][0]["score"]
    weaker = screen.index("Weaker:")
    assert last["name"] in screen[weaker:]
    assert last["matches"][0]["text"][:40] not in screen


def test_an_author_alone_finds_the_works(kb: Run) -> None:
    answer = json.loads(kb("search", "Rathleff", "--json").stdout)
    assert answer["references"][0]["key"].startswith("rathleff")
    assert not answer["weak"]
    assert not search(Library(), "knee pain on stairs").references


def test_the_name_of_a_page_counts_where_one_section_is_searched() -> None:
    answer = search(Library(), "how to prevent an ankle sprain", section="prevention")
    assert answer.results[0].id == "lateral-ankle-sprain"
    assert not answer.weak
    assert {match.section for one in answer.results for match in one.matches} == {"prevention"}


def test_region_and_section_narrow_the_search(kb: Run) -> None:
    knee = json.loads(kb("search", "tendon", "--region", "knee", "--json").stdout)
    assert {one["region"] for one in knee["results"]} == {"knee"}
    flags = json.loads(kb("search", "swollen", "--in", "red flags", "--json").stdout)
    assert {match["section"] for one in flags["results"] for match in one["matches"]} == {"red_flags"}
    assert kb("search", "tendon", "--region", "elbow").returncode == 2
    assert kb("search", "tendon", "--in", "astrology").returncode == 2


def test_every_part_of_a_page_can_be_searched_alone() -> None:
    for section in PARTS:
        found = search(Library(), "knee pain after a run", section=section).results
        assert {match.section for one in found for match in one.matches} <= {section}
    assert search(Library(), "knee pain after a run", section="running").results


def test_a_topic_is_found_by_its_name_before_the_treatment_of_that_name(kb: Run) -> None:
    answer = json.loads(kb("search", "strength training", "--json").stdout)
    first = answer["results"][0]
    assert (first["kind"], first["id"], first["region"]) == ("topic", "strength-training-for-runners", None)
    assert {one["kind"] for one in answer["results"]} == {"condition", "topic"}
    screen = kb("search", "strength training").stdout
    assert "Strength training for runners · topic · " in screen
    assert "kb show strength-training-for-runners" in screen
    assert search(Library(), "strength training", Region.KNEE).results[0].kind != "topic"


@pytest.mark.parametrize(
    ("words", "id", "question"),
    [
        ("does the 10% rule work", "return-to-running", "Does the 10% rule prevent injury?"),
        ("should I stretch before running", "running-injury-basics", "Does stretching before a run prevent injury?"),
    ],
)
def test_a_question_is_answered_with_its_verdict(kb: Run, words: str, id: str, question: str) -> None:
    first = search(Library(), words).results[0]
    assert first.id == id
    (match,) = [one for one in first.matches if one.answered and one.answered.question == question]
    finding = next(one for one in Library().topic(id).finding if one.question == question)
    assert match.answered == (question, finding.verdict, finding.evidence)
    assert markup.unmarked(finding.answer).startswith(match.text)
    assert question in " ".join(kb("search", words).stdout.split())


def test_a_broken_topic_is_left_out_and_told(kb: Run, data: Path) -> None:
    (data / "topics" / "return-to-running.toml").write_text('name = "Broken"\n')
    answer = kb("search", "10% rule", KB_DATA=str(data))
    assert answer.returncode == 0
    assert "left out: " in answer.stderr
    assert "return-to-running.toml" in answer.stderr


def test_limit_and_total(kb: Run) -> None:
    answer = json.loads(kb("search", "tendon", "--limit", "2", "--json").stdout)
    assert len(answer["results"]) == 2 < answer["total"]


def test_excluded_words_phrases_and_prefixes() -> None:
    library = Library()
    assert "achilles-tendinopathy" in ids(search(library, "tendon"))
    assert "achilles-tendinopathy" not in ids(search(library, "tendon -achilles"))
    assert ids(search(library, "heel -achilles"))[0] == "plantar-heel-pain"
    loose, strict = (
        ids(search(library, words, limit=99)) for words in ("systematic review tendon", '"systematic review" tendon')
    )
    assert set(strict) <= set(loose)
    assert ids(search(library, '"sitting for long"', limit=99)) != ids(search(library, "sitting for long", limit=99))
    assert ids(search(library, "navicul*"))[0] == "bone-stress-injury"
    assert not search(library, '"kneecap fishing"').results


def test_what_is_excluded_is_not_shown_for_treatments_and_works_either() -> None:
    for words in ("shockwave -achilles", "shockwave for heel -achilles"):
        answer = search(Library(), words)
        assert answer.results
        assert "achilles-tendinopathy" not in ids(answer)
        assert "achilles-tendinopathy" not in [id for one in answer.treatments for id, _, _ in one.verdicts]
    assert not search(Library(), "Rathleff 2014 -patellofemoral").results
    assert not search(Library(), "taping -taping").results


@pytest.mark.parametrize(("key", "gone"), [("aliases", True), ("gist", True), ("summary", False)])
def test_a_page_that_is_about_what_is_excluded_goes(data: Path, key: str, gone: bool) -> None:
    record = data / "conditions" / "patellofemoral-pain.toml"
    text = record.read_text(encoding="utf-8")
    record.write_text(re.sub(rf"^{key} = \W+", r"\g<0>Flibber ", text, count=1, flags=re.MULTILINE), encoding="utf-8")
    assert "patellofemoral-pain" in ids(search(Library(data), "kneecap flibber"))
    assert ("patellofemoral-pain" not in ids(search(Library(data), "kneecap -flibber"))) == gone


def test_however_many_verdicts_there_are_those_of_the_region_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MOST_VERDICTS", 1)
    (taping,) = search(Library(), "taping", Region.FOOT).treatments
    assert [id for id, _, _ in taping.verdicts] == ["plantar-heel-pain"]


def test_an_excluded_word_may_come_first_on_the_command_line(kb: Run) -> None:
    answer = json.loads(kb("search", "-achilles", "heel", "--json").stdout)
    assert answer["results"][0]["id"] == "plantar-heel-pain"
    wrong = kb("search", "heel", "--jsn")
    assert wrong.returncode == 2
    assert "--json" in wrong.stderr
