"""Tells every process that a forum has something new; never what. The log is read by whoever hears it.

One connection of our own both rings and listens, because pool connections keep no session state. A bell that
was not heard costs at most a second: `live.py` also looks by itself.
"""

import asyncio
import contextlib
from collections.abc import Callable
from contextvars import Context
from typing import Any

import asyncpg
import structlog

from participation.core.db import DB

PAUSE_SECONDS = 0.05
"""One NOTIFY at most in this time, however many lines are written."""
LONGEST_WAIT = 2.0
CALM, URGENT = "forum", "forum_now"

_RING = "SELECT pg_notify(channel, payload) FROM unnest($1::text[], $2::text[]) AS bells (channel, payload)"

Listener = Callable[[int, bool], None]
log = structlog.get_logger("doorbell")


class Doorbell:
    """`listeners` are called with the id of a forum and whether it is urgent; with id 0 after a lost connection."""

    def __init__(self) -> None:
        self.listeners: list[Listener] = []
        self._waiting: set[tuple[str, str]] = set()
        self._rung = asyncio.Event()
        self._pressed = asyncio.Event()
        self._connection: Any = None
        self._task: asyncio.Task[None] | None = None

    async def ring(self, forum_id: int, *, urgent: bool = False) -> None:
        """Here it is heard at once, in other processes by NOTIFY, if `start` was called."""
        self._tell(forum_id, urgent)
        if self._task is None:
            return
        self._waiting.add((URGENT if urgent else CALM, str(forum_id)))
        self._rung.set()
        if urgent:
            self._pressed.set()

    def _tell(self, forum_id: int, urgent: bool) -> None:  # noqa: FBT001  # the shape of a Listener
        for listener in self.listeners:
            listener(forum_id, urgent)

    def start(self) -> None:
        """Connects in the background, and again whenever the connection dies."""
        self._rung, self._pressed = asyncio.Event(), asyncio.Event()
        self._task = asyncio.get_running_loop().create_task(self._run(), context=Context())

    async def stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        wait = 0.1
        while True:
            try:
                await self._connect()
                wait = 0.1
                await self._serve()
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("doorbell lost", error=type(error).__name__)
            finally:
                self._hang_up()
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _connect(self) -> None:
        # Losing a bell in a crash is harmless, so its commit need not wait for the disk.
        quick = {"synchronous_commit": "off", "application_name": "teilhabe doorbell"}
        self._connection = await asyncpg.connect(
            **DB.config, server_settings=quick, timeout=5, command_timeout=5
        )
        self._connection.add_termination_listener(lambda _: self._rung.set())
        for channel in (CALM, URGENT):
            await self._connection.add_listener(channel, self._heard)
        self._tell(0, False)

    async def _serve(self) -> None:
        while not self._connection.is_closed():
            await self._rung.wait()
            self._rung.clear()
            self._pressed.clear()
            bells, self._waiting = sorted(self._waiting), set()
            if bells:
                channels, payloads = zip(*bells, strict=True)
                await self._connection.execute(_RING, channels, payloads)
                await self._pause()

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PAUSE_SECONDS):
                await self._pressed.wait()

    def _heard(self, connection: Any, sender: int, channel: str, payload: str) -> None:
        """Our own bell was heard before it rang."""
        if sender != connection.get_server_pid() and payload.isdigit():
            self._tell(int(payload), channel == URGENT)

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()


BELL = Doorbell()
