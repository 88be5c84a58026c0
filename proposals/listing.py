"""Reads of the list: its order, its filters with their counts, a page of it."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from participation.core.clock import now
from participation.core.db import fetch
from participation.core.searching import to_query
from proposals.kept import MANY, keep, kept
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
SELECT b.category, b.status, b.district, COALESCE(d.slug, '') AS slug, COALESCE(d.name, '') AS name, b.n
FROM (
    SELECT p.category, p.status, p.district, count(*) AS n FROM proposal p /*from*/
    WHERE /*where*/ AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
    GROUP BY p.category, p.status, p.district
) b LEFT JOIN district d ON d.id = b.district ORDER BY d.name_key
"""
_LINES = """
SELECT p.id, p.title, p.teaser, p.status, p.supports_count, COALESCE(t.comments_count, 0) AS comments,
       COALESCE(k.title, '') AS category, c.title AS consultation, c.slug
FROM (
    SELECT picked.id, row_number() OVER () AS place FROM (
        SELECT p.id FROM proposal p /*from*/
        WHERE /*where*/ AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
        ORDER BY /*order*/ LIMIT $6 OFFSET $7
    ) picked
) page JOIN proposal p ON p.id = page.id
JOIN consultation c ON c.id = p.consultation
LEFT JOIN category k ON k.id = p.category
LEFT JOIN thread t ON t.subject_kind = 'proposal' AND t.subject_id = p.id
ORDER BY page.place
"""
# The same in two steps, where the order is kept: all numbers, and what stands on one page.
_NUMBERS = """
SELECT p.id FROM proposal p /*from*/
WHERE /*where*/ AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
ORDER BY /*order*/ LIMIT $6 OFFSET $7
"""
_OF_PAGE = """
SELECT p.id, p.title, p.teaser, p.status, p.supports_count, COALESCE(t.comments_count, 0) AS comments,
       COALESCE(k.title, '') AS category, c.title AS consultation, c.slug
FROM unnest($1::bigint[]) WITH ORDINALITY page (id, place) JOIN proposal p ON p.id = page.id
JOIN consultation c ON c.id = p.consultation AND c.published_at <= $2
LEFT JOIN category k ON k.id = p.category
LEFT JOIN thread t ON t.subject_kind = 'proposal' AND t.subject_id = p.id
WHERE p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
ORDER BY page.place
"""
ALL = 1_000_000
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
    key = ("buckets", consultation_id, text)
    known: list[Bucket] | None = kept(key)
    if known is not None:
        return known
    statement = _statement(_BUCKETS, Sort.FAIR, everywhere=consultation_id is None, searching=bool(text))
    found = [Bucket(*row) for row in await fetch(statement, consultation_id, to_query(text))]
    if sum(one.count for one in found) >= MANY:
        keep(key, found)
    return found


@dataclass(frozen=True, slots=True)
class Filters:
    category_id: int | None = None
    status: str | None = None
    district_id: int | None = None


async def lines(
    consultation_id: int | None,
    text: str,
    filters: Filters,
    sort: Sort,
    *,
    seed: int,
    offset: int,
    draft: bool = False,
    found: int = 0,
) -> list[Line]:
    """One page of the list. Without `text` the sort must not be `match`.

    `found` are in the list; where they are many the order may be seconds old. Everybody has their own fair order: it
    is kept for whoever reads on from its first page, where most people stay. That of a `draft` is never kept.
    """
    many = found >= MANY and not draft and (sort is not Sort.FAIR or offset > 0)
    key = ("order", consultation_id, text, filters, sort, seed if sort is Sort.FAIR else 0)
    known: Sequence[int] | None = kept(key) if many else None
    if known is not None:
        return await _page_of(known, offset)
    chosen = (filters.category_id, filters.status, filters.district_id)
    statement = _statement(
        _NUMBERS if many else _LINES,
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
        ALL if many else PAGE_SIZE,
        0 if many else offset,
        seed,
    )
    if not many:
        return [_line(row) for row in rows]
    numbers = array("q", [row["id"] for row in rows])
    keep(key, numbers)
    return await _page_of(numbers, offset)


async def _page_of(numbers: Sequence[int], offset: int) -> list[Line]:
    return [_line(row) for row in await fetch(_OF_PAGE, list(numbers[offset : offset + PAGE_SIZE]), now())]


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
