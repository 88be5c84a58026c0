"""What a poll may be, and what is possible when."""

from datetime import datetime
from enum import StrEnum
from fractions import Fraction

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


class Receipts(StrEnum):
    COUNTED = "counted"
    """The list of receipts stands apart from the ballots, which are cut into their answers."""
    FULL = "full"
    """Each ballot is published beside its receipt, without a name."""


def default_receipts(secrecy: Secrecy) -> Receipts:
    """A receipt that shows what a secret ballot says could be sold; of a mood nobody buys one."""
    return Receipts.COUNTED if secrecy is Secrecy.SECRET else Receipts.FULL


class Voters(StrEnum):
    CONFIRMED = "confirmed"
    """Everybody with a confirmed address."""
    VERIFIED = "verified"
    """Of them, those whom the city knows as residents."""
    ROLL = "roll"
    """Those who stand in an uploaded list."""
    CODES = "codes"
    """Whoever holds a printed code, without an account."""


class Needed(StrEnum):
    """What part of the filled ballots the first option must have."""

    NOTHING = ""
    HALF = "half"
    TWO_THIRDS = "two-thirds"
    THREE_QUARTERS = "three-quarters"


SHARED_KINDS = frozenset({"one-choice", "several", "approval"})
"""Kinds in which an option has a share of the ballots."""
_PARTS = {
    Needed.TWO_THIRDS: Fraction(2, 3),
    Needed.THREE_QUARTERS: Fraction(3, 4),
}


def reaches(needed: Needed, share: Fraction) -> bool:
    """Half means more than half; the others mean at least so much."""
    if needed is Needed.HALF:
        return share > Fraction(1, 2)
    return share >= _PARTS.get(needed, Fraction(0))


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
