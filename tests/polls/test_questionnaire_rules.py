"""Which questions are asked, and what is kept of the answers, without a database."""

import pytest

from polls.ballots.registry import KINDS
from polls.ballots.shape import Choices, Marks, Question, Text
from polls.questionnaire.rules import Part, after, asked, before, from_text, is_whole, kept, lacking, to_text

DOG = Part(1, KINDS["one-choice"], Question(options=("yes", "no")), required=True)
WHERE = Part(
    2, KINDS["several"], Question(options=("park", "wood")), required=True, only_if=1, only_option="yes"
)
PARK = Part(3, KINDS["open"], Question(), required=False, only_if=2, only_option="park")
MARK = Part(4, KINDS["score"], Question(options=("a", "b")), required=False)
PARTS = [DOG, WHERE, PARK, MARK]
YES = {1: Choices(("yes",)), 2: Choices(("park",)), 3: Text("Wiese")}


def ids(parts):
    return [part.id for part in parts]


def test_a_question_is_asked_when_its_condition_holds():
    assert ids(asked(PARTS, {})) == [1, 4]
    assert ids(asked(PARTS, {1: Choices(("no",))})) == [1, 4]
    assert ids(asked(PARTS, {1: Choices(("yes",))})) == [1, 2, 4]
    assert ids(asked(PARTS, YES)) == [1, 2, 3, 4]


def test_an_answer_to_what_is_not_asked_opens_nothing_and_is_dropped():
    changed = {**YES, 1: Choices(("no",))}
    assert ids(asked(PARTS, changed)) == [1, 4]
    assert kept(PARTS, changed) == {1: Choices(("no",))}


def test_required_questions_lack_only_while_they_are_asked():
    assert ids(lacking(PARTS, {})) == [1]
    assert ids(lacking(PARTS, {1: Choices(("yes",))})) == [2]
    assert lacking(PARTS, {1: Choices(("no",))}) == []


def test_the_way_leads_past_what_is_not_asked():
    answers = {1: Choices(("no",))}
    assert after(PARTS, answers, 1) is MARK
    assert after(PARTS, YES, 1) is WHERE
    assert after(PARTS, YES, 4) is None
    assert before(PARTS, answers, 4) is DOG
    assert before(PARTS, answers, 1) is None


def test_answers_are_one_text_and_come_back():
    assert from_text(to_text(YES)) == YES
    assert to_text(YES) == to_text(dict(reversed(YES.items())))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"answers":[]}',
        '{"answers":{"x":{"text":"a"}}}',
        '{"answers":{"1":{}}}',
        '{ "answers":{}}',
    ],
)
def test_other_texts_are_no_answers(text):
    with pytest.raises(ValueError):  # noqa: PT011  # of whatever kind
        from_text(text)


def test_what_is_counted_is_whole():
    assert is_whole(PARTS, YES)
    assert not is_whole(PARTS, {1: Choices(("yes",))})
    assert not is_whole(PARTS, {**YES, 1: Choices(("no",))})
    assert not is_whole(PARTS, {**YES, 4: Marks((("a", 99),))})
    assert not is_whole(PARTS, {**YES, 9: Text("x")})
