from datetime import UTC, date, datetime, timedelta

import pytest

from participation.consultations.rules import (
    Phase,
    Standing,
    current,
    days_left,
    is_open,
    phase_for,
    raise_headings,
    sort_key,
    standing,
    steps,
    upcoming,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
OPENS = {"collect": frozenset({"write", "talk"}), "examine": frozenset({"talk"}), "inform": frozenset[str]()}
INVITING = frozenset({"collect"})


def phase(kind: str, start: float, end: float | None) -> Phase:
    return Phase(kind, kind.title(), "", NOW + start * DAY, None if end is None else NOW + end * DAY)


INFORM, COLLECT, EXAMINE = phase("inform", -20, -10), phase("collect", -10, 10), phase("examine", 10, None)
ALL = (INFORM, COLLECT, EXAMINE)


@pytest.mark.parametrize(
    ("days", "running", "writing", "talking"),
    [
        (-30, None, False, False),
        (-20, "inform", False, False),
        (-15, "inform", False, False),
        (-10, "collect", True, True),
        (0, "collect", True, True),
        (9.999, "collect", True, True),
        (10, "examine", False, True),
        (900, "examine", False, True),
    ],
)
def test_a_phase_opens_its_features_before_during_and_after(days, running, writing, talking):
    now = NOW + days * DAY
    found = current(ALL, now)
    assert (found.kind if found else None) == running
    assert is_open(ALL, "write", now, OPENS) is writing
    assert is_open(ALL, "talk", now, OPENS) is talking
    assert not is_open(ALL, "unheard of", now, OPENS)


def test_of_two_phases_that_overlap_the_later_one_runs_and_both_open():
    both = (COLLECT, phase("examine", -1, 20))
    assert current(both, NOW).kind == "examine"
    assert is_open(both, "write", NOW, OPENS)


def test_a_phase_names_the_day_before_its_midnight_as_its_last():
    midnight = datetime(2026, 12, 13, 0, tzinfo=UTC)
    assert Phase("collect", "", "", NOW, midnight).last_moment.date() == date(2026, 12, 12)
    assert EXAMINE.last_moment is None


def test_steps_are_done_now_and_next():
    assert [step.state for step in steps(ALL, NOW)] == ["done", "now", "next"]
    assert [step.state for step in steps(ALL, NOW - 30 * DAY)] == ["next", "next", "next"]
    assert [step.state for step in steps(ALL[:2], NOW + 30 * DAY)] == ["done", "done"]


def test_the_phase_to_name_is_the_running_one_then_the_next_then_the_last():
    assert phase_for(ALL, "write", NOW, OPENS) is COLLECT
    assert phase_for(ALL, "write", NOW - 30 * DAY, OPENS) is COLLECT
    assert phase_for(ALL, "write", NOW + 30 * DAY, OPENS) is COLLECT
    assert phase_for(ALL, "unheard of", NOW, OPENS) is None
    assert upcoming(ALL, NOW) is EXAMINE


@pytest.mark.parametrize(
    ("phases", "days", "expected"),
    [
        (ALL, -30, Standing.COMING),
        (ALL, -15, Standing.WORKING),
        (ALL, 0, Standing.OPEN),
        (ALL, 50, Standing.WORKING),
        ((INFORM, COLLECT), 50, Standing.FINISHED),
        ((INFORM, EXAMINE), 0, Standing.WORKING),
        ((COLLECT, phase("closed", 10, None)), 50, Standing.FINISHED),
        ((), 0, Standing.FINISHED),
    ],
)
def test_a_consultation_stands_where_its_phases_say(phases, days, expected):
    long_ago = NOW - 100 * DAY
    assert standing(phases, NOW + days * DAY, INVITING, published_at=long_ago, archived_at=None) is expected


def test_a_consultation_is_a_draft_until_the_day_it_is_published_and_finished_when_archived():
    assert standing(ALL, NOW, INVITING, published_at=None, archived_at=None) is Standing.DRAFT
    assert standing(ALL, NOW, INVITING, published_at=NOW + DAY, archived_at=None) is Standing.DRAFT
    assert standing(ALL, NOW, INVITING, published_at=NOW - DAY, archived_at=NOW) is Standing.FINISHED


def test_days_are_calendar_days_and_never_negative():
    assert days_left(date(2026, 12, 12), date(2026, 11, 20)) == 22
    assert days_left(date(2026, 11, 20), date(2026, 11, 20)) == 0
    assert days_left(date(2026, 11, 1), date(2026, 11, 20)) == 0


def test_names_sort_as_in_a_german_index():
    assert sorted(["Zoo", "Österberg", "Ostend", "Süd", "Straße", "strassen"], key=sort_key) == [
        "Ostend",
        "Österberg",
        "Straße",
        "strassen",
        "Süd",
        "Zoo",
    ]


def test_headings_move_up_but_never_to_the_title():
    assert raise_headings("<h3>a</h3><h4>b</h4><h6>c</h6>", 2) == "<h2>a</h2><h2>b</h2><h4>c</h4>"
