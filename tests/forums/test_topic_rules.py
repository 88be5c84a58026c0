"""When a topic is taken, and when the same matter has had its turn."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.core.clock import ZONE
from participation.forums.topics.rules import (
    Channel,
    Count,
    Limits,
    TopicState,
    default_until,
    end_of_day,
    had_its_turn,
    hints,
    may_become,
    person_key,
    swapped,
    why_not,
    words_of,
)

UNTIL = datetime(2027, 2, 11, 22, 59, 59, tzinfo=UTC)
LIMITS = Limits(UNTIL)
S = TopicState


def test_the_usual_rules_are_those_of_the_city():
    assert (LIMITS.most, LIMITS.per_person, LIMITS.per_association, LIMITS.treated_most) == (15, 3, 5, 2)
    starts_at = datetime(2027, 3, 4, 19, 30, tzinfo=ZONE)
    assert default_until(starts_at, ZONE) == end_of_day(date(2027, 2, 11), ZONE) == UNTIL


def test_three_weeks_before_is_a_day_of_the_city_also_over_the_change_of_time():
    starts_at = datetime(2027, 4, 1, 19, 30, tzinfo=ZONE)
    assert default_until(starts_at, ZONE).isoformat() == "2027-03-11T23:59:59+01:00"


@pytest.mark.parametrize(
    ("count", "late", "association", "reason"),
    [
        (Count(0, 0), False, False, None),
        (Count(14, 2), False, False, None),
        (Count(0, 0), True, False, "topics-late"),
        (Count(3, 3), False, False, "topics-of-person"),
        (Count(3, 3), False, True, None),
        (Count(5, 5), False, True, "topics-of-association"),
        (Count(15, 0), False, False, "topics-full"),
    ],
)
def test_what_stands_against_a_topic(count, late, association, reason):
    moment = UNTIL + timedelta(seconds=1) if late else UNTIL
    assert why_not(LIMITS, count, moment, association=association) == reason


def test_a_matter_treated_twice_comes_back_with_new_facts_only():
    assert not had_its_turn(LIMITS, 1, "")
    assert had_its_turn(LIMITS, 2, "")
    assert not had_its_turn(LIMITS, 2, "Seit März ist die Straße gesperrt.")


@given(st.sampled_from(S))
def test_who_withdrew_has_withdrawn_for_good(other):
    assert not may_become(S.WITHDRAWN, other)
    assert not may_become(other, other)


@given(st.lists(st.integers(1, 50), unique=True), st.integers(1, 50), st.sampled_from([-1, 1]))
def test_moving_one_changes_two_places_at_most(order, topic, step):
    after = swapped(order, topic, step)
    assert sorted(after) == sorted(order)
    assert sum(a != b for a, b in zip(order, after, strict=True)) in {0, 2}


def test_a_person_is_an_account_or_a_name_as_it_was_written():
    assert person_key(7, "", Channel.ONLINE) == "person:7"
    assert person_key(None, "Erika  Muster", Channel.PAPER) == person_key(
        None, "erika muster ", Channel.TELEPHONE
    )
    assert person_key(None, "Erika Muster, Lindenweg", Channel.PAPER) != person_key(
        None, "Erika Muster", Channel.PAPER
    )
    assert person_key(None, "Schulamt", Channel.OFFICE) != person_key(None, "Schulamt", Channel.PAPER)


def test_words_of_a_text_point_to_who_is_in_charge():
    known = [(1, "Schlagloch, Laterne"), (2, "Bahnsteig, Zug"), (3, "")]
    assert hints("Das Schlagloch an der Laterne 12 und ein Zug", known) == [
        (1, ["schlagloch", "laterne"]),
        (2, ["zug"]),
    ]
    assert hints("Der Einzug der Linden", known) == []


def test_similar_topics_are_found_by_the_long_words():
    assert words_of("Der Überweg an der Lindenschule (neu)") == ["lindenschule", "überweg"]
