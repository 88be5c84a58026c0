"""From one shift to the next: what is claimed goes to a colleague or back into the queue, with a word about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from moderation.rules import CLAIM_IDLE
from participation.core import audit, clock
from participation.core.db import execute, fetch, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused

KEPT = timedelta(days=90)
LISTED = 10

_TEAM = """
SELECT p.id, p.display_name FROM role_grant g JOIN person p ON p.id = g.person
WHERE g.role = 'moderator' AND g.scope_kind IS NULL AND p.id <> $1 AND p.deleted_at IS NULL ORDER BY p.name_key, p.id
"""
_LATEST = """
SELECT COALESCE(a.display_name, '') AS giver, COALESCE(b.display_name, '') AS taker, h.text, h.cases, h.at
FROM handover h LEFT JOIN person a ON a.id = h.giver LEFT JOIN person b ON b.id = h.taker
ORDER BY h.id DESC LIMIT $1
"""
_MINE = """
SELECT count(*) FROM moderation_case WHERE claimed_by = $1 AND claimed_at > $2 AND state IN ('open', 'appealed')
"""
# Whoever wrote a text or decided first about it does not get it by a change of shift either.
_GIVE = """
UPDATE moderation_case c SET claimed_by = CASE WHEN fit THEN $2::bigint END, claimed_at = CASE WHEN fit THEN $3::timestamptz END
FROM (
    SELECT o.id, $2::bigint IS NOT NULL AND o.author IS DISTINCT FROM $2 AND o.not_by IS DISTINCT FROM $2
           AND NOT (o.state = 'appealed' AND EXISTS (
               SELECT 1 FROM decision d WHERE d.case_id = o.id AND d.instance = 1 AND d.decided_by = $2)) AS fit
    FROM moderation_case o
    WHERE o.claimed_by = $1 AND o.claimed_at > $4 AND o.state IN ('open', 'appealed') FOR UPDATE
) mine WHERE c.id = mine.id
"""
_NOTE = "INSERT INTO handover (giver, taker, text, cases, at) VALUES ($1, $2, $3, $4, $5)"


@dataclass(frozen=True, slots=True)
class Handover:
    giver: str
    taker: str
    text: str
    cases: int
    at: datetime


async def team_without(person: int) -> list[tuple[int, str]]:
    """Whom cases can go to: the whole team but this person. Those who see only some places are left out."""
    return [(row["id"], row["display_name"]) for row in await fetch(_TEAM, person)]


async def handovers() -> list[Handover]:
    return [Handover(*row) for row in await fetch(_LATEST, LISTED)]


async def last_handover() -> Handover | None:
    """For the head of the queue, while it is fresh."""
    row: Any = await fetch_one(_LATEST, 1)
    fresh = row is not None and row["at"] > clock.now() - timedelta(hours=24)
    return Handover(*row) if fresh else None


async def claimed_by(person: int) -> int:
    count: int = await fetch_value(_MINE, person, clock.now() - CLAIM_IDLE)
    return count


async def hand_over(person: int, taker: int | None, text: str) -> int:
    """How many cases went with it. Refused 422 where the taker is not of the team."""
    async with unit_of_work():
        if taker is not None and taker not in {number for number, _ in await team_without(person)}:
            raise Refused("handover-nobody", status=422)
        moment = clock.now()
        cases = await execute(_GIVE, person, taker, moment, moment - CLAIM_IDLE)
        await execute(_NOTE, person, taker, text, cases, moment)
        details: dict[str, audit.Detail] = {"to": taker, "cases": cases}
        await audit.record(person, "shift.handed_over", "", None, details, digest_of=text)
        return cases


async def forget_handovers() -> None:
    await execute("DELETE FROM handover WHERE at < $1", clock.now() - KEPT)
