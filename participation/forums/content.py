"""The forum's kinds for moderation and search."""

from collections.abc import Sequence

from participation.core import kinds
from participation.core.db import fetch
from participation.core.i18n import N_
from participation.core.kinds import Card, Kind
from participation.forums import queries
from participation.forums.chat import actions as chat
from participation.forums.chat import masking
from participation.forums.chat.queries import before, card_rows, recent_ids
from participation.forums.promises import jobs as _promises_back  # noqa: F401  # registers itself
from participation.forums.promises import kind as _promises  # noqa: F401  # registers itself
from participation.forums.questions import kind as _questions  # noqa: F401  # registers itself
from participation.forums.topics import kind as _topics  # noqa: F401  # registers itself


async def _messages_of(person: int) -> list[int]:
    return [row["id"] for row in await fetch("SELECT id FROM message WHERE author = $1 ORDER BY id", person)]


async def _message_cards(ids: Sequence[int]) -> dict[int, Card]:
    return {
        row["id"]: Card(
            kind="message",
            id=row["id"],
            title="",
            text=row["body"],
            html=row["body_html"],
            url=f"/forums/{row['slug']}/messages/{row['id']}",
            author_id=row["author"],
            author_name=row["name"],
            created_at=row["created_at"],
            place=row["title"],
            hidden=row["hidden_at"] is not None,
            live=row["live"],
            district_id=row["district"],
        )
        for row in await card_rows(ids)
    }


async def _forum_cards(ids: Sequence[int]) -> dict[int, Card]:
    return {
        row["id"]: Card(
            kind="forum",
            id=row["id"],
            title=row["title"],
            text=row["lead"],
            html="",
            url=f"/forums/{row['slug']}",
            author_id=row["opened_by"],
            author_name="",
            created_at=row["starts_at"],
            place=row["place"],
            live=row["opened_at"] is not None and row["closed_at"] is None,
        )
        for row in await queries.rows_by_ids(ids)
    }


kinds.register(
    Kind(
        name="message",
        label=N_("Zeile im Chat"),
        label_plural=N_("Zeilen im Chat"),
        cards=_message_cards,
        hide=chat.hide,
        restore=chat.restore,
        recent=recent_ids,
        before=before,
        mask=masking.mask,
        unmask=masking.unmask,
        by_person=_messages_of,
    )
)
kinds.register(
    Kind(
        name="forum",
        label=N_("Bürgerforum"),
        label_plural=N_("Bürgerforen"),
        cards=_forum_cards,
        search=queries.SEARCH,
        reportable=False,
    )
)
