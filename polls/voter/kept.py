"""What polls keep about a person and nobody publishes: wishes for a reminder, drafts, votes while a poll is open."""

from typing import Any

from participation.core.clock import now
from participation.core.db import execute, fetch
from participation.core.persons import Kept, keeps

_REMINDERS = "SELECT poll FROM poll_reminder WHERE person = $1 ORDER BY poll"
_DRAFTS = "SELECT poll FROM poll_draft WHERE person = $1 ORDER BY poll"
_VOTES = """
SELECT v.poll FROM poll_vote v JOIN poll p ON p.id = v.poll
WHERE v.person = $1 AND p.closed_at IS NULL ORDER BY v.poll
"""
_TAKE_BACK = """
DELETE FROM poll_vote v USING poll p
WHERE v.person = $1 AND NOT v.paper AND v.roll IS NULL AND p.id = v.poll AND p.closed_at IS NULL AND p.closes_at > $2
"""
_ROLLS = "SELECT poll FROM poll_roll WHERE person = $1 ORDER BY poll"


async def _reminders(person_id: int) -> list[dict[str, Any]]:
    return [dict(row) for row in await fetch(_REMINDERS, person_id)]


async def _drafts(person_id: int) -> list[dict[str, Any]]:
    """That there is one; what it says stands on its page, and a copy of it would be a second place for it."""
    return [dict(row) for row in await fetch(_DRAFTS, person_id)]


async def _rolls(person_id: int) -> list[dict[str, Any]]:
    return [dict(row) for row in await fetch(_ROLLS, person_id)]


async def _forget_reminders(person_id: int) -> None:
    await execute("DELETE FROM poll_reminder WHERE person = $1", person_id)


async def _forget_drafts(person_id: int) -> None:
    await execute("DELETE FROM poll_draft WHERE person = $1", person_id)


async def _votes(person_id: int) -> list[dict[str, Any]]:
    """That there is one, as long as the poll is open. What it says is sealed, and afterwards nobody's."""
    return [dict(row) for row in await fetch(_VOTES, person_id)]


async def _take_votes_back(person_id: int) -> None:
    """Where a confirmed address is enough to vote, a new account with the same address could vote once more."""
    await execute(_TAKE_BACK, person_id, now())


async def _stay_on_rolls(person_id: int) -> None:
    """A line of the roll stays taken until the count: else a new account with the same address could vote again."""


REMINDERS = keeps(Kept("poll_reminders", _reminders, _forget_reminders))
DRAFTS = keeps(Kept("poll_drafts", _drafts, _forget_drafts))
VOTES = keeps(Kept("poll_votes", _votes, _take_votes_back))
ROLLS = keeps(Kept("poll_rolls", _rolls, _stay_on_rolls))
