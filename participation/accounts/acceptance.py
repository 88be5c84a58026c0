"""Rules that changed after somebody accepted them: who is asked again, and the answer.

Nobody is held up by it: rules of a city hold because they are made public, and a text that is refused for the
sake of a box would be lost to the talk. The question stays on every page until it is answered.
"""

from datetime import datetime
from typing import Any

from participation.core.db import execute, fetch

_CALL_OFF = "DELETE FROM rules_change WHERE rule = $1 AND since > $2"
_ANNOUNCE = "INSERT INTO rules_change (since, rule) VALUES ($1, $2)"
_ACCEPT = """
UPDATE person SET rules_accepted_at = $3 WHERE id = $1 AND deleted_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM rules_change c WHERE c.id > $2 AND c.since <= $3
                  AND c.since > COALESCE(person.rules_accepted_at, person.created_at))
"""
_OF_PERSON = "SELECT rules_accepted_at FROM person WHERE id = $1 AND rules_accepted_at IS NOT NULL"
_FORGET = "UPDATE person SET rules_accepted_at = NULL WHERE id = $1"


async def announce_change(rule: str, since: datetime) -> None:
    """Within the caller's unit of work, which has stored the new words."""
    await execute(_ANNOUNCE, since, rule)


async def call_off(rule: str, now: datetime) -> None:
    """Newer words have taken the place of those that were to come: nobody is asked about them."""
    await execute(_CALL_OFF, rule, now)


async def accept(person: int, change: int, now: datetime) -> bool:
    """`change` is the newest one that the page asked about; False where another came since, which nobody has read."""
    return bool(await execute(_ACCEPT, person, change, now))


async def of_person(person: int) -> list[dict[str, Any]]:
    return [dict(row) for row in await fetch(_OF_PERSON, person)]


async def erase(person: int) -> None:
    await execute(_FORGET, person)
