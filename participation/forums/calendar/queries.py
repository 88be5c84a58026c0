"""The dates that calendars ask for: published, of half a year back and all that come."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from participation.core.db import fetch, fetch_one
from participation.forums.calendar.rules import Entry
from participation.settings import settings

BACK = timedelta(days=180)
_COLUMNS = """
SELECT f.slug, f.uid, f.revision, date_trunc('second', f.changed_at) AS changed_at, f.title, f.lead, f.place,
       f.starts_at, f.ends_at, f.dial_in, f.cancelled_at IS NOT NULL AS cancelled, f.cancelled_reason AS reason,
       ARRAY(SELECT CASE WHEN a.number = '' THEN a.title ELSE a.number || ' ' || a.title END FROM agenda_item a
             WHERE a.forum = f.id AND f.agenda_at IS NOT NULL ORDER BY a.position) AS items
FROM forum f LEFT JOIN district d ON d.id = f.district WHERE f.published_at IS NOT NULL
"""
_ONE = _COLUMNS + " AND f.slug = $1"
_FEED = _COLUMNS + " AND ($1 = '' OR d.slug = $1) AND f.starts_at > $2 ORDER BY f.starts_at LIMIT 500"


async def entry_of(slug: str) -> Entry | None:
    row = await fetch_one(_ONE, slug)
    return _entry(row) if row else None


async def entries(district: str, now: datetime) -> list[Entry]:
    """Of one district by its slug, or of the whole city."""
    return [_entry(row) for row in await fetch(_FEED, district, now - BACK)]


def _entry(row: Mapping[str, Any]) -> Entry:
    values = dict(row)
    slug = values.pop("slug")
    return Entry(**values, url=settings().link(f"/forums/{slug}"))
