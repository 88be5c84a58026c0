"""Reads of the forums themselves; what happens inside one is read by the sub-packages."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from participation.core import clock
from participation.core.db import fetch, fetch_one
from participation.core.kinds import Search
from participation.forums.rules import State, state

CACHE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Forum:
    id: int
    slug: str
    code: str
    title: str
    lead: str
    district: str
    place: str
    doors_at: datetime | None
    starts_at: datetime
    ends_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    dial_in: str
    stream_url: str
    rules_html: str
    minutes_at: datetime | None
    last_seq: int
    format: str
    agenda_at: datetime | None
    cancelled_at: datetime | None
    cancelled_reason: str

    @property
    def url(self) -> str:
        return f"/forums/{self.slug}"

    @property
    def state(self) -> State:
        return state(
            opened_at=self.opened_at, closed_at=self.closed_at, ends_at=self.ends_at, now=clock.now()
        )

    @property
    def live(self) -> bool:
        return self.state is State.LIVE

    @property
    def coming(self) -> bool:
        return self.state is State.COMING

    @property
    def past(self) -> bool:
        return self.state is State.PAST


@dataclass(frozen=True, slots=True)
class ForumDate:
    """One row of the list of dates. `item` is what runs now, of a live forum."""

    id: int
    slug: str
    title: str
    lead: str
    district: str
    place: str
    starts_at: datetime
    ends_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    minutes_at: datetime | None
    cancelled_at: datetime | None
    takes_topics: bool
    """Until its day; a full list says so on its own page."""
    item: str

    @property
    def url(self) -> str:
        return f"/forums/{self.slug}"

    @property
    def state(self) -> State:
        return state(
            opened_at=self.opened_at, closed_at=self.closed_at, ends_at=self.ends_at, now=clock.now()
        )


FORUM_COLUMNS = """f.id, f.slug, COALESCE(f.code, '') AS code, f.title, f.lead, COALESCE(d.name, '') AS district, f.place,
       f.doors_at, f.starts_at, f.ends_at, f.opened_at, f.closed_at, f.dial_in,
       COALESCE(f.stream_url, '') AS stream_url, f.rules_html,
       f.minutes_published_at AS minutes_at, f.last_seq, f.format, f.agenda_at,
       f.cancelled_at, f.cancelled_reason"""
FORUM_TABLES = " FROM forum f LEFT JOIN district d ON d.id = f.district"
_FORUM = "SELECT " + FORUM_COLUMNS + FORUM_TABLES
_PUBLIC = " AND f.published_at IS NOT NULL"
_BY_SLUG = _FORUM + " WHERE f.slug = $1" + _PUBLIC
_BY_ID = _FORUM + " WHERE f.id = $1" + _PUBLIC
_DATES = """
SELECT f.id, f.slug, f.title, f.lead, COALESCE(d.name, '') AS district, f.place, f.starts_at, f.ends_at,
       f.opened_at, f.closed_at,
       f.minutes_published_at AS minutes_at, f.cancelled_at,
       COALESCE((SELECT until FROM topic_rules r WHERE r.forum = f.id), f.starts_at - interval '21 days') > now()
           AS takes_topics,
       COALESCE((SELECT a.title FROM agenda_item a
                 WHERE a.forum = f.id AND a.started_at IS NOT NULL AND a.ended_at IS NULL), '') AS item
FROM forum f LEFT JOIN district d ON d.id = f.district
"""
_LIVE = _DATES + " WHERE f.opened_at IS NOT NULL AND f.closed_at IS NULL ORDER BY f.opened_at DESC LIMIT 1"
_UPCOMING = (
    _DATES
    + " WHERE f.opened_at IS NULL AND f.closed_at IS NULL AND f.ends_at > $1"
    + _PUBLIC
    + " ORDER BY f.starts_at LIMIT $2"
)
_RECENT = _DATES + " WHERE f.published_at IS NOT NULL ORDER BY f.starts_at DESC LIMIT 200"
_SLUG_OF_CODE = """
SELECT slug FROM forum WHERE upper(replace(code, ' ', '')) = $1 AND published_at IS NOT NULL
ORDER BY starts_at DESC LIMIT 1
"""
_SEARCH = """
SELECT f.id, ts_rank(to_tsvector('german', f.title || ' ' || f.lead || ' ' || f.place), query) AS rank, f.title,
       f.lead AS teaser, '/forums/' || f.slug AS url, f.place, f.starts_at AS created_at,
       NULL::text AS about_kind, NULL::bigint AS about_id, NULL::bigint AS looked_at
FROM forum f, to_tsquery('german', $1) query
WHERE to_tsvector('german', f.title || ' ' || f.lead || ' ' || f.place) @@ query
  AND f.published_at IS NOT NULL
ORDER BY rank DESC, f.starts_at DESC LIMIT $2
"""
SEARCH = Search(_SEARCH)
_BY_IDS = """
SELECT id, slug, title, lead, place, starts_at, opened_at, closed_at, opened_by FROM forum WHERE id = ANY($1::bigint[])
"""


async def forum_by_slug(slug: str) -> Forum | None:
    row = await fetch_one(_BY_SLUG, slug)
    return Forum(**dict(row)) if row else None


async def forum_by_id(forum_id: int) -> Forum | None:
    row = await fetch_one(_BY_ID, forum_id)
    return Forum(**dict(row)) if row else None


async def dates() -> list[ForumDate]:
    """The latest 200, newest first."""
    return [ForumDate(**dict(row)) for row in await fetch(_RECENT)]


async def upcoming_forums(limit: int) -> list[ForumDate]:
    return [ForumDate(**dict(row)) for row in await fetch(_UPCOMING, clock.now(), limit)]


_live: tuple[float, ForumDate | None] | None = None


async def live_forum() -> ForumDate | None:
    """The forum that runs now. Every page asks, so the answer is kept for a few seconds."""
    global _live  # noqa: PLW0603  # one small cache for the whole process
    if _live is None or time.monotonic() - _live[0] > CACHE_SECONDS:
        row = await fetch_one(_LIVE)
        _live = (time.monotonic(), ForumDate(**dict(row)) if row else None)
    return _live[1]


def forget_live() -> None:
    """After opening, closing and moving on, so that at least this process tells it at once."""
    global _live  # noqa: PLW0603  # see live_forum
    _live = None


async def slug_of_code(code: str) -> str | None:
    """What people type who read it off the screen: blanks and case do not matter."""
    row = await fetch_one(_SLUG_OF_CODE, "".join(code.upper().split()))
    return row["slug"] if row else None


async def rows_by_ids(ids: Sequence[int]) -> list[Any]:
    return await fetch(_BY_IDS, list(ids))
