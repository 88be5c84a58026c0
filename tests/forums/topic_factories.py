"""Forums in preparation and topics for tests, made by the same acts as in the product."""

from datetime import datetime, time, timedelta
from typing import Any

from participation.core.clock import ZONE, now, today
from participation.core.html import render_text
from participation.forums.setup import actions as setup
from participation.forums.setup.forms import Setting
from participation.forums.topics import actions
from participation.forums.topics.forms import NewTopic
from participation.forums.topics.rules import Channel

DAYS = 40


def setting(days: int = DAYS, **changes: Any) -> Setting:
    day = today() + timedelta(days=days)
    values: dict[str, Any] = {
        "title": "Bürgerforum Nordstadt",
        "lead": "",
        "district": None,
        "place": "Aula der Lindenschule",
        "format": "hybrid",
        "doors_at": None,
        "starts_at": datetime.combine(day, time(19, 30), ZONE),
        "ends_at": datetime.combine(day, time(22), ZONE),
        "chair": None,
        "dial_in": "",
        "stream_url": None,
        "rules": "",
    }
    return Setting(**{**values, **changes})


async def coming(by: int = 1, days: int = DAYS, *, published: bool = True, **changes: Any) -> tuple[int, str]:
    """Id and slug of a forum that takes topics."""
    forum_id, slug = await setup.create(setting(days, **changes), "", by, now())
    if published:
        await setup.publish(forum_id, by, now())
    return forum_id, slug


def new(title: str = "Der Überweg an der Lindenschule", **changes: Any) -> NewTopic:
    values: dict[str, Any] = {
        "title": title,
        "body": "Morgens hält da keiner an.",
        "place": "Lindenallee",
        "association": "",
        "new_facts": "",
        "name_shown": False,
    }
    return NewTopic(**{**values, **changes})


async def topic(
    forum_id: int, author: int | None = None, title: str = "Der Überweg an der Lindenschule", **changes: Any
) -> int:
    if author is None:
        changes = {"channel": Channel.PAPER, "name": "Erika Muster", "received_on": today(), **changes}
    sent = new(title, **changes)
    by = actions.By(author, clerk=None if author else 1)
    return await actions.submit(forum_id, sent, await render_text(sent.body), by, now())
