"""What the chair does. Each act leaves an audit entry and tells every socket at once."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from participation.core.audit import record
from participation.core.db import UnitOfWork, execute, fetch_value, unit_of_work
from participation.core.errors import Refused, sentence
from participation.core.i18n import N_
from participation.forums.agenda.queries import locked_items
from participation.forums.agenda.rules import Item, next_of, previous_of, running
from participation.forums.attendance.actions import CLOSED_DOORS, HINDERS, require_nobody_remote
from participation.forums.log.actions import append
from participation.forums.queries import forget_live

sentence("forum-already-open", N_("Das Bürgerforum läuft schon."))

OPENING: list[Callable[[int, datetime], Awaitable[None]]] = []
"""What has to stand on the agenda before the evening begins, in the same transaction as the opening."""

LEAVING: list[Callable[[int, datetime], Awaitable[None]]] = []
"""What hangs on the running item and ends with it, in the same transaction; the nouns above put themselves here."""

CLOSING: list[Callable[[int, datetime], Awaitable[None]]] = []
"""The same for the end of the evening."""

_OPEN = """
UPDATE forum SET opened_at = COALESCE(opened_at, $2), opened_by = $3, closed_at = NULL, closed_by = NULL
WHERE id = $1 AND (opened_at IS NULL OR closed_at IS NOT NULL) AND cancelled_at IS NULL
"""
_CLOSE = """
UPDATE forum SET closed_at = $2, closed_by = $3
WHERE id = $1 AND opened_at IS NOT NULL AND closed_at IS NULL
"""
_START = "UPDATE agenda_item SET started_at = $2, ended_at = NULL WHERE id = $1"
_END = "UPDATE agenda_item SET ended_at = $2 WHERE id = $1"
_END_RUNNING = (
    "UPDATE agenda_item SET ended_at = $2 WHERE forum = $1 AND started_at IS NOT NULL AND ended_at IS NULL"
)
_UNSTART = "UPDATE agenda_item SET started_at = NULL, ended_at = NULL WHERE id = $1"
_DOORS = "UPDATE agenda_item SET open_doors = $3 WHERE id = $1 AND forum = $2 AND started_at IS NULL"
_BEHIND_DOORS = """
SELECT count(*) FROM agenda_item
WHERE forum = $1 AND started_at IS NOT NULL AND ended_at IS NULL AND NOT open_doors
"""
_BREAK = """
INSERT INTO forum_break (forum, started_at, until) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
"""
_RESUME = "UPDATE forum_break SET ended_at = $2 WHERE forum = $1 AND ended_at IS NULL"
_REOPEN = "UPDATE agenda_item SET ended_at = NULL WHERE id = $1"


async def open_forum(forum_id: int, person_id: int, now: datetime) -> None:
    """Also opens again what was closed by mistake. Refused `forum-already-open`."""
    async with unit_of_work() as work:
        for act in OPENING:
            await act(forum_id, now)
        if not await execute(_OPEN, forum_id, now, person_id):
            raise Refused("forum-already-open", status=409)
        await _tell(work, forum_id, "forum", forum_id, "opened", person_id, now)


async def close_forum(forum_id: int, person_id: int, now: datetime) -> None:
    """Ends what runs, too. Refused `forum-closed`."""
    async with unit_of_work() as work:
        await locked_items(forum_id)
        # Before the forum's own row is locked: whoever writes the log takes that one last.
        for act in CLOSING:
            await act(forum_id, now)
        if not await execute(_CLOSE, forum_id, now, person_id):
            raise Refused("forum-closed", status=409)
        await _leave(forum_id, now)
        await execute(_END_RUNNING, forum_id, now)
        await _tell(work, forum_id, "forum", forum_id, "closed", person_id, now)


async def next_item(forum_id: int, seen: int | None, person_id: int, now: datetime) -> bool:
    """Ends what runs and starts what comes. `seen` is the item that ran when the chair pressed.

    False, and nothing happens, when it is not that one any more: somebody else has pressed at the same time.
    """
    async with unit_of_work() as work:
        items = await locked_items(forum_id)
        current, coming = running(items), next_of(items)
        if _id(current) != seen or (current is None and coming is None):
            return False
        await _doors(forum_id, coming)
        await _leave(forum_id, now)
        if current is not None:
            await execute(_END, current.id, now)
        if coming is not None:
            await execute(_START, coming.id, now)
        await _tell(work, forum_id, "agenda", _id(coming) or 0, "moved", person_id, now)
    return True


async def back(forum_id: int, seen: int | None, person_id: int, now: datetime) -> bool:
    """Takes the last step back: what runs has not begun, the one before runs on as if nothing had been.

    False when somebody else was faster or there is nothing to go back to.
    """
    async with unit_of_work() as work:
        items = await locked_items(forum_id)
        current, before = running(items), previous_of(items)
        if _id(current) != seen or (current is None and before is None):
            return False
        await _doors(forum_id, before)
        await _leave(forum_id, now)
        if current is not None:
            await execute(_UNSTART, current.id)
        if before is not None:
            await execute(_REOPEN, before.id)
        await _tell(work, forum_id, "agenda", _id(before) or 0, "moved-back", person_id, now)
    return True


async def set_doors(forum_id: int, item_id: int, *, open_doors: bool, person_id: int, now: datetime) -> bool:
    """Before it has begun. False for an item that has, or that is not there; pressed twice it is one act."""
    async with unit_of_work() as work:
        items = await locked_items(forum_id)
        if any(
            item.id == item_id and item.open_doors is open_doors and not item.started_at for item in items
        ):
            return True
        if not await execute(_DOORS, item_id, forum_id, open_doors):
            return False
        await record(person_id, "agenda.doors", "forum", forum_id, {"item": item_id, "open": open_doors})
        await append(work, forum_id, "agenda", item_id, "doors", now, urgent=True)
    return True


async def closed_doors_now(forum_id: int) -> bool:
    """Whether an item that is not public is being dealt with."""
    return bool(await fetch_value(_BEHIND_DOORS, forum_id))


HINDERS.append(closed_doors_now)


async def _doors(forum_id: int, item: Item | None) -> None:
    """An item that is not public is not called while a member of the council takes part remotely."""
    if item is not None and not item.open_doors:
        await require_nobody_remote(forum_id, CLOSED_DOORS)


async def start_break(forum_id: int, minutes: int, person_id: int, now: datetime) -> bool:
    """Ends who speaks; the item runs on afterwards, and the plan shows what the break has cost."""
    async with unit_of_work() as work:
        await locked_items(forum_id)
        if not await execute(_BREAK, forum_id, now, now + timedelta(minutes=minutes)):
            return False
        for act in LEAVING:
            await act(forum_id, now)
        await _tell(work, forum_id, "agenda", 0, "break", person_id, now)
    return True


async def end_break(forum_id: int, person_id: int, now: datetime) -> bool:
    async with unit_of_work() as work:
        await locked_items(forum_id)
        if not await execute(_RESUME, forum_id, now):
            return False
        await _tell(work, forum_id, "agenda", 0, "resumed", person_id, now)
    return True


async def _leave(forum_id: int, now: datetime) -> None:
    """What ran is over, a break too."""
    await execute(_RESUME, forum_id, now)
    for act in LEAVING:
        await act(forum_id, now)


async def _tell(
    work: UnitOfWork, forum_id: int, kind: str, subject_id: int, verb: str, person_id: int, now: datetime
) -> None:
    await record(person_id, f"{kind}.{verb}", "forum", forum_id, {"subject": subject_id})
    only_live = kind == "agenda"
    await append(work, forum_id, kind, subject_id, verb, now, only_live=only_live, urgent=True)
    forget_live()


def _id(item: Item | None) -> int | None:
    return item.id if item is not None else None
