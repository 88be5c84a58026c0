"""Lines of the captions, and the recording."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from participation.core.db import fetch, fetch_one, fetch_value
from participation.forums.captions.rules import Spoken
from participation.forums.stage import part

_COLUMNS = "SELECT l.id, CASE WHEN l.removed_at IS NULL THEN l.body ELSE '' END AS body, l.said_at FROM caption_line l"
_OF = _COLUMNS + " WHERE l.forum = $1 AND l.removed_at IS NULL ORDER BY l.id"
_LATEST = _COLUMNS + " WHERE l.forum = $1 AND l.removed_at IS NULL ORDER BY l.id DESC LIMIT $2"
_PART = """
SELECT COALESCE(json_agg(c ORDER BY c.id), '[]') FROM (SELECT id, body, said_at FROM caption_line
WHERE forum = f.id AND removed_at IS NULL ORDER BY id DESC LIMIT 6) c
"""
_BY_IDS = _COLUMNS + " WHERE l.id = ANY($1::bigint[])"
_RECORDING = "SELECT url, opening FROM recording WHERE forum = $1"
_OPENED = "SELECT min(created_at) FROM forum_event WHERE forum = $1 AND kind = 'forum' AND verb = 'opened'"


@dataclass(frozen=True, slots=True)
class Line:
    """`body` is empty where the line was taken back."""

    id: int
    body: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Recording:
    url: str
    opening: int


async def lines_of(forum_id: int) -> list[Line]:
    return [Line(**dict(row)) for row in await fetch(_OF, forum_id)]


def _from_json(rows: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    return tuple(Line(row["id"], row["body"], datetime.fromisoformat(row["said_at"])) for row in rows)


part("captions", _PART, _from_json)


async def latest(forum_id: int, limit: int) -> list[Line]:
    """The last lines, oldest first."""
    return [Line(**dict(row)) for row in reversed(await fetch(_LATEST, forum_id, limit))]


async def lines_by_ids(ids: Sequence[int]) -> dict[int, Line]:
    return {row["id"]: Line(**dict(row)) for row in await fetch(_BY_IDS, list(ids))}


async def recording_of(forum_id: int) -> Recording | None:
    row = await fetch_one(_RECORDING, forum_id)
    return Recording(**dict(row)) if row else None


async def opened_at(forum_id: int) -> datetime | None:
    """When the evening began, as the log has it."""
    found: datetime | None = await fetch_value(_OPENED, forum_id)
    return found


def spoken(lines: Sequence[Line]) -> list[Spoken]:
    return [Spoken(line.body, line.said_at) for line in lines]
