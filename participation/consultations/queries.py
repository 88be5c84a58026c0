"""Reads. A consultation comes with its phases in one statement, so that no page pays twice for them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from participation.consultations import phases as kinds
from participation.consultations import sql
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
from participation.core.calendars import Entry, one_line
from participation.core.db import fetch, fetch_one
from participation.core.paging import Page

BACK = timedelta(days=180)
FAR = datetime(9999, 1, 1, tzinfo=UTC)


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
    def ends_at(self) -> datetime:
        """When the running phase ends; far away where it has no end or none runs, for sorting."""
        phase = self.phase
        return phase.ends_at if phase and phase.ends_at else FAR

    @property
    def finished_at(self) -> datetime | None:
        """When it was archived, else the last moment of its last phase."""
        ends = [phase.last_moment for phase in self.phases if phase.last_moment]
        return self.archived_at or max(ends, default=None)

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
    audience: str
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What somebody said and what became of it; `place` and `place_slug` are the consultation."""

    state: str
    headline: str
    quote: str
    origin: str
    text: str
    link_url: str | None
    reported_at: datetime
    place: str
    place_slug: str


@dataclass(frozen=True, slots=True)
class Event:
    starts_at: datetime
    title: str
    text: str
    place: str
    consultation: str
    consultation_slug: str
    id: int
    cancelled: bool

    @property
    def url(self) -> str:
        return f"/consultations/{self.consultation_slug}#dates"


@dataclass(frozen=True, slots=True)
class News:
    id: int
    title: str
    body_html: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Document:
    id: int
    title: str
    url: str
    note: str

    @property
    def outside(self) -> bool:
        return not self.url.startswith("/")


@dataclass(frozen=True, slots=True)
class Details:
    news: tuple[News, ...]
    events: tuple[Event, ...]
    outcomes: tuple[Outcome, ...]
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Front:
    """`reported` counts all outcomes, of which `outcomes` are the newest."""

    heads: tuple[Head, ...]
    events: tuple[Event, ...]
    outcomes: tuple[Outcome, ...]
    reported: int
    districts: tuple[District, ...]


LIST_LIMIT = 300
"""Consultations on one page; a city with more of them will want pages by year."""


async def consultation_by_slug(slug: str) -> Consultation | None:
    """Also drafts: the page decides who may see them."""
    row = await fetch_one(sql.BY_SLUG, slug)
    return _consultation(row) if row else None


async def consultation_heads(ids: Iterable[int]) -> dict[int, Head]:
    """By id, drafts included; unknown ids are left out."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    return {row[0]: head_of(tuple(row)) for row in await fetch(sql.HEADS, wanted)}


async def published_heads(limit: int = LIST_LIMIT) -> list[Head]:
    """All that everybody may see, by priority, then the newest first."""
    return [head_of(tuple(row)) for row in await fetch(sql.PUBLISHED, clock.now(), limit)]


async def heads_after(number: int, limit: int) -> list[Head]:
    """Public ones in the order in which they were made, behind the one with this id."""
    return [head_of(tuple(row)) for row in await fetch(sql.AFTER, clock.now(), number, limit)]


async def phases_of(ids: Iterable[int]) -> dict[int, tuple[Phase, ...]]:
    return {number: head.phases for number, head in (await consultation_heads(ids)).items()}


async def categories_of(consultation_id: int) -> list[Category]:
    rows = await fetch(sql.CATEGORIES, consultation_id)
    return [Category(*row) for row in rows]


async def districts() -> list[District]:
    return [District(*row) for row in await fetch(sql.DISTRICTS)]


async def front() -> Front:
    """All of the front page that lies here, in one statement."""
    row = await fetch_one(sql.FRONT, clock.now(), LIST_LIMIT)
    assert row is not None
    return Front(
        tuple(head_of(entry) for entry in row["heads"]),
        tuple(Event(*entry) for entry in row["events"]),
        tuple(Outcome(*entry) for entry in row["outcomes"]),
        row["reported"],
        tuple(District(*entry) for entry in row["districts"]),
    )


async def details(consultation_id: int) -> Details:
    row = await fetch_one(sql.DETAILS, consultation_id, clock.now())
    assert row is not None
    return Details(
        tuple(News(*entry) for entry in row["news"]),
        tuple(Event(*entry) for entry in row["events"]),
        tuple(Outcome(*entry) for entry in row["outcomes"]),
        tuple(Document(*entry) for entry in row["documents"]),
    )


async def news(consultation_id: int) -> list[News]:
    """Newest first, for the feed."""
    return [News(*row) for row in await fetch(sql.FEED, consultation_id, clock.now())]


async def dates(consultation_id: int, url: str) -> list[Entry]:
    """Of half a year back and all that come, cancelled ones too; `url` is the absolute address of the page."""
    rows = await fetch(sql.DATES, consultation_id, clock.now() - BACK)
    return [_entry(row, url) for row in rows]


def _entry(row: Any, url: str) -> Entry:
    values = dict(row)
    text = one_line(values.pop("text"))
    return Entry(**values, ends_at=None, paragraphs=[text] if text else [], url=url)


async def results(state: str, number: int, size: int) -> tuple[list[Outcome], Page]:
    """What became of it, newest first; `state` empty for all. The page is within what exists."""
    page = Page(number, size, 0)
    rows = await fetch(sql.RESULTS, clock.now(), state, size, page.offset)
    if not rows and number > 1:
        return await results(state, 1, size)
    return [Outcome(*row["entry"]) for row in rows], Page(number, size, rows[0]["total"] if rows else 0)


def head_of(row: Sequence[Any]) -> Head:
    """From a row whose first values are those of `sql.HEAD`."""
    number, slug, title, kicker, lead, district, at, name, priority, published, archived, phases = row[
        : sql.HEAD_WIDTH
    ]
    place = District(district, at, name) if district else None
    running = tuple(Phase(*entry) for entry in phases)
    return Head(number, slug, title, kicker, lead, place, priority, published, archived, running)


def _consultation(row: Any) -> Consultation:
    return Consultation(
        head=head_of(tuple(row)),
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
        audience=row["audience"],
        categories=tuple(Category(*entry) for entry in row["categories"]),
    )
