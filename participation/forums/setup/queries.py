"""What editors see of a forum: drafts too, and what it is made of."""

from dataclasses import dataclass
from datetime import datetime

from participation.core import clock
from participation.core.db import fetch, fetch_one
from participation.forums.rules import State, state
from participation.forums.setup.rules import Section, SectionKind

_COLUMNS = """
SELECT f.id, f.slug, f.title, f.lead, COALESCE(d.slug, '') AS district, COALESCE(d.name, '') AS district_name, f.place,
       f.format, f.doors_at, f.starts_at, f.ends_at, f.opened_at, f.closed_at, f.chair, f.dial_in,
       COALESCE(f.stream_url, '') AS stream_url, f.rules, f.published_at, f.agenda_at, f.cancelled_at, f.revision
FROM forum f LEFT JOIN district d ON d.id = f.district
"""
_BY_SLUG = _COLUMNS + " WHERE f.slug = $1"
_LOCKED = _COLUMNS + " WHERE f.id = $1 FOR NO KEY UPDATE OF f"
_DRAFTS = _COLUMNS + " WHERE f.published_at IS NULL ORDER BY f.starts_at LIMIT 100"
_SECTIONS = "SELECT id, kind, title, note, minutes FROM forum_section WHERE forum = $1 ORDER BY position"
_CHAIRS = """
SELECT p.id, p.display_name AS name FROM person p
WHERE p.deleted_at IS NULL AND EXISTS (SELECT 1 FROM role_grant g WHERE g.person = p.id AND g.role = 'chair')
ORDER BY p.name_key LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class Prepared:
    """`district` is its slug."""

    id: int
    slug: str
    title: str
    lead: str
    district: str
    district_name: str
    place: str
    format: str
    doors_at: datetime | None
    starts_at: datetime
    ends_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    chair: int | None
    dial_in: str
    stream_url: str
    rules: str
    published_at: datetime | None
    agenda_at: datetime | None
    cancelled_at: datetime | None
    revision: int

    @property
    def url(self) -> str:
        return f"/forums/{self.slug}"

    @property
    def coming(self) -> bool:
        """Not begun, not cancelled: it can still be planned."""
        found = state(
            opened_at=self.opened_at, closed_at=self.closed_at, ends_at=self.ends_at, now=clock.now()
        )
        return found is State.COMING


async def prepared(slug: str) -> Prepared | None:
    row = await fetch_one(_BY_SLUG, slug)
    return Prepared(**dict(row)) if row else None


async def locked(forum_id: int) -> Prepared | None:
    """Held until the end of the transaction: who plans, hands in a topic or orders them comes one after the other."""
    row = await fetch_one(_LOCKED, forum_id)
    return Prepared(**dict(row)) if row else None


async def drafts() -> list[Prepared]:
    return [Prepared(**dict(row)) for row in await fetch(_DRAFTS)]


async def sections_of(forum_id: int) -> list[Section]:
    rows = await fetch(_SECTIONS, forum_id)
    return [
        Section(row["id"], SectionKind(row["kind"]), row["title"], row["note"], row["minutes"])
        for row in rows
    ]


async def chairs() -> list[tuple[int, str]]:
    return [(row["id"], row["name"]) for row in await fetch(_CHAIRS)]
