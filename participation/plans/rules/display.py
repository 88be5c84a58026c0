"""How long a plan is on display (§ 3 (2) BauGB): a month, at least 30 days. Pure.

The first day counts (§ 187 (2) BGB). A month ends on the day before the one with the same number in the next
month, or on the last day of a month that is too short (§ 188 (2) and (3) BGB). Where the last day is a Saturday,
a Sunday or a holiday that all of Germany has, it ends on the next working day (§ 193 BGB). Holidays of a single
Land are for the editor to add: the last day may be later than computed, never earlier.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LEAST = 30
"""Days, whatever the month."""
DAY = timedelta(days=1)


class Standing(StrEnum):
    COMING = "coming"
    RUNNING = "running"
    OVER = "over"


class Wrong(StrEnum):
    """Why days cannot be confirmed."""

    NOT_ANNOUNCED = "not-announced"
    TOO_SHORT = "too-short"
    IN_THE_PAST = "in-the-past"
    BEGUN = "begun"
    SHORTENED = "shortened"


@dataclass(frozen=True, slots=True)
class Period:
    """Both days belong to it, the last one until midnight in the city."""

    starts_on: date
    ends_on: date

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1

    def standing(self, today: date) -> Standing:
        if today < self.starts_on:
            return Standing.COMING
        return Standing.RUNNING if today <= self.ends_on else Standing.OVER


def last_day(starts_on: date) -> date:
    """The earliest day on which a display may end."""
    return working_day(max(month_end(starts_on), starts_on + (LEAST - 1) * DAY))


def month_end(starts_on: date) -> date:
    if starts_on.day == 1:
        return starts_on.replace(day=monthrange(starts_on.year, starts_on.month)[1])
    year, month = (starts_on.year + 1, 1) if starts_on.month == 12 else (starts_on.year, starts_on.month + 1)
    return date(year, month, min(starts_on.day - 1, monthrange(year, month)[1]))


def working_day(day: date) -> date:
    """The day itself, or the next that is neither Saturday, Sunday nor holiday."""
    while day.weekday() >= 5 or day in holidays(day.year):
        day += DAY
    return day


def holidays(year: int) -> frozenset[date]:
    """Those of all Länder."""
    easter = easter_sunday(year)
    return frozenset(
        {
            date(year, 1, 1),
            easter - 2 * DAY,
            easter + DAY,
            date(year, 5, 1),
            easter + 39 * DAY,
            easter + 50 * DAY,
            date(year, 10, 3),
            date(year, 12, 25),
            date(year, 12, 26),
        }
    )


def easter_sunday(year: int) -> date:
    """The anonymous Gregorian algorithm."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    rest = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * rest) // 451
    month, day = divmod(h + rest - 7 * m + 114, 31)
    return date(year, month, day + 1)


def wrong(period: Period, announced_on: date, today: date, former: Period | None) -> Wrong | None:
    """What stands against these days. Once it has begun, a display can only become longer."""
    if former is not None and former.standing(today) is not Standing.COMING:
        if period.starts_on != former.starts_on:
            return Wrong.BEGUN
        return Wrong.SHORTENED if period.ends_on < former.ends_on else None
    if period.starts_on <= today:
        return Wrong.IN_THE_PAST
    if announced_on >= period.starts_on:
        return Wrong.NOT_ANNOUNCED
    return Wrong.TOO_SHORT if period.ends_on < last_day(period.starts_on) else None
