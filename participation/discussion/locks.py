"""A thread that moderation has ended: all of it stays to be read, and nothing new comes.

Each cause has a lock of its own, so that the thread opens again when the last of them is taken back.
"""

from participation.core.db import execute, fetch_value, unit_of_work
from participation.core.errors import sentence
from participation.core.i18n import N_
from participation.core.kinds import Tombstone

LOCKED = sentence(
    "thread-locked",
    N_("Die Moderation hat dieses Gespräch beendet. Sie können alles lesen, aber nichts mehr schreiben."),
)

# The row of the thread first, as every comment takes it: whoever came before the lock is in, nobody after.
_TAKE = """
INSERT INTO thread (subject_kind, subject_id) VALUES ($1, $2)
ON CONFLICT (subject_kind, subject_id) DO UPDATE SET subject_id = thread.subject_id RETURNING id
"""
_TAKE_OF = (
    "SELECT t.id FROM thread t WHERE t.id = (SELECT c.thread FROM comment c WHERE c.id = $1) FOR UPDATE"
)
_LOCK = """
WITH added AS (
    INSERT INTO thread_lock (thread, cause, rule, rule_slug, since) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (thread, cause) DO NOTHING RETURNING 1
)
UPDATE thread SET locks = locks + (SELECT count(*) FROM added) WHERE id = $1
"""
_UNLOCK = """
WITH gone AS (DELETE FROM thread_lock WHERE thread = $1 AND cause = $2 RETURNING 1)
UPDATE thread SET locks = locks - (SELECT count(*) FROM gone) WHERE id = $1
"""


async def lock_below(subject: tuple[str, int], tombstone: Tombstone, cause: int) -> None:
    """The discussion about a thing, also where nobody has said anything yet."""
    async with unit_of_work():
        await _lock(await fetch_value(_TAKE, *subject), tombstone, cause)


async def unlock_below(subject: tuple[str, int], cause: int) -> None:
    async with unit_of_work():
        await execute(_UNLOCK, await fetch_value(_TAKE, *subject), cause)


async def lock_around(comment: int, tombstone: Tombstone, cause: int) -> None:
    """The discussion that a comment is part of."""
    async with unit_of_work():
        await _lock(await fetch_value(_TAKE_OF, comment), tombstone, cause)


async def unlock_around(comment: int, cause: int) -> None:
    async with unit_of_work():
        await execute(_UNLOCK, await fetch_value(_TAKE_OF, comment), cause)


async def _lock(thread: int, tombstone: Tombstone, cause: int) -> None:
    await execute(_LOCK, thread, cause, tombstone.rule, tombstone.rule_slug, tombstone.since)
