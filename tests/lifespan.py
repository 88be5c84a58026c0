"""Starts and stops an ASGI application around tests, as a server would."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any


@asynccontextmanager
async def running(app: Any) -> AsyncIterator[None]:
    inbox: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    heard: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    task = asyncio.create_task(
        app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, inbox.get, heard.put)
    )
    await inbox.put({"type": "lifespan.startup"})
    answer = await heard.get()
    assert answer["type"] == "lifespan.startup.complete", answer
    try:
        yield
    finally:
        await inbox.put({"type": "lifespan.shutdown"})
        await heard.get()
        await task
