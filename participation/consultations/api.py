"""Public consultations for programs: `/api/v1/consultations`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from litestar import get
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import Parameter

from participation.consultations.queries import Consultation, Head, consultation_by_slug, heads_after
from participation.core.forms import whole_number

MOST = 100


@dataclass(frozen=True, slots=True)
class PhaseItem:
    """`ends_at` is the first moment after the phase, or null where it has no end yet."""

    kind: str
    title: str
    note: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class ConsultationItem:
    """`standing` is coming, open, working or finished."""

    slug: str
    url: str
    title: str
    lead: str
    district: str | None
    standing: str
    published_at: datetime | None
    phases: list[PhaseItem]


@dataclass(frozen=True, slots=True)
class ConsultationPage(ConsultationItem):
    body_html: str
    plain_html: str
    decides_html: str
    goals: list[str]
    open_points: list[str]
    fixed_points: list[str]
    categories: dict[str, str]
    source_url: str | None


@dataclass(frozen=True, slots=True)
class ConsultationList:
    items: list[ConsultationItem]
    next_cursor: str | None


@get("/consultations", summary="Public consultations, oldest first")
async def list_consultations(
    limit: Annotated[int, Parameter(ge=1, le=MOST)] = 50,
    cursor: Annotated[str | None, Parameter(description="`next_cursor` of the page before")] = None,
) -> ConsultationList:
    after = whole_number(cursor) if cursor else 0
    if after is None:
        raise ClientException("cursor")
    heads = await heads_after(after, limit + 1)
    items = [ConsultationItem(*_values(head)) for head in heads[:limit]]
    return ConsultationList(items, str(heads[limit - 1].id) if len(heads) > limit else None)


@get("/consultations/{slug:str}", summary="One consultation")
async def show_consultation(slug: str) -> ConsultationPage:
    found = await consultation_by_slug(slug)
    if found is None or not found.head.published:
        raise NotFoundException
    return ConsultationPage(*_values(found.head), *_texts(found))


def _values(head: Head) -> tuple[str, str, str, str, str | None, str, datetime | None, list[PhaseItem]]:
    phases = [PhaseItem(p.kind, p.title, p.note, p.starts_at, p.ends_at) for p in head.phases]
    district = head.district.slug if head.district else None
    standing = head.standing.value
    return head.slug, head.url, head.title, head.lead, district, standing, head.published_at, phases


def _texts(
    found: Consultation,
) -> tuple[str, str, str, list[str], list[str], list[str], dict[str, str], str | None]:
    categories = {category.slug: category.title for category in found.categories}
    return (
        found.body_html,
        found.plain_html,
        found.decides_html,
        found.goals,
        found.open_points,
        found.fixed_points,
        categories,
        found.source_url,
    )


ROUTES = [list_consultations, show_consultation]
