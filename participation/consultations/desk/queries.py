"""Reads of the desk: every consultation with its state, and one with all that its forms show."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from participation.consultations.desk.rules import Facts, Span, State, lacks, state
from participation.core import clock
from participation.core.db import fetch, fetch_one

LIST_LENGTH = 300
LISTS = ("goals", "open_points", "fixed_points")
TEXTS = (
    "title", "lead", "body", "plain_body", "goals", "open_points", "fixed_points", "decides", "audience",
    "contact_name", "contact_office", "contact_phone", "contact_mail", "contact_hours",
)  # fmt: skip

_COLUMNS = """
SELECT c.id, c.slug, c.title, c.lead, c.body, c.plain_body, c.goals, c.open_points, c.fixed_points, c.decides,
    c.audience, c.contact_name, c.contact_office, c.contact_phone, c.contact_mail, c.contact_hours,
    c.published_at, c.archived_at, c.edition, c.answer_threshold, c.answer_days,
    d.slug AS district, d.name AS district_name,
    ARRAY(SELECT (p.kind, p.title, p.note, p.starts_at, p.ends_at, p.id) FROM phase p
          WHERE p.consultation = c.id ORDER BY p.position) AS phases,
    ARRAY(SELECT (k.slug, k.title) FROM category k
          WHERE k.consultation = c.id ORDER BY k.position, k.id) AS categories
FROM consultation c LEFT JOIN district d ON d.id = c.district
"""
_ONE = _COLUMNS + " WHERE c.slug = $1"
_BY_ID = _COLUMNS + " WHERE c.id = $1"
_ALL = (
    _COLUMNS + " ORDER BY c.published_at IS NOT NULL, c.archived_at IS NOT NULL, c.published_at DESC,"
    " c.id DESC LIMIT $1"
)


@dataclass(frozen=True, slots=True)
class Managed:
    """`texts` as the forms show them: a list has one line for each entry. `edition` grows with each change."""

    id: int
    slug: str
    texts: Mapping[str, str]
    district: str
    district_name: str
    categories: tuple[tuple[str, str], ...]
    phases: tuple[Span, ...]
    answer_threshold: int | None
    answer_days: int
    edition: int
    state: State
    published_at: datetime | None
    archived_at: datetime | None
    lacks: Sequence[str]

    @property
    def url(self) -> str:
        return f"/consultations/{self.slug}"

    @property
    def title(self) -> str:
        return self.texts["title"]

    @property
    def running(self) -> Span | None:
        """The phase that runs; where two overlap, the one that began last."""
        now = clock.now()
        begun = [phase for phase in self.phases if phase.has_begun(now) and not phase.is_over(now)]
        return max(begun, key=lambda phase: phase.starts_at, default=None)

    @property
    def published(self) -> bool:
        return self.state is not State.DRAFT


async def managed(slug: str) -> Managed | None:
    row = await fetch_one(_ONE, slug)
    return _managed(row) if row else None


async def managed_by_id(number: int) -> Managed | None:
    row = await fetch_one(_BY_ID, number)
    return _managed(row) if row else None


async def every() -> list[Managed]:
    """Drafts first, then what is published, then the archive."""
    return [_managed(row) for row in await fetch(_ALL, LIST_LENGTH)]


def _managed(row: Any) -> Managed:
    now = clock.now()
    texts = {name: _as_lines(row[name]) if name in LISTS else row[name] for name in TEXTS}
    phases = tuple(Span(*entry) for entry in row["phases"])
    plain = ("id", "slug", "answer_threshold", "answer_days", "edition", "published_at", "archived_at")
    return Managed(
        **{name: row[name] for name in plain},
        texts=texts,
        district=row["district"] or "",
        district_name=row["district_name"] or "",
        categories=tuple((slug, title) for slug, title in row["categories"]),
        phases=phases,
        state=state(row["published_at"], row["archived_at"], now),
        lacks=lacks(Facts(texts, phases), now),
    )


def _as_lines(stored: str) -> str:
    return "\n".join(json.loads(stored))
