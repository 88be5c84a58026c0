"""How the chair's acts with a poll are taken back. What has been counted stays counted."""

from datetime import datetime

import asyncpg

from participation.core.db import execute, fetch_value, unit_of_work
from participation.core.i18n import N_
from participation.forums.agenda.undo import undoes
from participation.forums.attendance.actions import SECRET, require_nobody_remote
from participation.forums.live_polls.queries import locked
from polls import actions as polls
from polls.holding import reopen

_GONE = "UPDATE live_poll SET withdrawn_at = $2, closed_at = $2 WHERE id = $1"
_OPEN = "UPDATE live_poll SET closed_at = NULL, closed_by = NULL, withdrawn_at = NULL, withdrawn_by = NULL WHERE id = $1"
_THERE = "UPDATE live_poll SET withdrawn_at = NULL, withdrawn_by = NULL WHERE id = $1 AND withdrawn_at = $2"
_SEALED = "SELECT secrecy = 'secret' FROM poll WHERE id = $1"


async def _opened(forum_id: int, number: int, at: datetime, now: datetime) -> bool:
    """As if it had been withdrawn: ballots that were cast meanwhile are not counted."""
    row = await locked(forum_id, number)
    if row is None or row["opened_at"] != at or row["closed_at"] is not None:
        return False
    await polls.close(row["poll"], None)
    return bool(await execute(_GONE, number, now))


async def _held(forum_id: int, number: int, at: datetime, _now: datetime) -> bool:
    row = await locked(forum_id, number)
    if row is None or row["closed_at"] != at or row["withdrawn_at"] is not None:
        return False
    return await _open_again(forum_id, number, row["poll"])


async def _withdrawn(forum_id: int, number: int, at: datetime, _now: datetime) -> bool:
    """One that was open runs on; one that was closed before is closed again."""
    row = await locked(forum_id, number)
    if row is None or row["withdrawn_at"] != at:
        return False
    if row["closed_at"] == at:
        return await _open_again(forum_id, number, row["poll"])
    return bool(await execute(_THERE, number, at))


async def _open_again(forum_id: int, number: int, poll_id: int) -> bool:
    if await fetch_value(_SEALED, poll_id):
        await require_nobody_remote(forum_id, SECRET)
    try:
        async with unit_of_work():
            return await reopen(poll_id, None) and bool(await execute(_OPEN, number))
    except asyncpg.UniqueViolationError:
        return False  # another poll is open


undoes(
    "poll",
    "opened",
    N_("Abstimmung geöffnet"),
    _opened,
    effect=N_("Die Frage verschwindet bei allen. Schon abgegebene Stimmen zählen nicht."),
    settled=("closed", "counted", "withdrawn"),
)
undoes(
    "poll",
    "held",
    N_("Abstimmung geschlossen"),
    _held,
    effect=N_("Alle können wieder abstimmen. Was schon abgegeben ist, bleibt."),
    settled=("counted",),
)
undoes(
    "poll",
    "withdrawn",
    N_("Abstimmung zurückgezogen"),
    _withdrawn,
    effect=N_("Die Frage ist wieder da, mit allen abgegebenen Stimmen."),
)
