"""Coming, going, and what § 64 NKomVG refuses while somebody takes part from elsewhere."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import asyncpg

from participation.core.audit import record
from participation.core.db import execute, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused, sentence
from participation.core.i18n import N_
from participation.forums.attendance.queries import locked_sitting, remote_now
from participation.forums.attendance.rules import Mode

SECRET = sentence(
    "council-secret",
    N_(
        "Solange ein Mitglied zugeschaltet ist, darf nicht geheim abgestimmt werden (§ 64 NKomVG). "
        "Es wurde nichts geöffnet."
    ),
)
CLOSED_DOORS = sentence(
    "council-closed-doors",
    N_(
        "Der nächste Punkt ist nichtöffentlich. Solange ein Mitglied zugeschaltet ist, "
        "darf er nicht aufgerufen werden (§ 64 NKomVG)."
    ),
)
NO_REMOTE = sentence(
    "council-no-remote",
    N_(
        "Gerade läuft eine geheime Abstimmung oder ein nichtöffentlicher Punkt. "
        "Zuschalten geht erst danach (§ 64 NKomVG)."
    ),
)
sentence("already-present", N_("Diese Person ist schon als anwesend eingetragen."))

HINDERS: list[Callable[[int], Awaitable[bool]]] = []
"""What nobody may be remote for just now; the nouns above put themselves here."""

_COUNCIL = "INSERT INTO council_sitting (forum, since, set_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
_NO_COUNCIL = "DELETE FROM council_sitting WHERE forum = $1"
_JOIN = """
INSERT INTO attendance (forum, person, name, mode, joined_at, joined_by) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
"""
_LEAVE = """
UPDATE attendance SET left_at = $3, left_by = $4 WHERE id = $1 AND forum = $2 AND left_at IS NULL
RETURNING person, name, mode
"""


async def set_council(forum_id: int, *, council: bool, by: int, now: datetime) -> None:
    async with unit_of_work():
        changed = await (execute(_COUNCIL, forum_id, now, by) if council else execute(_NO_COUNCIL, forum_id))
        if changed:
            await record(by, "sitting.council" if council else "sitting.forum", "forum", forum_id)


async def join(forum_id: int, person: int | None, name: str, mode: Mode, by: int, now: datetime) -> int:
    """The id of the row. Refused `already-present`, `council-no-remote` (409)."""
    try:
        async with unit_of_work():
            await _may_be(forum_id, mode)
            number: int = await fetch_value(_JOIN, forum_id, person, name, mode.value, now, by)
            await record(by, "attendance.joined", "forum", forum_id, {"row": number, "mode": mode.value})
    except asyncpg.UniqueViolationError as error:
        raise Refused("already-present", status=409) from error
    return number


async def leave(forum_id: int, row_id: int, by: int, now: datetime) -> bool:
    """False where that person has left already."""
    async with unit_of_work():
        if await fetch_one(_LEAVE, row_id, forum_id, now, by) is None:
            return False
        await record(by, "attendance.left", "forum", forum_id, {"row": row_id})
    return True


async def change_mode(forum_id: int, row_id: int, mode: Mode, by: int, now: datetime) -> bool:
    """Ends one row and begins the next. Refused `council-no-remote` (409)."""
    async with unit_of_work():
        await _may_be(forum_id, mode)
        row = await fetch_one(_LEAVE, row_id, forum_id, now, by)
        if row is None:
            return False
        number = await fetch_value(_JOIN, forum_id, row["person"], row["name"], mode.value, now, by)
        await record(by, "attendance.changed", "forum", forum_id, {"row": number, "mode": mode.value})
    return True


async def _may_be(forum_id: int, mode: Mode) -> None:
    if await locked_sitting(forum_id) and mode is Mode.REMOTE:
        for hinders in HINDERS:
            if await hinders(forum_id):
                raise Refused(NO_REMOTE, status=409)


async def require_nobody_remote(forum_id: int, key: str) -> None:
    """Within the caller's unit of work: in a council meeting refused with `key` while anyone takes part remotely."""
    if await locked_sitting(forum_id) and await remote_now(forum_id):
        raise Refused(key, status=409)
