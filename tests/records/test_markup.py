from kb_cli.records import markup


def test_spans_of_a_paragraph() -> None:
    spans = list(markup.spans("Weak [@a2001; @b2002] as in [[shin-pain]]. [[hip-pain]] too"))
    assert spans == [
        markup.Words("Weak "),
        markup.Citation(("a2001", "b2002")),
        markup.Words(" as in "),
        markup.Link("shin-pain", opens=False),
        markup.Words(". "),
        markup.Link("hip-pain", opens=True),
        markup.Words(" too"),
    ]


def test_keys_and_links_once_in_order() -> None:
    texts = ["x [@b1; @a1] [[one]]", "y [@a1; @c1] [[two]] [[one]]"]
    assert markup.cited(texts) == ["b1", "a1", "c1"]
    assert markup.linked(texts) == ["one", "two"]


def test_what_only_looks_like_a_mark() -> None:
    text = "[@ok1999] [@Bad] [@a, p. 3] [[No Id]] [[open [@] [note]"
    assert "[@ok1999]" not in markup.malformed(text)
    assert not any("note" in piece for piece in markup.malformed(text))
    assert {"[@Bad]", "[@a, p. 3]", "[[No Id]]"} <= set(markup.malformed(text))


def test_paragraphs_are_single_lines() -> None:
    assert markup.paragraphs("a\nb\n\n\n c  d \n") == ["a b", "c d"]


def test_sentences_end_at_stops_not_at_decimals() -> None:
    text = "It fell by 0.15 points [@a1]. Was it real? In 12 people, yes! 5 were not asked [@b1]."
    assert markup.sentences(text) == [
        "It fell by 0.15 points [@a1].",
        "Was it real?",
        "In 12 people, yes!",
        "5 were not asked [@b1].",
    ]


def test_unmarked_closes_up_before_punctuation() -> None:
    assert markup.unmarked("Less pain [@a1; @b2], as in [[shin-pain]] [@c3].") == "Less pain, as in shin pain."


def test_linked_names_keep_proper_names_and_openings() -> None:
    names = {"a": "Achilles tendinopathy", "b": "Bone stress injury"}
    assert markup.linked_name(markup.Link("a", opens=False), names) == "Achilles tendinopathy"
    assert markup.linked_name(markup.Link("b", opens=False), names) == "bone stress injury"
    assert markup.linked_name(markup.Link("b", opens=True), names) == "Bone stress injury"
