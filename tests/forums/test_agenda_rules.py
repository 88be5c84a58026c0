from datetime import UTC, datetime, timedelta

from participation.forums.agenda.rules import Item, agenda, next_of, previous_of, running

EIGHT = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)


def at(minutes):
    return EIGHT + timedelta(minutes=minutes)


def item(number, planned, started=None, ended=None):
    return Item(
        number, str(number), f"Punkt {number}", "", at(planned), 20, at(started) if started is not None else None,
        at(ended) if ended is not None else None,
    )  # fmt: skip


def test_before_the_first_item_everything_is_as_planned():
    stand = agenda([item(1, 0), item(2, 20)], at(-10))
    assert [row.expected_at for row in stand.rows] == [at(0), at(20)]
    assert stand.drift_minutes == 0
    assert stand.next.id == 1


def test_a_late_start_moves_all_that_follows():
    stand = agenda([item(1, 0, 0, 31), item(2, 20, 31), item(3, 40)], at(35))
    assert stand.drift_minutes == 11
    assert stand.rows[2].expected_at == at(51)
    assert stand.rows[1].late_minutes == 11
    assert stand.minutes_left == 16
    assert stand.ends_at == at(71)


def test_an_item_that_runs_too_long_moves_the_rest_while_it_runs():
    stand = agenda([item(1, 0, 0), item(2, 20)], at(27))
    assert stand.drift_minutes == 7
    assert stand.minutes_left == -7
    assert stand.rows[1].expected_at == at(27)


def test_an_early_end_brings_the_rest_forward_but_never_into_the_past():
    stand = agenda([item(1, 0, 0, 10), item(2, 20)], at(15))
    assert stand.drift_minutes == -10
    assert stand.rows[1].expected_at == at(15)


def test_next_is_what_stands_behind_all_that_has_begun():
    items = [item(1, 0, 0, 10), item(2, 20), item(3, 40, 30, 50), item(4, 60)]
    assert next_of(items).id == 4
    assert previous_of(items).id == 3
    assert running(items) is None
    assert agenda([], at(0)).next is None
