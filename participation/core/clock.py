"""The one clock of the product, so that tests can stand in another day."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
_frozen: datetime | None = None
_seen: ContextVar[datetime | None] = ContextVar("seen", default=None)


def now() -> datetime:
    return _seen.get() or _frozen or datetime.now(UTC)


def today() -> date:
    """The calendar day in the city, not in UTC: deadlines end at its midnight."""
    return now().astimezone(ZONE).date()


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """For tests: `now()` stands still at an aware moment."""
    global _frozen  # noqa: PLW0603  # one clock for the whole process is the point
    before, _frozen = _frozen, moment
    try:
        yield
    finally:
        _frozen = before


@contextmanager
def seen_at(moment: datetime) -> Iterator[None]:
    """For the preview of a page on another day: holds for this task alone, and for reading alone."""
    before = _seen.set(moment)
    try:
        yield
    finally:
        _seen.reset(before)
