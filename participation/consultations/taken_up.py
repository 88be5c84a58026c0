"""What people wrote and where it went: a proposal and the paragraph of a text it was taken into, told from both sides.

Proposals and texts know nothing of each other, so the relation between them stands here, as pairs of `(kind, id)`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from participation.core import kinds
from participation.core.audit import record
from participation.core.clock import now
from participation.core.db import fetch, fetch_value, unit_of_work
from participation.notifications.actions import note as tell
from participation.notifications.rules import What

NOTE_MAX = 500

_TAKE = """
INSERT INTO taken_up (source_kind, source_id, target_kind, target_id, version, note, recorded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (source_kind, source_id, target_kind, target_id)
DO UPDATE SET version = excluded.version, note = excluded.note RETURNING (xmax = 0) AS fresh
"""
_DROP = "DELETE FROM taken_up WHERE id = $1 AND target_kind = $2 AND target_id = $3 RETURNING source_id"
_GOES = """
SELECT id, target_kind AS kind, target_id AS number, version, note, recorded_at FROM taken_up
WHERE source_kind = $1 AND source_id = $2 ORDER BY recorded_at, id
"""
_COMES = """
SELECT id, source_kind AS kind, source_id AS number, version, note, recorded_at FROM taken_up
WHERE target_kind = $1 AND target_id = $2 ORDER BY recorded_at, id
"""


@dataclass(frozen=True, slots=True)
class TakenUp:
    """Seen from one end: `title` and `url` are those of the other. `version` is that of the text."""

    id: int
    number: int
    title: str
    url: str
    author: str
    version: int
    note: str
    recorded_at: datetime


async def take_up(
    actor_id: int, source: tuple[str, int], target: tuple[str, int], version: int, note: str
) -> None:
    """Once for each pair; whoever follows what was written hears of it."""
    async with unit_of_work():
        fresh = await fetch_value(_TAKE, *source, *target, version, note, now())
        await record(
            actor_id,
            "taken-up.recorded",
            source[0],
            source[1],
            {"target": target[0], "number": target[1], "version": version},
            note,
        )
        if fresh:
            await tell(*source, What.TAKEN_UP, about=target)


async def drop(actor_id: int, number: int, target: tuple[str, int]) -> bool:
    """A mistake of the desk: it was never so."""
    async with unit_of_work():
        source = await fetch_value(_DROP, number, *target)
        if source is not None:
            await record(
                actor_id, "taken-up.dropped", target[0], target[1], {"entry": number, "source": source}
            )
        return source is not None


async def goes_into(kind: str, number: int) -> list[TakenUp]:
    return await _told(await fetch(_GOES, kind, number))


async def comes_from(kind: str, number: int) -> list[TakenUp]:
    return await _told(await fetch(_COMES, kind, number))


async def _told(rows: Sequence[Any]) -> list[TakenUp]:
    """What moderation has hidden, or its author has taken back, is not named at the other end."""
    cards = await kinds.cards([(row["kind"], row["number"]) for row in rows])
    found = []
    for row in rows:
        card = cards.get((row["kind"], row["number"]))
        if card is not None and not card.hidden:
            values = (card.title, card.url, card.author_name, row["version"], row["note"], row["recorded_at"])
            found.append(TakenUp(row["id"], row["number"], *values))
    return found
