"""A client that goes silent in the middle of a request does not keep its connection.

uvicorn ends idle connections between requests, but waits for ever for the rest of a header or a body (1,000 of
1,000 such connections stood after 45 s). A sweep once a second costs the requests themselves next to nothing.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

PATIENCE = 30.0  # seconds for a whole header, and for each piece of a body
LEAST_BODY = 4096  # bytes of a body that a client must bring in that time; slower ones are drip-feeding
WRITE_PATIENCE = 120.0  # seconds in which a client must take something of what we send


class GuardedProtocol(HttpToolsProtocol):
    """`_since` is when we began to wait for the client, or 0 while it waits for us."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._since = self._stuck_since = 0.0
        self._received = 0
        self._in_body = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._since = self.loop.time()

    def data_received(self, data: bytes) -> None:
        self._received += len(data)
        if not self._since and not self._answering():
            self._since = self.loop.time()
        super().data_received(data)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_body = False
        self._since = self._since or self.loop.time()

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._in_body, self._since, self._received = True, self.loop.time(), 0

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._in_body, self._since = False, 0.0

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stuck_since = self.loop.time()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stuck_since = 0.0

    def sweep(self, now: float, patience: float) -> None:
        """Closes the connection if its client has kept us waiting; one that does not even take that is cut."""
        if self.transport.is_closing():
            self._since = self._since or now
        if self._stuck_since and now - self._stuck_since > patience * WRITE_PATIENCE / PATIENCE:
            self.transport.abort()
        elif not self._since or now - self._since <= patience:
            return
        elif self.transport.is_closing():
            self.transport.abort()
        elif self._in_body and (self.flow.read_paused or self._received >= LEAST_BODY):
            self._since, self._received = now, 0
        else:
            self._since = now
            self.transport.close()

    def _answering(self) -> bool:
        cycle: Any = self.cycle  # None until the first request, whatever its annotation says
        return cycle is not None and not cycle.response_complete


def sweep(connections: set[Any], now: float, patience: float = PATIENCE) -> None:
    """Sockets have left the protocol for their own, which pings them."""
    for connection in list(connections):
        if isinstance(connection, GuardedProtocol):
            connection.sweep(now, patience)
