"""Promises in the registry of kinds: found by the search. They are the city's own words, so nobody reports them."""

from collections.abc import Sequence

from participation.core import kinds
from participation.core.html import teaser
from participation.core.i18n import N_
from participation.core.kinds import Card, Kind
from participation.forums.promises.queries import SEARCH, by_ids


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


kinds.register(
    Kind(
        name="promise",
        label=N_("Zusage der Stadt"),
        label_plural=N_("Zusagen der Stadt"),
        cards=_cards,
        search=SEARCH,
        reportable=False,
    )
)
