"""Thousands of listeners in one process: a socket costs a protocol object and a look at each frame."""

import asyncio
import base64
import re
import secrets
import time
from array import array
from typing import Any

from bench.figures import percentile

_EVENT = re.compile(rb'data-seq="([0-9]+)"')
_SENT = re.compile(rb"t(?:=)?([0-9]{20})")
_ACT = re.compile(rb'id="now"[^>]*data-seq="([0-9]+)"')
_AT_ONCE = 50

_HANDSHAKE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
)


class Listener(asyncio.Protocol):
    """Reads unmasked frames; answers pings; `last` is the highest number it has heard."""

    def __init__(self, crowd: "Crowd", hello: bytes) -> None:
        self.crowd, self.hello = crowd, hello
        self.buffer = b""
        self.open = asyncio.get_running_loop().create_future()
        self.up = False
        self.last = self.first = 0
        self.heard = 0

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(self.hello)

    def data_received(self, data: bytes) -> None:
        now = time.monotonic_ns()
        buffer = self.buffer + data if self.buffer else data
        if not self.up:
            head, found, buffer = buffer.partition(b"\r\n\r\n")
            if not found:
                self.buffer = head
                return
            self.up = True
            self.open.set_result(head[9:12] == b"101")
        at = 0
        while len(buffer) - at >= 2:
            size, start = buffer[at + 1], at + 2
            if size == 126:
                size, start = int.from_bytes(buffer[at + 2 : at + 4], "big"), at + 4
            elif size == 127:
                size, start = int.from_bytes(buffer[at + 2 : at + 10], "big"), at + 10
            if len(buffer) < start + size:
                break
            self.frame(buffer[at] & 15, buffer[start : start + size], now)
            at = start + size
        self.buffer = buffer[at:]

    def frame(self, opcode: int, payload: bytes, now: int) -> None:
        if opcode == 1:
            self.text(payload, now)
        elif opcode == 9:
            self.transport.write(bytes((0x8A, 0x80 | len(payload), 0, 0, 0, 0)) + payload)
        elif opcode == 8:
            self.transport.close()

    def text(self, payload: bytes, now: int) -> None:
        crowd = self.crowd
        crowd.frame = payload
        for sent in _SENT.findall(payload):
            crowd.latencies.append(now - int(sent))
        if b'id="now"' in payload:
            crowd.act_size = len(payload)
            for act in _ACT.findall(payload):
                crowd.acts.setdefault(int(act), []).append(now)
        for found in _EVENT.findall(payload):
            seq = int(found)
            if seq > self.last:
                self.heard += 1
                self.last = seq
            else:
                crowd.twice += 1

    def connection_lost(self, _: Exception | None) -> None:
        self.crowd.gone += 1
        if not self.open.done():
            self.open.set_result(False)


class Crowd:
    """All listeners of one server."""

    def __init__(self) -> None:
        self.listeners: list[Listener] = []
        self.latencies = array("q")
        self.acts: dict[int, list[int]] = {}
        self.frame = b""
        self.twice = self.gone = self.act_size = 0

    async def gather(self, job: dict[str, Any]) -> dict[str, Any]:
        for start in range(0, job["sockets"], _AT_ONCE):
            await asyncio.gather(
                *(self._connect(job) for _ in range(start, min(start + _AT_ONCE, job["sockets"])))
            )
        opened = [await one.open for one in self.listeners]
        return {"open": sum(opened), "asked": job["sockets"]}

    async def _connect(self, job: dict[str, Any]) -> None:
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        hello = _HANDSHAKE.format(path=job["path"], port=job["port"], key=key).encode()
        loop = asyncio.get_running_loop()
        _, listener = await loop.create_connection(lambda: Listener(self, hello), "127.0.0.1", job["port"])
        self.listeners.append(listener)
        await listener.open

    async def heard(self, frames: int, wait: float) -> dict[str, Any]:
        """Waits until everybody has heard so many since the last time, at most `wait` and two seconds."""
        deadline = time.monotonic() + wait + 2
        while any(one.heard < frames for one in self.listeners) and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
        found = sorted(self.latencies)
        answer = {
            "delivered": sum(one.heard for one in self.listeners),
            "lost": sum(max(0, frames - one.heard) for one in self.listeners),
            "twice": self.twice,
            "gone": self.gone,
            "p50": percentile(found, 0.5) / 1e6,
            "p99": percentile(found, 0.99) / 1e6,
            "size": len(self.frame),
            "act_size": self.act_size,
            "acts": [self.acts[number] for number in sorted(self.acts)],
        }
        self.latencies, self.twice, self.acts = array("q"), 0, {}
        for one in self.listeners:
            one.heard = 0
        return answer

    async def leave(self) -> dict[str, Any]:
        for one in self.listeners:
            one.transport.close()
        await asyncio.sleep(0.2)
        return {"left": len(self.listeners)}
