"""Reads of the list: its order, its filters with their counts, a page of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from participation.core.db import fetch
from participation.core.searching import to_query
from proposals.rules import PAGE_SIZE, Sort, Status
from proposals.wording import STATUS, Look


@dataclass(frozen=True, slots=True)
class Line:
    id: int
    title: str
    teaser: str
    category: str
    status: Look
    supports: int
    comments: int
    consultation: str
    consultation_slug: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A proposal with a point, as the map and the list beside it show it."""

    id: int
    title: str
    district: str
    place: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many proposals share category, status and district."""

    category_id: int | None
    status: str
    district_id: int | None
    district_slug: str
    district: str
    count: int


_BUCKETS = """
SELECT p.category, p.status, p.district, COALESCE(d.slug, '') AS slug, COALESCE(d.name, '') AS name, count(*) AS n
FROM proposal p /*from*/ LEFT JOIN district d ON d.id = p.district
WHERE /*where*/ AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
GROUP BY p.category, p.status, p.district, d.slug, d.name, d.name_key ORDER BY d.name_key
"""
_LINES = """
SELECT p.id, p.title, p.teaser, p.status, p.supports_count, COALESCE(t.comments_count, 0) AS comments,
       COALESCE(k.title, '') AS category, c.title AS consultation, c.slug
FROM (
    SELECT p.id, row_number() OVER (ORDER BY /*order*/) AS place
    FROM proposal p /*from*/
    WHERE /*where*/ AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
    ORDER BY place LIMIT $6 OFFSET $7
) page JOIN proposal p ON p.id = page.id
JOIN consultation c ON c.id = p.consultation
LEFT JOIN category k ON k.id = p.category
LEFT JOIN thread t ON t.subject_kind = 'proposal' AND t.subject_id = p.id
ORDER BY page.place
"""
_PLACED = """
SELECT p.id, p.title, COALESCE(d.name, '') AS name, p.place, p.latitude, p.longitude
FROM proposal p /*from*/ LEFT JOIN district d ON d.id = p.district
WHERE /*where*/ AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
    AND p.latitude IS NOT NULL
ORDER BY d.name_key NULLS LAST, p.id LIMIT $6
"""
PLACED_MOST = 300
"""More pins than this nobody can tell apart; filters make fewer."""
_ORDER = {
    Sort.FAIR: "hashint8extended(p.id, $8), p.id",
    Sort.NEWEST: "$8::bigint, p.published_at DESC, p.id DESC",
    Sort.SUPPORT: "$8::bigint, p.supports_count DESC, p.published_at DESC, p.id DESC",
    Sort.DISCUSSED: "$8::bigint, COALESCE(t.comments_count, 0) DESC, p.published_at DESC, p.id DESC",
    Sort.MATCH: "$8::bigint, ts_rank_cd(p.search, to_tsquery('german', $2)) DESC, p.id DESC",
}
_MATCHES = " AND p.search @@ to_tsquery('german', $2)"
_UNASKED = " AND $2::text = ''"
_HERE = "p.consultation = $1"
_EVERYWHERE = (
    "$1::bigint IS NULL AND EXISTS (SELECT 1 FROM consultation c"
    " WHERE c.id = p.consultation AND c.published_at <= now())"
)


_FILTERS = (
    (" AND p.category = $3", " AND $3::bigint IS NULL"),
    (" AND p.status = $4", " AND $4::text IS NULL"),
    (" AND p.district = $5", " AND $5::bigint IS NULL"),
)
"""Asked, not asked. `$3 IS NULL OR …` would be one text for both, with a bad plan once it is planned for all."""


@cache
def _statement(
    template: str, sort: Sort, *, everywhere: bool, searching: bool, asked: tuple[bool, ...] = ()
) -> str:
    """One of the constant statements, in which only what is asked for is a condition on rows."""
    joins = "LEFT JOIN thread t ON t.subject_kind = 'proposal' AND t.subject_id = p.id"
    where = (_EVERYWHERE if everywhere else _HERE) + (_MATCHES if searching else _UNASKED)
    where += "".join(one[0 if wanted else 1] for one, wanted in zip(_FILTERS, asked, strict=False))
    return (
        template.replace("/*order*/", _ORDER[sort])
        .replace("/*from*/", joins if sort is Sort.DISCUSSED else "")
        .replace("/*where*/", where)
    )


async def buckets(consultation_id: int | None, text: str) -> list[Bucket]:
    """All counts that the filters show, in one statement; by district's name. None: every public consultation."""
    statement = _statement(_BUCKETS, Sort.FAIR, everywhere=consultation_id is None, searching=bool(text))
    return [Bucket(*row) for row in await fetch(statement, consultation_id, to_query(text))]


@dataclass(frozen=True, slots=True)
class Filters:
    category_id: int | None = None
    status: str | None = None
    district_id: int | None = None


async def lines(
    consultation_id: int | None, text: str, filters: Filters, sort: Sort, *, seed: int, offset: int
) -> list[Line]:
    """One page of the list. Without `text` the sort must not be `match`."""
    chosen = (filters.category_id, filters.status, filters.district_id)
    statement = _statement(
        _LINES,
        sort,
        everywhere=consultation_id is None,
        searching=bool(text),
        asked=tuple(one is not None for one in chosen),
    )
    rows = await fetch(
        statement,
        consultation_id,
        to_query(text),
        *chosen,
        PAGE_SIZE,
        offset,
        seed,
    )
    return [_line(row) for row in rows]


async def placed(consultation_id: int | None, text: str, filters: Filters) -> list[Placed]:
    """What has a point, by districts."""
    chosen = (filters.category_id, filters.status, filters.district_id)
    statement = _statement(
        _PLACED,
        Sort.FAIR,
        everywhere=consultation_id is None,
        searching=bool(text),
        asked=tuple(one is not None for one in chosen),
    )
    return [
        Placed(*row) for row in await fetch(statement, consultation_id, to_query(text), *chosen, PLACED_MOST)
    ]


def _line(row: Any) -> Line:
    return Line(
        row["id"],
        row["title"],
        row["teaser"],
        row["category"],
        STATUS[Status(row["status"])],
        row["supports_count"],
        row["comments"],
        row["consultation"],
        row["slug"],
    )


def total(found: Sequence[Bucket], *tests: Callable[[Bucket], bool]) -> int:
    return sum(bucket.count for bucket in found if all(test(bucket) for test in tests))
