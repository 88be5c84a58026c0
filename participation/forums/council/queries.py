"""What a member of the council wants to know of a district, each in one statement."""

from dataclasses import dataclass
from datetime import date, datetime

from participation.core import clock
from participation.core.db import fetch
from participation.forums.council.rules import NEAR, SHOWN, THRESHOLD, missing
from participation.forums.rules import State, state

_OWN = """
SELECT d.slug FROM role_grant g JOIN district d ON d.id = g.scope_id
WHERE g.person = $1 AND g.role = 'council' AND g.scope_kind = 'district'
UNION ALL SELECT district FROM person WHERE id = $1 AND district IS NOT NULL
"""
_FORUMS = """
SELECT f.slug, f.title, f.place, f.starts_at, f.ends_at, f.opened_at, f.closed_at, f.cancelled_at,
       f.agenda_at IS NOT NULL AS agenda, f.minutes_published_at IS NOT NULL AS minutes,
       (SELECT count(*) FROM topic t WHERE t.forum = f.id AND t.state IN ('submitted', 'accepted', 'settled')
        AND t.hidden_rule_slug IS DISTINCT FROM 'held') AS topics
FROM forum f LEFT JOIN district d ON d.id = f.district
WHERE f.published_at IS NOT NULL AND ($1 = '' OR d.slug = $1) AND f.starts_at > $2::timestamptz - interval '1 year'
ORDER BY f.starts_at DESC LIMIT 30
"""
_OWED = """
SELECT q.id, CASE WHEN q.hidden_at IS NULL THEN q.body ELSE '' END AS body, q.office, q.due_on, f.slug, f.title
FROM question q JOIN forum f ON f.id = q.forum LEFT JOIN district d ON d.id = f.district
WHERE q.state = 'owed' AND q.hidden_at IS NULL AND ($1 = '' OR d.slug = $1) ORDER BY q.due_on, q.id LIMIT $2
"""
_TOPICS = """
SELECT t.id, t.title, t.state, f.title AS forum, f.starts_at
FROM topic t JOIN forum f ON f.id = t.forum LEFT JOIN district d ON d.id = f.district
WHERE t.state IN ('submitted', 'accepted') AND t.statement = '' AND t.hidden_at IS NULL AND f.published_at IS NOT NULL
  AND f.opened_at IS NULL AND f.closed_at IS NULL AND f.ends_at > $3 AND ($1 = '' OR d.slug = $1)
ORDER BY f.starts_at, t.position, t.id LIMIT $2
"""
_OBLIGED = """
SELECT p.id, p.title, c.title AS consultation, b.office, b.due_on
FROM answer_obligation b JOIN proposal p ON p.id = b.proposal JOIN consultation c ON c.id = p.consultation
LEFT JOIN district d ON d.id = COALESCE(p.district, c.district)
WHERE p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL AND ($1 = '' OR d.slug = $1)
  AND NOT EXISTS (SELECT 1 FROM official_answer a WHERE a.proposal = p.id)
ORDER BY b.due_on, b.id LIMIT $2
"""
_NEAR = """
SELECT p.id, p.title, p.supports_count AS supports, c.title AS consultation,
       COALESCE(c.answer_threshold, $3) AS threshold
FROM proposal p JOIN consultation c ON c.id = p.consultation
LEFT JOIN district d ON d.id = COALESCE(p.district, c.district)
WHERE p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
  AND p.supports_count < COALESCE(c.answer_threshold, $3)
  AND p.supports_count * 100 >= COALESCE(c.answer_threshold, $3) * $4
  AND c.published_at <= $5 AND (c.archived_at IS NULL OR c.archived_at > $5) AND ($1 = '' OR d.slug = $1)
  AND NOT EXISTS (SELECT 1 FROM official_answer a WHERE a.proposal = p.id)
ORDER BY p.supports_count DESC, p.id LIMIT $2
"""


@dataclass(frozen=True, slots=True)
class Evening:
    slug: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    cancelled_at: datetime | None
    agenda: bool
    minutes: bool
    topics: int

    @property
    def url(self) -> str:
        return f"/forums/{self.slug}"

    @property
    def state(self) -> State:
        return state(
            opened_at=self.opened_at, closed_at=self.closed_at, ends_at=self.ends_at, now=clock.now()
        )


@dataclass(frozen=True, slots=True)
class Debt:
    """A question from an evening that is to be answered in writing."""

    id: int
    body: str
    office: str
    due_on: date
    slug: str
    title: str

    @property
    def days_over(self) -> int:
        return max(0, (clock.today() - self.due_on).days)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A topic of a forum to come on which the city has not said anything yet."""

    id: int
    title: str
    state: str
    forum: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Obliged:
    """A proposal that has passed the threshold, so that the city has to answer."""

    id: int
    title: str
    consultation: str
    office: str
    due_on: date

    @property
    def days_over(self) -> int:
        return max(0, (clock.today() - self.due_on).days)


@dataclass(frozen=True, slots=True)
class Rising:
    id: int
    title: str
    supports: int
    consultation: str
    threshold: int

    @property
    def missing(self) -> int:
        return missing(self.supports, self.threshold)


async def own_districts(person_id: int) -> list[str]:
    """Those of the mandate first, then where the person lives."""
    return [row["slug"] for row in await fetch(_OWN, person_id)]


async def evenings(district: str) -> list[Evening]:
    """Newest first, of the last year and all to come."""
    return [Evening(**dict(row)) for row in await fetch(_FORUMS, district, clock.now())]


async def debts(district: str) -> list[Debt]:
    return [Debt(**dict(row)) for row in await fetch(_OWED, district, SHOWN)]


async def unanswered(district: str) -> list[Unanswered]:
    return [Unanswered(**dict(row)) for row in await fetch(_TOPICS, district, SHOWN, clock.now())]


async def obliged(district: str) -> list[Obliged]:
    return [Obliged(**dict(row)) for row in await fetch(_OBLIGED, district, SHOWN)]


async def rising(district: str) -> list[Rising]:
    """Without an answer of the city, and shortly before the threshold."""
    return [Rising(**dict(row)) for row in await fetch(_NEAR, district, SHOWN, THRESHOLD, NEAR, clock.now())]
