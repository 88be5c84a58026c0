"""Questions in the registry of kinds: reported, hidden and brought back like everything that people write."""

from collections.abc import Sequence

from participation.core import kinds
from participation.core.html import teaser
from participation.core.i18n import N_
from participation.core.kinds import Card, Kind
from participation.forums.questions import actions
from participation.forums.questions.queries import before, card_rows, ids_of, recent_ids


async def _cards(ids: Sequence[int]) -> dict[int, Card]:
    return {
        row["id"]: Card(
            kind="question",
            id=row["id"],
            title=teaser(row["body"], 80),
            text=row["body"],
            html="",
            url=f"/forums/{row['slug']}/questions#question-{row['id']}",
            author_id=row["author"],
            author_name=row["name"] if row["name_shown"] else "",
            created_at=row["created_at"],
            place=row["title"],
            hidden=row["hidden_at"] is not None,
            live=row["live"],
            district_id=row["district"],
        )
        for row in await card_rows(ids)
    }


kinds.register(
    Kind(
        name="question",
        label=N_("Frage an das Podium"),
        label_plural=N_("Fragen an das Podium"),
        cards=_cards,
        hide=actions.hide,
        restore=actions.restore,
        by_person=ids_of,
        recent=recent_ids,
        before=before,
    )
)
