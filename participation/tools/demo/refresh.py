"""The live forum of a demo that was filled yesterday: its evening begins anew."""

from datetime import datetime, timedelta
from typing import Any

from participation.core import clock
from participation.core.db import execute, fetch_one, fetch_value, unit_of_work
from participation.tools.demo import evening_polls
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
# What follows has moments that may be missing; LEAST would make a missing one into now, so only the shift is bounded.
_REQUESTS = """
UPDATE speech_request SET made_at = made_at + LEAST($2, $3 - made_at), called_at = called_at + LEAST($2, $3 - called_at),
       withdrawn_at = withdrawn_at + LEAST($2, $3 - withdrawn_at)
WHERE forum = $1
"""
_SPEECHES = """
UPDATE speech SET started_at = LEAST(started_at + $2, $3), stopped_at = NULL,
       ended_at = LEAST(COALESCE(ended_at, started_at + make_interval(secs => allowed)) + $2, $3)
WHERE forum = $1
"""
_MOVES = """
UPDATE speech_move SET made_at = LEAST(made_at + $2, $3)
WHERE request IN (SELECT id FROM speech_request WHERE forum = $1)
"""
_QUESTIONS = """
UPDATE question SET created_at = LEAST(created_at + $2, $3), changed_at = LEAST(changed_at + $2, $3),
       answered_at = answered_at + LEAST($2, $3 - answered_at), owed_at = NULL, due_on = NULL, office = '',
       state = CASE state WHEN 'owed' THEN 'submitted' ELSE state END
WHERE forum = $1
"""
_BREAKS = """
UPDATE forum_break SET started_at = LEAST(started_at + $2, $3), until = LEAST(until + $2, $3),
       ended_at = LEAST(COALESCE(ended_at, until) + $2, $3)
WHERE forum = $1
"""
_INCIDENTS = """
UPDATE incident SET started_at = LEAST(started_at + $2, $3), ended_at = LEAST(COALESCE(ended_at, started_at) + $2, $3)
WHERE forum = $1
"""
_PROMISES = """
UPDATE promise SET made_at = LEAST(made_at + $2, $3), changed_at = LEAST(changed_at + $2, $3),
       due_on = due_on + (extract(epoch FROM $2::interval) / 86400)::int
WHERE forum = $1
"""
_CAPTIONS = "UPDATE caption_line SET said_at = LEAST(said_at + $2, $3) WHERE forum = $1"
_COUNTS = "UPDATE presence_count SET counted_at = LEAST(counted_at + $2, $3) WHERE forum = $1"
_LISTS_OPEN = "DELETE FROM speaker_list WHERE item IN (SELECT id FROM agenda_item WHERE forum = $1)"
_CHAT_OPEN = "DELETE FROM chat_rule WHERE forum = $1"
_STAGE = (_REQUESTS, _SPEECHES, _MOVES, _QUESTIONS, _BREAKS, _INCIDENTS, _COUNTS, _PROMISES, _CAPTIONS)
_POLLS = "DELETE FROM poll WHERE id IN (SELECT poll FROM live_poll WHERE forum = $1)"
_CASES = """
UPDATE moderation_case SET opened_at = LEAST(opened_at + $2, $3), queued_at = LEAST(queued_at + $2, $3), turn_at = LEAST(turn_at + $2, $3),
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
    """What was written stays, with its numbers in the log; the clock is put forward, agenda and lists back."""
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
        await _ask_again(old["id"], row["slug"])


async def _set_clock(forum_id: int, evening: Evening) -> None:
    moments = (evening.doors_at, evening.starts_at, evening.ends_at, evening.opened_at)
    await execute(_FORUM, forum_id, *moments)
    await execute(_STOP, forum_id)
    for item in evening.row["item"]:
        await execute(_ITEM, forum_id, item["number"], *_hours(evening, item))


def _hours(evening: Evening, item: dict[str, Any]) -> tuple[datetime | None, ...]:
    return evening.planned(item), evening.began(item), evening.ended(item)


async def _shift(forum_id: int, shift: timedelta, now: datetime) -> None:
    for statement in (_REPORTS, _CASES, _EVENTS, _LINES, *_STAGE):
        await execute(statement, forum_id, shift, now)
    for statement in (_LISTS_OPEN, _CHAT_OPEN, _POLLS):
        await execute(statement, forum_id)


async def _ask_again(forum_id: int, slug: str) -> None:
    """What was voted that evening is counted and gone, so the question is put anew."""
    chair = await fetch_value("SELECT chair FROM forum WHERE id = $1", forum_id)
    for row in evening_polls.rows():
        if row["state"] == "running" and row["forum"] == slug:
            await evening_polls.open_one(forum_id, row, chair)
