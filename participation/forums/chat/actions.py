"""Writing a line, hiding it, bringing it back."""

from datetime import datetime

from participation.accounts.sanctions import require_person_may_write
from participation.core import clock
from participation.core.db import fetch_value, unit_of_work
from participation.core.kinds import Tombstone
from participation.forums.chat.rules import as_html
from participation.forums.log.actions import append

_INSERT = """
INSERT INTO message (forum, author, author_role, body, body_html, created_at)
VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
"""
_HIDE = """
UPDATE message SET hidden_at = $2, hidden_rule = $3, hidden_rule_slug = $4
WHERE id = $1 AND hidden_at IS NULL RETURNING forum
"""
_RESTORE = """
UPDATE message SET hidden_at = NULL, hidden_rule = NULL, hidden_rule_slug = NULL
WHERE id = $1 AND hidden_at IS NOT NULL RETURNING forum
"""


async def post(
    forum_id: int, author_id: int, role: str | None, body: str, now: datetime, *, only_live: bool = True
) -> int:
    """The id of the line. Refused `forum-closed` (409) unless the forum is live; importers pass `only_live=False`."""
    await require_person_may_write(author_id)
    html = as_html(body)
    async with unit_of_work() as work:
        message_id: int = await fetch_value(_INSERT, forum_id, author_id, role, body, html, now)
        await append(work, forum_id, "message", message_id, "posted", now, only_live=only_live)
    return message_id


async def hide(message_id: int, tombstone: Tombstone) -> None:
    """Within the caller's unit of work, for everybody at once."""
    async with unit_of_work() as work:
        forum_id = await fetch_value(_HIDE, message_id, tombstone.since, tombstone.rule, tombstone.rule_slug)
        if forum_id is not None:
            await append(work, forum_id, "message", message_id, "hidden", clock.now(), urgent=True)


async def restore(message_id: int) -> None:
    async with unit_of_work() as work:
        forum_id = await fetch_value(_RESTORE, message_id)
        if forum_id is not None:
            await append(work, forum_id, "message", message_id, "restored", clock.now(), urgent=True)
