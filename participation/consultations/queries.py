"""Reads. A consultation comes with its phases in one statement, so that no page pays twice for them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from participation.consultations import phases as kinds
from participation.consultations.rules import (
    Phase,
    Standing,
    Step,
    current,
    is_open,
    standing,
    steps,
    upcoming,
)
from participation.core import clock
from participation.core.db import fetch, fetch_one


@dataclass(frozen=True, slots=True)
class District:
    id: int
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Category:
    id: int
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Head:
    """What lists and other packages need of a consultation; its phases are in their order."""

    id: int
    slug: str
    title: str
    kicker: str
    lead: str
    district: District | None
    priority: int
    published_at: datetime | None
    archived_at: datetime | None
    phases: tuple[Phase, ...]

    @property
    def url(self) -> str:
        return f"/consultations/{self.slug}"

    @property
    def phase(self) -> Phase | None:
        """The phase that runs, nothing once it is archived."""
        archived = self.archived_at is not None and self.archived_at <= clock.now()
        return None if archived else current(self.phases, clock.now())

    @property
    def next_phase(self) -> Phase | None:
        return upcoming(self.phases, clock.now())

    @property
    def standing(self) -> Standing:
        return standing(
            self.phases,
            clock.now(),
            kinds.inviting(),
            published_at=self.published_at,
            archived_at=self.archived_at,
        )

    @property
    def published(self) -> bool:
        return self.standing is not Standing.DRAFT

    def opens(self, feature: str) -> bool:
        """For pages: whether to offer it. An action asks `require_open`, which locks."""
        live = self.published and self.standing is not Standing.FINISHED
        return live and is_open(self.phases, feature, clock.now(), kinds.opens())

    def steps(self) -> list[Step]:
        return steps(self.phases, clock.now())


@dataclass(frozen=True, slots=True)
class Consultation:
    head: Head
    body_html: str
    plain_html: str
    goals: list[str]
    open_points: list[str]
    fixed_points: list[str]
    decides_html: str
    contact_name: str
    contact_office: str
    contact_phone: str
    contact_mail: str
    contact_hours: str
    source_url: str | None
    categories: tuple[Category, ...]

    @property
    def id(self) -> int:
        return self.head.id

    @property
    def slug(self) -> str:
        return self.head.slug

    @property
    def title(self) -> str:
        return self.head.title

    @property
    def url(self) -> str:
        return self.head.url

    def opens(self, feature: str) -> bool:
        return self.head.opens(feature)


_HEAD = """
c.id, c.slug, c.title, c.kicker, c.lead, c.priority, c.published_at, c.archived_at,
d.id AS district_id, d.slug AS district_slug, d.name AS district_name,
ARRAY(SELECT (p.kind, p.title, p.note, p.starts_at, p.ends_at, p.id) FROM phase p
      WHERE p.consultation = c.id ORDER BY p.position) AS phases
"""
_FROM = " FROM consultation c LEFT JOIN district d ON d.id = c.district "

_BY_SLUG = (
    "SELECT "  # noqa: S608  # only constants are joined
    + _HEAD
    + """, c.body_html, c.plain_html, c.goals, c.open_points, c.fixed_points, c.decides_html, c.contact_name,
    c.contact_office, c.contact_phone, c.contact_mail, c.contact_hours, c.source_url,
    ARRAY(SELECT (k.id, k.slug, k.title) FROM category k
          WHERE k.consultation = c.id ORDER BY k.position, k.id) AS categories"""
    + _FROM
    + "WHERE c.slug = $1"
)
_HEADS = "SELECT " + _HEAD + _FROM + "WHERE c.id = ANY($1::bigint[])"  # constants
_PUBLISHED = (
    "SELECT "  # only constants are joined
    + _HEAD
    + _FROM
    + "WHERE c.published_at <= $1 ORDER BY c.priority DESC, c.published_at DESC, c.id DESC LIMIT $2"
)
LIST_LIMIT = 300
"""Consultations on one page; a city with more of them will want pages by year."""


async def consultation_by_slug(slug: str) -> Consultation | None:
    """Also drafts: the page decides who may see them."""
    row = await fetch_one(_BY_SLUG, slug)
    return _consultation(row) if row else None


async def consultation_heads(ids: Iterable[int]) -> dict[int, Head]:
    """By id, drafts included; unknown ids are left out."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    return {row["id"]: head_of(row) for row in await fetch(_HEADS, wanted)}


async def published_heads(limit: int = LIST_LIMIT) -> list[Head]:
    """All that everybody may see, by priority, then the newest first."""
    return [head_of(row) for row in await fetch(_PUBLISHED, clock.now(), limit)]


async def phases_of(ids: Iterable[int]) -> dict[int, tuple[Phase, ...]]:
    return {number: head.phases for number, head in (await consultation_heads(ids)).items()}


async def categories_of(consultation_id: int) -> list[Category]:
    rows = await fetch(
        "SELECT id, slug, title FROM category WHERE consultation = $1 ORDER BY position, id", consultation_id
    )
    return [Category(*row) for row in rows]


async def districts() -> list[District]:
    return [
        District(*row) for row in await fetch("SELECT id, slug, name FROM district ORDER BY name_key, id")
    ]


def head_of(row: Any) -> Head:
    """From a row with the columns of `_HEAD`."""
    found = row["district_id"]
    district = District(found, row["district_slug"], row["district_name"]) if found else None
    return Head(
        row["id"],
        row["slug"],
        row["title"],
        row["kicker"],
        row["lead"],
        district,
        row["priority"],
        row["published_at"],
        row["archived_at"],
        _phases(row["phases"]),
    )


def _phases(rows: Sequence[Any]) -> tuple[Phase, ...]:
    return tuple(Phase(*row) for row in rows)


def _consultation(row: Any) -> Consultation:
    return Consultation(
        head=head_of(row),
        body_html=row["body_html"],
        plain_html=row["plain_html"],
        goals=json.loads(row["goals"]),
        open_points=json.loads(row["open_points"]),
        fixed_points=json.loads(row["fixed_points"]),
        decides_html=row["decides_html"],
        contact_name=row["contact_name"],
        contact_office=row["contact_office"],
        contact_phone=row["contact_phone"],
        contact_mail=row["contact_mail"],
        contact_hours=row["contact_hours"],
        source_url=row["source_url"],
        categories=tuple(Category(*entry) for entry in row["categories"]),
    )
