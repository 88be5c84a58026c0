"""How the chair's acts with the speaker list are taken back."""

from datetime import datetime

import asyncpg

from participation.core.db import execute, fetch_value, unit_of_work
from participation.core.i18n import N_
from participation.forums.agenda.undo import RESUMING, undoes
from participation.forums.log.queries import LASTING
from participation.forums.speakers.actions import EXTENSION

_RUN_ON = """
UPDATE speech SET ended_at = NULL, stopped_for = stopped_for + round(extract(epoch FROM $3 - $2::timestamptz))::int
WHERE forum = $1 AND ended_at = $2 AND NOT EXISTS (SELECT 1 FROM speech WHERE forum = $1 AND ended_at IS NULL)
"""
_FORGET = "DELETE FROM speech WHERE forum = $1 AND request = $2 AND started_at = $3 AND ended_at IS NULL"
_WAITS = "UPDATE speech_request SET called_at = NULL WHERE id = $1"
_BACK_ON_LIST = (
    "UPDATE speech_request SET withdrawn_at = NULL, withdrawn_by = NULL WHERE id = $1 AND withdrawn_at = $2"
)
_SHORTER = "UPDATE speech SET allowed = allowed - $3 WHERE forum = $1 AND request = $2 AND ended_at IS NULL"
_STOP = """
UPDATE speech SET
    stopped_for = stopped_for + COALESCE(round(extract(epoch FROM $3 - stopped_at)), 0)::int,
    stopped_at = CASE WHEN stopped_at IS NULL THEN $3::timestamptz END
WHERE forum = $1 AND request = $2 AND ended_at IS NULL
"""
_UNMOVE = "DELETE FROM speech_move WHERE request = $1 AND made_at = $2"
_LIST = "UPDATE speaker_list SET state = $2 WHERE item = $1 AND changed_at = $3"
_LIST_BEFORE = """
SELECT verb FROM forum_event e WHERE forum = $1 AND kind = 'speakers' AND subject_id = $2 AND created_at < $3
    AND verb IN ('open', 'paused', 'closed') AND <lasting>
    ORDER BY seq DESC LIMIT 1
""".replace("<lasting>", LASTING)


async def run_on(forum_id: int, at: datetime, now: datetime) -> None:
    """Who was ended speaks on; the time between does not count against them."""
    await execute(_RUN_ON, forum_id, at, now)


async def _called(forum_id: int, request: int, at: datetime, now: datetime) -> bool:
    if not await execute(_FORGET, forum_id, request, at):
        return False
    try:
        async with unit_of_work():
            await execute(_WAITS, request)
    except asyncpg.UniqueViolationError:
        return False  # the person has asked again meanwhile and keeps that place
    await run_on(forum_id, at, now)
    return True


async def _ended(forum_id: int, _request: int, at: datetime, now: datetime) -> bool:
    return bool(await execute(_RUN_ON, forum_id, at, now))


async def _struck(_forum: int, request: int, at: datetime, _now: datetime) -> bool:
    try:
        async with unit_of_work():
            return bool(await execute(_BACK_ON_LIST, request, at))
    except asyncpg.UniqueViolationError:
        return False


async def _extended(forum_id: int, request: int, _at: datetime, _now: datetime) -> bool:
    return bool(await execute(_SHORTER, forum_id, request, EXTENSION))


async def _stopped(forum_id: int, request: int, _at: datetime, now: datetime) -> bool:
    return bool(await execute(_STOP, forum_id, request, now))


async def _moved(_forum: int, request: int, at: datetime, _now: datetime) -> bool:
    return bool(await execute(_UNMOVE, request, at))


async def _list(forum_id: int, item: int, at: datetime, _now: datetime) -> bool:
    before = await fetch_value(_LIST_BEFORE, forum_id, item, at)
    return bool(await execute(_LIST, item, before or "open", at))


RESUMING.append(run_on)
undoes("speakers", "called", N_("Wort erteilt"), _called)
undoes("speakers", "ended", N_("Rede beendet"), _ended)
undoes("speakers", "struck", N_("Von der Redeliste genommen"), _struck)
undoes("speakers", "extended", N_("Eine Minute mehr"), _extended)
undoes("speakers", "stopped", N_("Uhr angehalten oder weiterlaufen lassen"), _stopped)
undoes("speakers", "moved", N_("Redeliste umgestellt"), _moved)
for state in ("open", "paused", "closed"):
    undoes("speakers", state, N_("Redeliste geöffnet, geschlossen oder angehalten"), _list)
