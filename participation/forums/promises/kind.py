"""Promises in the registry of kinds: found by the search. They are the city's own words, so nobody reports them."""

from collections.abc import Sequence

from participation.core import kinds
from participation.core.html import teaser
from participation.core.i18n import N_
from participation.core.kinds import Card, Hit, Kind
from participation.core.searching import to_query
from participation.forums.promises.queries import by_ids, search_rows


async def _cards(ids: Sequence[int]) -> dict[int, Card]:
    return {
        promise.id: Card(
            kind="promise",
            id=promise.id,
            title=teaser(promise.body, 80),
            text=promise.body,
            html="",
            url=promise.url,
            author_id=None,
            author_name=promise.owner,
            created_at=promise.made_at,
            place=promise.title,
        )
        for promise in await by_ids(ids)
    }


async def _hits(text: str, limit: int) -> list[Hit]:
    query = to_query(text)
    if not query:
        return []
    return [
        Hit(
            kind="promise",
            id=row["id"],
            title=teaser(row["body"], 120),
            teaser=row["office"],
            url=f"/promises/{row['id']}",
            rank=row["rank"],
            place=row["title"],
            created_at=row["made_at"],
        )
        for row in await search_rows(query, limit)
    ]


kinds.register(
    Kind(
        name="promise",
        label=N_("Zusage der Stadt"),
        label_plural=N_("Zusagen der Stadt"),
        cards=_cards,
        search=_hits,
        reportable=False,
    )
)
