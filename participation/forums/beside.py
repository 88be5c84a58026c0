"""What is told beside the log: read once a second for all forums together, and sent where it has changed.

It is no event: how many have voted, or how many lines wait for the moderation, must not fill the log.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from contextvars import Context

from participation.core.live import DATABASE_DOWN, Hub, Room

SECONDS = 1.0
NOTHING = (0, 0)

Read = Callable[[list[int]], Awaitable[Mapping[int, tuple[int, int]]]]
"""By forum; one that is not in it stands at `NOTHING`."""
Draw = Callable[[str, Room, tuple[int, int]], str]


class Beside:
    """`read` says how it stands; `draw` makes the fragment in a language."""

    def __init__(self, hub: Hub, read: Read, draw: Draw) -> None:
        self._hub, self._read, self._draw = hub, read, draw
        self._told: dict[int, tuple[int, int]] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run(), context=Context())

    def stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(SECONDS)
            with contextlib.suppress(*DATABASE_DOWN):
                await self.tell()

    async def tell(self) -> None:
        rooms = {room.id: room for room in self._hub.rooms.values() if room.subs}
        if not rooms:
            self._told = {}
            return
        read = await self._read(list(rooms))
        found = {forum_id: read.get(forum_id, NOTHING) for forum_id in rooms}
        for forum_id, now in found.items():
            if self._told.get(forum_id, NOTHING) != now:
                self._send(rooms[forum_id], now)
        self._told = found

    def _send(self, room: Room, now: tuple[int, int]) -> None:
        frames = {locale: self._draw(locale, room, now) for locale in {sub.locale for sub in room.subs}}
        for sub in list(room.subs):
            sub.push({"type": "websocket.send", "text": frames[sub.locale]})
