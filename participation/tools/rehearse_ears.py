"""Sockets of simulated people: they are cut, come back with their cursor, and count what they hear."""

import asyncio
import random
import re
import time
from array import array
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from participation.core.sessions import cookie_name

MARK = re.compile(r"\bp([0-9a-f]{8})\b")
"""Stands in what the rehearsal writes, so that a socket knows when it was sent."""
_SEQ = re.compile(r'data-seq="(\d+)"')
_RESYNC = 'data-resync="true"'
PAUSE = 0.3


class Hall:
    """What all ears have in common. `sent`: by mark, the moment just before the form left."""

    def __init__(self, base: str, slug: str, cut_every: float, luck: random.Random) -> None:
        self.base, self.slug, self.cut_every, self.luck = base, slug, cut_every, luck
        self.sent: dict[str, float] = {}
        self.latencies = array("d")
        self.delivered = self.twice = self.lost = self.cuts = self.resyncs = 0
        self.over = False


class Ear:
    """One socket of one person; `last` is the number that the page showed, then the highest that was heard."""

    def __init__(self, hall: Hall, place: int, session: str, last: int) -> None:
        self.hall, self.last = hall, last
        self._address = f"127.0.0.{2 + place % 8}"
        self._headers = {"Cookie": f"{cookie_name()}={session}"}
        self._since = 0.0
        self.open = asyncio.Event()

    async def follow(self) -> None:
        while not self.hall.over:
            try:
                async with self._connect() as socket:
                    await self._listen(socket)
            except (OSError, WebSocketException, TimeoutError):
                await asyncio.sleep(PAUSE * (1 + self.hall.luck.random()))

    def _connect(self) -> connect:
        parts = urlsplit(self.hall.base)
        scheme = "wss" if parts.scheme == "https" else "ws"
        address = f"{scheme}://{parts.netloc}/forums/{self.hall.slug}/live?after={self.last}"
        local: dict[str, Any] = {"local_addr": (self._address, 0)} if parts.hostname == "127.0.0.1" else {}
        return connect(
            address,
            origin=self.hall.base,  # type: ignore[arg-type]  # a plain string will do
            additional_headers=self._headers,
            compression=None,
            ping_interval=None,
            max_size=2**22,
            **local,
        )

    async def _listen(self, socket: ClientConnection) -> None:
        """Until it is time to be cut, as by a tunnel: without a word, and back a moment later."""
        self._since = time.monotonic()
        self.open.set()
        hall = self.hall
        patience = hall.luck.expovariate(1 / hall.cut_every) if hall.cut_every else None
        try:
            async with asyncio.timeout(patience):
                async for frame in socket:
                    self.take(str(frame))
        except TimeoutError:
            hall.cuts += 1
            socket.transport.abort()
            await asyncio.sleep(hall.luck.uniform(0, 2 * PAUSE))

    def take(self, frame: str) -> None:
        now, hall = time.monotonic(), self.hall
        numbers, marks, resync = _read(frame)
        hall.resyncs += resync
        for number in numbers:
            if number <= self.last:
                hall.twice += 1
                continue
            hall.lost += number - self.last - 1
            hall.delivered += 1
            self.last = number
        for mark in marks:
            sent = hall.sent.get(mark, 0.0)
            # What was written while it was away has waited for it, not the other way round.
            if sent >= self._since:
                hall.latencies.append(now - sent)


@lru_cache(maxsize=256)
def _read(frame: str) -> tuple[tuple[int, ...], tuple[str, ...], bool]:
    """Numbers and marks of one frame; all sockets get the same text, so it is read once."""
    if "chat-lines" not in frame:
        return tuple(map(int, _SEQ.findall(frame))), (), _RESYNC in frame
    return tuple(map(int, _SEQ.findall(frame))), tuple(MARK.findall(frame)), False
