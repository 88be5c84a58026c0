"""Consultations and proposals for tests, made as short as a test can say them."""

from datetime import timedelta

from participation.consultations.actions import (
    ConsultationDraft,
    PhaseDraft,
    create_consultation,
    create_district,
)
from participation.core import kinds
from participation.core.clock import now
from participation.core.db import fetch_value
from participation.core.html import render_markdown
from participation.core.searching import find

CATEGORIES = (("baeume", "Bäume und Schatten"), ("plaetze", "Plätze"))


async def consultation(slug: str = "stadtgruen", phase: str = "collect", *, published: bool = True) -> int:
    """In its one phase since yesterday, until in ten days."""
    days = timedelta(days=1)
    return await create_consultation(
        ConsultationDraft(
            slug,
            "Mehr Grün in der Nordstadt",
            phases=[PhaseDraft(phase, phase.title(), now() - days, now() + 10 * days)],
            categories=CATEGORIES,
        ),
        published_at=now() - days if published else None,
    )


async def district(slug: str = "nordstadt", name: str = "Nordstadt") -> int:
    return await create_district(slug, name)


async def proposal(
    consultation_id: int,
    title: str = "Schatten für die Haltestelle Lindenallee",
    body: str = "Drei Linden und eine lange Bank würden genügen.",
    *,
    author: int | None = None,
    status: str = "received",
    supports: int = 0,
    category: str | None = None,
    district_id: int | None = None,
) -> int:
    """`supports` sets the shown number only, for tests of the order."""
    return await fetch_value(
        """INSERT INTO proposal (consultation, author, title, body, body_html, renderer, teaser, status,
                                 supports_count, category, district, created_at, published_at)
           VALUES ($1, $2, $3, $4, $5, 1, $4, $6, $7,
                   (SELECT id FROM category WHERE consultation = $1 AND slug = $8), $9, $10, $10) RETURNING id""",
        consultation_id,
        author,
        title,
        body,
        render_markdown(body),
        status,
        supports,
        category,
        district_id,
        now(),
    )


async def found(words: str, most: int = 10) -> list[kinds.Hit]:
    """Proposals, as the search through everything finds them."""
    return [hit for group in await find([kinds.get("proposal")], words, most) for hit in group.hits]
