"""Where a forum stands on its agenda, and when the rest will come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

NOTHING = timedelta(0)
REPORTING = "promises"
"""The subject of the item in which the city reports on what it has promised before; it has no id."""


@dataclass(frozen=True, slots=True)
class Item:
    id: int
    number: str
    title: str
    note: str
    planned_at: datetime | None
    planned_minutes: int
    started_at: datetime | None
    ended_at: datetime | None
    subject_kind: str | None = None
    subject_id: int | None = None
    open_doors: bool = True
    """False: the item is not public."""

    @property
    def running(self) -> bool:
        return self.started_at is not None and self.ended_at is None

    @property
    def done(self) -> bool:
        return self.ended_at is not None


@dataclass(frozen=True, slots=True)
class Row:
    """An item with the time it is expected, and how many minutes it began after its plan."""

    item: Item
    expected_at: datetime | None
    late_minutes: int


@dataclass(frozen=True, slots=True)
class Agenda:
    rows: tuple[Row, ...]
    current: Item | None
    previous: Item | None
    next: Item | None
    drift_minutes: int
    minutes_left: int
    """Of the current item; negative once its time is over."""
    ends_at: datetime | None

    @property
    def done(self) -> int:
        return sum(row.item.done for row in self.rows)


def running(items: Sequence[Item]) -> Item | None:
    return next((item for item in items if item.running), None)


def next_of(items: Sequence[Item]) -> Item | None:
    """The first one not begun that stands behind everything that has begun."""
    begun = max((place for place, item in enumerate(items) if item.started_at is not None), default=-1)
    return items[begun + 1] if begun + 1 < len(items) else None


def previous_of(items: Sequence[Item]) -> Item | None:
    """What `back` reopens: the last that has ended."""
    return next((item for item in reversed(items) if item.done), None)


def agenda(items: Sequence[Item], now: datetime) -> Agenda:
    """`items` in their order."""
    shift = drift(items, now)
    current = running(items)
    last = items[-1] if items else None
    return Agenda(
        rows=tuple(Row(item, _expected(item, shift, now), _late(item)) for item in items),
        current=current,
        previous=previous_of(items),
        next=next_of(items),
        drift_minutes=_minutes(shift),
        minutes_left=_left(current, now),
        ends_at=_end(last, shift),
    )


def drift(items: Sequence[Item], now: datetime) -> timedelta:
    """How far behind (or before) the plan the forum is: by the last start, and by what runs too long."""
    begun = [item for item in items if item.started_at is not None and item.planned_at is not None]
    if not begun:
        return NOTHING
    last = begun[-1]
    assert last.started_at is not None
    assert last.planned_at is not None
    shift = last.started_at - last.planned_at
    over = (last.ended_at or now) - last.started_at - timedelta(minutes=last.planned_minutes)
    return shift + over if last.done or over > NOTHING else shift


def _expected(item: Item, shift: timedelta, now: datetime) -> datetime | None:
    if item.started_at is not None or item.planned_at is None:
        return item.started_at
    return max(item.planned_at + shift, now)


def _late(item: Item) -> int:
    if item.started_at is None or item.planned_at is None:
        return 0
    return _minutes(item.started_at - item.planned_at)


def _left(item: Item | None, now: datetime) -> int:
    if item is None or item.started_at is None:
        return 0
    return item.planned_minutes - _minutes(now - item.started_at)


def _end(last: Item | None, shift: timedelta) -> datetime | None:
    if last is None or last.planned_at is None:
        return None
    return last.ended_at or last.planned_at + shift + timedelta(minutes=last.planned_minutes)


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
