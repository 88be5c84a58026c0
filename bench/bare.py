"""The limit: the same server with nothing behind it.

HTTP: `/{status}/{size}` answers so many bytes. Sockets: whoever connects gets, after
`/write?size=…&rate=…&count=…`, so many frames of that size, as bytes written straight to the transport.
"""

import asyncio
import struct
import time
from typing import Any
from urllib.parse import parse_qs

from participation.core.logs import configure_logs

transports: set[Any] = set()
_bodies: dict[int, bytes] = {}
_seq = 0
_writing: set[asyncio.Task[None]] = set()


def create_app() -> Any:
    configure_logs()
    return _app


async def _app(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "websocket":
        await _socket(receive, send)
    elif scope["path"] == "/write":
        await _write(scope, send)
    else:
        await _answer(scope, receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return


async def _answer(scope: Any, receive: Any, send: Any) -> None:
    if scope["method"] == "POST":
        while (await receive()).get("more_body"):
            pass
    _, status, size = scope["path"].split("/")
    await _send(send, int(status), int(size))


async def _send(send: Any, status: int, size: int) -> None:
    body = _bodies.get(size)
    if body is None:
        body = _bodies[size] = b"x" * size
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"%d" % size)]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


# --- sockets ------------------------------------------------------------------------------------------------


async def _socket(receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    transport = send.__self__.transport
    transports.add(transport)
    try:
        while (await receive())["type"] != "websocket.disconnect":
            pass
    finally:
        transports.discard(transport)


async def _write(scope: Any, send: Any) -> None:
    asked = {name: float(values[0]) for name, values in parse_qs(scope["query_string"].decode()).items()}
    task = asyncio.create_task(_frames(int(asked["size"]), asked["rate"], int(asked["count"])))
    _writing.add(task)
    task.add_done_callback(_writing.discard)
    await _send(send, 200, 0)


async def _frames(size: int, rate: float, count: int) -> None:
    global _seq  # noqa: PLW0603  # one log of the whole process
    loop = asyncio.get_running_loop()
    begin = loop.time()
    for number in range(count):
        await asyncio.sleep(max(0.0, begin + number / rate - loop.time()))
        _seq += 1
        frame = framed(f'<p data-seq="{_seq}">t={time.monotonic_ns():020d}</p>'.encode().ljust(size))
        for transport in list(transports):
            transport.write(frame)


def framed(payload: bytes) -> bytes:
    """One whole unmasked text frame of at most 65,535 bytes."""
    size = len(payload)
    return (bytes((0x81, size)) if size < 126 else b"\x81\x7e" + struct.pack(">H", size)) + payload
