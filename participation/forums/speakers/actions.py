"""Asking for the floor, and what the chair does with the list. Each act tells every socket."""

from dataclasses import dataclass
from datetime import datetime

import asyncpg

from participation.core.audit import record
from participation.core.db import UnitOfWork, execute, fetch_value, unit_of_work
from participation.core.errors import Refused
from participation.forums.agenda.actions import LEAVING
from participation.forums.log.actions import append
from participation.forums.speakers import wording  # noqa: F401  # registers what the refusals say
from participation.forums.speakers.queries import Floor, floor_of, locked_item, request_row
from participation.forums.speakers.rules import Channel, Kind, ListState, Reason, seconds_for

EXTENSION = 60

_ASK = """
INSERT INTO speech_request (forum, item, person, card, name, channel, kind, note, made_at, made_by, no_recording)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id
"""
_WITHDRAW = """
UPDATE speech_request SET withdrawn_at = $2, withdrawn_by = $3
WHERE id = $1 AND called_at IS NULL AND withdrawn_at IS NULL
"""
_CALL = "UPDATE speech_request SET called_at = $2 WHERE id = $1"
_DROP = "UPDATE speech_request SET withdrawn_at = $2 WHERE id = $1"
_UNCALL = "UPDATE speech_request SET called_at = NULL WHERE id = $1"
_START = """
INSERT INTO speech (forum, request, started_at, allowed) VALUES ($1, $2, $3, $4) RETURNING id
"""
_END = """
UPDATE speech SET ended_at = $2, stopped_at = NULL,
    stopped_for = stopped_for + COALESCE(round(extract(epoch FROM $2 - stopped_at)), 0)::int
WHERE forum = $1 AND ended_at IS NULL
"""
_FORGET = "DELETE FROM speech WHERE id = $1"
_EXTEND = "UPDATE speech SET allowed = allowed + $2 WHERE id = $1 AND ended_at IS NULL"
_STOP = """
UPDATE speech SET
    stopped_for = stopped_for + COALESCE(round(extract(epoch FROM $2 - stopped_at)), 0)::int,
    stopped_at = CASE WHEN stopped_at IS NULL THEN $2::timestamptz END
WHERE id = $1 AND ended_at IS NULL
"""
_MOVE = """
INSERT INTO speech_move (request, other, before, reason, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6)
"""
_LIST = """
INSERT INTO speaker_list (item, state, changed_at, changed_by) VALUES ($1, $2, $3, $4)
ON CONFLICT (item) DO UPDATE SET state = $2, changed_at = $3, changed_by = $4
"""


@dataclass(frozen=True, slots=True)
class Asking:
    """A person with an account, or a card, or a name on the telephone."""

    channel: Channel
    kind: Kind
    note: str = ""
    person: int | None = None
    card: int | None = None
    name: str = ""
    no_recording: bool = False


async def ask(forum_id: int, asking: Asking, now: datetime, *, by: int | None = None) -> int:
    """The id of the request. Refused `no-item-running`, `speaker-list-closed`, `already-on-the-list`,
    `card-on-the-list`, `nobody-speaks`, `forum-closed` (all 409). `by` is the clerk who enters it.
    """
    try:
        async with unit_of_work() as work:
            item = await _item(forum_id)
            floor = await floor_of(forum_id)
            if floor.list is ListState.CLOSED and asking.kind is Kind.SPEECH:
                raise Refused("speaker-list-closed", status=409)
            if floor.speaking is None and asking.kind is Kind.QUESTION:
                raise Refused("nobody-speaks", status=409)
            request_id: int = await fetch_value(
                _ASK,
                forum_id,
                item,
                asking.person,
                asking.card,
                asking.name,
                asking.channel.value,
                asking.kind.value,
                asking.note,
                now,
                by,
                asking.no_recording,
            )
            await append(work, forum_id, "speakers", request_id, "asked", now, only_live=True)
    except asyncpg.UniqueViolationError as error:
        key = "already-on-the-list" if asking.person is not None else "card-on-the-list"
        raise Refused(key, status=409) from error
    return request_id


async def withdraw(forum_id: int, request_id: int, by: int, now: datetime, *, staff: bool = False) -> bool:
    """False where there is nothing to take back any more, or it is somebody else's. Staff leaves an audit entry."""
    async with unit_of_work() as work:
        await locked_item(forum_id)
        row = await request_row(forum_id, request_id)
        if (
            row is None
            or not (staff or row["person"] == by)
            or not await execute(_WITHDRAW, request_id, now, by)
        ):
            return False
        verb = "withdrawn" if row["person"] == by else "struck"
        if verb == "struck":
            await record(by, "speakers.struck", "forum", forum_id, {"request": request_id})
        await append(work, forum_id, "speakers", request_id, verb, now)
    return True


async def call_next(forum_id: int, request_id: int, seen: int | None, by: int, now: datetime) -> bool:
    """Gives the floor to the first of the list and ends who spoke. `seen` is the speech that ran for the chair.

    False, and nothing happens, when the list or the floor is not any more what the chair saw.
    """
    async with unit_of_work() as work:
        await _item(forum_id)
        floor = await floor_of(forum_id)
        if floor.list is ListState.PAUSED:
            raise Refused("speaker-list-paused", status=409)
        first = floor.waiting[0].voice if floor.waiting else None
        if first is None or first.request != request_id or _speech(floor) != seen:
            return False
        await execute(_END, forum_id, now)
        await execute(_CALL, request_id, now)
        speech = await fetch_value(_START, forum_id, request_id, now, seconds_for(first.kind))
        await _tell(work, forum_id, "called", request_id, by, now, speech=speech)
    return True


async def uncall(forum_id: int, speech_id: int, by: int, now: datetime) -> bool:
    """Takes the call back: the person waits again, where the rules put them. Who spoke before stays done."""
    async with unit_of_work() as work:
        await locked_item(forum_id)
        floor = await floor_of(forum_id)
        if floor.speaking is None or floor.speaking.id != speech_id:
            return False
        request_id = floor.speaking.voice.request
        await execute(_FORGET, speech_id)
        try:
            async with unit_of_work():
                await execute(_UNCALL, request_id)
        except asyncpg.UniqueViolationError:
            # The person has asked again meanwhile and keeps that place.
            await execute(_DROP, request_id, now)
        await _tell(work, forum_id, "uncalled", request_id, by, now)
    return True


async def end(forum_id: int, speech_id: int, by: int, now: datetime) -> bool:
    async with unit_of_work() as work:
        await locked_item(forum_id)
        floor = await floor_of(forum_id)
        if floor.speaking is None or floor.speaking.id != speech_id:
            return False
        await execute(_END, forum_id, now)
        await _tell(work, forum_id, "ended", floor.speaking.voice.request, by, now, speech=speech_id)
    return True


async def extend(forum_id: int, speech_id: int, by: int, now: datetime) -> bool:
    """One minute more."""
    return await _clock(_EXTEND, EXTENSION, "extended", forum_id, speech_id, by, now)


async def stop_or_run(forum_id: int, speech_id: int, by: int, now: datetime) -> bool:
    """Stops the clock, or lets it run on."""
    return await _clock(_STOP, now, "stopped", forum_id, speech_id, by, now)


async def move(forum_id: int, request_id: int, *, up: bool, reason: Reason, by: int, now: datetime) -> bool:
    """One place up or down; False where there is no such place. The reason stands beside the person from now on."""
    async with unit_of_work() as work:
        await locked_item(forum_id)
        ids = [waiting.voice.request for waiting in (await floor_of(forum_id)).waiting]
        if request_id not in ids:
            return False
        at = ids.index(request_id) + (-1 if up else 1)
        if not 0 <= at < len(ids):
            return False
        await execute(_MOVE, request_id, ids[at], up, reason.value, now, by)
        await _tell(work, forum_id, "moved", request_id, by, now, reason=reason.value, up=up)
    return True


async def move_to(
    forum_id: int, request_id: int, other_id: int, *, reason: Reason, by: int, now: datetime
) -> bool:
    """To the place of another; False where one of the two does not wait any more."""
    async with unit_of_work() as work:
        await locked_item(forum_id)
        ids = [waiting.voice.request for waiting in (await floor_of(forum_id)).waiting]
        if request_id == other_id or request_id not in ids or other_id not in ids:
            return False
        up = ids.index(other_id) < ids.index(request_id)
        await execute(_MOVE, request_id, other_id, up, reason.value, now, by)
        await _tell(work, forum_id, "moved", request_id, by, now, reason=reason.value, up=up)
    return True


async def set_list(forum_id: int, state: ListState, by: int, now: datetime) -> None:
    """Opens, pauses or closes the list of the running item."""
    async with unit_of_work() as work:
        item = await _item(forum_id)
        await execute(_LIST, item, state.value, now, by)
        await _tell(work, forum_id, state.value, item, by, now)


async def end_speech_of(forum_id: int, now: datetime) -> None:
    """When the chair leaves an item; within the caller's unit of work, which tells it."""
    await execute(_END, forum_id, now)


LEAVING.append(end_speech_of)


async def _clock(
    sql: str, value: object, verb: str, forum_id: int, speech_id: int, by: int, now: datetime
) -> bool:
    async with unit_of_work() as work:
        await locked_item(forum_id)
        floor = await floor_of(forum_id)
        if floor.speaking is None or floor.speaking.id != speech_id:
            return False
        await execute(sql, speech_id, value)
        await _tell(work, forum_id, verb, floor.speaking.voice.request, by, now, speech=speech_id)
    return True


async def _item(forum_id: int) -> int:
    item = await locked_item(forum_id)
    if item is None:
        raise Refused("no-item-running", status=409)
    return item


def _speech(floor: Floor) -> int | None:
    return floor.speaking.id if floor.speaking else None


async def _tell(
    work: UnitOfWork,
    forum_id: int,
    verb: str,
    subject: int,
    by: int,
    now: datetime,
    **details: int | str,
) -> None:
    await record(by, f"speakers.{verb}", "forum", forum_id, {"subject": subject, **details})
    await append(work, forum_id, "speakers", subject, verb, now, only_live=True, urgent=True)
