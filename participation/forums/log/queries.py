"""What happened in a forum after a number."""

from collections.abc import Sequence
from dataclasses import dataclass

from participation.core.db import fetch, fetch_one

_SINCE = """
SELECT seq, kind, subject_id, verb FROM forum_event
WHERE forum = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4
"""
_HEAD = "SELECT id, last_seq FROM forum WHERE slug = $1 AND published_at IS NOT NULL"
_HEADS = "SELECT slug, last_seq FROM forum WHERE slug = ANY($1::text[])"

LASTING = """NOT EXISTS (SELECT 1 FROM forum_event u WHERE u.forum = e.forum AND u.kind <> 'message'
    AND u.verb = 'undone' AND u.kind = e.kind AND u.subject_id = e.seq)"""
"""Of events `e`: those that the chair has not taken back. An entry `undone` names the number that it takes back."""
NO_END = 2**62


@dataclass(frozen=True, slots=True)
class Event:
    seq: int
    kind: str
    subject_id: int
    verb: str


async def since(forum_id: int, after: int, *, upto: int = NO_END, limit: int) -> list[Event]:
    """In order and without a gap: the row of the forum is locked until a number's transaction has committed."""
    return [Event(*row) for row in await fetch(_SINCE, forum_id, after, upto, limit)]


async def head(slug: str) -> tuple[int, int] | None:
    """Id and last number of a forum."""
    row = await fetch_one(_HEAD, slug)
    return (row["id"], row["last_seq"]) if row else None


async def heads(slugs: Sequence[str]) -> dict[str, int]:
    """Last numbers of several forums in one statement."""
    return {row["slug"]: row["last_seq"] for row in await fetch(_HEADS, list(slugs))}
