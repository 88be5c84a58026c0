"""Promises as pages show them: of one forum, of those before it, of the whole city."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from participation.core import clock
from participation.core.db import fetch, fetch_one
from participation.core.kinds import Search
from participation.forums.promises.rules import CLOSED, PromiseState, days_over, may_be_corrected
from participation.forums.stage import part

_SHOWN = """
SELECT p.id, p.number, p.body, p.office, p.person, p.due_on, p.new_due_on, p.state, p.made_at, p.closed_at, p.item,
       COALESCE(a.number, '') AS item_number, COALESCE(a.title, '') AS item_title,
       o.slug, o.title, o.starts_at, COALESCE(d.name, '') AS district,
       o.minutes_published_at IS NOT NULL AS minutes_published,
       COALESCE((SELECT r.body FROM promise_report r WHERE r.promise = p.id ORDER BY r.id DESC LIMIT 1), '') AS news
"""
_FROM = """
FROM promise p JOIN forum o ON o.id = p.forum LEFT JOIN agenda_item a ON a.id = p.item
LEFT JOIN district d ON d.id = o.district WHERE p.retracted_at IS NULL
"""
COMING_BACK = """
  AND o.id <> f.id AND o.starts_at < f.starts_at AND o.district IS NOT DISTINCT FROM f.district
  AND (p.closed_at IS NULL OR p.closed_at > (
      SELECT max(b.starts_at) FROM forum b
      WHERE b.starts_at < f.starts_at AND b.district IS NOT DISTINCT FROM f.district))
"""
"""Of earlier forums in the same district: what is not done, and what was done since the last one."""
_PART = (
    """
SELECT json_build_object(
  'made', (SELECT COALESCE(json_agg(m), '[]') FROM ("""  # noqa: S608  # constants of our own
    + _SHOWN
    + _FROM
    + """ AND p.forum = f.id ORDER BY p.number LIMIT 100) m),
  'back', (SELECT COALESCE(json_agg(b), '[]') FROM ("""
    + _SHOWN
    + _FROM
    + COMING_BACK
    + """ ORDER BY p.closed_at IS NOT NULL, p.due_on, p.id LIMIT 100) b)
)"""
)
_ALL = (
    _SHOWN
    + _FROM
    + """ AND ($1 = '' OR d.slug = $1)
ORDER BY p.closed_at IS NOT NULL, CASE WHEN p.closed_at IS NULL THEN p.due_on END, p.closed_at DESC, p.id LIMIT $2
"""
)
_OVERDUE = (
    _SHOWN + _FROM + " AND p.closed_at IS NULL AND p.due_on < $1::date ORDER BY p.due_on, p.id LIMIT $2"
)
_ONE = _SHOWN + _FROM + " AND p.id = $1"
_BY_IDS = _SHOWN + _FROM + " AND p.id = ANY($1::bigint[])"
_REPORTS = """
SELECT state, body, new_due_on, made_at FROM promise_report WHERE promise = $1 ORDER BY id
"""
_LOCKED = """
SELECT p.id, p.forum, p.state, f.minutes_published_at IS NOT NULL AS minutes_published
FROM promise p JOIN forum f ON f.id = p.forum WHERE p.id = $1 AND p.retracted_at IS NULL FOR UPDATE OF p
"""
_DISTRICTS = """
SELECT DISTINCT d.slug, d.name FROM promise p JOIN forum o ON o.id = p.forum JOIN district d ON d.id = o.district
WHERE p.retracted_at IS NULL ORDER BY d.name
"""
_WORDS = "to_tsvector('german', p.body || ' ' || p.office)"
_SEARCH = """
SELECT p.id, ts_rank(/*words*/, query) AS rank, p.body AS title, p.office AS teaser, '/promises/' || p.id AS url,
       o.title AS place, p.made_at AS created_at, NULL::text AS about_kind, NULL::bigint AS about_id,
       NULL::bigint AS looked_at
FROM promise p JOIN forum o ON o.id = p.forum, to_tsquery('german', $1) query
WHERE p.retracted_at IS NULL AND /*words*/ @@ query ORDER BY rank DESC, p.id DESC LIMIT $2
"""
SEARCH = Search(_SEARCH.replace("/*words*/", _WORDS))


@dataclass(frozen=True, slots=True)
class Promise:
    """`news` is what the city reported last; slug and title are those of the forum in which it was given."""

    id: int
    number: int
    body: str
    office: str
    person: str
    due_on: date
    new_due_on: date | None
    state: PromiseState
    made_at: datetime
    closed_at: datetime | None
    item: int | None
    item_number: str
    item_title: str
    slug: str
    title: str
    starts_at: datetime
    district: str
    minutes_published: bool
    news: str

    @property
    def url(self) -> str:
        return f"/promises/{self.id}"

    @property
    def owner(self) -> str:
        return f"{self.office}, {self.person}" if self.person else self.office

    @property
    def closed(self) -> bool:
        return self.state in CLOSED

    @property
    def days_over(self) -> int:
        return days_over(self.state, self.due_on, clock.today())

    @property
    def correctable(self) -> bool:
        return may_be_corrected(minutes_published=self.minutes_published)


@dataclass(frozen=True, slots=True)
class Report:
    state: PromiseState
    body: str
    new_due_on: date | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Promises:
    """Of one evening: what was promised there, and what comes back from before."""

    made: tuple[Promise, ...]
    back: tuple[Promise, ...]

    @property
    def done(self) -> int:
        return sum(promise.state is PromiseState.DONE for promise in self.back)

    @property
    def late(self) -> int:
        return sum(promise.days_over > 0 for promise in self.back)


def _promise(row: Mapping[str, Any]) -> Promise:
    return Promise(**{**row, "state": PromiseState(row["state"])})


def _from_json(row: Mapping[str, Any]) -> Promise:
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in ("due_on", "new_due_on")}
    moments = {
        name: datetime.fromisoformat(row[name]) if row[name] else None
        for name in ("made_at", "closed_at", "starts_at")
    }
    return _promise({**row, **days, **moments})


def _promises(data: Mapping[str, Any]) -> Promises:
    return Promises(tuple(map(_from_json, data["made"])), tuple(map(_from_json, data["back"])))


part("promises", _PART, _promises)


async def promises(district: str, limit: int) -> list[Promise]:
    """Of the whole city or of one district: what is open by its day, then what was closed last."""
    return [_promise(dict(row)) for row in await fetch(_ALL, district, limit)]


async def overdue(limit: int) -> list[Promise]:
    """The longest overdue first."""
    return [_promise(dict(row)) for row in await fetch(_OVERDUE, clock.today(), limit)]


async def promise_by_id(promise_id: int) -> Promise | None:
    row = await fetch_one(_ONE, promise_id)
    return _promise(dict(row)) if row else None


async def reports_of(promise_id: int) -> list[Report]:
    """Oldest first."""
    rows = await fetch(_REPORTS, promise_id)
    return [Report(**{**dict(row), "state": PromiseState(row["state"])}) for row in rows]


async def districts() -> list[tuple[str, str]]:
    return [(row["slug"], row["name"]) for row in await fetch(_DISTRICTS)]


async def locked(promise_id: int) -> Any | None:
    return await fetch_one(_LOCKED, promise_id)


async def by_ids(ids: Sequence[int]) -> list[Promise]:
    return [_promise(dict(row)) for row in await fetch(_BY_IDS, list(ids))]
