"""What the front page shows, chosen from what the packages below tell."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from participation.consultations import offers
from participation.consultations.offers import Shown
from participation.consultations.queries import District, Front, Head, Outcome, front
from participation.consultations.rules import Standing, raise_headings
from participation.core import kinds
from participation.core.db import fetch_one
from participation.core.html import render_markdown
from participation.core.kinds import Hit, Kind
from participation.core.searching import find
from participation.forums.queries import upcoming_forums
from participation.home.rules import one_of_each
from participation.settings import settings

TEXTS = Path(__file__).parent / "texts"
OTHERS = 5
DATES = 3
OUTCOMES = 3
HITS_PER_KIND = 8
HITS_OF_ONE = 50


@dataclass(frozen=True, slots=True)
class Date:
    """Anything with a day: a walk, an open hour, a forum."""

    starts_at: datetime
    title: str
    text: str
    place: str
    url: str


@dataclass(frozen=True, slots=True)
class FrontPage:
    district: District | None
    districts: tuple[District, ...]
    lead: Head | None
    offers: list[Shown]
    others: list[Head]
    coming: list[Head]
    dates: list[Date]
    outcomes: list[Outcome]
    open_count: int
    reported: int


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one kind. `more` says that there are others besides these, `crowded` that not all were compared."""

    kind: Kind
    hits: list[Hit]
    more: bool
    crowded: bool


@dataclass(frozen=True, slots=True)
class LegalText:
    slug: str
    title: str
    html: str
    updated_at: datetime | None


async def front_page(district_slug: str) -> FrontPage:
    """Of one district and of what concerns the whole city; an unknown district is none."""
    found = await front()
    district = next((one for one in found.districts if one.slug == district_slug), None)
    heads = [head for head in found.heads if not (district and head.district and head.district != district)]
    open_heads = sorted(_in(heads, Standing.OPEN), key=lambda head: (-head.priority, head.ends_at))
    running = open_heads + _in(heads, Standing.WORKING)
    lead = running[0] if running else None
    return FrontPage(
        district=district,
        districts=found.districts,
        lead=lead,
        offers=await offers.shown(lead) if lead else [],
        others=running[1 : OTHERS + 1],
        coming=_in(heads, Standing.COMING)[:OTHERS],
        dates=await _dates(found),
        outcomes=one_of_each(found.outcomes, lambda outcome: outcome.state, OUTCOMES),
        open_count=len(open_heads),
        reported=found.reported,
    )


def _in(heads: list[Head], standing: Standing) -> list[Head]:
    return [head for head in heads if head.standing is standing]


async def _dates(found: Front) -> list[Date]:
    dates = [Date(e.starts_at, e.title, e.text, e.place, e.url) for e in found.events]
    dates += [Date(f.starts_at, f.title, f.lead, f.place, f.url) for f in await upcoming_forums(DATES)]
    return sorted(dates, key=lambda date: date.starts_at)[:DATES]


# --- search -------------------------------------------------------------------------------------------------


def searchable() -> list[Kind]:
    return [kind for kind in kinds.every() if kind.search is not None]


async def search(text: str, only: str) -> list[Group]:
    wanted = [kind for kind in searchable() if only in {"", kind.name}]
    limit = HITS_OF_ONE if only else HITS_PER_KIND
    return [
        Group(found.kind, found.hits[:limit], len(found.hits) > limit, found.crowded)
        for found in await find(wanted, text, limit + 1)
    ]


# --- pages of law and help ----------------------------------------------------------------------------------

_LEGAL = """
SELECT title, body_html, updated_at FROM legal_page
WHERE slug = $1 AND locale = ANY($2::text[]) ORDER BY array_position($2::text[], locale) LIMIT 1
"""


async def legal_text(slug: str, locale: str) -> LegalText:
    """As the city wrote it, in the person's language if there is one; else what the program brings."""
    row = await fetch_one(_LEGAL, slug, [locale, settings().locales[0]])
    if row is None:
        return await asyncio.to_thread(_default, slug, locale)
    return LegalText(slug, row["title"], raise_headings(row["body_html"], 2), row["updated_at"])


@lru_cache(maxsize=64)
def _default(slug: str, locale: str) -> LegalText:
    """From the file beside this module: the first line is the title, the rest Markdown. Blocking, once."""
    path = TEXTS / f"{slug}.{locale}.md"
    if not path.exists():
        path = TEXTS / f"{slug}.de.md"
    title, _, text = path.read_text(encoding="utf-8").partition("\n")
    html = render_markdown(text.replace("{site}", settings().site_name).strip())
    return LegalText(slug, title.removeprefix("# ").strip(), raise_headings(html, 2), None)
