"""Public proposals for programs: `/api/v1/proposals`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from litestar import Response, get
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import Parameter

from participation.core.errors import Refused
from participation.core.forms import whole_number
from participation.core.kinds import HELD
from participation.core.spreadsheets import csv_response
from participation.settings import settings
from proposals.images.queries import images
from proposals.outcomes.export import (
    DecisionItem,
    MilestoneItem,
    check_counts,
    decision_item,
    milestone_items,
)
from proposals.queries import api_list, api_one
from proposals.wording import HIDDEN, WITHDRAWN

MOST = 100
STEP = 1_000
"""Rows that the table reads at a time."""


@dataclass(frozen=True, slots=True)
class ImageItem:
    """A picture in two sizes, with what can be seen on it in words."""

    url: str
    small_url: str
    description: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ProposalItem:
    """`body` is the author's Markdown, `body_html` the same, sanitised.

    `decision` and `milestones` are what became of it; `checks` what supporters say once it is done ("yes", "partly",
    "no"), where small numbers are kept back. `merged_into` is the twin that it went into, with its supports; lists hold the twin alone.
    """

    id: int
    url: str
    consultation: str
    title: str
    body: str
    body_html: str
    author: str | None
    co_authors: list[str]
    category: str | None
    district: str | None
    place: str | None
    latitude: float | None
    longitude: float | None
    status: str
    supports: int
    comments: int
    images: list[ImageItem]
    decision: DecisionItem | None
    milestones: list[MilestoneItem]
    checks: dict[str, int | None] | None
    published_at: datetime
    merged_into: int | None
    source_url: str | None


@dataclass(frozen=True, slots=True)
class ProposalList:
    items: list[ProposalItem]
    next_cursor: str | None


@get("/proposals", summary="Public proposals, oldest first")
async def list_proposals(
    consultation: Annotated[str | None, Parameter(description="slug of a consultation")] = None,
    limit: Annotated[int, Parameter(ge=1, le=MOST)] = 50,
    cursor: Annotated[str | None, Parameter(description="`next_cursor` of the page before")] = None,
) -> ProposalList:
    after = whole_number(cursor) if cursor else 0
    if after is None:
        raise ClientException("cursor")
    rows = await api_list(consultation, after, limit + 1)
    if rows is None:
        raise NotFoundException
    items = [_item(row) for row in rows[:limit]]
    return ProposalList(items, str(items[-1].id) if len(rows) > limit else None)


@get("/proposals/{proposal_id:int}", summary="One proposal")
async def show_proposal(proposal_id: int) -> ProposalItem:
    row = await api_one(proposal_id)
    if row is None or row["hidden_rule_slug"] == HELD:
        raise NotFoundException
    if row["hidden_at"] is not None or row["withdrawn_at"] is not None:
        raise Refused(HIDDEN if row["hidden_at"] is not None else WITHDRAWN, status=410)
    return _item(row)


def _item(row: Any) -> ProposalItem:
    return ProposalItem(
        id=row["id"],
        url=f"/proposals/{row['id']}",
        consultation=row["slug"],
        title=row["title"],
        body=row["body"],
        body_html=row["body_html"],
        author=row["author_name"] or None,
        co_authors=row["others"],
        category=row["category"],
        district=row["district"],
        place=row["place"] or None,
        latitude=row["latitude"],
        longitude=row["longitude"],
        status=row["status"],
        supports=row["supports_count"],
        comments=row["comments"],
        images=[
            ImageItem(one.url, one.small, one.alt, one.width, one.height) for one in images(row["images"])
        ],
        decision=decision_item(row["decision"]),
        milestones=milestone_items(row["milestones"]),
        checks=check_counts(row["checks"]),
        published_at=row["published_at"],
        merged_into=row["merged_into"],
        source_url=row["source_url"],
    )


_HEAD = (
    "id", "url", "title", "body", "author", "co_authors", "category", "district", "place", "latitude", "longitude",
    "status", "supports", "comments", "published_at", "source_url",
)  # fmt: skip


@get(
    "/consultations/{slug:str}/proposals.csv",
    summary="Public proposals of a consultation as a table",
    media_type="text/csv",
)
async def table_of_proposals(slug: str) -> Response[bytes]:
    """All at once, for people with a table program. Semicolons, UTF-8; `url` is whole."""
    rows: list[Any] = []
    while (more := await api_list(slug, rows[-1]["id"] if rows else 0, STEP)) is not None:
        rows += more
        if len(more) < STEP:
            return csv_response(f"proposals-{slug}.csv", _HEAD, [_cells(_item(row)) for row in rows])
    raise NotFoundException


def _cells(one: ProposalItem) -> list[object]:
    told = {
        "url": settings().link(one.url),
        "co_authors": ", ".join(one.co_authors),
        "published_at": one.published_at.isoformat(),
    }
    return [told.get(name, getattr(one, name)) for name in _HEAD]


ROUTES = [list_proposals, show_proposal, table_of_proposals]
