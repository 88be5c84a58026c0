"""Sockets that carry down: a room for each topic, whose numbered events reach every socket once and in order.

The database is the log and a room only its echo. A room reads what is new, has it rendered once for each language
and hands the same text to every socket.
"""

import asyncio
import contextlib
import math
from collections.abc import AsyncIterator, Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass
from typing import Protocol

import asyncpg
import structlog

from participation.core.sockets import Sub

BATCH = 200
REPLAY = 2000
"""Whoever is further behind loads the page anew."""
LINE = 800
"""Bytes of a usual line; a frame that is longer counts as several."""
CALM = 20_000
"""Deliveries a second (sockets times lines) that one core sends one by one without effort."""
BUSY = 100_000
LONGEST_TICK = 0.1
SHARE = 250
"""Sockets served before other work gets its turn on the loop."""

DATABASE_DOWN = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)

log = structlog.get_logger("live")


@dataclass(frozen=True, slots=True)
class Batch:
    """Events up to number `last`, `count` of them, as one frame for each locale that was asked for."""

    last: int
    count: int
    frames: Mapping[str, str]


class Source(Protocol):
    """Where a room reads. Every number up to the last is there, without a gap."""

    async def head(self, key: str) -> tuple[int, int] | None:
        """Id and last number, None where there is no such topic."""

    async def heads(self, keys: Sequence[str]) -> dict[str, int]: ...

    async def read(
        self, topic: int, after: int, upto: int | None, limit: int, locales: Sequence[str]
    ) -> Batch | None:
        """None where nothing came after."""


class Room:
    """The sockets of one topic in this process. All events up to `last` have been sent to those that follow."""

    def __init__(self, key: str, source: Source) -> None:
        self.key = key
        self.id = 0
        self.last = 0
        self.subs: set[Sub] = set()
        self.guests = 0
        self._source = source
        self._lock = asyncio.Lock()
        self._woken = asyncio.Event()
        self._pressed = asyncio.Event()
        self._heat, self._heat_at = 0.0, 0.0
        self._pump: asyncio.Task[None] | None = None

    async def open(self) -> bool:
        """Reads where the log stands, once; False where there is no such topic."""
        if self._pump is not None:
            return True
        async with self._lock:
            if self._pump is None:
                head = await self._source.head(self.key)
                if head is None:
                    return False
                self.id, self.last = head
                self._pump = asyncio.get_running_loop().create_task(self._run(), context=Context())
        return True

    def close(self) -> None:
        if self._pump is not None:
            self._pump.cancel()

    def wake(self, *, urgent: bool = False) -> None:
        self._woken.set()
        if urgent:
            self._pressed.set()

    async def join(self, sub: Sub, after: int | None) -> int | None:
        """Follows from now on; returns the number up to which `replay` has to go, None if it is too far.

        What comes meanwhile gathers in the queue of the sub, so nothing is lost or sent twice in between.
        """
        if after is not None and after > self.last:
            await self.look()
        upto = self.last
        if after is not None and not 0 <= upto - after <= REPLAY:
            return None
        self.subs.add(sub)
        return upto

    def leave(self, sub: Sub) -> None:
        sub.gone = True
        self.subs.discard(sub)

    async def replay(self, sub: Sub, after: int, upto: int) -> None:
        while after < upto:
            batch = await self._source.read(self.id, after, upto, BATCH, (sub.locale,))
            if batch is None:
                raise RuntimeError("the log has a gap")
            await sub.send(_frame(batch.frames[sub.locale]))
            after = batch.last

    async def look(self) -> float:
        """Sends everybody what is new; returns how many lines that was, or would have been by its length."""
        sent = 0.0
        async with self._lock:
            while True:
                locales = sorted({sub.locale for sub in self.subs})
                batch = await self._source.read(self.id, self.last, None, BATCH, locales)
                if batch is None:
                    return sent
                frames = dict(batch.frames)
                # Whoever has joined while we read follows too, perhaps in another language.
                while missing := sorted({sub.locale for sub in self.subs} - frames.keys()):
                    again = await self._source.read(self.id, self.last, batch.last, BATCH, missing)
                    frames.update(again.frames if again else dict.fromkeys(missing, ""))
                # From here on a newcomer finds these events in the log, so it must not be in the list.
                self.last, subs = batch.last, list(self.subs)
                await _fan_out({locale: _frame(text) for locale, text in frames.items()}, subs)
                sent += max(batch.count, *(len(text) / LINE for text in frames.values()), 0)

    async def _run(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            self._pressed.clear()
            try:
                sent = await self.look()
            except Exception:  # a room must outlive whatever is wrong with one event
                log.exception("room cannot read")
                await asyncio.sleep(1)
                self._woken.set()
                continue
            await self._rest(self._tick(sent))

    def _tick(self, sent: float) -> float:
        """Nothing in a quiet room; under load one frame carries several events, which is far cheaper."""
        time = asyncio.get_running_loop().time()
        self._heat = self._heat * math.exp(self._heat_at - time) + sent
        self._heat_at = time
        load = len(self.subs) * self._heat
        return LONGEST_TICK * min(1.0, max(0.0, (load - CALM) / (BUSY - CALM)))

    async def _rest(self, seconds: float) -> None:
        if seconds > 0:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._pressed.wait()


def _frame(text: str) -> dict[str, str]:
    return {"type": "websocket.send", "text": text}


async def _fan_out(frames: Mapping[str, dict[str, str]], subs: list[Sub]) -> None:
    for number, sub in enumerate(subs, 1):
        sub.push(frames[sub.locale])
        if number % SHARE == 0:
            await asyncio.sleep(0)


class Hub:
    """The rooms of this process, each open as long as somebody is in it."""

    def __init__(self, source: Source) -> None:
        self.rooms: dict[str, Room] = {}
        self._source = source
        self._watch: asyncio.Task[None] | None = None

    @contextlib.asynccontextmanager
    async def room(self, key: str) -> AsyncIterator[Room | None]:
        """Yields the room, or None where there is no such topic."""
        room = self.rooms.get(key)
        if room is None:
            room = self.rooms[key] = Room(key, self._source)
        room.guests += 1
        try:
            yield room if await room.open() else None
        finally:
            room.guests -= 1
            if not room.guests:
                room.close()
                del self.rooms[key]

    def heard(self, topic: int, urgent: bool) -> None:  # noqa: FBT001  # the shape of a doorbell's listener
        """Topic 0 means: perhaps something was missed anywhere."""
        for room in self.rooms.values():
            if topic in {0, room.id}:
                room.wake(urgent=urgent)

    def start(self) -> None:
        self._watch = asyncio.get_running_loop().create_task(self._look_each_second(), context=Context())

    async def stop(self) -> None:
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.cancel()
        for room in list(self.rooms.values()):
            room.close()

    async def _look_each_second(self) -> None:
        """For bells that nobody heard."""
        while True:
            await asyncio.sleep(1)
            if self.rooms:
                with contextlib.suppress(*DATABASE_DOWN):
                    heads = await self._source.heads(list(self.rooms))
                    for key, last in heads.items():
                        room = self.rooms.get(key)
                        if room is not None and last > room.last:
                            room.wake()
