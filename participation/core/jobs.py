"""Timed work, and the loop that does all work apart from requests.

Several workers share one plan in the database: whoever moves a job's due time first does it. A lease, renewed
while it runs, gives the job of a killed worker to the next.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import asyncpg
import structlog

from participation.core import outbox
from participation.core.clock import now
from participation.core.db import execute, fetch, fetch_value

Job = Callable[[], Awaitable[None]]

POLL_SECONDS = 0.5
RENEW_SECONDS = 3.0
SLOTS = 8
"""Entries of the outbox at a time: one slow mail server must not hold up everything else."""
GRACE_SECONDS = 8.0
_DATABASE_DOWN = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)

log = structlog.get_logger("worker")


@dataclass(frozen=True, slots=True)
class Timed:
    name: str
    seconds: float
    run: Job


_jobs: dict[str, Timed] = {}


def every(seconds: float, name: str) -> Callable[[Job], Job]:
    """Registers work to be begun each so many seconds, by one worker at a time; it is never begun twice at once."""

    def register(run: Job) -> Job:
        known = _jobs.get(name)
        if known is not None and known.run.__qualname__ != run.__qualname__:
            raise ValueError(f"timed work {name} is registered twice")
        _jobs[name] = Timed(name, seconds, run)
        return run

    return register


every(24 * 3600, "core.outbox.forget")(outbox.forget_old_failures)

# A due time beyond any that this clock can have set shows that the clock was put back.
_DUE = """
SELECT wanted.name FROM unnest($1::text[], $2::timestamptz[]) AS wanted (name, furthest)
LEFT JOIN timed_job USING (name)
WHERE timed_job.name IS NULL OR timed_job.due_at <= $3 OR timed_job.due_at > furthest
"""
_TAKE = """
INSERT INTO timed_job (name, due_at, ran_at) VALUES ($1, $3, $2)
ON CONFLICT (name) DO UPDATE SET due_at = $3, ran_at = $2 WHERE timed_job.due_at <= $2 OR timed_job.due_at > $4
RETURNING name
"""
_RENEW = "UPDATE timed_job SET due_at = $2 WHERE name = ANY($1::text[]) AND due_at < $2"
_SETTLE = "UPDATE timed_job SET due_at = $2, last_error = $3 WHERE name = $1"
_BEAT = """
INSERT INTO worker_heartbeat (name, seen_at) VALUES ('worker', $1)
ON CONFLICT (name) DO UPDATE SET seen_at = EXCLUDED.seen_at
"""
_SEEN = "SELECT seen_at FROM worker_heartbeat WHERE name = 'worker'"


async def worker_seen() -> datetime | None:
    """When a worker last said that it lives."""
    seen: datetime | None = await fetch_value(_SEEN)
    return seen


async def run_job(name: str) -> bool:
    """Does a job if it is due and nobody else does it; True if it was done here."""
    job, started = _jobs[name], now()
    if await fetch_value(_TAKE, name, started, started + outbox.LEASE, _furthest(job, started)) is None:
        return False
    reason = ""
    try:
        await job.run()
    except Exception as error:  # noqa: BLE001  # the next round tries again
        reason = outbox.describe(error)
        log.error("job_failed", job=name, error=reason)  # noqa: TRY400  # a traceback quotes what people wrote
    await execute(_SETTLE, name, started + timedelta(seconds=job.seconds), reason)
    return True


async def run_due_jobs() -> int:
    """All that is due, one after the other; for commands and tests."""
    return sum([await run_job(name) for name in await _due()])


async def _due() -> list[str]:
    moment = now()
    furthest = [_furthest(job, moment) for job in _jobs.values()]
    return [row["name"] for row in await fetch(_DUE, list(_jobs), furthest, moment)]


def _furthest(job: Timed, moment: datetime) -> datetime:
    return moment + timedelta(seconds=job.seconds) + 2 * outbox.LEASE


class Worker:
    """One process's share of the work: at most `SLOTS` entries, and each job once."""

    def __init__(self) -> None:
        self._entries: dict[int, asyncio.Task[None]] = {}
        self._running: dict[str, asyncio.Task[bool]] = {}
        self._last_beat = float("-inf")

    async def turn(self) -> bool:
        """Looks once for work and starts it; True when there may be more of it at once."""
        self._drop_finished()
        await self._beat()
        for name in await _due():
            if name not in self._running:
                self._running[name] = self._start(run_job(name))
        free = SLOTS - len(self._entries)
        entries = await outbox.claim(free) if free else []
        for entry in entries:
            self._entries[entry.id] = self._start(outbox.perform(entry))
        return bool(entries)

    async def _beat(self) -> None:
        time = asyncio.get_running_loop().time()
        if time - self._last_beat < RENEW_SECONDS:
            return
        await execute(_BEAT, now())
        await outbox.renew(list(self._entries))
        if self._running:
            await execute(_RENEW, list(self._running), now() + outbox.LEASE)
        self._last_beat = time

    def _drop_finished(self) -> None:
        for tasks in (self._entries, self._running):
            for key, task in list(tasks.items()):
                if task.done():
                    tasks.pop(key)  # type: ignore[call-overload]  # each dict with its own keys
                    self._report(task)

    @staticmethod
    def _report(task: asyncio.Task[Any]) -> None:
        """Only a lost database gets here; the lease brings the work back."""
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.warning("work_lost", error=outbox.describe(error))

    @staticmethod
    def _start(work: Any) -> asyncio.Task[Any]:
        return asyncio.get_running_loop().create_task(work, context=Context())

    async def finish(self) -> None:
        """Lets what runs come to its end within the grace, then cuts it off."""
        tasks = [*self._entries.values(), *self._running.values()]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=GRACE_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def run_worker(stop: asyncio.Event) -> None:
    """Works until `stop` is set. The caller has started the pool and imported the packages with handlers."""
    from participation.core import audit, mail  # noqa: F401  # the core's own work is always known

    worker = Worker()
    while not stop.is_set():
        more = False
        try:
            more = await worker.turn()
        except _DATABASE_DOWN as error:
            log.warning("database_away", error=outbox.describe(error))
        await _sleep(stop, 0.02 if more else POLL_SECONDS)
    await worker.finish()


async def _sleep(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
