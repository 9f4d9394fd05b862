"""One look-up for conditions and treatments."""

from pathlib import Path

import pytest

from kb_cli.answers import lookup
from kb_cli.errors import NotFoundError
from kb_cli.records.library import Library
from kb_cli.records.name_index import Entry
from tests.conftest import Run

LIBRARY = Library()


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("taping", "taping"),
        ("shockwave", "shockwave-therapy"),
        ("kinesio", "taping"),
        ("Kinesio Tape", "taping"),
        ("cortisone jab", "corticosteroid-injection"),
        ("insoles", "foot-orthoses"),
        ("PFPS", "patellofemoral-pain"),
        ("patellofemoral", "patellofemoral-pain"),
        ("achilles", "achilles-tendinopathy"),
    ],
)
def test_names_and_their_first_words_open_what_they_mean(name: str, id: str) -> None:
    assert lookup.find(LIBRARY, name).id == id


def test_every_name_of_every_treatment_opens_it() -> None:
    for kind in LIBRARY.treatment_kinds.values():
        for name in (kind.id, kind.name, *kind.aliases):
            assert lookup.find(LIBRARY, name.upper(), "treatment") == lookup.find(LIBRARY, kind.id, "treatment")


@pytest.mark.parametrize(
    ("word", "counts", "ids"),
    [
        ("compartment", "1 condition and 1 treatment", ["chronic-exertional-compartment-syndrome", "surgery"]),
        ("stress", "2 conditions", ["bone-stress-injury", "medial-tibial-stress-syndrome"]),
        ("knee", "5 conditions and", ["iliotibial-band-syndrome", "meniscal-tear", "patellofemoral-pain"]),
    ],
)
def test_a_word_that_fits_several_shows_how_to_ask_for_each(kb: Run, word: str, counts: str, ids: list[str]) -> None:
    answer = kb("show", word)
    assert answer.returncode == 4
    assert not answer.stdout
    assert counts in answer.stderr
    for id in ids:
        assert f"kb show {id} " in answer.stderr


def test_a_word_for_many_is_told_shortly(kb: Run) -> None:
    lines = kb("show", "s").stderr.splitlines()
    assert len(lines) == lookup.MOST + 2
    assert " more; another word narrows it" in lines[-1]


@pytest.mark.parametrize(("name", "meant"), [("bursitis", "gluteal-tendinopathy"), ("shockwve", "shockwave-therapy")])
def test_what_may_be_said_of_many_or_is_misspelt_is_suggested_not_run(kb: Run, name: str, meant: str) -> None:
    answer = kb("show", name)
    assert answer.returncode == 1
    assert f"did you mean {meant}?" in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_a_name_that_is_both_can_be_asked_for_as_each(kb: Run, data: Path) -> None:
    record = data / "conditions" / "plantar-heel-pain.toml"
    record.write_text(record.read_text(encoding="utf-8").replace("aliases = [", 'aliases = ["night splint",', 1))
    answer = kb("show", "night splint", KB_DATA=str(data))
    assert answer.returncode == 4
    assert "kb show plantar-heel-pain  condition: Plantar heel pain" in answer.stderr
    assert "kb show night-splint       treatment: Night splint" in answer.stderr
    for kind, title in (("condition", "Plantar heel pain"), ("treatment", "Night splint")):
        assert kb("show", "--as", kind, "night splint", KB_DATA=str(data)).stdout.startswith(title)


def test_an_id_that_is_both_is_asked_for_by_kind(kb: Run, data: Path) -> None:
    vocabulary = data / "treatments.toml"
    vocabulary.write_text(vocabulary.read_text(encoding="utf-8").replace("[taping]", "[plantar-heel-pain]"))
    answer = kb("show", "plantar-heel-pain", KB_DATA=str(data))
    assert "kb show --as treatment plantar-heel-pain  treatment: Taping" in answer.stderr
    assert "kb show --as condition plantar-heel-pain  condition: " in answer.stderr


def test_wrong_kinds_are_said(kb: Run) -> None:
    assert "a treatment, not a condition" in kb("show", "--as", "condition", "taping").stderr
    assert "a condition, not a treatment" in kb("show", "--as", "treatment", "PFPS").stderr
    assert kb("show", "--as", "illness", "PFPS").returncode == 2


def test_a_broken_record_is_still_asked_for_by_its_id(kb: Run, data: Path) -> None:
    (data / "conditions" / "plantar-heel-pain.toml").write_text("name = ")
    answer = kb("show", "Plantar Heel Pain", KB_DATA=str(data))
    assert answer.returncode == 3
    assert "plantar-heel-pain.toml" in answer.stderr


def test_narrowing_takes_names_groups_and_words() -> None:
    def ids(found: list[Entry]) -> set[str]:
        return {entry.id for entry in found}

    tendons = {
        "achilles-tendinopathy",
        "adductor-related-groin-pain",
        "peroneal-tendinopathy",
        "tibialis-posterior-tendinopathy",
        "gluteal-tendinopathy",
        "patellar-tendinopathy",
        "proximal-hamstring-tendinopathy",
    }
    assert ids(lookup.conditions(LIBRARY, "tendinopathy")) == tendons
    assert ids(lookup.conditions(LIBRARY, "runner's knee")) == {"patellofemoral-pain"}
    machines = {"electrotherapy", "laser-therapy", "shockwave-therapy", "therapeutic-ultrasound"}
    machines.add("radiofrequency-ablation")
    assert ids(lookup.treatments(LIBRARY, "Machines")) == ids(lookup.treatments(LIBRARY, "machine")) == machines
    assert ids(lookup.treatments(LIBRARY, "education")) == {"education"}
    assert "prp-injection" in ids(lookup.treatments(LIBRARY, "injections"))
    for search in (lookup.conditions, lookup.treatments):
        with pytest.raises(NotFoundError):
            search(LIBRARY, "zzzz")
        with pytest.raises(NotFoundError):
            search(LIBRARY, "")


def test_what_has_no_page_is_named_with_its_signs_and_its_neighbours(kb: Run) -> None:
    answer = kb("show", "Low back pain")
    assert answer.returncode == 1
    assert answer.stderr.startswith("kb: kb has no page on Low back pain. ")
    assert "Hospital now: numb between the legs" in answer.stderr
    assert "kb show proximal-hamstring-tendinopathy" in answer.stderr
    assert "no page on bunion" in kb("show", "bunion").stderr
