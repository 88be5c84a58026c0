"""How an incident that was reported or ended by mistake is taken back."""

from datetime import datetime

import asyncpg

from participation.core.db import execute, unit_of_work
from participation.core.i18n import N_
from participation.forums.agenda.undo import undoes

_NO_INCIDENT = "DELETE FROM incident WHERE id = $1 AND forum = $2 AND started_at = $3 AND ended_at IS NULL"
_ON = """
UPDATE incident SET ended_at = NULL, ended_by = NULL WHERE id = $1 AND forum = $2 AND ended_at = $3
"""


async def _reported(forum_id: int, incident: int, at: datetime, _now: datetime) -> bool:
    return bool(await execute(_NO_INCIDENT, incident, forum_id, at))


async def _ended(forum_id: int, incident: int, at: datetime, _now: datetime) -> bool:
    try:
        async with unit_of_work():
            return bool(await execute(_ON, incident, forum_id, at))
    except asyncpg.UniqueViolationError:
        return False  # the same has been reported again meanwhile


undoes(
    "incident",
    "reported",
    N_("Störung gemeldet"),
    _reported,
    effect=N_("Die Störung steht dann auch nicht in der Niederschrift."),
    settled=("ended",),
    aside=True,
)
undoes("incident", "ended", N_("Störung behoben"), _ended, aside=True)
