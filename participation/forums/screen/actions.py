from datetime import datetime

from participation.core.audit import record
from participation.core.db import execute, unit_of_work
from participation.forums.log.actions import append
from participation.forums.screen.rules import Screen, verb_of

_SET = """
INSERT INTO forum_screen (forum, number, show, captions, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (forum, number) DO UPDATE SET show = $3, captions = $4, changed_at = $5, changed_by = $6
"""


async def set_screen(forum_id: int, number: int, screen: Screen, by: int, now: datetime) -> None:
    """Takes effect at once on every projector with that number."""
    async with unit_of_work() as work:
        await execute(_SET, forum_id, number, screen.show.value, screen.captions, now, by)
        await record(by, "screen.set", "forum", forum_id, {"number": number, "show": screen.show.value})
        await append(work, forum_id, "screen", number, verb_of(screen), now, urgent=True)
