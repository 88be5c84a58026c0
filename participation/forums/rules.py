"""A forum's state, told by its record and the clock."""

from datetime import datetime
from enum import StrEnum

TITLE_LENGTH = 120
BODY_LENGTH = 1000


class State(StrEnum):
    COMING = "coming"
    LIVE = "live"
    PAST = "past"


def state(
    *, opened_at: datetime | None, closed_at: datetime | None, ends_at: datetime, now: datetime
) -> State:
    """Only the chair makes a forum live or ends it; one that was never opened is past by the calendar."""
    if closed_at is not None:
        return State.PAST
    if opened_at is not None:
        return State.LIVE
    return State.COMING if now < ends_at else State.PAST
