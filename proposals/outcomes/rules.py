"""How far a decided proposal has come, what is overdue, and which counts may be shown."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum

from proposals.rules import Status

TITLE_MAX = 120
OWNER_MAX = 120
NOTE_MAX = 500
REASON_MAX = 2000
LINK_MAX = 500
MOST = 40
"""Milestones of one proposal."""
REPLY_WITHIN = timedelta(days=14)
"""For the city's answer when an author says that it is not done."""
ASK_WITHIN = timedelta(days=30)
"""Whoever could not be asked by then is not surprised by a mail about something long gone."""
FEW = 5
"""Smaller counts are not shown: who supports is never public, and this must not tell it either."""


class Progress(StrEnum):
    """A milestone; that one is overdue follows from its date."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


class Verdict(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


CLOSED = frozenset({Progress.DONE, Progress.DROPPED})


def overdue(progress: Progress, due_on: date, today: date) -> bool:
    """The day itself still counts."""
    return progress not in CLOSED and due_on < today


def fits(progress: Progress, share: int) -> bool:
    """Whether the share done and the state say the same."""
    if progress is Progress.DONE:
        return share == 100
    if progress is Progress.PLANNED:
        return share == 0
    return 0 <= share < 100


def status_of(each: Collection[Progress]) -> Status:
    """Done with the last step, under way with the first that has begun. What was dropped counts for nothing."""
    standing = {one for one in each if one is not Progress.DROPPED}
    if standing == {Progress.DONE}:
        return Status.DONE
    return Status.BUILDING if standing - {Progress.PLANNED} else Status.ACCEPTED


def reply_due(verdict: Verdict, today: date, *, writer: bool) -> date | None:
    """The last day of the answer that the city owes to an author who says no."""
    return today + REPLY_WITHIN if writer and verdict is Verdict.NO else None


def protected(counts: Mapping[Verdict, int]) -> dict[Verdict, int | None] | None:
    """None for a number that is too small to show; nothing at all where too few have answered.

    No total goes with it, so that a number which is kept back cannot be worked out.
    """
    if sum(counts.values()) < FEW:
        return None
    return {one: counts.get(one, 0) if counts.get(one, 0) >= FEW else None for one in Verdict}
