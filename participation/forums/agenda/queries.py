"""The items of a forum, in their order."""

from datetime import datetime

from participation.core import clock
from participation.core.db import fetch
from participation.forums.agenda.rules import Agenda, Item, agenda
from participation.forums.stage import part

_COLUMNS = """
SELECT id, number, title, note, planned_at, planned_minutes, started_at, ended_at, subject_kind, subject_id,
       open_doors
FROM agenda_item WHERE forum = $1 ORDER BY position
"""
_BREAK = "SELECT COALESCE((SELECT to_json(until) FROM forum_break WHERE forum = f.id AND ended_at IS NULL), 'null')"
_LOCKED = _COLUMNS + " FOR UPDATE"


part("rest_until", _BREAK, lambda text: datetime.fromisoformat(text) if text else None)


async def agenda_of(forum_id: int) -> Agenda:
    return agenda([Item(**dict(row)) for row in await fetch(_COLUMNS, forum_id)], clock.now())


async def locked_items(forum_id: int) -> list[Item]:
    """Two chairs who press at once come one after the other."""
    return [Item(**dict(row)) for row in await fetch(_LOCKED, forum_id)]
