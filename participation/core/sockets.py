"""One socket that only carries down, as cheap as it can be: no task and no queue while it keeps up.

A frame is handed to the server's `send` and is on its way when the call returns. Only a socket whose buffer is
full gets a queue, bounded, and a task that empties it.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from contextvars import Context
from types import coroutine
from typing import Any

FRAMES = 64
"""How many frames may wait for one slow socket before it is closed with 1013."""
STUCK_SECONDS = 15.0
"""A socket that takes nothing for so long is cut; otherwise it could hold memory for as long as it likes."""
TOO_SLOW = 1013

Send = Callable[[Any], Coroutine[Any, Any, None]]


class Sub:
    """One socket. `send` is the server's; it may wait when the buffer of the socket is full."""

    __slots__ = ("_busy", "_queue", "_send", "abort", "gone", "locale")

    def __init__(self, send: Send, locale: str, abort: Callable[[], None]) -> None:
        self.locale = locale
        self.abort = abort
        self.gone = False
        self._send = send
        self._queue: deque[Any] | None = deque()
        self._busy = True

    def push(self, message: Any) -> None:
        """Sends now, or after what is still waiting; more than `FRAMES` waiting and it is over."""
        if self.gone:
            return
        if not self._busy:
            self._send_now(message)
        elif self._queue is not None and len(self._queue) < FRAMES:
            self._queue.append(message)
        else:
            self._give_up()

    def _send_now(self, message: Any) -> None:
        try:
            rest = _begin(self._send(message))
        except (OSError, RuntimeError):
            self.gone = True
            return
        if rest is not None:
            self._busy, self._queue = True, deque()
            _spawn(self._catch_up(rest))

    def _give_up(self) -> None:
        """What it missed it will get from the log, when it comes back with the last number it saw."""
        self.gone = True
        self._queue = None

    async def _catch_up(self, first: Awaitable[None]) -> None:
        try:
            async with asyncio.timeout(STUCK_SECONDS):
                await first
            await self.flush()
        except TimeoutError:
            self._give_up()
            self.abort()
        except (OSError, RuntimeError):
            self._give_up()

    async def flush(self) -> None:
        """Sends what has gathered, and from then on at once; closes where too much had gathered."""
        while self._queue:
            await self.send(self._queue.popleft())
        if self.gone:
            await self.send({"type": "websocket.close", "code": TOO_SLOW})
        self._busy, self._queue = False, None

    async def send(self, message: Any) -> None:
        """Raises TimeoutError when nothing is taken for `STUCK_SECONDS`."""
        async with asyncio.timeout(STUCK_SECONDS):
            await self._send(message)


def _begin(call: Coroutine[Any, Any, None]) -> Awaitable[None] | None:
    """Runs `call` until it first has to wait; None when it never had to, which saves a task for each frame."""
    try:
        waits_for = call.send(None)
    except StopIteration:
        return None
    return _resume(call, waits_for)


@coroutine
def _resume(call: Coroutine[Any, Any, None], waits_for: Any) -> Generator[Any, Any, None]:
    while True:
        try:
            answer = yield waits_for
        except BaseException as error:  # noqa: BLE001  # whatever the task throws belongs into the call
            step = _step(call.throw, error)
        else:
            step = _step(call.send, answer)
        if step is None:
            return
        waits_for = step[0]


def _step(resume: Callable[[Any], Any], value: Any) -> tuple[Any] | None:
    try:
        return (resume(value),)
    except StopIteration:
        return None


def _spawn(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.get_running_loop().create_task(work, context=Context())
    _running.add(task)
    task.add_done_callback(_running.discard)


_running: set[asyncio.Task[None]] = set()
