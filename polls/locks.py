"""Locks of a poll that end with the transaction: many may vote at once; whoever closes, counts or changes it is alone."""

from participation.core.db import execute

POLL, ENTRIES = 5, 6
"""What is locked: the poll itself, or what two people count of it by hand. Above the number of the poll in the key."""
_SHARED = "SELECT pg_advisory_xact_lock_shared(($1::bigint << 56) # $2::bigint)"
_ALONE = "SELECT pg_advisory_xact_lock(($1::bigint << 56) # $2::bigint)"


async def shared(poll_id: int) -> None:
    await execute(_SHARED, POLL, poll_id)


async def alone(poll_id: int, what: int = POLL) -> None:
    await execute(_ALONE, what, poll_id)
