"""How hands become a number, and how hall and remote add up."""

from fractions import Fraction

from participation.forums.live_polls.rules import Count, Form, Hall, answers, hands, mean, percent, too_many

ONE, TWO, THREE = 1, 2, 3


def test_one_count_alone_is_no_number():
    assert hands(True, []).state is Hall.NONE
    found = hands(True, [Count(ONE, {"yes": 37})])
    assert (found.state, dict(found.numbers)) == (Hall.ONE, {})


def test_the_same_person_twice_is_still_one():
    assert hands(True, [Count(ONE, {"yes": 37}), Count(ONE, {"yes": 37})]).state is Hall.ONE


def test_two_who_agree_make_the_number():
    found = hands(True, [Count(ONE, {"yes": 37, "no": 5}), Count(TWO, {"yes": 37, "no": 5})])
    assert (found.state, dict(found.numbers)) == (Hall.AGREED, {"yes": 37, "no": 5})


def test_two_who_differ_raise_the_alarm_and_give_no_number():
    found = hands(True, [Count(ONE, {"yes": 37, "no": 5}), Count(TWO, {"yes": 38, "no": 5})])
    assert (found.state, dict(found.numbers), dict(found.differing)) == (
        Hall.DIFFERENT,
        {},
        {"yes": (37, 38)},
    )


def test_a_new_count_settles_it_and_a_third_person_counts_as_well():
    first = [Count(ONE, {"yes": 37}), Count(TWO, {"yes": 38})]
    assert hands(True, [*first, Count(ONE, {"yes": 38})]).state is Hall.AGREED
    assert hands(True, [*first, Count(THREE, {"yes": 38})]).state is Hall.AGREED
    assert hands(True, [*first, Count(ONE, {"yes": 38}), Count(TWO, {"yes": 40})]).state is Hall.DIFFERENT


def test_an_answer_that_only_one_has_counted_differs_from_none():
    assert hands(True, [Count(ONE, {"yes": 1}), Count(TWO, {})]).differing == {"yes": (1, 0)}


def test_without_hands_there_is_nothing_to_wait_for():
    assert hands(False, [Count(ONE, {"yes": 3})]).state is Hall.OFF


def test_hall_and_remote_stand_apart_and_together():
    found = answers({"yes": "Ja", "no": "Nein"}, {"yes": 37, "no": 20}, {"yes": 60, "no": 40}, 157)
    assert [(a.hall, a.remote, a.total, a.share) for a in found] == [(37, 60, 97, 62), (20, 40, 60, 38)]


def test_percent_rounds_half_up_and_nobody_is_zero():
    assert [percent(1, 8), percent(1, 3), percent(0, 0)] == [13, 33, 0]


def test_a_scale_has_a_mean_of_hall_of_remote_and_of_all():
    titles = {str(mark): str(mark) for mark in range(1, 6)}
    found = answers(titles, {"5": 2}, {"1": 1, "4": 1}, 4)
    assert mean(found) == (Fraction(5), Fraction(5, 2), Fraction(15, 4))
    assert mean(answers(titles, {}, {}, 0)) is None


def test_more_hands_than_people_are_noticed():
    assert too_many({"yes": 40, "no": 30}, 62, Form.ONE)
    assert not too_many({"yes": 40, "no": 30}, 62, Form.SEVERAL)
    assert too_many({"yes": 70}, 62, Form.SEVERAL)
    assert not too_many({"yes": 70}, 0, Form.ONE)
