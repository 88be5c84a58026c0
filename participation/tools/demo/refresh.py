"""The live forum of a demo that was filled yesterday: its evening begins anew."""

from datetime import datetime, timedelta
from typing import Any

from participation.core import clock
from participation.core.db import execute, fetch_one, unit_of_work
from participation.tools.demo.content import Present, read
from participation.tools.demo.forums import Evening

_OVER = "SELECT id, opened_at, opened_by FROM forum WHERE slug = $1 AND ends_at < $2 FOR UPDATE"
_FORUM = """
UPDATE forum SET doors_at = $2, starts_at = $3, ends_at = $4, opened_at = $5, opened_by = COALESCE(opened_by, chair),
                 closed_at = NULL, closed_by = NULL
WHERE id = $1
"""
_STOP = "UPDATE agenda_item SET started_at = NULL, ended_at = NULL WHERE forum = $1"
_ITEM = """
UPDATE agenda_item SET planned_at = $3, started_at = $4, ended_at = $5 WHERE forum = $1 AND number = $2
"""
_LINES = "UPDATE message SET created_at = LEAST(created_at + $2, $3) WHERE forum = $1"
_EVENTS = "UPDATE forum_event SET created_at = LEAST(created_at + $2, $3) WHERE forum = $1"
_CASES = """
UPDATE moderation_case SET opened_at = LEAST(opened_at + $2, $3), queued_at = LEAST(queued_at + $2, $3),
       due_at = due_at + $2, written_at = LEAST(written_at + $2, $3)
WHERE kind = 'message' AND state = 'open' AND content_id IN (SELECT id FROM message WHERE forum = $1)
"""
_REPORTS = """
UPDATE report SET created_at = LEAST(created_at + $2, $3)
WHERE case_id IN (
    SELECT c.id FROM moderation_case c JOIN message m ON m.id = c.content_id
    WHERE c.kind = 'message' AND c.state = 'open' AND m.forum = $1
)
"""


async def refresh_live_forum() -> None:
    """What was written stays, with its numbers in the log; only the clock is put forward and the agenda back."""
    row = next(row for row in read("forums")["forum"] if row["state"] == "live")
    now = clock.now()
    async with unit_of_work():
        old = await fetch_one(_OVER, row["slug"], now)
        if old is None:
            return
        evening = Evening(Present(now), row)
        await _set_clock(old["id"], evening)
        shift = evening.opened_at - old["opened_at"] if old["opened_at"] else timedelta(0)
        await _shift(old["id"], shift, now)


async def _set_clock(forum_id: int, evening: Evening) -> None:
    moments = (evening.doors_at, evening.starts_at, evening.ends_at, evening.opened_at)
    await execute(_FORUM, forum_id, *moments)
    await execute(_STOP, forum_id)
    for item in evening.row["item"]:
        await execute(_ITEM, forum_id, item["number"], *_hours(evening, item))


def _hours(evening: Evening, item: dict[str, Any]) -> tuple[datetime | None, ...]:
    return evening.planned(item), evening.began(item), evening.ended(item)


async def _shift(forum_id: int, shift: timedelta, now: datetime) -> None:
    for statement in (_REPORTS, _CASES, _EVENTS, _LINES):
        await execute(statement, forum_id, shift, now)
