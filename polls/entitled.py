"""A roll of accounts, for a poll whose voters are known by account: who is in the room, for instance."""

import secrets
from collections.abc import Sequence

from participation.core.db import execute, unit_of_work

_ENTITLE = """
INSERT INTO poll_roll (poll, mark, person)
SELECT $1, mark, person FROM unnest($2::bytea[], $3::bigint[]) AS e (mark, person) ON CONFLICT DO NOTHING
"""
_ELIGIBLE = (
    "UPDATE poll SET eligible = (SELECT count(*) FROM poll_roll r WHERE r.poll = poll.id) WHERE id = $1"
)


async def entitle(poll_id: int, people: Sequence[int]) -> None:
    """Within the caller's unit of work. The marks of these lines are drawn: they stand for no address or number."""
    async with unit_of_work():
        await execute(_ENTITLE, poll_id, [secrets.token_bytes(32) for _ in people], list(people))
        await execute(_ELIGIBLE, poll_id)
