"""Reads for the page on which a moderator lays two proposals side by side."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from participation.core.clock import now
from participation.core.db import execute, fetch, fetch_one
from proposals.merging.rules import UNDO_WITHIN


@dataclass(frozen=True, slots=True)
class Standing:
    """A merge that stands: since when, and until when it can be taken back."""

    target: int
    merged_at: datetime

    @property
    def until(self) -> datetime:
        return self.merged_at + UNDO_WITHIN

    @property
    def undoable(self) -> bool:
        return now() < self.until


_STANDING = "SELECT target, merged_at FROM proposal_merge WHERE source = $1 AND undone_at IS NULL"
_BOTH = """
SELECT count(*) AS both FROM support a JOIN support b ON b.person = a.person AND b.proposal = $2 WHERE a.proposal = $1
"""
_WRITERS = """
SELECT a.email, a.locale, a.display_name,
       CASE WHEN p.hidden_at IS NULL AND p.withdrawn_at IS NULL THEN p.title ELSE '…' END AS title,
       CASE WHEN o.hidden_at IS NULL AND o.withdrawn_at IS NULL THEN o.title ELSE '…' END AS other
FROM proposal p JOIN proposal o ON o.id = $2
JOIN person a ON (a.id = p.author OR a.id IN (SELECT w.person FROM proposal_pen w WHERE w.proposal = p.id))
    AND a.email IS NOT NULL AND a.deleted_at IS NULL
WHERE p.id = $1
"""
_OF_PERSON = """
SELECT g.source, m.created_at FROM merged_support m JOIN proposal_merge g ON g.id = m.merge
WHERE m.person = $1 ORDER BY g.source
"""


async def standing(proposal_id: int) -> Standing | None:
    row = await fetch_one(_STANDING, proposal_id)
    return Standing(*row) if row else None


async def supporters_of_both(one: int, other: int) -> int:
    """How many would count twice if the numbers were added up."""
    row = await fetch_one(_BOTH, one, other)
    return int(row["both"]) if row else 0


async def writers(proposal_id: int, other: int) -> list[Any]:
    """Who can be written to, with the titles of both as far as they may be read."""
    return await fetch(_WRITERS, proposal_id, other)


async def of_person(person_id: int) -> list[dict[str, Any]]:
    return [
        {"proposal": row["source"], "at": row["created_at"].isoformat()}
        for row in await fetch(_OF_PERSON, person_id)
    ]


async def erase(person_id: int) -> None:
    await execute("DELETE FROM merged_support WHERE person = $1", person_id)
