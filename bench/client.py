"""The client: a process of its own, which asks and counts as cheaply as it can.

`python -m bench.client` takes one job as a line of JSON and answers with one line.
"""

import asyncio
import itertools
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import uvloop

from bench.figures import percentile
from bench.sockets import Crowd

STAMP = "t" + "0" * 20
"""In a request of a paced job, where the moment of sending goes: `t` and nanoseconds of the monotonic clock."""


class Connection(asyncio.Protocol):
    """One request at a time over one kept connection; `requests` runs dry or the deadline ends it."""

    def __init__(self, job: "Asking") -> None:
        self.job = job
        self.buffer = b""
        self.missing = -1
        self.began = 0.0

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        request = self.job.next()
        if request is None:
            self.job.ended(self)
            return
        self.began = time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        if self.missing >= 0:
            self.missing -= len(data)
        else:
            self.buffer += data
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            self.missing = self.head(self.buffer[:end]) - (len(self.buffer) - end - 4)
            self.buffer = b""
        if self.missing == 0:
            self.missing = -1
            self.job.latencies.append(time.perf_counter() - self.began)
            self.ask()

    def head(self, head: bytes) -> int:
        """The length of the body; a negative rest would mean an answer to what was never asked."""
        low = head.lower()
        start = low.find(b"content-length:") + 15
        length = (
            int(low[start : low.find(b"\r", start) if b"\r" in low[start:] else None]) if start > 14 else 0
        )
        self.job.statuses[head[9:12].decode()] += 1
        self.job.bytes += length
        return length

    def connection_lost(self, _: Exception | None) -> None:
        self.job.ended(self)


class Asking:
    """So many connections, each asking again as soon as it has its answer."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.port, self.width = job["port"], job["connections"]
        ready = [text.encode() for text in job["requests"]]
        self.requests: Iterator[bytes] = itertools.cycle(ready) if job["again"] else iter(ready)
        self.seconds = job["seconds"]
        self.latencies: list[float] = []
        self.statuses: Counter[str] = Counter()
        self.bytes = 0
        self.open: set[Connection] = set()
        self.done = asyncio.Event()

    def next(self) -> bytes | None:
        return next(self.requests, None) if time.perf_counter() < self.deadline else None

    def ended(self, connection: Connection) -> None:
        self.open.discard(connection)
        connection.transport.close()
        if not self.open:
            self.done.set()

    async def run(self) -> dict[str, Any]:
        loop = asyncio.get_running_loop()
        begin = time.perf_counter()
        self.deadline = begin + self.seconds
        connections = [Connection(self) for _ in range(self.width)]
        self.open = set(connections)
        for one in connections:
            await loop.create_connection(lambda one=one: one, "127.0.0.1", self.port)
        async with asyncio.timeout(self.seconds + 30):
            await self.done.wait()
        spent = time.perf_counter() - begin
        self.latencies.sort()
        return {
            "requests": len(self.latencies),
            "seconds": spent,
            "p50": percentile(self.latencies, 0.5) * 1000,
            "p99": percentile(self.latencies, 0.99) * 1000,
            "size": self.bytes // max(1, len(self.latencies)),
            "statuses": self.statuses,
        }


async def pace(job: dict[str, Any]) -> dict[str, Any]:
    """Requests at a fixed rate, however slowly the answers come."""
    loop = asyncio.get_running_loop()
    begin, statuses, waiting = loop.time(), Counter[str](), []
    for number, text in enumerate(job["requests"]):
        await asyncio.sleep(max(0.0, begin + number / job["rate"] - loop.time()))
        waiting.append(loop.create_task(_once(job["port"], text, statuses)))
    async with asyncio.timeout(30):
        await asyncio.gather(*waiting)
    sent = [await task for task in waiting]
    return {"requests": len(waiting), "seconds": loop.time() - begin, "statuses": statuses, "sent": sent}


async def _once(port: int, text: str, statuses: Counter[str]) -> int:
    """The moment just before it was sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    moment = time.monotonic_ns()
    writer.write(text.replace(STAMP, f"t{moment:020d}").encode())
    head = await reader.readuntil(b"\r\n\r\n")
    statuses[head[9:12].decode()] += 1
    writer.close()
    return moment


async def main() -> None:
    crowds: dict[int, Crowd] = {}
    while line := await asyncio.to_thread(sys.stdin.readline):
        job = json.loads(line)
        match job["act"]:
            case "ask":
                answer = await Asking(job).run()
            case "pace":
                answer = await pace(job)
            case "gather":
                crowds[job["port"]] = Crowd()
                answer = await crowds[job["port"]].gather(job)
            case "heard":
                answer = await crowds[job["port"]].heard(job["frames"], job["wait"])
            case _:
                answer = await crowds.pop(job["port"]).leave()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    uvloop.run(main())
