"""The display period of § 3 (2) BauGB: one month, at least 30 days, the first day counted."""

from datetime import date, timedelta

import pytest

from participation.plans.rules.display import (
    Period,
    Standing,
    Wrong,
    easter_sunday,
    holidays,
    last_day,
    month_end,
    working_day,
    wrong,
)

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2027-03-01", "2027-03-31"),
        ("2027-03-15", "2027-04-14"),
        ("2027-01-31", "2027-02-28"),
        ("2027-01-30", "2027-02-28"),
        ("2027-01-29", "2027-02-28"),
        ("2028-01-31", "2028-02-29"),
        ("2028-01-30", "2028-02-29"),
        ("2027-02-01", "2027-02-28"),
        ("2028-02-01", "2028-02-29"),
        ("2026-12-01", "2026-12-31"),
        ("2026-12-15", "2027-01-14"),
        ("2027-03-31", "2027-04-30"),
        ("2027-05-31", "2027-06-30"),
    ],
)
def test_a_month_ends_on_the_day_before(first, last):
    assert month_end(date.fromisoformat(first)) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("2027-03-15", "2027-04-14", "a Wednesday, 31 days"),
        ("2027-02-01", "2027-03-02", "28 days are a month and not enough"),
        ("2028-02-01", "2028-03-01", "29 days of a leap year are not enough either"),
        ("2027-01-31", "2027-03-01", "29 days, then 30, a Monday"),
        ("2027-02-15", "2027-03-16", "28 days to the 14th, 30 to the 16th"),
        ("2026-12-01", "2026-12-31", "a Thursday"),
        ("2026-11-26", "2026-12-28", "Christmas on Friday, then the weekend"),
        ("2026-12-02", "2027-01-04", "New Year on Friday, then the weekend"),
        ("2027-02-25", "2027-03-30", "Good Friday, Easter, Easter Monday"),
        ("2027-04-02", "2027-05-03", "the first of May is a Saturday"),
        ("2027-09-04", "2027-10-04", "the third of October is a Sunday"),
    ],
)
def test_the_last_day(first, last, why):
    assert last_day(date.fromisoformat(first)) == date.fromisoformat(last), why


def test_over_thirty_years_no_display_is_shorter_than_the_law_asks_and_none_is_much_longer():
    day = date(2026, 1, 1)
    while day.year < 2056:
        last = last_day(day)
        assert last >= month_end(day)
        assert 30 <= (last - day).days + 1 <= 36
        assert working_day(last) == last
        day += DAY


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, "03-31"), (2025, "04-20"), (2026, "04-05"), (2027, "03-28"), (2038, "04-25"), (2049, "04-18")],
)
def test_easter(year, day):
    assert easter_sunday(year) == date.fromisoformat(f"{year}-{day}")
    assert len(holidays(year)) == 9


START = date(2027, 3, 15)
PERIOD = Period(START, date(2027, 4, 14))


def test_both_days_belong_to_the_period():
    assert PERIOD.days == 31
    assert PERIOD.standing(START - DAY) is Standing.COMING
    assert PERIOD.standing(START) is Standing.RUNNING
    assert PERIOD.standing(PERIOD.ends_on) is Standing.RUNNING
    assert PERIOD.standing(PERIOD.ends_on + DAY) is Standing.OVER


def test_what_cannot_be_confirmed():
    before, announced = START - 10 * DAY, START - 7 * DAY
    assert wrong(PERIOD, announced, before, None) is None
    assert wrong(Period(START, date(2027, 5, 31)), announced, before, None) is None
    assert wrong(PERIOD, START, before, None) is Wrong.NOT_ANNOUNCED
    assert wrong(Period(START, date(2027, 4, 13)), announced, before, None) is Wrong.TOO_SHORT
    assert wrong(PERIOD, announced, START, None) is Wrong.IN_THE_PAST


def test_before_it_begins_it_may_move_and_afterwards_only_grow():
    later = Period(START + 7 * DAY, last_day(START + 7 * DAY))
    longer = Period(START, PERIOD.ends_on + DAY)
    announced = START - 7 * DAY
    assert wrong(later, announced, START - 2 * DAY, PERIOD) is None
    assert wrong(later, announced, START, PERIOD) is Wrong.BEGUN
    assert wrong(longer, announced, START + DAY, PERIOD) is None
    assert wrong(PERIOD, announced, START + DAY, longer) is Wrong.SHORTENED
