"""How many have voted in the open polls: read once a second for all forums together, and told to the pages that follow.

It is no event: a number that grows with every ballot must not fill the log.
"""

import asyncio
import contextlib
from contextvars import Context

from participation.core.live import DATABASE_DOWN, Hub, Room
from participation.core.templating import render
from participation.forums.live_polls.queries import turnouts

SECONDS = 1.0


class Turnout:
    def __init__(self, hub: Hub) -> None:
        self._hub = hub
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
            return
        found = await turnouts(list(rooms))
        for forum_id, turnout in found.items():
            if self._told.get(forum_id) != turnout:
                _send(rooms[forum_id], turnout[1])
        self._told = found


def _send(room: Room, voters: int) -> None:
    frames = {
        locale: render("forums/live_polls/turnout.swap.html", locale, voters=voters)
        for locale in {sub.locale for sub in room.subs}
    }
    for sub in list(room.subs):
        sub.push({"type": "websocket.send", "text": frames[sub.locale]})
