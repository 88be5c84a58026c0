"""Work that must happen after a transaction, and only if it happened: mails, notices, anything slow.

`enqueue` writes a row in the caller's transaction. A worker claims it (several may run, `SKIP LOCKED` keeps
them apart) and holds it by a lease, so that work of a killed worker is done again by the next: at least once.
What is done is deleted, so that no address stays; what failed for good stays to be seen, and leaves after a month.
"""

import asyncio
import json
import random
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from participation.core.clock import now
from participation.core.db import execute, fetch, unit_of_work

Handler = Callable[[dict[str, Any]], Awaitable[None]]

LEASE = timedelta(seconds=15)
"""How long a killed worker's entry waits for the next one; a living worker renews it in time."""
ATTEMPTS = 10
"""With the pauses below that is about four hours of trying."""
LONGEST_PAUSE = 3600.0
KEEP_FAILED = timedelta(days=30)

log = structlog.get_logger("outbox")


class GiveUp(Exception):  # noqa: N818  # it reads as what the handler does
    """Raised by a handler when trying again cannot help. Its text is stored: no personal data."""


@dataclass(frozen=True, slots=True)
class _Registration:
    run: Handler
    seconds: float
    atomic: bool


@dataclass(frozen=True, slots=True)
class Entry:
    id: int
    topic: str
    payload: dict[str, Any]
    attempts: int


@dataclass(frozen=True, slots=True)
class Failure:
    """Without the payload: it may hold addresses."""

    id: int
    topic: str
    attempts: int
    last_error: str
    created_at: datetime
    failed_at: datetime


_handlers: dict[str, _Registration] = {}


def handles(topic: str, *, seconds: float = 60, atomic: bool = False) -> Callable[[Handler], Handler]:
    """Registers the one handler of a topic. It must bear to run twice for one entry.

    `seconds` bounds one run. With `atomic` handler and deletion are one transaction, exactly once; then the
    handler may only write to the database.
    """

    def register(run: Handler) -> Handler:
        known = _handlers.get(topic)
        if known is not None and known.run.__qualname__ != run.__qualname__:
            raise ValueError(f"topic {topic} has a handler already")
        _handlers[topic] = _Registration(run, seconds, atomic)
        return run

    return register


_ENQUEUE = """
INSERT INTO outbox_entry (topic, key, payload, due_at, created_at) VALUES ($1, $2, $3::jsonb, $4, $5)
ON CONFLICT (topic, key) WHERE key IS NOT NULL AND attempts = 0 DO NOTHING
"""


async def enqueue(
    topic: str, payload: Mapping[str, Any], run_at: datetime | None = None, key: str | None = None
) -> None:
    """Within the caller's unit of work. With a `key`, what waits already under it is the same work."""
    moment = now()
    await execute(_ENQUEUE, topic, key, json.dumps(payload), run_at or moment, moment)


# --- the worker's side --------------------------------------------------------------------------------------

_CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id FROM outbox_entry WHERE failed_at IS NULL AND due_at <= $1
    ORDER BY due_at, id LIMIT $3 FOR UPDATE SKIP LOCKED
)
UPDATE outbox_entry e SET attempts = attempts + 1, due_at = $2 FROM due WHERE e.id = due.id
RETURNING e.id, e.topic, e.payload::text AS payload, e.attempts
"""
"""Found once, then written: as `IN (SELECT … LIMIT)` some plans look anew for each row and claim more than asked."""
_RENEW = "UPDATE outbox_entry SET due_at = $2 WHERE id = ANY($1::bigint[]) AND due_at < $2"
_DONE = "DELETE FROM outbox_entry WHERE id = $1"
_LATER = "UPDATE outbox_entry SET due_at = $3, last_error = $4 WHERE id = $1 AND attempts = $2"
_PARK = "UPDATE outbox_entry SET failed_at = $3, last_error = $4 WHERE id = $1 AND attempts = $2"


async def claim(most: int) -> list[Entry]:
    """Due entries, oldest first, now under our lease."""
    moment = now()
    rows = await fetch(_CLAIM, moment, moment + LEASE, most)
    return [
        Entry(row["id"], row["topic"], json.loads(row["payload"]), row["attempts"])
        for row in sorted(rows, key=lambda row: int(row["id"]))
    ]


async def renew(ids: list[int]) -> None:
    if ids:
        await execute(_RENEW, ids, now() + LEASE)


async def perform(entry: Entry) -> None:
    """Runs the handler and settles the entry; raises nothing but what the database raises."""
    if entry.attempts > ATTEMPTS:
        await _set_back(entry, GiveUp("its worker died each time"))
        return
    try:
        await _handle(entry)
    except Exception as error:  # noqa: BLE001  # whatever a handler does, the worker goes on
        await _set_back(entry, error)


async def _handle(entry: Entry) -> None:
    registered = _handlers.get(entry.topic)
    if registered is None:
        raise LookupError(entry.topic)
    async with asyncio.timeout(registered.seconds):
        if registered.atomic:
            async with unit_of_work():
                await execute(_DONE, entry.id)
                await registered.run(entry.payload)
            return
        await registered.run(entry.payload)
    await execute(_DONE, entry.id)


async def _set_back(entry: Entry, error: Exception) -> None:
    reason = describe(error)
    if isinstance(error, GiveUp) or entry.attempts >= ATTEMPTS:
        log.error("work_failed", topic=entry.topic, id=entry.id, error=reason)
        await execute(_PARK, entry.id, entry.attempts, now(), reason)
        return
    log.warning("work_set_back", topic=entry.topic, id=entry.id, attempts=entry.attempts, error=reason)
    await execute(_LATER, entry.id, entry.attempts, now() + pause(entry.attempts), reason)


def pause(attempts: int) -> timedelta:
    """2, 8, 32 … seconds up to an hour, and up to a quarter more, so that not all return at once."""
    seconds: float = min(2.0 * 4.0 ** (attempts - 1), LONGEST_PAUSE)
    return timedelta(seconds=seconds * random.uniform(1.0, 1.25))  # noqa: S311  # it spreads load, nothing secret


def describe(error: BaseException) -> str:
    """Class, code and place. Never the message of a foreign exception: it may quote what a person wrote."""
    code = next((str(v) for n in ("sqlstate", "code", "errno") if (v := getattr(error, n, None))), "")
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    own = str(error)[:120] if isinstance(error, GiveUp) else ""
    return " ".join(part for part in (type(error).__name__, code[:20], own, place) if part)


async def drain(most: int = 1000) -> int:
    """Does all that is due, here and now, and returns how much that was; for commands and tests."""
    done = 0
    while done < most and (entries := await claim(1)):
        await perform(entries[0])
        done += 1
    return done


# --- a place to see what failed -----------------------------------------------------------------------------

_FAILED = """
SELECT id, topic, attempts, last_error, created_at, failed_at FROM outbox_entry
WHERE failed_at IS NOT NULL ORDER BY failed_at DESC, id DESC LIMIT $1
"""
_RETRY = """
UPDATE outbox_entry SET failed_at = NULL, attempts = 1, due_at = $2 WHERE id = $1 AND failed_at IS NOT NULL
"""
_FORGET = "DELETE FROM outbox_entry WHERE failed_at < $1"


async def failed(most: int = 100) -> list[Failure]:
    """What was given up, newest first."""
    return [Failure(**row) for row in await fetch(_FAILED, most)]


async def retry(number: int) -> bool:
    """Tries a failed entry again from the start; False when there is no such entry."""
    return await execute(_RETRY, number, now()) == 1


async def forget_old_failures() -> None:
    await execute(_FORGET, now() - KEEP_FAILED)
