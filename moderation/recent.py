"""What a person has decided in the last minutes: seen together, and taken back one by one or all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar.exceptions import NotFoundException

from moderation.rules import UNDO_FOR, teaser
from moderation.undoing import undo
from participation.core import clock
from participation.core.db import fetch
from participation.core.errors import Refused

MOST = 100

# A decision that has been appealed against, or answered by another person, is none to take back any more.
_RECENT = """
SELECT c.id, c.number, c.kind, c.title, c.titled, c.snapshot, c.place, d.action, d.decided_at
FROM decision d JOIN moderation_case c ON c.id = d.case_id
WHERE d.decided_by = $1 AND d.decided_at > $2 AND c.state IN ('decided', 'closed')
  AND NOT EXISTS (SELECT 1 FROM decision e WHERE e.case_id = c.id AND e.instance > d.instance)
  AND ($3::text[] IS NULL OR c.scopes && $3)
ORDER BY d.decided_at DESC, d.id DESC LIMIT $4
"""


@dataclass(frozen=True, slots=True)
class Recent:
    id: int
    number: str
    kind: str
    title: str
    titled: bool
    place: str
    teaser: str
    action: str
    until: datetime
    """Until when it can be taken back."""


async def recent(person: int, reach: Sequence[str] | None) -> list[Recent]:
    """The newest first."""
    rows = await fetch(_RECENT, person, clock.now() - UNDO_FOR, reach, MOST)
    return [_recent(row) for row in rows]


def _recent(row: Any) -> Recent:
    return Recent(
        id=row["id"],
        number=row["number"],
        kind=row["kind"],
        title=row["title"],
        titled=row["titled"],
        place=row["place"],
        teaser=teaser(row["snapshot"] or row["title"]),
        action=row["action"],
        until=row["decided_at"] + UNDO_FOR,
    )


async def undo_all(cases: Sequence[int], *, person: int) -> tuple[int, int]:
    """How many were taken back, and how many not any more. Each is a transaction of its own."""
    done = 0
    for case in cases:
        try:
            await undo(case, person=person)
        except (Refused, NotFoundException):
            continue
        done += 1
    return done, len(cases) - done
