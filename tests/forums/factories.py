"""Forums for tests, and a socket without a network."""

import asyncio
import re
from datetime import timedelta
from typing import Any, Self

from participation.core.clock import now
from participation.core.db import execute, fetch_value
from participation.forums import pages as _pages  # noqa: F401  # every noun hands in its parts and swaps
from participation.forums import queries

ORIGIN = "http://127.0.0.1:8000"


async def forum(
    slug: str = "demo", *, live: bool = True, closed: bool = False, items: int = 3, **columns: Any
) -> int:
    queries.forget_live()
    start = now() - timedelta(minutes=30) if live or closed else now() + timedelta(days=3)
    forum_id: int = await fetch_value(
        """INSERT INTO forum (slug, code, title, lead, place, starts_at, ends_at, opened_at, closed_at)
           VALUES ($1, $2, 'Bürgerforum Nordstadt', 'Bäume und Überwege.', 'Aula der Lindenschule', $3, $4, $5, $6)
           RETURNING id""",
        slug,
        f"NORD {slug[:6].upper()}",
        start,
        start + timedelta(hours=2),
        start if live or closed else None,
        now() if closed else None,
    )
    for name, value in columns.items():
        await execute(f"UPDATE forum SET {name} = $2 WHERE id = $1", forum_id, value)  # noqa: S608
    for place in range(1, items + 1):
        await execute(
            """INSERT INTO agenda_item (forum, position, number, title, planned_at, planned_minutes)
               VALUES ($1, $2, $3, $4, $5, 20)""",
            forum_id,
            place,
            str(place),
            f"Punkt {place} der Ordnung",
            start + timedelta(minutes=20 * (place - 1)),
        )
    return forum_id


SEQ = re.compile(r'data-seq="(\d+)"')


class Socket:
    """The server's end of a socket, as uvicorn would drive it; `slow` lets each send wait until `allow` is called."""

    def __init__(
        self, path: str, query: str = "", *, origin: str | None = ORIGIN, cookie: str = "", slow: bool = False
    ) -> None:
        headers = [(b"host", b"127.0.0.1:8000")]
        if origin is not None:
            headers.append((b"origin", origin.encode()))
        if cookie:
            headers.append((b"cookie", cookie.encode()))
        self.scope = {
            "type": "websocket",
            "path": path,
            "query_string": query.encode(),
            "headers": headers,
            "client": ("127.0.0.1", 40000),
            "extensions": {"websocket.http.response": {}},
        }
        self.sent: list[dict[str, Any]] = []
        self.inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.inbox.put_nowait({"type": "websocket.connect"})
        self.open = asyncio.Event()
        if not slow:
            self.open.set()
        self.task: asyncio.Task[None] | None = None

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.send":
            await self.open.wait()
        self.sent.append(message)
        if message["type"] == "websocket.close":
            self.inbox.put_nowait({"type": "websocket.disconnect", "code": message.get("code", 1000)})

    async def __aenter__(self) -> Self:
        from participation.forums.live import live_socket

        self.task = asyncio.create_task(live_socket(self.scope, self.inbox.get, self.send))
        for _ in range(200):  # on a busy machine the answer takes its time
            if self.sent or self.task.done():
                break
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self.task is not None
        self.inbox.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await asyncio.wait_for(self.task, 5)

    @property
    def text(self) -> str:
        return "".join(message["text"] for message in self.sent if message["type"] == "websocket.send")

    @property
    def seqs(self) -> list[int]:
        return [int(number) for number in SEQ.findall(self.text)]

    @property
    def code(self) -> int | None:
        return next(
            (message.get("code") for message in self.sent if message["type"] == "websocket.close"), None
        )

    async def until(self, last: int, seconds: float = 5.0) -> list[int]:
        async with asyncio.timeout(seconds):
            while not self.seqs or self.seqs[-1] < last:
                await asyncio.sleep(0.005)
        return self.seqs
