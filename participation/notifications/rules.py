"""What can be followed, what counts as news, and when a mail may leave."""

from datetime import date, timedelta
from enum import StrEnum

FOLLOWABLE = frozenset({"proposal", "consultation"})
MOST = 200
"""Things that one person can follow."""
LINES = 40
"""News in one mail; what is beyond stands on the pages."""
SETTLE = timedelta(minutes=1)
"""News that is younger may stand before one that is still being written, so it waits for the next look."""
KEPT = timedelta(days=60)


class What(StrEnum):
    ANSWERED = "answered"
    DECIDED = "decided"
    MOVED = "moved"
    MERGED = "merged"
    MILESTONE = "milestone"
    NEWS = "news"
    REPLY = "reply"
    TAKEN_UP = "taken-up"


def may_leave(sent_on: date | None, today: date) -> bool:
    """One mail a day at most."""
    return sent_on is None or sent_on < today
