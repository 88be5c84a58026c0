"""Taking back what was just done, the last act first, for a while.

The log knows every act with its moment, and all rows that an act has written carry the same moment. So each noun says
only how to take back its own verbs; this module finds the act, keeps two chairs apart and tells the sockets.

What is set beside the course of the evening (screens, incidents, doors) is a row of acts of its own, which the
desk may take back too: a clerk who switches a screen does not stand before what the chair wants to take back.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from participation.core.audit import record
from participation.core.db import execute, fetch, fetch_value, unit_of_work
from participation.core.i18n import N_
from participation.forums.agenda.queries import locked_items
from participation.forums.agenda.rules import next_of, running
from participation.forums.attendance.actions import CLOSED_DOORS, require_nobody_remote
from participation.forums.log.actions import append
from participation.forums.log.queries import LASTING
from participation.forums.queries import forget_live

WHILE = timedelta(minutes=5)
LOOK_BACK = 200
"""Events in which the last act is looked for; in five minutes there are hardly more of them."""
UNDONE = "undone"
REHEARSED = "rehearsed"
"""Ends a rehearsal, whose people and requests are gone: nothing before it can be taken back."""

_RECENT = """
SELECT seq, kind, subject_id, verb, created_at FROM forum_event
WHERE forum = $1 AND created_at > $2 AND kind <> 'message' ORDER BY seq DESC LIMIT $3
"""
_UNSTART = """
UPDATE agenda_item SET started_at = NULL WHERE forum = $1 AND started_at = $2 AND ended_at IS NULL
"""
_REOPEN = "UPDATE agenda_item SET ended_at = NULL WHERE forum = $1 AND ended_at = $2"
_START = "UPDATE agenda_item SET started_at = $2, ended_at = NULL WHERE id = $1"
_END = "UPDATE agenda_item SET ended_at = $2 WHERE id = $1"
_BEHIND_DOORS = """
SELECT count(*) FROM agenda_item
WHERE forum = $1 AND started_at IS NOT NULL AND ended_at IS NULL AND NOT open_doors
"""
_NO_BREAK = "DELETE FROM forum_break WHERE forum = $1 AND started_at = $2 AND ended_at IS NULL"
_UNOPEN = """
UPDATE forum SET
    opened_at = CASE WHEN opened_at <> $2 THEN opened_at END, opened_by = CASE WHEN opened_at <> $2 THEN opened_by END,
    closed_at = (SELECT e.created_at FROM forum_event e WHERE e.forum = $1 AND e.kind = 'forum' AND e.verb = 'closed'
        AND e.created_at < $2 AND <lasting> ORDER BY e.seq DESC LIMIT 1)
WHERE id = $1 AND closed_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM agenda_item WHERE forum = $1 AND started_at IS NOT NULL AND ended_at IS NULL)
""".replace("<lasting>", LASTING)
_UNCLOSE = "UPDATE forum SET closed_at = NULL, closed_by = NULL WHERE id = $1 AND closed_at = $2"
_BREAK_ON = "UPDATE forum_break SET ended_at = NULL WHERE forum = $1 AND ended_at = $2"
_OTHER_DOORS = """
UPDATE agenda_item SET open_doors = NOT open_doors WHERE id = $1 AND forum = $2 AND started_at IS NULL
"""

Act = Callable[[int, int, datetime, datetime], Awaitable[bool]]
"""Forum, subject, the moment of the act, now → False where too much has changed since."""


@dataclass(frozen=True, slots=True)
class Last:
    """The act that would be taken back: its number in the log, what it was, and when."""

    seq: int
    label: str
    effect: str
    """What taking it back does, where that is more than the opposite of the act."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Way:
    label: str
    act: Act
    effect: str
    aside: bool
    settled: tuple[str, ...]
    """Verbs of the same subject after which there is no way back any more."""


_known: dict[tuple[str, str], Way] = {}
RESUMING: list[Callable[[int, datetime, datetime], Awaitable[None]]] = []
"""What was ended together with an item or by a break and now runs on; the nouns above put themselves here."""


def undoes(
    kind: str,
    verb: str,
    label: str,
    act: Act,
    *,
    effect: str = "",
    settled: tuple[str, ...] = (),
    aside: bool = False,
) -> None:
    """`aside`: not of the evening's course, so possible before and after it, and from the desk."""
    _known[kind, verb] = Way(label, act, effect, aside, settled)


async def last_acts(forum_id: int, now: datetime) -> tuple[Last | None, Last | None]:
    """Of the evening's course, and of what is set beside it."""
    found = await _recent(forum_id, now)
    return _last(found, aside=False), _last(found, aside=True)


async def last_act(forum_id: int, now: datetime) -> Last | None:
    return (await last_acts(forum_id, now))[0]


async def last_aside(forum_id: int, now: datetime) -> Last | None:
    return (await last_acts(forum_id, now))[1]


def _last(lasting: Sequence[Any], *, aside: bool) -> Last | None:
    row = _first(lasting, aside=aside)
    if row is None:
        return None
    way = _known[row["kind"], row["verb"]]
    return Last(row["seq"], way.label, way.effect, row["created_at"])


async def _recent(forum_id: int, now: datetime) -> list[Any]:
    rows = await fetch(_RECENT, forum_id, now - WHILE, LOOK_BACK)
    rows = list(takewhile(lambda row: row["verb"] != REHEARSED, rows))
    gone = {row["subject_id"] for row in rows if row["verb"] == UNDONE}
    return [row for row in rows if row["verb"] != UNDONE and row["seq"] not in gone]


def _first(lasting: Sequence[Any], *, aside: bool) -> Any | None:
    return next((row for row in lasting if _possible(row, lasting, aside=aside)), None)


def _possible(row: Any, lasting: Sequence[Any], *, aside: bool) -> bool:
    way = _known.get((row["kind"], row["verb"]))
    return (
        way is not None
        and way.aside is aside
        and not any(
            later["seq"] > row["seq"]
            and (later["kind"], later["subject_id"]) == (row["kind"], row["subject_id"])
            and later["verb"] in way.settled
            for later in lasting
        )
    )


async def undo(forum_id: int, seq: int, by: int, now: datetime, *, only_aside: bool = False) -> bool:
    """False where it is not the last act of its row any more, or too much has changed since.

    `only_aside`: whoever asks is at the desk, and may not touch the evening's course.
    """
    async with unit_of_work() as work:
        await locked_items(forum_id)
        lasting = await _recent(forum_id, now)
        rows = [_first(lasting, aside=aside) for aside in ((True,) if only_aside else (False, True))]
        found = next((row for row in rows if row is not None and row["seq"] == seq), None)
        if found is None:
            return False
        kind, verb = found["kind"], found["verb"]
        way = _known[kind, verb]
        if not await way.act(forum_id, found["subject_id"], found["created_at"], now):
            return False
        await record(by, f"{kind}.undone", "forum", forum_id, {"seq": seq, "verb": verb})
        only_live = kind != "forum" and not way.aside
        await append(work, forum_id, kind, seq, UNDONE, now, only_live=only_live, urgent=True)
        forget_live()
    return True


async def _unopen(forum_id: int, _subject: int, at: datetime, _now: datetime) -> bool:
    """Not while an item runs: whoever wants that takes back its call first."""
    return bool(await execute(_UNOPEN, forum_id, at))


async def _unclose(forum_id: int, _subject: int, at: datetime, now: datetime) -> bool:
    """What ran when it was closed runs on, with its speaker."""
    if not await execute(_UNCLOSE, forum_id, at):
        return False
    await execute(_REOPEN, forum_id, at)
    if await fetch_value(_BEHIND_DOORS, forum_id):
        await require_nobody_remote(forum_id, CLOSED_DOORS)
    await _resume(forum_id, at, now)
    return True


async def _unmove(forum_id: int, _subject: int, at: datetime, now: datetime) -> bool:
    """What ran before runs on as if nothing had been, its speaker and its break too."""
    if not await execute(_UNSTART, forum_id, at) + await execute(_REOPEN, forum_id, at):
        return False
    if await fetch_value(_BEHIND_DOORS, forum_id):
        await require_nobody_remote(forum_id, CLOSED_DOORS)
    await _resume(forum_id, at, now)
    return True


async def _move_again(forum_id: int, _subject: int, _at: datetime, now: datetime) -> bool:
    items = await locked_items(forum_id)
    current, coming = running(items), next_of(items)
    if coming is None:
        return False
    if not coming.open_doors:
        await require_nobody_remote(forum_id, CLOSED_DOORS)
    if current is not None:
        await execute(_END, current.id, now)
    await execute(_START, coming.id, now)
    return True


async def _no_break(forum_id: int, _subject: int, at: datetime, now: datetime) -> bool:
    if not await execute(_NO_BREAK, forum_id, at):
        return False
    await _resume(forum_id, at, now)
    return True


async def _break_on(forum_id: int, _subject: int, at: datetime, _now: datetime) -> bool:
    return bool(await execute(_BREAK_ON, forum_id, at))


async def _doors(forum_id: int, item: int, _at: datetime, _now: datetime) -> bool:
    """Not once it has been called: what was said there was said in public, or was not."""
    return bool(await execute(_OTHER_DOORS, item, forum_id))


async def _resume(forum_id: int, at: datetime, now: datetime) -> None:
    await execute(_BREAK_ON, forum_id, at)
    for act in RESUMING:
        await act(forum_id, at, now)


undoes(
    "forum",
    "opened",
    N_("Forum eröffnet"),
    _unopen,
    effect=N_("Die Seite ist nicht mehr live, der Chat ist zu. Was geschrieben ist, bleibt."),
)
undoes(
    "forum",
    "closed",
    N_("Forum geschlossen"),
    _unclose,
    effect=N_("Der Punkt und die Rede laufen weiter. Eine Abstimmung bleibt geschlossen."),
)
undoes("agenda", "moved", N_("Nächster Punkt"), _unmove)
undoes("agenda", "moved-back", N_("Zurück zum Punkt davor"), _move_again)
undoes("agenda", "break", N_("Pause begonnen"), _no_break)
undoes("agenda", "resumed", N_("Pause beendet"), _break_on)
undoes(
    "agenda",
    "doors",
    N_("Punkt öffentlich oder nichtöffentlich gestellt"),
    _doors,
    settled=("moved",),
    aside=True,
)
