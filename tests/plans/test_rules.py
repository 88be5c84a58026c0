import hashlib

from participation.plans.rules.texts import Part, Step, blocks, canonical, digest, matched, steps


def shape(source):
    return [(part.level, part.number, part.body) for part in blocks(source)]


def test_headings_become_numbered_sections_and_paragraphs_count_on():
    assert shape("# A\n\neins\n\n## B\nzwei\n\ndrei\n# C\nvier") == [
        (1, "1", "A"), (0, "1", "eins"), (2, "1.1", "B"), (0, "2", "zwei"), (0, "3", "drei"),
        (1, "2", "C"), (0, "4", "vier"),
    ]  # fmt: skip


def test_the_highest_heading_used_is_the_first_level_and_the_fourth_is_the_third():
    assert [part.number for part in blocks("## A\n\n### B\n\n#### C\n\n##### D\n\n## E")] == [
        "1", "1.1", "1.1.1", "1.1.2", "2",
    ]  # fmt: skip


def test_a_subsection_before_any_section_still_has_a_number():
    assert [part.number for part in blocks("## B\n\n# A\n\n## C")] == ["1.1", "2", "2.1"]


def test_a_list_without_empty_lines_is_one_paragraph_and_an_empty_heading_is_none():
    assert shape("- a\n- b\n\n#  \n\n#ohne Abstand") == [(0, "1", "- a\n- b"), (0, "2", "#ohne Abstand")]


def test_a_list_behind_a_colon_belongs_to_its_paragraph():
    assert shape("Zuerst:\n\n- a\n- b\n\nDann") == [(0, "1", "Zuerst:\n\n- a\n- b"), (0, "2", "Dann")]
    assert len(shape("Zuerst:\n\nKeine Liste.")) == 2
    assert len(shape("# Liste:\n\n- a")) == 2


def test_the_hash_is_that_of_the_file():
    frozen = canonical("Plan", 2, blocks("# A\n\nGrün für ß"))
    assert frozen == "Plan\n\nFassung 2\n\n1 A\n\n1 Grün für ß\n"
    assert digest(frozen) == hashlib.sha256(frozen.encode("utf-8")).hexdigest()


OLD = [(7, "Die Stadt pflanzt Bäume."), (8, "Es wird kühler im Sommer."), (9, "Der Rat gibt Geld.")]


def test_equal_and_similar_paragraphs_stay_the_same_ones():
    assert matched(OLD, [text for _, text in OLD]) == [7, 8, 9]
    assert matched(
        OLD, ["Die Stadt pflanzt mehr Bäume.", "Es wird kühler im Sommer.", "Der Rat gibt Geld."]
    ) == [7, 8, 9]
    assert matched(OLD, ["Ganz neu hier.", *[text for _, text in OLD]]) == [None, 7, 8, 9]


def test_what_has_moved_is_found_and_what_is_another_text_is_not():
    assert matched(OLD, [OLD[2][1], OLD[0][1], OLD[1][1]]) == [9, 7, 8]
    assert matched(OLD, ["Völlig andere Worte stehen nun da."]) == [None]
    assert matched(OLD, []) == []
    assert matched([], ["Neu."]) == [None]


def test_no_paragraph_is_given_away_twice():
    found = matched([(1, "a b c d"), (2, "e f g h")], ["a b c x", "a b c y", "a b c z"])
    assert [one for one in found if one is not None] == [1]
    assert matched([(1, "a"), (2, "a")], ["a", "a", "a"])[:2] == [1, 2]


def test_steps_tell_changed_new_and_gone_in_the_order_of_reading():
    old = [Part(0, 1, "1", "A"), Part(1, 0, "1", "eins"), Part(2, 0, "2", "zwei"), Part(3, 0, "3", "drei")]
    new = [Part(0, 1, "1", "A"), Part(1, 0, "1", "eins!"), Part(4, 0, "2", "neu"), Part(3, 0, "3", "drei")]
    assert steps(old, new) == [Step(old[1], new[1]), Step(old[2], None), Step(None, new[2])]
    assert steps(old, old) == []
