"""A share of the decided cases, judged once more by another person who does not know the first decision.

It changes nothing for anybody: it tells the team how far its rules are understood in the same way.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from litestar.exceptions import NotFoundException

from moderation.rules import UNDO_FOR, Action, restricts
from participation.core import audit, clock
from participation.core.db import execute, fetch, fetch_one, unit_of_work
from participation.core.errors import Refused
from participation.settings import settings

BACK = timedelta(days=7)
"""Older decisions are not picked any more: the share applies to what is fresh."""

# The choice follows from the case number, so that nobody can steer it and a second run picks the same.
_PICK = """
INSERT INTO second_look (case_id, picked_at)
SELECT c.id, $1 FROM moderation_case c JOIN decision d ON d.case_id = c.id AND d.instance = 1
WHERE d.decided_at BETWEEN $2 AND $3
  AND ('x' || substr(md5('second look ' || c.number), 1, 8))::bit(32)::bigint % 100 < $4
ON CONFLICT (case_id) DO NOTHING
"""
_WAITING = """
SELECT s.id, c.number, c.kind, c.title, c.titled, c.place, s.picked_at
FROM second_look s JOIN moderation_case c ON c.id = s.case_id
JOIN decision d ON d.case_id = c.id AND d.instance = 1
WHERE s.looked_at IS NULL AND d.decided_by <> $1 AND c.author IS DISTINCT FROM $1
ORDER BY s.picked_at, s.id LIMIT 50
"""
_ONE = """
SELECT s.id, c.number, c.kind, c.title, c.titled, c.snapshot, c.place, c.written_at,
       ARRAY(SELECT (r.reason, r.text) FROM report r WHERE r.case_id = c.id ORDER BY r.id) AS reports
FROM second_look s JOIN moderation_case c ON c.id = s.case_id
JOIN decision d ON d.case_id = c.id AND d.instance = 1
WHERE s.id = $1 AND s.looked_at IS NULL AND d.decided_by <> $2 AND c.author IS DISTINCT FROM $2
"""
_FIRST = """
SELECT s.case_id, d.action FROM second_look s JOIN decision d ON d.case_id = s.case_id AND d.instance = 1
JOIN moderation_case c ON c.id = s.case_id
WHERE s.id = $1 AND s.looked_at IS NULL AND d.decided_by <> $2 AND c.author IS DISTINCT FROM $2 FOR UPDATE OF s
"""
_LOOKED = """
UPDATE second_look SET looked_by = $2, looked_at = $3, action = $4, agrees = $5 WHERE id = $1
"""
_RATE = """
SELECT count(*) AS looked, count(*) FILTER (WHERE agrees) AS agreed FROM second_look WHERE looked_at >= $1
"""


@dataclass(frozen=True, slots=True)
class Look:
    id: int
    number: str
    kind: str
    title: str
    titled: bool
    place: str
    picked_at: datetime


@dataclass(frozen=True, slots=True)
class Blind:
    """A case without what the first person made of it."""

    id: int
    number: str
    kind: str
    title: str
    titled: bool
    snapshot: str
    place: str
    written_at: datetime
    reports: list[tuple[str, str]]


async def pick() -> int:
    """Number of cases picked anew; only after the time for undoing is over."""
    moment = clock.now()
    return await execute(_PICK, moment, moment - BACK, moment - UNDO_FOR, settings().second_look)


async def waiting_looks(person: int) -> list[Look]:
    return [Look(*row) for row in await fetch(_WAITING, person)]


async def blind_case(number: int, person: int) -> Blind | None:
    """None too for whoever decided first, and for the author."""
    row = await fetch_one(_ONE, number, person)
    if row is None:
        return None
    return Blind(**{**dict(row), "reports": [tuple(report) for report in row["reports"]]})


async def judge(number: int, action: Action, *, person: int) -> bool:
    """Whether it agrees with the first decision: both restrict, or both do not."""
    async with unit_of_work():
        first = await fetch_one(_FIRST, number, person)
        if first is None:
            raise NotFoundException
        agrees = restricts(Action(first["action"])) == restricts(action)
        if not await execute(_LOOKED, number, person, clock.now(), action.value, agrees):
            raise Refused("action-not-offered", status=409)
        await audit.record(person, "decision.looked_at", "case", first["case_id"], {"agrees": agrees})
        return agrees


async def agreement() -> tuple[int, int]:
    """How many were judged twice in a year, and how many of them alike."""
    row = await fetch_one(_RATE, clock.now() - timedelta(days=365))
    assert row is not None
    return row["looked"], row["agreed"]
