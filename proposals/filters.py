"""The filters of the list: what the address asks for, and the links that ask for something else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from participation.consultations.queries import Category
from participation.core.forms import query_text
from participation.core.pages import AnyRequest
from proposals.listing import Bucket, Filters, total
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


def choices(want: Asked, path: str, buckets: Sequence[Bucket], categories: Sequence[Category]) -> Choices:
    """Labels of `statuses` are left to the template; the first chip of each, "all", too."""
    slugs = {category.slug: category.id for category in categories}
    districts = {bucket.district_slug: bucket.district for bucket in buckets if bucket.district_slug}
    ids = {bucket.district_slug: bucket.district_id for bucket in buckets}
    filters = Filters(
        slugs.get(want.category, NONE) if want.category else None,
        want.status or None,
        (ids.get(want.district) or NONE) if want.district else None,
    )

    def by_category(bucket: Bucket) -> bool:
        return filters.category_id in {None, bucket.category_id}

    def by_status(bucket: Bucket) -> bool:
        return filters.status in {None, bucket.status}

    def by_district(bucket: Bucket) -> bool:
        return filters.district_id in {None, bucket.district_id}

    per_category = _counts((b.category_id, b.count) for b in buckets if by_status(b) and by_district(b))
    per_status = _counts((b.status, b.count) for b in buckets if by_category(b) and by_district(b))
    per_district = _counts((b.district_slug, b.count) for b in buckets if by_category(b) and by_status(b))
    return Choices(
        filters,
        total(buckets, by_category, by_status, by_district),
        total(buckets),
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


def _counts(pairs: Iterable[tuple[object, int]]) -> dict[object, int]:
    counts: dict[object, int] = {}
    for key, number in pairs:
        counts[key] = counts.get(key, 0) + number
    return counts


def slugs_of(things: Iterable[object]) -> Mapping[str, int]:
    """Slug → id of categories or districts."""
    return {thing.slug: thing.id for thing in things}  # type: ignore[attr-defined]
