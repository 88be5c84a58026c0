"""Polls in the registry of kinds, and on the page of their consultation."""

from collections.abc import Sequence

from participation.consultations.offers import Offer, offer
from participation.core import clock
from participation.core.db import fetch
from participation.core.html import plain
from participation.core.i18n import N_
from participation.core.kinds import Card, Kind, Search, register
from polls import actions, queries, sql
from polls.voter import kept

KEPT = (kept.REMINDERS, kept.DRAFTS, kept.ROLLS)


async def cards(ids: Sequence[int]) -> dict[int, Card]:
    rows = await fetch(sql.CARDS, list(ids))
    return {
        row["id"]: Card(
            kind=actions.KIND,
            id=row["id"],
            title=row["title"],
            text=plain(row["body_html"]) or row["lead"],
            html=row["body_html"],
            url=f"/polls/{row['id']}",
            author_id=None,
            author_name="",
            created_at=row["opens_at"],
            place="",
            hidden=row["published_at"] is None or row["published_at"] > clock.now(),
            consultation_id=row["consultation"],
        )
        for row in rows
    }


POLL = register(
    Kind(
        actions.KIND,
        N_("Abstimmung"),
        cards,
        search=Search(sql.SEARCH),
        label_plural=N_("Abstimmungen"),
        reportable=False,
    )
)

POLLS = offer(
    Offer(
        name="polls",
        feature="polls.vote",
        act=N_("Abstimmen"),
        act_path="/polls",
        read=(N_("%(num)s Abstimmung ansehen"), N_("%(num)s Abstimmungen ansehen")),
        read_path="/polls",
        count=queries.counts,
    )
)
"""A poll keeps its own hours, so no phase opens it: the page of a consultation shows the way to it."""
