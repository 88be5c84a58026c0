"""What moderation sees beside the chat, and what a silenced person is told there."""

from dataclasses import dataclass
from datetime import datetime

from participation.core.clock import now
from participation.core.db import fetch, fetch_one, fetch_value

SHOWN = 5

_LANE = """
SELECT c.id, c.snapshot AS text, COALESCE(p.display_name, '') AS author, c.due_at, c.held
FROM moderation_case c JOIN message m ON m.id = c.content_id LEFT JOIN person p ON p.id = m.author
WHERE c.kind = 'message' AND c.state = 'open' AND m.forum = $1 AND m.author IS DISTINCT FROM $2
ORDER BY c.due_at, c.id LIMIT $3
"""
_WAITING = """
SELECT m.forum, count(*) AS cases, max(c.id) AS newest
FROM moderation_case c JOIN message m ON m.id = c.content_id
WHERE c.kind = 'message' AND c.state = 'open' AND m.forum = ANY($1::bigint[]) GROUP BY m.forum
"""
_IN_FORUM = """
SELECT c.held FROM moderation_case c JOIN message m ON m.id = c.content_id
WHERE c.id = $1 AND c.kind = 'message' AND m.forum = $2
"""
_SILENCED = """
SELECT x.kind, x.ends_at, COALESCE(r.title, '') AS rule
FROM sanction x
LEFT JOIN decision d ON x.cause_kind = 'case' AND d.case_id = x.cause_id
LEFT JOIN house_rule r ON r.id = d.rule
WHERE x.person = $1 AND x.ends_at > $2 AND x.lifted_at IS NULL
ORDER BY x.ends_at DESC, d.instance DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class LaneCase:
    """A line of this chat that waits for a decision; never one's own. `held`: nobody else reads it until then."""

    id: int
    text: str
    author: str
    due_at: datetime
    held: bool


@dataclass(frozen=True, slots=True)
class Silence:
    """`kind`: read-only or suspension; `rule`: the one that was broken, empty where nobody knows it any more."""

    kind: str
    ends_at: datetime
    rule: str


async def lane_of(forum_id: int, moderator: int) -> list[LaneCase]:
    """The most urgent first."""
    return [LaneCase(*row) for row in await fetch(_LANE, forum_id, moderator, SHOWN)]


async def waiting_in(forum_ids: list[int]) -> dict[int, tuple[int, int]]:
    """How many cases wait in each, and the newest of them: when that changes, a moderator looks again."""
    return {row["forum"]: (row["cases"], row["newest"]) for row in await fetch(_WAITING, forum_ids)}


async def waits_in_forum(case_id: int, forum_id: int) -> bool | None:
    """Whether the line of this case is held; None where it belongs to another chat."""
    held: bool | None = await fetch_value(_IN_FORUM, case_id, forum_id)
    return held


async def silence_of(person_id: int) -> Silence | None:
    """Why somebody may not write now, and until when."""
    row = await fetch_one(_SILENCED, person_id, now())
    return Silence(*row) if row else None
