"""Registers consultations with the rest of the product: they are found by search, and nobody reports them."""

from collections.abc import Sequence

from participation.consultations import sql
from participation.core import clock, kinds
from participation.core.db import fetch
from participation.core.html import plain
from participation.core.i18n import N_


async def cards(ids: Sequence[int]) -> dict[int, kinds.Card]:
    rows = await fetch(sql.CARDS, list(ids))
    return {
        row["id"]: kinds.Card(
            kind="consultation",
            id=row["id"],
            title=row["title"],
            text=plain(row["body_html"]) or row["lead"],
            html=row["body_html"],
            url=f"/consultations/{row['slug']}",
            author_id=None,
            author_name="",
            created_at=row["created_at"],
            place=row["title"],
            hidden=row["published_at"] is None or row["published_at"] > clock.now(),
            consultation_id=row["id"],
        )
        for row in rows
    }


CONSULTATION = kinds.register(
    kinds.Kind(
        "consultation",
        N_("Beteiligung"),
        cards,
        search=kinds.Search(sql.SEARCH),
        label_plural=N_("Beteiligungen"),
        reportable=False,
    )
)
