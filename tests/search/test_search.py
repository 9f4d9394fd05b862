import json
import os
import re
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb_cli import prose
from kb_cli.library import Library
from kb_cli.search import find, index, rank, store
from kb_cli.search.find import search
from kb_cli.search.found import SearchAnswer
from kb_cli.search.narrow import Filter
from kb_cli.terms import Region
from tests.conftest import DATA, ROOT, Run, assert_golden, clean_environment
from tests.search.score import HELD_OUT, HELD_OUT_OF_SCOPE, confident, mean, measured, out_of_scope, read

NOTICE = "Not medical advice"


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


def ids(answer: SearchAnswer) -> list[str]:
    return [result.id for result in answer.results]


def kept(home: Path) -> list[Path]:
    return sorted((home / ".cache" / "kb").glob("search-*"))


# Quality


def test_people_find_what_they_describe() -> None:
    by_kind = measured(Library(), read())
    assert sum(map(len, by_kind.values())) >= 100
    assert mean([one for column in by_kind.values() for one in column]).ndcg5 >= 0.95
    assert mean(by_kind["lay symptom"]).ndcg5 >= 0.92


def test_people_find_what_they_describe_in_words_that_nobody_tuned_to() -> None:
    by_kind = measured(Library(), read(HELD_OUT))
    assert mean([one for column in by_kind.values() for one in column]).ndcg5 >= 0.92
    assert mean(by_kind["lay symptom"]).ndcg5 >= 0.85


def test_what_is_out_of_scope_is_not_answered_with_confidence() -> None:
    library = Library()
    foreign = out_of_scope()
    sure = [query for query in foreign if confident(library, query)]
    assert len(sure) <= round(0.05 * len(foreign)), sure
    unseen = out_of_scope(HELD_OUT_OF_SCOPE)
    assert sum(confident(library, query) for query in unseen) <= 0.1 * len(unseen)


def test_weak_matches_are_rare_for_real_questions() -> None:
    library = Library()
    queries = [asked.query for asked in read()]
    weak = [query for query in queries if search(library, query).weak]
    assert len(weak) <= 0.07 * len(queries), weak


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kneecap", "knee cap"),
        ("kneecap", "patella"),
        ("patellofemoral", "patello femoral"),
        ("achilles tendonitis", "Achilles tendinopathy"),
        ("oedema of the ankle", "edema of the ankle"),
        ("randomised rehabilitation programme", "randomized rehabilitation program"),
        ("runner’s knee", "runners knee"),
        ("Ligámént", "ligament"),
    ],
)
def test_words_of_one_meaning_find_the_same(one: str, other: str) -> None:
    assert ids(search(Library(), one)) == ids(search(Library(), other)) != []


# Answers


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
        condition = Library().condition(result.id)
        everything = prose.unmarked(json.dumps(condition, default=str, ensure_ascii=False))
        for match in result.matches:
            if match.section not in ("references",):
                assert match.text in everything.replace('\\"', '"').replace("\\n", " ")


def test_a_red_flag_that_the_words_tell_comes_first_and_whole(kb: Run) -> None:
    screen = kb("search", "swollen calf").stdout
    assert screen.index("call an ambulance") < screen.index("Conditions\n")
    answer = json.loads(kb("search", "swollen calf", "--json").stdout)
    flags = [one["text"] for one in answer["red_flags"]]
    records = {flag.text for one in Library().conditions() for flag in one.red_flags}
    plain = {" ".join(prose.unmarked(text).split()) for text in records}
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


# Options


def test_region_and_section_narrow_the_search(kb: Run) -> None:
    knee = json.loads(kb("search", "tendon", "--region", "knee", "--json").stdout)
    assert {one["region"] for one in knee["results"]} == {"knee"}
    flags = json.loads(kb("search", "swollen", "--in", "red flags", "--json").stdout)
    assert {match["section"] for one in flags["results"] for match in one["matches"]} == {"red_flags"}
    assert kb("search", "tendon", "--region", "elbow").returncode == 2
    assert kb("search", "tendon", "--in", "astrology").returncode == 2


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


def test_however_many_verdicts_there_are_those_of_the_region_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "MOST_VERDICTS", 1)
    (taping,) = search(Library(), "taping", Region.FOOT).treatments
    assert [id for id, _, _ in taping.verdicts] == ["plantar-heel-pain"]


def test_an_excluded_word_may_come_first_on_the_command_line(kb: Run) -> None:
    answer = json.loads(kb("search", "-achilles", "heel", "--json").stdout)
    assert answer["results"][0]["id"] == "plantar-heel-pain"
    wrong = kb("search", "heel", "--jsn")
    assert wrong.returncode == 2
    assert "did you mean --json?" in wrong.stderr


# Typing errors


def test_typing_errors_are_mended_and_said(kb: Run) -> None:
    screen = kb("search", "quadricep", "tendnitis").stdout
    assert 'Searched for tendinitis ("tendnitis" is not in the records).' in screen
    answer = json.loads(kb("search", "rolled", "ankel", "--json").stdout)
    assert answer["suggestions"] == [{"typed": "ankel", "used": "ankle", "near": []}]
    assert answer["results"][0]["id"] == "lateral-ankle-sprain"


def test_what_needs_no_mending_costs_no_import(tmp_path: Path) -> None:
    code = "import sys; from kb_cli.library import Library; from kb_cli.search.find import search; "
    check = code + "search(Library(), 'kneecap pain'); assert 'rapidfuzz' not in sys.modules"
    subprocess.run([sys.executable, "-c", check], check=True, cwd=ROOT, env=clean_environment(tmp_path))


@pytest.mark.parametrize("word", ["collagen", "rabies", "RICE", "morton", "limping", "kicked"])
def test_a_word_that_the_records_do_not_have_is_not_taken_for_another(word: str) -> None:
    answer = search(Library(), f"{word} knee")
    assert [one.used for one in answer.suggestions if one.typed == word.lower()] == [None]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("kneepain", "knee pain"), ("pian", "pain"), ("facitis", "fasciitis"), ("hamsteing", "hamstring")],
)
def test_plain_typing_errors_are_mended(typed: str, meant: str) -> None:
    assert [one.used for one in search(Library(), f"{typed} runner").suggestions] == [meant]


def test_nothing_found_says_what_was_tried_and_what_to_do(kb: Run) -> None:
    nothing = kb("search", "zzzqq")
    assert nothing.returncode == 1
    assert '"zzzqq"' in nothing.stdout
    assert "kb list" in nothing.stdout
    assert NOTICE in nothing.stdout
    answer = json.loads(kb("search", "zzzqq", "--json").stdout)
    assert answer["results"] == []


# Bad input

AWKWARD = ["", " ", "the my when", "AND", "NEAR(", '"', "*", ":", "a:b", '""', "-", "x*", "^", "{", "' OR 1=1 --", "\\"]
AWKWARD += ["🦵", "ركبة", "膝の痛み"]
OPERATORS = ["knee", '"', "*", "-", "AND", "(", ":", "\0", "2014", "10.1/x"]


def test_signs_that_mean_nothing_find_nothing() -> None:
    assert not search(Library(), "___*").results
    assert search(Library(), '"the" "kneecap fishing"').tried == ("kneecap fishing",)


def test_a_number_that_no_work_has_is_said_to_have_been_tried() -> None:
    for words in ("10.1136/nosuch", "99999999", "covid2019"):
        assert search(Library(), words).tried == (words,)


@pytest.mark.parametrize("words", AWKWARD)
def test_awkward_words_are_no_error(kb: Run, words: str) -> None:
    answer = kb("search", "--", words)
    assert answer.returncode in (0, 1)
    assert not answer.stderr
    assert NOTICE in answer.stdout


def test_ten_thousand_characters(kb: Run) -> None:
    assert kb("search", "knee " * 2000).returncode == 0
    assert kb("search", "k" * 10000).returncode == 1


def test_control_characters_reach_no_terminal(kb: Run) -> None:
    answer = kb("search", "knee\x1b[31m\x07 heel")
    assert "\x1b" not in answer.stdout
    assert "\x07" not in answer.stdout


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60) | st.lists(st.sampled_from(OPERATORS)).map(" ".join))
def test_arbitrary_text_gives_an_answer(text: str) -> None:
    answer = search(Library(), text)
    assert answer.total >= len(answer.results)


# The index


def test_the_index_is_made_once_and_again_when_a_record_changes(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    built: list[Path] = []
    real = index.build

    def counted(library: Library, database: sqlite3.Connection) -> None:
        built.append(library.folder)
        real(library, database)

    monkeypatch.setattr(index, "build", counted)
    assert not search(Library(data), "flibbertigibbet").results
    search(Library(data), "knee")
    assert len(built) == 1
    record = data / "conditions" / "patellofemoral-pain.toml"
    status = record.stat()
    changed = record.read_text().replace("around or behind the kneecap", "around or behind the flibbert", 1)
    record.write_text(changed.replace("flibbert", "flibber"))
    os.utime(record, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert ids(search(Library(data), "flibber")) == ["patellofemoral-pain"]
    assert len(built) == 2
    record.unlink()
    for other in (data / "conditions").glob("*.toml"):
        other.write_text(
            other.read_text().replace("[[patellofemoral-pain]]", "it").replace('"patellofemoral-pain"', "")
        )
    assert not search(Library(data), "flibber").results


def test_a_change_within_a_tick_is_seen_by_its_content(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    state = store._state(data)
    search(Library(data), "knee")
    record = data / "conditions" / "patellofemoral-pain.toml"
    record.write_text(record.read_text().replace("kneecap", "knaecap"))
    monkeypatch.setattr(store, "_state", lambda _: state)
    assert ids(search(Library(data), "knaecap")) == ["patellofemoral-pain"]


@pytest.mark.parametrize("damage", ["empty", "text", "cut", "holes", "folder"])
def test_a_damaged_index_is_made_anew(kb: Run, tmp_path: Path, damage: str) -> None:
    whole = kb("search", "kneecap stairs", "--json").stdout
    (path,) = kept(tmp_path)
    raw = path.read_bytes()
    if damage == "folder":
        path.unlink()
        path.mkdir()
    else:
        middle = len(raw) // 2
        holes = raw[:4096] + b"\xff" * (len(raw) - 4096)
        path.write_bytes({"empty": b"", "text": b"hello", "cut": raw[:middle], "holes": holes}[damage])
    again = kb("search", "kneecap stairs", "--json")
    assert again.returncode == 0, again.stderr
    assert not again.stderr
    assert again.stdout == whole


def test_one_damaged_page_of_the_index_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    whole = search(Library(), "kneecap stairs")
    (path,) = (tmp_path / "kb").glob("search-*")
    raw = path.read_bytes()
    with closing(store.connected(str(path))) as database:
        (size,) = database.execute("PRAGMA page_size").fetchone()
        roots = [page for (page,) in database.execute("SELECT rootpage FROM sqlite_master WHERE rootpage > 0")]
    for page in roots:
        path.write_bytes(raw[: (page - 1) * size] + b"\xff" * size + raw[page * size :])
        assert search(Library(), "kneecap stairs") == whole


def test_links_to_nothing_hide_no_change(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (data / "conditions" / ".#plantar-heel-pain.toml").symlink_to("somebody@somewhere.1")
    assert not search(Library(data), "flibbertigibbet").results
    record = data / "conditions" / "patellofemoral-pain.toml"
    record.write_text(record.read_text().replace("around or behind the kneecap", "around or behind the flibber", 1))
    assert ids(search(Library(data), "flibber")) == ["patellofemoral-pain"]


def test_what_is_no_file_is_left_out(kb: Run, data: Path) -> None:
    os.mkfifo(data / "conditions" / "pipe.toml")
    (data / "conditions" / "loop.toml").symlink_to("loop.toml")
    for command in (["search", "kneecap"], ["list"], ["show", "pfps"]):
        answer = kb(*command, KB_DATA=str(data), timeout=30)
        assert answer.returncode == 0, answer.stderr
        for name in ("pipe.toml", "loop.toml"):
            assert name in answer.stderr


def test_brackets_in_a_name_are_no_link(kb: Run, data: Path) -> None:
    record = data / "conditions" / "patellofemoral-pain.toml"
    record.write_text(record.read_text().replace('gist = "Ache', 'gist = "[[sic]] Ache', 1))
    answer = kb("search", "sic", KB_DATA=str(data))
    assert answer.returncode == 0
    assert "[[*sic*]]" in answer.stdout


def test_without_a_cache_the_index_is_in_memory(kb: Run, tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file where the folder should be")
    assert kb("search", "kneecap").returncode == 0
    assert kb("search", "kneecap", KB_CACHE="off").returncode == 0


def test_many_at_once_from_nothing(kb: Run, tmp_path: Path) -> None:
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: kb("search", "kneecap stairs", "--json", timeout=240), range(50)))
    assert {answer.returncode for answer in answers} == {0}
    assert len({answer.stdout for answer in answers}) == 1
    assert len(kept(tmp_path)) == 1
    assert not list((tmp_path / ".cache" / "kb").glob(".search-*"))


def test_a_killed_search_leaves_nothing_that_harms(kb: Run, tmp_path: Path) -> None:
    environment = clean_environment(tmp_path)
    for wait in (0.15, 0.25, 0.4):
        process = subprocess.Popen(
            [sys.executable, "-m", "kb_cli", "search", "kneecap"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
        )
        try:
            process.wait(wait)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    assert kb("search", "kneecap", "--json").returncode == 0


def test_the_words_are_stored_nowhere(kb: Run, tmp_path: Path) -> None:
    kb("search", "mysecretcomplaint", "kneecap")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not any(b"mysecretcomplaint" in path.read_bytes() for path in files)


def test_the_cache_is_private(kb: Run, tmp_path: Path) -> None:
    kb("search", "kneecap")
    assert (tmp_path / ".cache" / "kb").stat().st_mode & 0o077 == 0


def test_without_fts5_it_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(store.opened(Library())) as database, closing(sqlite3.connect(":memory:")) as scanned:
        monkeypatch.setattr(index, "has_full_text", lambda _: False)
        index.build(Library(), scanned)
        queries = [*(asked.query for asked in read()), "tendon -achilles", '"systematic review" tendon', "navicul*"]
        for words in queries[::3]:
            for wanted in (Filter(), Filter("knee"), Filter(None, "treatment")):
                assert find.answered(scanned, words, wanted, 10) == find.answered(database, words, wanted, 10)


def test_in_a_large_collection_nothing_untrue_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """There only the telling words choose the passages, and only the likeliest pages are looked at closely."""
    queries = [asked.query for asked in read()][::2]
    with closing(store.opened(Library())) as database:
        whole = [find.answered(database, words, Filter(), 10) for words in queries]
        monkeypatch.setattr(rank, "ENOUGH_PLACES", 20)
        monkeypatch.setattr(rank, "CLOSELY", 3)
        large = [find.answered(database, words, Filter(), 10) for words in queries]
    pairs = [(one, other) for one, other in zip(whole, large, strict=True) if one.results and other.results]
    same = [(one, other) for one, other in pairs if one.results[0].id == other.results[0].id]
    assert len(same) > 0.8 * len(pairs)
    assert any(one != other for one, other in same)
    for one, other in same:
        assert set(other.missed) <= set(one.missed)


def test_a_broken_record_is_left_out_and_told_each_time(kb: Run, data: Path) -> None:
    (data / "conditions" / "patellofemoral-pain.toml").write_text('name = "Broken"\n')
    for _ in range(2):
        answer = kb("search", "kneecap", KB_DATA=str(data))
        assert answer.returncode == 0
        assert "left out: " in answer.stderr
        assert "patellofemoral-pain.toml" in answer.stderr


# The vocabulary


def test_every_group_reaches_a_word_of_the_records() -> None:
    database = store.opened(Library())
    used = {token for (token,) in database.execute("SELECT token FROM terms")}
    groups = {token for (token,) in database.execute("SELECT DISTINCT token FROM same")}
    idle = sorted(groups - used)
    assert len(idle) <= 0.1 * len(groups), idle
    means = {
        part
        for (text,) in database.execute("SELECT means FROM points")
        for one in text.split("|")
        for part in one.split()
    }
    assert not means - used


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('[[same]]\nwords = ["knee", "joint"]\n[[same]]\nwords = ["patella", "knee"]\n', "stands in the group of"),
        ('[[same]]\nwords = ["knee"]\n', "at least two words"),
        ('[[same]]\nwords = ["knee", "a very long phrase of many words"]\n', "more than 4 words"),
        ('[[points_to]]\nsay = ["film"]\nmeans = ["!!"]\n', "no letters"),
        ('[[points_to]]\nsay = ["film"]\n', '"means" is missing'),
        ('ordinari = ["a"]\n', "ordinary"),
    ],
)
def test_errors_in_the_vocabulary_are_told_with_their_place(kb: Run, data: Path, toml: str, message: str) -> None:
    (data / "vocabulary.toml").write_text(toml)
    for command in (["check"], ["search", "knee"]):
        answer = kb(*command, KB_DATA=str(data))
        assert answer.returncode == 3
        assert re.search(r"vocabulary\.toml:\d+:\d+: ", answer.stderr)
        assert message in answer.stderr


def test_a_folder_without_a_vocabulary_can_be_searched(kb: Run, data: Path) -> None:
    (data / "vocabulary.toml").unlink()
    assert kb("search", "patellofemoral", KB_DATA=str(data)).returncode == 0
