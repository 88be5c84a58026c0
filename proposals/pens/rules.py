"""How many may write together, and how long an invitation waits for an answer."""

from datetime import datetime, timedelta

MOST = 5
"""Co-authors and open invitations together."""
OPEN_FOR = timedelta(days=14)
TYPED_MAX = 254


def is_open(invited_at: datetime, now: datetime) -> bool:
    return now - invited_at < OPEN_FOR
