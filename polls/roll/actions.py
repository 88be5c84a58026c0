"""Filling and clearing the roll, and standing for one of its lines."""

import asyncpg
from litestar.exceptions import NotFoundException

from participation.core.audit import record
from participation.core.clock import now
from participation.core.db import execute, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused, sentence
from participation.core.i18n import N_
from polls.actions import KIND
from polls.locks import alone
from polls.roll.rules import mark_of

NO_ROLL = sentence("roll-not-here", N_("Diese Abstimmung hat kein Verzeichnis, oder sie ist schon zu Ende."))
PUBLISHED = sentence(
    "roll-published",
    N_("Die Abstimmung ist veröffentlicht. Das Verzeichnis lässt sich ergänzen, aber nicht mehr leeren."),
)
NO_LINE = sentence(
    "roll-no-line",
    N_(
        "Diese Nummer steht nicht im Verzeichnis, oder jemand anderes stimmt schon für sie ab. Es wurde nichts gespeichert."
    ),
)
HAS_LINE = sentence("roll-has-line", N_("Sie stehen schon im Verzeichnis. Sie können abstimmen."))

_HEAD = (
    "SELECT published_at FROM poll WHERE id = $1 AND voters = 'roll' AND closed_at IS NULL AND closes_at > $2"
)
_ADD = """
INSERT INTO poll_roll (poll, mark)
SELECT $1, mark FROM unnest($2::bytea[]) WITH ORDINALITY AS m (mark, place) ORDER BY place ON CONFLICT DO NOTHING
"""
_ELIGIBLE = """
UPDATE poll SET eligible = NULLIF((SELECT COUNT(*) FROM poll_roll r WHERE r.poll = poll.id), 0) WHERE id = $1
"""
_CLEAR = "DELETE FROM poll_roll WHERE poll = $1"
_CLAIM = "UPDATE poll_roll SET person = $3 WHERE poll = $1 AND mark = $2 AND person IS NULL"
_COUNT = "SELECT COUNT(*) FROM poll_roll WHERE poll = $1"


async def add(actor_id: int, poll_id: int, lines: tuple[str, ...]) -> int:
    """How many were new. Lines are stored in the order of their digests, which says nothing."""
    marks = sorted(mark_of(poll_id, line) for line in lines)
    async with unit_of_work():
        await _open(poll_id)
        new = await execute(_ADD, poll_id, marks)
        await execute(_ELIGIBLE, poll_id)
        await record(actor_id, "poll.roll-added", KIND, poll_id, {"number": new})
    return new


async def clear(actor_id: int, poll_id: int) -> None:
    async with unit_of_work():
        if (await _open(poll_id))["published_at"] is not None:
            raise Refused(PUBLISHED)
        await execute(_CLEAR, poll_id)
        await execute(_ELIGIBLE, poll_id)
        await record(actor_id, "poll.roll-cleared", KIND, poll_id)


async def _open(poll_id: int) -> asyncpg.Record:
    await alone(poll_id)
    head = await fetch_one(_HEAD, poll_id, now())
    if head is None:
        raise Refused(NO_ROLL)
    return head


async def claim(person_id: int, poll_id: int, typed: str) -> None:
    """A member number stands for the first account that names it. It is no secret, and the page says so."""
    try:
        async with unit_of_work():
            taken = await execute(_CLAIM, poll_id, mark_of(poll_id, typed), person_id)
    except asyncpg.UniqueViolationError as error:
        raise Refused(HAS_LINE) from error
    if not taken:
        raise Refused(NO_LINE, status=422)


async def size(poll_id: int) -> int:
    number: int | None = await fetch_value(_COUNT, poll_id)
    if number is None:
        raise NotFoundException
    return number
