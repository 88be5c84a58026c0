"""Writes: following and stopping, and noting that something is new."""

from participation.core.clock import now
from participation.core.db import execute, fetch_value, unit_of_work
from participation.core.errors import Refused
from participation.notifications.rules import KEPT, MOST, What
from participation.notifications.wording import TOO_MANY

_FOLLOW = """
INSERT INTO follow (person, kind, subject_id, since) VALUES ($1, $2, $3, $4)
ON CONFLICT (person, kind, subject_id) DO NOTHING
"""
_COUNT = "SELECT count(*) FROM follow WHERE person = $1"
_STOP = "DELETE FROM follow WHERE person = $1 AND kind = $2 AND subject_id = $3"
_STOP_ALL = "DELETE FROM follow WHERE person = $1"
# Nothing is kept that nobody follows.
_NOTE = """
INSERT INTO follow_news (kind, subject_id, what, about_kind, about_id, at, person)
SELECT $1, $2, $3, $4, $5, $6, $7 WHERE EXISTS (
    SELECT 1 FROM follow WHERE kind = $1 AND subject_id = $2 AND ($7::bigint IS NULL OR person = $7))
"""
_ERASE = (
    "DELETE FROM follow WHERE person = $1",
    "DELETE FROM follow_news WHERE person = $1",
    "DELETE FROM digest WHERE person = $1",
)


async def follow(person_id: int, kind: str, number: int) -> None:
    async with unit_of_work():
        if await fetch_value(_COUNT, person_id) >= MOST:
            raise Refused(TOO_MANY, status=409)
        await execute(_FOLLOW, person_id, kind, number, now())


async def stop(person_id: int, kind: str, number: int) -> None:
    await execute(_STOP, person_id, kind, number)


async def stop_all(person_id: int) -> None:
    await execute(_STOP_ALL, person_id)


async def note(
    kind: str, number: int, what: What, *, about: tuple[str, int] | None = None, to: int | None = None
) -> None:
    """Within the caller's unit of work.

    `about` is the thing to link to, where it is another one; `to` the only person among the followers who is told.
    """
    about_kind, about_id = about or (None, None)
    await execute(_NOTE, kind, number, what.value, about_kind, about_id, now(), to)


async def forget() -> None:
    await execute("DELETE FROM follow_news WHERE at < $1", now() - KEPT)


async def erase(person_id: int) -> None:
    for statement in _ERASE:
        await execute(statement, person_id)
