"""The filters of the list: what the address asks for, and the links that ask for something else."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from participation.consultations.queries import Category
from participation.core.forms import query_text
from participation.core.pages import AnyRequest
from proposals.listing import Buckets, Filters
from proposals.rules import Sort, Status, chosen_sort

NONE = -1
"""No row has this id: an unknown slug finds nothing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """As in the address; an unknown value finds nothing rather than everything."""

    category: str
    status: str
    district: str
    q: str
    sort: Sort
    view: str = ""
    """`map`, or "" for the list."""

    @property
    def filtered(self) -> bool:
        return bool(self.category or self.status or self.district)

    def query(self, **changed: str) -> dict[str, str]:
        usual = chosen_sort("", searching=bool(self.q))
        sort = "" if self.sort is usual else self.sort.value
        kept = {
            "q": self.q,
            "category": self.category,
            "district": self.district,
            "status": self.status,
            "sort": sort,
            "view": self.view,
            **changed,
        }
        return {name: value for name, value in kept.items() if value}

    def link(self, path: str, **changed: str) -> str:
        query = urlencode(self.query(**changed))
        return f"{path}?{query}" if query else path


def asked(request: AnyRequest) -> Asked:
    q = query_text(request, "q")
    return Asked(
        query_text(request, "category", 80),
        query_text(request, "status", 20),
        query_text(request, "district", 80),
        q,
        chosen_sort(query_text(request, "sort", 20), searching=bool(q)),
        "map" if query_text(request, "view", 10) == "map" else "",
    )


Chip = tuple[str, str, bool, int | None]
"""Label, address, whether it is the chosen one, number of proposals."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The filters with their counts: each counts what the other two leave over."""

    filters: Filters
    found: int
    everything: int
    categories: list[Chip]
    statuses: list[tuple[Status, Chip]]
    districts: list[Chip]


MOST = 64
"""Choices worked out of the same counts."""


def choices(want: Asked, path: str, buckets: Buckets, categories: Sequence[Category]) -> Choices:
    """Labels of `statuses` are left to the template; the first chip of each, "all", too."""
    known: Choices | None = buckets.worked_out.get((want, path))
    if known is None:
        known = _choices(want, path, buckets, categories)
        if len(buckets.worked_out) < MOST:
            buckets.worked_out[want, path] = known
    return known


def _choices(want: Asked, path: str, buckets: Buckets, categories: Sequence[Category]) -> Choices:
    slugs = {category.slug: category.id for category in categories}
    districts = {bucket.district_slug: bucket.district for bucket in buckets if bucket.district_slug}
    ids = {bucket.district_slug: bucket.district_id for bucket in buckets}
    filters = Filters(
        slugs.get(want.category, NONE) if want.category else None,
        want.status or None,
        (ids.get(want.district) or NONE) if want.district else None,
    )

    per_category: Counter[int | None] = Counter()
    per_status: Counter[str] = Counter()
    per_district: Counter[str] = Counter()
    everything = 0
    for bucket in buckets:  # there may be a thousand, so once is enough
        here = filters.category_id is None or filters.category_id == bucket.category_id
        so_far = filters.status is None or filters.status == bucket.status
        there = filters.district_id is None or filters.district_id == bucket.district_id
        everything += bucket.count
        if so_far and there:
            per_category[bucket.category_id] += bucket.count
        if here and there:
            per_status[bucket.status] += bucket.count
        if here and so_far:
            per_district[bucket.district_slug] += bucket.count
    found = per_status[filters.status] if filters.status else per_status.total()
    return Choices(
        filters,
        found,
        everything,
        [
            (c.title, want.link(path, category=c.slug), c.slug == want.category, per_category.get(c.id, 0))
            for c in categories
        ],
        [
            (status, ("", want.link(path, status=status), status == want.status, per_status.get(status, 0)))
            for status in Status
            if per_status.get(status) or status == want.status
        ],
        [
            (name, want.link(path, district=slug), slug == want.district, per_district.get(slug, 0))
            for slug, name in districts.items()
        ],
    )


def slugs_of(things: Iterable[object]) -> Mapping[str, int]:
    """Slug → id of categories or districts."""
    return {thing.slug: thing.id for thing in things}  # type: ignore[attr-defined]
