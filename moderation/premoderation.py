"""Consultations that read before they publish: who asks for it, and what is held until somebody has read it.

A held text is hidden from its first moment on, so that every outlet that knows what hidden means knows this too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from moderation.reports import raise_case
from moderation.rules import Finding, Reason
from participation.core import audit, clock, kinds
from participation.core.db import execute, fetch, fetch_value, unit_of_work
from participation.core.kinds import HELD, Tombstone

_HOLDS = "SELECT 1 FROM premoderation WHERE consultation = $1 FOR SHARE"
_ANY = "SELECT consultation FROM premoderation FOR SHARE"
_BEGIN = """
INSERT INTO premoderation (consultation, since, set_by) VALUES ($1, $2, $3) ON CONFLICT (consultation) DO NOTHING
"""
_END = "DELETE FROM premoderation WHERE consultation = $1"
_ALL = """
SELECT c.id, c.title, c.slug, p.since, q.display_name AS set_by,
       (SELECT count(*) FROM moderation_case o WHERE o.consultation_id = c.id AND o.held AND o.state = 'open') AS waiting
FROM consultation c LEFT JOIN premoderation p ON p.consultation = c.id LEFT JOIN person q ON q.id = p.set_by
WHERE c.published_at <= $1 AND (c.archived_at IS NULL OR c.archived_at > $1)
  AND ($2::bigint[] IS NULL OR c.id = ANY($2))
ORDER BY p.since IS NULL, c.title, c.id
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A consultation, and since when it reads first; `waiting` texts are held there now."""

    id: int
    title: str
    slug: str
    since: datetime | None
    set_by: str | None
    waiting: int


async def places(reach: Sequence[int] | None) -> list[Place]:
    return [Place(*row) for row in await fetch(_ALL, clock.now(), reach)]


async def holds(consultation: int | None) -> bool:
    """Whether new texts are read first there; in a unit of work the answer holds until its end."""
    return consultation is not None and await fetch_value(_HOLDS, consultation) is not None


async def holds_below(subject: tuple[str, int]) -> bool:
    """The same for what is written under something; one statement where no consultation reads first."""
    rows = await fetch(_ANY)
    if not rows:
        return False
    card = await kinds.card(*subject)
    return card is not None and card.consultation_id in {row["consultation"] for row in rows}


def held_now() -> Tombstone:
    return Tombstone("", HELD, clock.now())


async def hold(kind: str, number: int) -> None:
    """Within the caller's unit of work, which has stored the text as hidden with the slug HELD."""
    card = await kinds.card(kind, number)
    assert card is not None, "it was written a moment ago"
    await raise_case(card, Reason.OTHER, "", Finding.HELD)


async def set_premoderation(consultation: int, *, on: bool, person: int) -> None:
    """What is held already stays held until somebody has read it."""
    async with unit_of_work():
        changed = (
            await execute(_BEGIN, consultation, clock.now(), person)
            if on
            else await execute(_END, consultation)
        )
        if changed:
            act = "premoderation.begun" if on else "premoderation.ended"
            await audit.record(person, act, "consultation", consultation)
