"""Standing for a line of the roll: whoever votes takes the line with their address for their account."""

from participation.core.db import execute, fetch_value
from polls.roll.rules import mark_of

_ADDRESS = "SELECT email_key FROM person WHERE id = $1 AND confirmed_at IS NOT NULL AND deleted_at IS NULL"
_BIND = """
UPDATE poll_roll SET person = $2
WHERE poll = $1 AND mark = $3 AND person IS NULL
  AND NOT EXISTS (SELECT 1 FROM poll_roll r WHERE r.poll = $1 AND r.person = $2)
"""


async def stand_on_roll(poll_id: int, person_id: int) -> None:
    """Within the transaction of the ballot: another account with the same address cannot vote again."""
    address = await fetch_value(_ADDRESS, person_id)
    if address:
        await execute(_BIND, poll_id, person_id, mark_of(poll_id, address))
