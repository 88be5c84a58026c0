"""The queue's socket: it says that something has changed, never what. The page then asks with its own rights."""

import asyncio
import contextlib
from collections.abc import Mapping
from contextvars import Context
from http.cookies import CookieError, SimpleCookie
from typing import Any

import asyncpg
import structlog

from moderation.scope import Reach, reach_of
from participation.accounts.actor import actor_of_token
from participation.core.db import DB, fetch_value
from participation.core.errors import Refused
from participation.core.live import DATABASE_DOWN
from participation.core.security import same_origin
from participation.core.sessions import cookie_name
from participation.core.sockets import Send

PATH = "/moderation/live"
CHANNEL = "moderation"
CHANGED = '<div id="queue-changed" data-changed="{number}" hidden></div>'
PAUSE_SECONDS = 0.5
"""At most two words a second, however many reports come in."""
RIGHTS_SECONDS = 60.0
"""So often each socket is asked again whether it may be here."""
CHATTER = 200
NOT_ALLOWED, TOO_MUCH, TRY_AGAIN = 4403, 1008, 1011
LONGEST_WAIT = 5.0

log = structlog.get_logger("queue")


class Bell:
    """Listens to the database while somebody has the queue open, on one connection of this process."""

    def __init__(self) -> None:
        self.number = 0
        self._waiting: set[asyncio.Event] = set()
        self._task: asyncio.Task[None] | None = None

    @contextlib.contextmanager
    def heard(self) -> Any:
        """Yields an event that is set at every change."""
        event = asyncio.Event()
        self._waiting.add(event)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run(), context=Context())
        try:
            yield event
        finally:
            self._waiting.discard(event)
            if not self._waiting:
                self._task.cancel()
                self._task = None

    def ring(self, *_: Any) -> None:
        self.number += 1
        for event in self._waiting:
            event.set()

    async def _run(self) -> None:
        wait = 0.2
        while True:
            lost = asyncio.Event()
            connection: Any = None
            try:
                connection = await asyncpg.connect(**DB.config, timeout=5, command_timeout=5)
                connection.add_termination_listener(lambda _, lost=lost: lost.set())
                await connection.add_listener(CHANNEL, self.ring)
                self.ring()  # something may have happened while nobody listened
                wait = 0.2
                await lost.wait()
            except DATABASE_DOWN as error:
                log.warning("queue bell lost", error=type(error).__name__)
            finally:
                if connection is not None:
                    connection.terminate()
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)


BELL = Bell()


async def queue_socket(scope: Any, receive: Any, send: Any) -> None:
    """ASGI, for `/moderation/live`: same origin and a moderator's session, else 403 before the handshake."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    token = _token(headers)
    reach = await _reach(token) if same_origin(headers) else None
    if reach is None:
        await _refuse(scope, send)
        return
    await receive()
    await send({"type": "websocket.accept"})
    with BELL.heard() as event:
        listening = asyncio.create_task(_until_closed(receive))
        try:
            await _tell(token, reach, event, listening, send)
        except (*DATABASE_DOWN, RuntimeError) as error:
            log.info("queue socket ended", error=type(error).__name__)
            with contextlib.suppress(OSError, RuntimeError):
                await send({"type": "websocket.close", "code": TRY_AGAIN})
        finally:
            listening.cancel()


async def _tell(
    token: str, reach: Reach, event: asyncio.Event, listening: asyncio.Task[bool], send: Send
) -> None:
    """Whoever sees a part of the city hears of that part alone: else the bell would tell that there is more."""
    told, said, mark = BELL.number, 0, await _mark(reach)
    while True:
        ringing = asyncio.create_task(event.wait())
        await asyncio.wait({ringing, listening}, timeout=RIGHTS_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        ringing.cancel()
        if listening.done():
            if listening.result():
                await send({"type": "websocket.close", "code": TOO_MUCH})
            return
        if not event.is_set():
            now = await _reach(token)
            if now is None:
                await send({"type": "websocket.close", "code": NOT_ALLOWED})
                return
            reach = now
            continue
        event.clear()
        if BELL.number != told:
            told, before, mark = BELL.number, mark, await _mark(reach)
            if reach.whole or mark != before:
                said += 1
                await send({"type": "websocket.send", "text": CHANGED.format(number=said)})
        await asyncio.sleep(PAUSE_SECONDS)


async def _until_closed(receive: Any) -> bool:
    """Waits for the end; True when the other side talks too much."""
    for _ in range(CHATTER):
        if (await receive())["type"] == "websocket.disconnect":
            return False
    return True


# Each change of a row gives it another xmin.
_MARK = """
SELECT string_agg(id || ' ' || xmin::text, ',' ORDER BY id) FROM moderation_case
WHERE state IN ('open', 'appealed') AND scopes && $1
"""


async def _mark(reach: Reach) -> str | None:
    """Another one whenever something changed in a part of the city; of the whole city no one asks."""
    return None if reach.scopes is None else await fetch_value(_MARK, list(reach.scopes))


async def _reach(token: str) -> Reach | None:
    try:
        return await reach_of(await actor_of_token(token))
    except Refused:
        return None


def _token(headers: Mapping[str, str]) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(cookie_name())
    except CookieError:
        return ""
    return found.value if found is not None else ""


async def _refuse(scope: Any, send: Send) -> None:
    if "websocket.http.response" in (scope.get("extensions") or {}):
        await send({"type": "websocket.http.response.start", "status": 403, "headers": []})
        await send({"type": "websocket.http.response.body", "body": b""})
    else:
        await send({"type": "websocket.close"})
