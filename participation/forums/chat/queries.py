"""Lines of the chat. Their order is that of the log, which is also that of the sockets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from participation.core.db import fetch, fetch_one
from participation.core.kinds import HELD
from participation.forums.chat.rules import Mode
from participation.forums.reading import READS_FIRST
from participation.forums.stage import part


@dataclass(frozen=True, slots=True)
class Line:
    """`html` is empty where moderation has hidden it: a hidden text goes nowhere."""

    id: int
    seq: int
    author: str
    role: str
    html: str
    created_at: datetime
    hidden_at: datetime | None
    rule: str
    rule_slug: str

    @property
    def held(self) -> bool:
        """It waits for approval, perhaps once more: to others it is no tombstone, it is not there."""
        return self.rule_slug == HELD


_TALK = (
    """
SELECT json_build_object('mode', COALESCE(r.mode, 'open'), 'notice', COALESCE(r.notice, ''), 'reads_first', """  # noqa: S608  # constants of our own
    + READS_FIRST
    + """, 'waiting', EXISTS (SELECT 1 FROM message m WHERE m.forum = f.id AND m.hidden_rule_slug = 'held'))
FROM (SELECT 1) one LEFT JOIN chat_rule r ON r.forum = f.id
"""
)
_WAITING = """
SELECT body FROM message WHERE forum = $1 AND author = $2 AND hidden_rule_slug = 'held' ORDER BY id LIMIT 20
"""
_LATEST = """
SELECT m.id, e.seq, COALESCE(p.display_name, '') AS author, COALESCE(m.author_role, '') AS role,
       CASE WHEN m.hidden_at IS NULL THEN m.body_html ELSE '' END AS html, m.created_at, m.hidden_at,
       COALESCE(m.hidden_rule, '') AS rule, COALESCE(m.hidden_rule_slug, '') AS rule_slug
FROM forum_event e JOIN message m ON m.id = e.subject_id LEFT JOIN person p ON p.id = m.author
WHERE e.forum = $1 AND e.kind = 'message' AND e.verb = 'posted' AND e.seq <= $2
ORDER BY e.seq DESC LIMIT $3
"""
_BY_IDS = """
SELECT m.id, 0::bigint AS seq, COALESCE(p.display_name, '') AS author, COALESCE(m.author_role, '') AS role,
       CASE WHEN m.hidden_at IS NULL THEN m.body_html ELSE '' END AS html, m.created_at, m.hidden_at,
       COALESCE(m.hidden_rule, '') AS rule, COALESCE(m.hidden_rule_slug, '') AS rule_slug
FROM message m LEFT JOIN person p ON p.id = m.author WHERE m.id = ANY($1::bigint[])
"""
_PLACE = """
SELECT f.slug, e.seq, (SELECT count(*) FROM forum_event n WHERE n.forum = f.id AND n.seq > e.seq
                       AND n.kind = 'message' AND n.verb = 'posted') AS later
FROM message m JOIN forum f ON f.id = m.forum
JOIN forum_event e ON e.forum = f.id AND e.kind = 'message' AND e.subject_id = m.id AND e.verb = 'posted'
WHERE m.id = $1 AND m.hidden_rule_slug IS DISTINCT FROM 'held'
"""
_CARDS = """
SELECT m.id, m.body, m.body_html, m.created_at, m.hidden_at, m.author, COALESCE(p.display_name, '') AS name,
       f.slug, f.title, f.district, f.opened_at IS NOT NULL AND f.closed_at IS NULL AS live
FROM message m JOIN forum f ON f.id = m.forum LEFT JOIN person p ON p.id = m.author
WHERE m.id = ANY($1::bigint[])
"""


@dataclass(frozen=True, slots=True)
class Talk:
    """How the chat runs, and the notice pinned above it; `waiting`: somebody's lines wait for the moderation."""

    mode: Mode
    notice: str
    reads_first: bool = False
    waiting: bool = False


def _talk(data: Mapping[str, Any]) -> Talk:
    return Talk(Mode(data["mode"]), data["notice"], data["reads_first"], data["waiting"])


part("talk", _TALK, _talk)


async def latest(forum_id: int, upto: int, limit: int) -> list[Line]:
    """The last lines with a number of at most `upto`, oldest first."""
    return [Line(*row) for row in reversed(await fetch(_LATEST, forum_id, upto, limit))]


async def lines_by_ids(ids: Sequence[int]) -> dict[int, Line]:
    """As they are today; `seq` is 0, the caller knows it."""
    return {row["id"]: Line(*row) for row in await fetch(_BY_IDS, list(ids))}


async def waiting_of(forum_id: int, author: int) -> list[str]:
    """Somebody's own lines that nobody else sees yet."""
    return [row["body"] for row in await fetch(_WAITING, forum_id, author)]


async def place_of(message_id: int) -> Any | None:
    """Slug of its forum, its number and how many lines came after."""
    return await fetch_one(_PLACE, message_id)


async def card_rows(ids: Sequence[int]) -> list[Any]:
    return await fetch(_CARDS, list(ids))


_RECENT = "SELECT id FROM message WHERE id > $1 ORDER BY id LIMIT $2"


async def recent_ids(after: int, limit: int) -> list[int]:
    """For the checks of moderation, which look at every new text once."""
    return [row["id"] for row in await fetch(_RECENT, after, limit)]


_BEFORE = """
SELECT b.subject_id AS id FROM forum_event e
JOIN forum_event b ON b.forum = e.forum AND b.seq < e.seq AND b.kind = 'message' AND b.verb = 'posted'
WHERE e.kind = 'message' AND e.subject_id = $1 AND e.verb = 'posted' ORDER BY b.seq DESC LIMIT $2
"""


async def before(message_id: int, most: int) -> list[int]:
    """The lines above it, oldest first."""
    return [row["id"] for row in reversed(await fetch(_BEFORE, message_id, most))]
