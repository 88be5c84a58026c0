"""Typing a line, putting it right, taking it back; and saying where the recording lies."""

from datetime import datetime

from participation.core.audit import record
from participation.core.db import execute, fetch_value, unit_of_work
from participation.forums.captions.forms import RecordingForm
from participation.forums.log.actions import append

_SAY = "INSERT INTO caption_line (forum, body, said_at, said_by) VALUES ($1, $2, $3, $4) RETURNING id"
_CORRECT = "UPDATE caption_line SET body = $3 WHERE id = $1 AND forum = $2 AND removed_at IS NULL"
_REMOVE = "UPDATE caption_line SET removed_at = $3 WHERE id = $1 AND forum = $2 AND removed_at IS NULL"
_RECORD = """
INSERT INTO recording (forum, url, opening, set_at, set_by) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (forum) DO UPDATE SET url = $2, opening = $3, set_at = $4, set_by = $5
"""


async def say(forum_id: int, body: str, by: int, now: datetime) -> int:
    """The id of the line. Refused `forum-closed` (409). It passes the batch: a caption must not wait."""
    async with unit_of_work() as work:
        line_id: int = await fetch_value(_SAY, forum_id, body, now, by)
        await append(work, forum_id, "caption", line_id, "said", now, only_live=True, urgent=True)
    return line_id


async def correct(forum_id: int, line_id: int, body: str, by: int, now: datetime) -> bool:
    async with unit_of_work() as work:
        if not await execute(_CORRECT, line_id, forum_id, body):
            return False
        await record(by, "caption.corrected", "forum", forum_id, {"line": line_id}, digest_of=body)
        await append(work, forum_id, "caption", line_id, "corrected", now)
    return True


async def remove(forum_id: int, line_id: int, by: int, now: datetime) -> bool:
    async with unit_of_work() as work:
        if not await execute(_REMOVE, line_id, forum_id, now):
            return False
        await record(by, "caption.removed", "forum", forum_id, {"line": line_id})
        await append(work, forum_id, "caption", line_id, "removed", now)
    return True


async def set_recording(forum_id: int, recording: RecordingForm, by: int, now: datetime) -> None:
    async with unit_of_work():
        await execute(_RECORD, forum_id, recording.url, recording.opening, now, by)
        await record(
            by, "recording.set", "forum", forum_id, {"opening": recording.opening}, digest_of=recording.url
        )
