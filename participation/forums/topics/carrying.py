"""Topics for which an evening had no time left, taken along to a later forum of the same district."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg

from participation.core.audit import record
from participation.core.db import execute, fetch, fetch_value, unit_of_work
from participation.core.errors import Refused
from participation.forums.setup.actions import require_coming, tell
from participation.forums.topics import plan
from participation.forums.topics.letters import write

_WAITING = """
SELECT t.id, t.title, t.contact, COALESCE(p.display_name, t.name) AS name, p.email IS NOT NULL AS written,
       f.title AS forum, f.starts_at
FROM topic t JOIN forum f ON f.id = t.forum JOIN forum n ON n.id = $1
LEFT JOIN person p ON p.id = t.author LEFT JOIN agenda_item i ON i.id = t.item
WHERE t.state = 'accepted' AND t.hidden_at IS NULL AND i.started_at IS NULL
  AND f.id <> n.id AND f.district IS NOT DISTINCT FROM n.district
  AND f.starts_at < n.starts_at AND f.starts_at > $2::timestamptz - interval '1 year'
  AND (f.closed_at IS NOT NULL OR (f.opened_at IS NULL AND f.ends_at < $2))
  AND NOT EXISTS (SELECT 1 FROM topic c WHERE c.carried_from = t.id)
ORDER BY f.starts_at, t.position, t.id LIMIT 100
"""
_CARRY = """
INSERT INTO topic (forum, author, author_role, person_key, name, name_shown, contact, association, association_key,
    channel, entered_by, title, body, body_html, renderer, place, new_facts, received_at, created_at, state, state_at,
    position, root, statement, statement_html, office, statement_at, wish, wish_at, carried_from)
SELECT $2, author, author_role, person_key, name, name_shown, contact, association, association_key,
    channel, entered_by, title, body, body_html, renderer, place, new_facts, received_at, $3, 'accepted', $3,
    $4, COALESCE(root, id), statement, statement_html, office, statement_at, wish, wish_at, id
FROM topic WHERE id = $1 RETURNING id
"""
_LATER = "UPDATE topic SET position = position + 1 WHERE forum = $1 AND state = 'accepted' AND position >= $2"
_PLACE = """
SELECT COALESCE(max(position), 0) + 1 FROM topic WHERE forum = $1 AND state = 'accepted' AND carried_from IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """`written`: gets a mail; who does not has to be rung up, and `contact` says how."""

    id: int
    title: str
    name: str
    contact: str
    written: bool
    forum: str
    starts_at: datetime


async def waiting(forum_id: int, now: datetime) -> list[Waiting]:
    """What this forum could take along, the oldest evening first."""
    return [_waiting(row) for row in await fetch(_WAITING, forum_id, now)]


def _waiting(row: Any) -> Waiting:
    return Waiting(**dict(row))


async def carry(forum_id: int, topic_id: int, by: int, now: datetime) -> int:
    """The id of the topic here. It stands before what was handed in later, and no limit holds it back.

    Refused `topic-carried` (409) where it was reached after all, or somebody else has taken it along.
    """
    try:
        async with unit_of_work() as work:
            forum = await require_coming(forum_id)
            if topic_id not in {one.id for one in await waiting(forum_id, now)}:
                raise Refused("topic-carried", status=409)
            place = await fetch_value(_PLACE, forum_id)
            await execute(_LATER, forum_id, place)
            number: int = await fetch_value(_CARRY, topic_id, forum_id, now, place)
            await record(by, "topic.carried", "topic", number, {"from": topic_id})
            await write(number, "carried")
            await plan.plan(forum_id, now)
            await tell(work, forum, "agenda", "changed", now)
    except asyncpg.UniqueViolationError as error:
        raise Refused("topic-carried", status=409) from error
    return number
