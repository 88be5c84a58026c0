"""A poll that is closed and held: not counted yet, so that whoever closed it too early can open it again.

Counting opens and cuts the ballots for good. So there is no way back from there, and none is offered.
"""

from participation.core.audit import record
from participation.core.clock import now
from participation.core.db import execute, unit_of_work
from polls.actions import KIND
from polls.locks import alone

_REOPEN = """
UPDATE poll SET closed_at = NULL, closed_by = NULL, held_at = NULL
WHERE id = $1 AND held_at IS NOT NULL AND counted_at IS NULL AND closes_at > $2
"""
_RELEASE = "UPDATE poll SET held_at = NULL WHERE id = $1 AND held_at IS NOT NULL"


async def reopen(poll_id: int, actor_id: int | None) -> bool:
    """Everybody votes on; what was cast before stands. False where it is counted, not held, or its time is over."""
    async with unit_of_work():
        await alone(poll_id)
        if not await execute(_REOPEN, poll_id, now()):
            return False
        await record(actor_id, "poll.reopened", KIND, poll_id)
    return True


async def release(poll_id: int) -> bool:
    """From now on it may be counted; False where it was not held."""
    async with unit_of_work():
        await alone(poll_id)
        return bool(await execute(_RELEASE, poll_id))
