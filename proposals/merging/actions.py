"""Two writes: a proposal goes into its twin, and comes back. Both rows are held, the lower number first."""

from typing import Any

from litestar.exceptions import NotFoundException

from participation.core.audit import record
from participation.core.clock import now
from participation.core.db import execute, fetch, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused
from participation.notifications.actions import note
from participation.notifications.rules import What
from proposals import letters
from proposals.merging import letters as told
from proposals.merging.rules import UNDO_WITHIN, Side, why_not, why_not_back
from proposals.merging.wording import SAYS
from proposals.owing import oblige
from proposals.rules import Status

KIND = "proposal"

_LOCK = """
SELECT p.id, p.consultation, p.hidden_at, p.withdrawn_at, p.merged_into, p.status,
       EXISTS (SELECT 1 FROM official_answer o WHERE o.proposal = p.id) AS answered
FROM proposal p WHERE p.id = ANY($1::bigint[]) ORDER BY p.id FOR NO KEY UPDATE OF p
"""
_NOTE = (
    "INSERT INTO proposal_merge (source, target, merged_by, merged_at) VALUES ($1, $2, $3, $4) RETURNING id"
)
# Whoever supported both keeps one support; `moved` tells the two apart, for the way back.
_MOVE = """
WITH gone AS (DELETE FROM support WHERE proposal = $2 RETURNING person, created_at),
added AS (
    INSERT INTO support (proposal, person, created_at) SELECT $3, person, created_at FROM gone
    ON CONFLICT DO NOTHING RETURNING person
),
kept AS (
    INSERT INTO merged_support (merge, person, created_at, moved)
    SELECT $1, g.person, g.created_at, EXISTS (SELECT 1 FROM added a WHERE a.person = g.person) FROM gone g
)
UPDATE proposal SET
    merged_into = CASE WHEN id = $2 THEN $3 ELSE merged_into END,
    supports_count = supports_count
        + CASE WHEN id = $2 THEN -(SELECT count(*) FROM gone) ELSE (SELECT count(*) FROM added) END
WHERE id IN ($2, $3)
"""
# A day that was promised to the one holds for both.
_EARLIER = """
UPDATE answer_obligation SET due_on = LEAST(due_on, (SELECT b.due_on FROM answer_obligation b WHERE b.proposal = $1))
WHERE proposal = $2
"""
_STANDING = "SELECT id, target, merged_at FROM proposal_merge WHERE source = $1 AND undone_at IS NULL"
_UNDONE = "UPDATE proposal_merge SET undone_at = $2, undone_by = $3 WHERE id = $1 AND undone_at IS NULL"
# Whoever took the support back in the meantime has taken it back.
_BACK = """
WITH back AS (
    DELETE FROM support s USING merged_support m
    WHERE m.merge = $1 AND m.moved AND s.proposal = $3 AND s.person = m.person AND s.created_at = m.created_at
    RETURNING s.person, s.created_at
),
added AS (
    INSERT INTO support (proposal, person, created_at)
    SELECT $2::bigint, person, created_at FROM back
    UNION ALL SELECT $2::bigint, m.person, m.created_at FROM merged_support m
    JOIN support s ON s.proposal = $3 AND s.person = m.person WHERE m.merge = $1 AND NOT m.moved
    RETURNING 1
),
forgotten AS (DELETE FROM merged_support WHERE merge = $1)
UPDATE proposal SET
    merged_into = CASE WHEN id = $2 THEN NULL ELSE merged_into END,
    supports_count = supports_count
        + CASE WHEN id = $2 THEN (SELECT count(*) FROM added) ELSE -(SELECT count(*) FROM back) END
WHERE id IN ($2, $3)
"""
_FORGET = """
DELETE FROM merged_support m USING proposal_merge g WHERE g.id = m.merge AND g.merged_at < $1
"""


async def merge(actor_id: int, proposal_id: int, into: int) -> None:
    """The writers of both are told. Refused 409 with what stands against it."""
    async with unit_of_work():
        held = await _held(proposal_id, into)
        if proposal_id not in held:
            raise NotFoundException
        target = held.get(into)
        no = why_not(_side(held[proposal_id]), _side(target) if target else None)
        if no is not None:
            raise Refused(SAYS[no], status=409)
        merged = await fetch_value(_NOTE, proposal_id, into, actor_id, now())
        await execute(_MOVE, merged, proposal_id, into)
        if await oblige(into):
            await letters.owed(into)
        await execute(_EARLIER, proposal_id, into)
        await record(actor_id, "proposal.merged", KIND, proposal_id, {"into": into})
        for number in (proposal_id, into):
            await note(KIND, number, What.MERGED)
        await told.merged(proposal_id, into)


async def undo(actor_id: int, proposal_id: int) -> None:
    """As it was, but for what people have changed since."""
    async with unit_of_work():
        standing = await fetch_one(_STANDING, proposal_id)
        if standing is None:
            raise NotFoundException
        target = standing["target"]
        held = await _held(proposal_id, target)
        no = why_not_back(
            standing["merged_at"],
            now(),
            target_merged=held[target]["merged_into"] is not None,
            withdrawn=held[proposal_id]["withdrawn_at"] is not None,
        )
        if no is not None:
            raise Refused(SAYS[no], status=409)
        if not await execute(_UNDONE, standing["id"], now(), actor_id):
            raise NotFoundException  # somebody else was faster
        await execute(_BACK, standing["id"], proposal_id, target)
        await record(actor_id, "proposal.merge-undone", KIND, proposal_id, {"into": target})
        for number in (proposal_id, target):
            await note(KIND, number, What.MERGED)
        await told.undone(proposal_id, target)


async def forget() -> None:
    """Who had supported which of two is needed only as long as they can be parted again."""
    await execute(_FORGET, now() - UNDO_WITHIN)


async def _held(*numbers: int) -> dict[int, Any]:
    return {row["id"]: row for row in await fetch(_LOCK, list(numbers))}


def _side(row: Any) -> Side:
    return Side(
        row["id"],
        row["consultation"],
        row["hidden_at"] is None and row["withdrawn_at"] is None,
        row["merged_into"] is not None,
        row["answered"] or Status(row["status"]) not in {Status.RECEIVED, Status.EXAMINED},
    )
