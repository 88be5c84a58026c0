from datetime import UTC, datetime, timedelta

import pytest

from moderation.rules import (
    Action,
    AppealObstacle,
    Finding,
    Lane,
    Obstacle,
    Reason,
    Source,
    Standing,
    State,
    after_decision,
    appeal_obstacle,
    appeal_until,
    came_from,
    deadline,
    obstacle,
    teaser,
)

NOON = datetime(2026, 8, 31, 12, tzinfo=UTC)
AUTHOR, CARLA, CEM = 1, 2, 3


def standing(state=State.OPEN, claimed_by=None, ago=timedelta(0), first=None):
    return Standing(state, AUTHOR, claimed_by, NOON - ago if claimed_by else None, first)


@pytest.mark.parametrize(
    ("case", "person", "expected"),
    [
        (standing(), CARLA, None),
        (standing(), AUTHOR, Obstacle.OWN),
        (standing(State.DECIDED), CARLA, Obstacle.CLOSED),
        (standing(State.CLOSED), CARLA, Obstacle.CLOSED),
        (standing(claimed_by=CARLA), CARLA, None),
        (standing(claimed_by=CEM, ago=timedelta(minutes=14)), CARLA, Obstacle.TAKEN),
        (standing(claimed_by=CEM, ago=timedelta(minutes=15)), CARLA, None),
        (standing(State.APPEALED, first=CARLA), CARLA, Obstacle.SECOND),
        (standing(State.APPEALED, first=CARLA), CEM, None),
        (standing(State.APPEALED, first=CARLA), AUTHOR, Obstacle.OWN),
    ],
)
def test_four_eyes_decide_who_may_act(case, person, expected):
    assert obstacle(case, person, NOON) is expected


def test_a_case_ends_after_at_most_two_decisions():
    assert after_decision(State.OPEN) is State.DECIDED
    assert after_decision(State.APPEALED) is State.CLOSED


def test_live_cases_count_in_minutes_and_others_in_hours():
    assert deadline(Lane.LIVE, Reason.HATE, NOON) - NOON == timedelta(minutes=5)
    assert deadline(Lane.LIVE, Reason.SPAM, NOON) - NOON == timedelta(minutes=15)
    assert deadline(Lane.NORMAL, Reason.INSULT, NOON) - NOON == timedelta(hours=24)
    assert deadline(Lane.NORMAL, Reason.CHILD_ABUSE, NOON) - NOON == timedelta(hours=2)


def test_the_queue_tells_people_from_programs_and_one_check_from_another():
    found = [came_from(Source.PERSON, None), came_from(Source.VISITOR, Finding.LINK)]
    assert found == ["people", "people"]
    assert came_from(Source.SYSTEM, None) == "system"
    assert [came_from(Source.SYSTEM, finding) for finding in Finding] == list(Finding)


def test_six_months_end_on_a_day_that_exists():
    assert appeal_until(NOON).date().isoformat() == "2027-02-28"
    assert appeal_until(NOON.replace(month=3)).date().isoformat() == "2026-09-30"


@pytest.mark.parametrize(
    ("action", "instance", "appealed", "now", "expected"),
    [
        (Action.HIDE, 1, False, NOON, None),
        (Action.REMOVE, 1, False, NOON, None),
        (Action.KEEP, 1, False, NOON, AppealObstacle.NOTHING),
        (Action.HIDE, 2, False, NOON, AppealObstacle.FINAL),
        (Action.HIDE, 1, True, NOON, AppealObstacle.TWICE),
        (Action.HIDE, 1, False, datetime(2027, 3, 1, 11, tzinfo=UTC), None),
        (Action.HIDE, 1, False, datetime(2027, 3, 1, 12, tzinfo=UTC), AppealObstacle.LATE),
    ],
)
def test_an_appeal_counts_once_and_in_time(action, instance, appealed, now, expected):
    assert appeal_obstacle(action, instance, NOON, appealed=appealed, now=now) is expected


def test_a_teaser_is_one_line_cut_at_a_word():
    assert teaser("kurz\nund gut") == "kurz und gut"
    cut = teaser("Wort " * 60)
    assert cut.endswith("Wort …")
    assert len(cut) <= 122
