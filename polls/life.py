"""What a poll may be, and what is possible when."""

from datetime import datetime
from enum import StrEnum

FEWEST = 5
"""Counts below it are not shown apart: in a small group a number can be a name."""


class State(StrEnum):
    DRAFT = "draft"
    COMING = "coming"
    OPEN = "open"
    COUNTING = "counting"
    """Nobody can vote any more; the ballots are being opened."""
    CLOSED = "closed"


class Secrecy(StrEnum):
    OPEN = "open"
    """A mood: the ballot lies unsealed beside the person until the end."""
    SECRET = "secret"  # noqa: S105  # a word of the trade


class Results(StrEnum):
    AT_END = "at-end"
    LIVE = "live"


def state(
    now: datetime,
    *,
    published_at: datetime | None,
    opens_at: datetime,
    closes_at: datetime,
    closed_at: datetime | None,
    counted_at: datetime | None,
) -> State:
    """Hours end a poll also where nobody has noted it yet: a late worker gives nobody a late vote."""
    if published_at is None or published_at > now:
        return State.DRAFT
    if counted_at is not None:
        return State.CLOSED
    if closed_at is not None or closes_at <= now:
        return State.COUNTING
    return State.OPEN if opens_at <= now else State.COMING


def results_allowed(secrecy: Secrecy, results: Results) -> bool:
    """A secret poll shows nothing while it is open, whatever else is wanted."""
    return not (secrecy is Secrecy.SECRET and results is Results.LIVE)


def too_few(number: int) -> bool:
    return number < FEWEST
