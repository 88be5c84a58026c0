"""Counting who is there, and saying what is out of order.

A count is no event: a number that changes all the time must not fill the log.
"""

from collections.abc import Mapping
from datetime import datetime

from participation.core.audit import record
from participation.core.db import UnitOfWork, execute, execute_many, fetch_value, unit_of_work
from participation.forums.log.actions import append

_COUNT = """
INSERT INTO presence_count (forum, hall, phone, counted_at, counted_by, online)
SELECT $1, $2, $3, $4, $5, COALESCE(sum(pages), 0) FROM presence_online
WHERE forum = $1 AND seen_at > $4::timestamptz - interval '20 seconds'
"""
_ONLINE = """
INSERT INTO presence_online (forum, process, pages, seen_at)
SELECT id, $2, $3, $4 FROM forum WHERE id = $1
ON CONFLICT (forum, process) DO UPDATE SET pages = $3, seen_at = $4
"""
_REPORT = """
INSERT INTO incident (forum, kind, started_at, started_by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING id
"""
_END = "UPDATE incident SET ended_at = $3, ended_by = $4 WHERE id = $1 AND forum = $2 AND ended_at IS NULL"
_FORGET = "DELETE FROM presence_online WHERE seen_at < $1::timestamptz - interval '1 minute'"


async def count(forum_id: int, hall: int, phone: int, by: int, now: datetime) -> None:
    async with unit_of_work():
        await execute(_COUNT, forum_id, hall, phone, now, by)
        await record(by, "presence.counted", "forum", forum_id, {"hall": hall, "phone": phone})


async def report_incident(forum_id: int, kind: str, by: int, now: datetime) -> None:
    """All see it at once; of each kind one runs at a time."""
    async with unit_of_work() as work:
        number = await fetch_value(_REPORT, forum_id, kind, now, by)
        if number is not None:
            await _tell(work, forum_id, number, "reported", by, now)


async def end_incident(forum_id: int, incident_id: int, by: int, now: datetime) -> None:
    async with unit_of_work() as work:
        if await execute(_END, incident_id, forum_id, now, by):
            await _tell(work, forum_id, incident_id, "ended", by, now)


async def _tell(work: UnitOfWork, forum_id: int, incident_id: int, verb: str, by: int, now: datetime) -> None:
    await record(by, f"incident.{verb}", "forum", forum_id, {"incident": incident_id})
    await append(work, forum_id, "incident", incident_id, verb, now, urgent=True)


async def online(process: str, pages: Mapping[int, int], now: datetime) -> None:
    """`pages`: by forum, those that this process keeps connected."""
    await execute_many(_ONLINE, [(forum_id, process, number, now) for forum_id, number in pages.items()])
    await execute(_FORGET, now)
