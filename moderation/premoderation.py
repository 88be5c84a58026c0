"""Consultations and other places that read before they publish: who asks for it, and what is held until somebody has read it.

A held text is hidden from its first moment on, so that every outlet that knows what hidden means knows this too.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from moderation.reports import raise_case
from moderation.rules import Finding, Reason
from participation.core import audit, clock, kinds
from participation.core.db import execute, fetch, fetch_value, unit_of_work
from participation.core.kinds import HELD, Tombstone

CONSULTATION = "consultation"

_NOBODY_SWITCHES = "SELECT pg_advisory_xact_lock_shared(hashtext('premoderation'))"
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('premoderation'))"
_HOLDS = "SELECT 1 FROM premoderation WHERE kind = $1 AND number = $2"
_ANY = "SELECT reading_first()"
"""With the lock of `_NOBODY_SWITCHES`, taken before it looks."""
_BEGIN = """
INSERT INTO premoderation (kind, number, since, set_by) VALUES ($1, $2, $3, $4) ON CONFLICT (kind, number) DO NOTHING
"""
_END = "DELETE FROM premoderation WHERE kind = $1 AND number = $2"
_SET = """
SELECT p.number, p.since, q.display_name AS set_by FROM premoderation p LEFT JOIN person q ON q.id = p.set_by
WHERE p.kind = $1
"""
_ALL = """
SELECT c.id, c.title, c.slug, p.since, q.display_name AS set_by,
       (SELECT count(*) FROM moderation_case o WHERE o.consultation_id = c.id AND o.held AND o.state = 'open') AS waiting
FROM consultation c LEFT JOIN premoderation p ON p.kind = 'consultation' AND p.number = c.id LEFT JOIN person q ON q.id = p.set_by
WHERE c.published_at <= $1 AND (c.archived_at IS NULL OR c.archived_at > $1)
  AND ($2::bigint[] IS NULL OR c.id = ANY($2))
ORDER BY p.since IS NULL, c.title, c.id
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where people write, and since when it reads first; `waiting` texts are held there now."""

    kind: str
    id: int
    title: str
    url: str
    since: datetime | None
    set_by: str | None
    waiting: int
    queue: str
    """Where those that wait are found."""
    at: datetime | None = None
    """Its day, of a place that has one."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One of the other places, as its package tells it."""

    id: int
    title: str
    url: str
    at: datetime | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Others:
    """Places of a kind that packages above hand in; they belong to the whole city."""

    standing: Callable[[], Awaitable[list[Standing]]]
    changed: Callable[[int], Awaitable[None]]
    """Within the unit of work that has changed what holds there."""


_others: dict[str, Others] = {}


def reads_first_in(kind: str, others: Others) -> None:
    _others[kind] = others


async def places(reach: Sequence[int] | None) -> list[Place]:
    found = [
        Place(
            CONSULTATION,
            row["id"],
            row["title"],
            f"/consultations/{row['slug']}",
            row["since"],
            row["set_by"],
            row["waiting"],
            f"/moderation?source=held&consultation={row['id']}",
        )
        for row in await fetch(_ALL, clock.now(), reach)
    ]
    if reach is None:
        for kind, others in _others.items():
            found += await _places_of(kind, others)
    return sorted(found, key=lambda place: place.since is None)


async def _places_of(kind: str, others: Others) -> list[Place]:
    rows = {row["number"]: (row["since"], row["set_by"]) for row in await fetch(_SET, kind)}
    return [
        Place(
            kind,
            one.id,
            one.title,
            one.url,
            *rows.get(one.id, (None, None)),
            one.waiting,
            "/moderation?source=held",
            one.at,
        )
        for one in await others.standing()
    ]


async def nobody_switches() -> None:
    """Within a unit of work, before its first row is locked: what `holds` says afterwards holds until the end.

    Else a text would be public that was sent in the very moment in which reading first began: of a row that is not
    there yet nothing can be locked.
    """
    await execute(_NOBODY_SWITCHES)


async def holds(consultation: int | None) -> bool:
    """Whether new texts are read first there."""
    return consultation is not None and await holds_in(CONSULTATION, consultation)


async def holds_in(kind: str, number: int) -> bool:
    """The same for a place of another kind."""
    return await fetch_value(_HOLDS, kind, number) is not None


async def holds_below(subject: tuple[str, int]) -> bool:
    """The same for what is written under something, within the unit of work that stores it."""
    reading: list[int] = await fetch_value(_ANY)
    if not reading:
        return False
    card = await kinds.card(*subject)
    return card is not None and card.consultation_id in reading


def held_now() -> Tombstone:
    return Tombstone("", HELD, clock.now())


async def hold(kind: str, number: int) -> None:
    """Within the caller's unit of work, which has stored the text as hidden with the slug HELD."""
    card = await kinds.card(kind, number)
    assert card is not None, "it was written a moment ago"
    await raise_case(card, Reason.OTHER, "", Finding.HELD)


async def set_place(kind: str, number: int, *, on: bool, person: int) -> None:
    """What is held already stays held until somebody has read it."""
    async with unit_of_work():
        await execute(_ALONE)
        switched = await (
            execute(_BEGIN, kind, number, clock.now(), person) if on else execute(_END, kind, number)
        )
        if not switched:
            return
        await audit.record(person, "premoderation.begun" if on else "premoderation.ended", kind, number)
        if kind in _others:
            await _others[kind].changed(number)
