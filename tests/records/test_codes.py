"""Every condition has a short code that nothing else is called."""

from kb_cli.records.codes import LONGEST, codes
from kb_cli.records.name_index import Entry, entry
from kb_cli.records.names import folded


def named(*names: str) -> Entry:
    return entry("condition", "", "-".join(folded(word) for word in names[0].split()), *names)


PATELLAR, PERONEAL = named("Patellar tendinopathy"), named("Peroneal tendinopathy")


def test_a_code_is_an_abbreviation_or_initials() -> None:
    known = [named("Runner's knee", "patellofemoral pain", "PFPS"), named("Shin splints"), PATELLAR]
    assert codes(known, []) == ["PFPS", "SS", "PT"]


def test_a_second_one_takes_more_letters_then_a_number() -> None:
    assert codes([PATELLAR, PERONEAL], []) == ["PT", "PET"]
    assert codes([PATELLAR, PATELLAR, PATELLAR, PATELLAR], []) == ["PT", "PAT", "PATT", "PT2"]


def test_a_code_is_the_name_of_nothing_else() -> None:
    therapy = entry("treatment", "", "physical-therapy", "Physical therapy", "PT")
    assert codes([PATELLAR], [therapy]) == ["PAT"]
    assert codes([PATELLAR, named("Pelvic twist", "P.T.")], []) == ["PAT", "PT"]
    hip = named("Hip impingement pain")
    assert codes([hip], []) == ["HIIP"], "a region"
    shared = [named("Bone stress", "BSI"), named("Bone scan injury", "BSI")]
    assert codes(shared, []) == ["BS", "BOSI"]


def test_a_condition_may_be_called_by_its_own_code() -> None:
    assert codes([named("Iliotibial band syndrome", "ITBS")], []) == ["ITBS"]
    assert codes([named("Shin splints", "s.s.")], []) == ["SS"]


def test_ever_so_many_have_each_its_own() -> None:
    found = codes([PATELLAR] * 3000, [])
    assert len(set(found)) == 3000
    assert max(map(len, found[:90])) <= LONGEST


def test_a_name_in_other_letters_has_a_code_in_latin_ones() -> None:
    assert codes([entry("condition", "", "knee-bursa", "膝の滑液包炎")], []) == ["KB"]
