"""Reads of the list: its order, its filters with their counts, a page of it."""

from array import array
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from participation.core.clock import now
from participation.core.db import fetch, fetch_value
from participation.core.searching import to_query
from proposals.kept import MANY, keep, kept
from proposals.rules import PAGE_SIZE, Sort, Status
from proposals.shuffle import fair_page
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


class Buckets(list[Bucket]):
    """`worked_out` is what has been made of them, kept as long as they are."""

    def __init__(self, found: Iterable[Bucket] = ()) -> None:
        super().__init__(found)
        self.worked_out: dict[Hashable, Any] = {}


_BUCKETS = """
SELECT b.category, b.status, b.district, COALESCE(d.slug, '') AS slug, COALESCE(d.name, '') AS name, b.n
FROM (
    SELECT p.category, p.status, p.district, count(*) AS n FROM proposal p /*from*/
    WHERE /*where*/ AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
    GROUP BY p.category, p.status, p.district
) b LEFT JOIN district d ON d.id = b.district ORDER BY d.name_key
"""
# The count is looked up line by line: a join may read all threads for a page of twenty.
_SHOWN = """
SELECT p.id, p.title, p.teaser, p.status, p.supports_count, COALESCE(k.title, '') AS category,
       COALESCE((SELECT t.comments_count FROM thread t
                 WHERE t.subject_kind = 'proposal' AND t.subject_id = p.id), 0) AS comments,
       c.title AS consultation, c.slug
"""
# How many is written into it: else a plan for any number would read everything for a page of twenty.
_LINES = """
/*shown*/
FROM (
    SELECT picked.id, row_number() OVER () AS place FROM (
        SELECT p.id FROM proposal p /*from*/
        WHERE /*where*/ AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
        ORDER BY /*order*/ LIMIT /*size*/ OFFSET $6
    ) picked
) page JOIN proposal p ON p.id = page.id
JOIN consultation c ON c.id = p.consultation
LEFT JOIN category k ON k.id = p.category
ORDER BY page.place
""".replace("/*shown*/", _SHOWN).replace("/*size*/", str(PAGE_SIZE))
# The same in two steps, where the order is kept: all numbers, and what stands on one page.
_ORDERED = """
SELECT ARRAY(SELECT p.id FROM proposal p /*from*/
             WHERE /*where*/ AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
             ORDER BY /*order*/)
"""
# By rank, for the fair order: whatever is not in the list keeps its place in it as a nought.
_RANKED = """
SELECT ARRAY(SELECT CASE WHEN /*where*/ AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL
                         AND p.merged_into IS NULL THEN p.id ELSE 0 END
             FROM proposal p WHERE /*place*/ ORDER BY p.id)
"""
_OF_PAGE = """
/*shown*/
FROM unnest($1::bigint[]) WITH ORDINALITY page (id, place) JOIN proposal p ON p.id = page.id
JOIN consultation c ON c.id = p.consultation AND c.published_at <= $2
LEFT JOIN category k ON k.id = p.category
WHERE p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
ORDER BY page.place
""".replace("/*shown*/", _SHOWN)
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
    Sort.FAIR: "hashint8extended(p.id, $7), p.id",
    Sort.NEWEST: "p.published_at DESC, p.id DESC",
    Sort.SUPPORT: "p.supports_count DESC, p.published_at DESC, p.id DESC",
    Sort.DISCUSSED: "COALESCE(t.comments_count, 0) DESC, p.published_at DESC, p.id DESC",
    Sort.MATCH: "ts_rank_cd(p.search, to_tsquery('german', $2)) DESC, p.id DESC",
}
_MATCHES = " AND p.search @@ to_tsquery('german', $2)"
_UNASKED = " AND $2::text = ''"
_HERE = "p.consultation = $1"
_EVERYWHERE = (
    "$1::bigint IS NULL AND p.consultation = ANY(ARRAY("
    "SELECT c.id FROM consultation c WHERE c.published_at <= now()))"
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
        .replace("/*place*/", "$1::bigint IS NULL" if everywhere else _HERE)
    )


async def buckets(consultation_id: int | None, text: str) -> Buckets:
    """All counts that the filters show, in one statement; by district's name. None: every public consultation."""
    key = ("buckets", consultation_id, text)
    known: Buckets | None = kept(key)
    if known is not None:
        return known
    statement = _statement(_BUCKETS, Sort.FAIR, everywhere=consultation_id is None, searching=bool(text))
    found = Buckets(Bucket(*row) for row in await fetch(statement, consultation_id, to_query(text)))
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

    `found` are in the list; where they are many the order may be seconds old. That of a `draft` is never kept.
    """
    many = found >= MANY and not draft and not (sort is Sort.NEWEST and not text and filters == Filters())
    chosen = (filters.category_id, filters.status, filters.district_id)
    choice = {
        "everywhere": consultation_id is None,
        "searching": bool(text),
        "asked": tuple(one is not None for one in chosen),
    }
    values = (consultation_id, to_query(text), *chosen)
    if not many:
        seeds = (seed,) if sort is Sort.FAIR else ()
        statement = _statement(_LINES, sort, **choice)
        return [_line(row) for row in await fetch(statement, *values, offset, *seeds)]
    key = ("order", consultation_id, text, filters, sort)
    order: Sequence[int] | None = kept(key)
    if order is None:
        template = _RANKED if sort is Sort.FAIR else _ORDERED
        order = array("q", await fetch_value(_statement(template, sort, **choice), *values))
        keep(key, order)
    if sort is Sort.FAIR:
        return await _those(fair_page(order, seed, offset, PAGE_SIZE))
    return await _those(order[offset : offset + PAGE_SIZE])


async def _those(numbers: Sequence[int]) -> list[Line]:
    return [_line(row) for row in await fetch(_OF_PAGE, list(numbers), now())]


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
