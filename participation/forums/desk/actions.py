"""Counting who is there. No event: a number that changes all the time must not fill the log."""

from collections.abc import Mapping
from datetime import datetime

from participation.core.audit import record
from participation.core.db import execute, execute_many, unit_of_work

_COUNT = "INSERT INTO presence_count (forum, hall, phone, counted_at, counted_by) VALUES ($1, $2, $3, $4, $5)"
_ONLINE = """
INSERT INTO presence_online (forum, process, pages, seen_at)
SELECT id, $2, $3, $4 FROM forum WHERE id = $1
ON CONFLICT (forum, process) DO UPDATE SET pages = $3, seen_at = $4
"""
_FORGET = "DELETE FROM presence_online WHERE seen_at < $1::timestamptz - interval '1 minute'"


async def count(forum_id: int, hall: int, phone: int, by: int, now: datetime) -> None:
    async with unit_of_work():
        await execute(_COUNT, forum_id, hall, phone, now, by)
        await record(by, "presence.counted", "forum", forum_id, {"hall": hall, "phone": phone})


async def online(process: str, pages: Mapping[int, int], now: datetime) -> None:
    """`pages`: by forum, those that this process keeps connected."""
    await execute_many(_ONLINE, [(forum_id, process, number, now) for forum_id, number in pages.items()])
    await execute(_FORGET, now)
