"""Topics in the registry of kinds: reported, hidden, found and handed out like everything that people write."""

from collections.abc import Sequence

from participation.core import kinds
from participation.core.i18n import N_
from participation.core.kinds import Card, Kind
from participation.forums.topics import actions, queries


async def _cards(ids: Sequence[int]) -> dict[int, Card]:
    return {
        row["id"]: Card(
            kind="topic",
            id=row["id"],
            title=row["title"],
            text="\n".join(part for part in (row["body"], row["new_facts"]) if part),
            html=row["body_html"],
            url=f"/topics/{row['id']}",
            author_id=row["author"],
            author_name=row["name"] if row["name_shown"] else "",
            created_at=row["created_at"],
            place=row["place"],
            hidden=row["hidden_at"] is not None or row["state"] == "withdrawn",
            district_id=row["district"],
        )
        for row in await queries.card_rows(ids)
    }


kinds.register(
    Kind(
        name="topic",
        label=N_("Thema für das Bürgerforum"),
        label_plural=N_("Themen für das Bürgerforum"),
        cards=_cards,
        hide=actions.hide,
        restore=actions.restore,
        search=queries.SEARCH,
        by_person=queries.ids_of,
        recent=queries.recent_ids,
        before=queries.before,
    )
)
