"""What can only be seen from inside: SQL statements of a request, the cost of Markdown, and where the time goes.

Runs in a process of its own beside the running product, on the same database.
"""

import asyncio
import cProfile
import io
import json
import pstats
import sys
import time
from statistics import median
from typing import Any

from participation.app import create_app
from participation.core.db import statements
from participation.core.html import render_markdown
from participation.tools.database import with_database


async def ask(app: Any, raw: str) -> tuple[int, list[str]]:
    """Status and statements (without BEGIN and COMMIT) of one request, given as its bytes."""
    head, _, body = raw.partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    method, target, _ = first.split(" ")
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [_header(line) for line in lines],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {},
    }
    status, noted = 0, statements.set([])

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body.encode()}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        status = message.get("status", status)

    try:
        await app(scope, receive, send)
        return status, list(statements.get() or [])
    finally:
        statements.reset(noted)


def _header(line: str) -> tuple[bytes, bytes]:
    name, _, value = line.partition(": ")
    return name.lower().encode(), value.encode()


async def look(measures: dict[str, list[str]], markdown: str) -> dict[str, Any]:
    """For each measure the usual number of statements and the highest, which includes reading anew what is kept."""
    app = create_app()
    found = {}
    for name, requests in measures.items():
        counts = []
        for raw in requests:
            if raw.startswith("POST "):
                await ask(app, _visit(raw))
            status, noted = await ask(app, raw)
            if status not in {200, 303}:
                raise RuntimeError(f"{name} answers {status}")
            counts.append(len(noted))
        found[name] = {"usual": int(median(counts)), "most": max(counts)}
    return {"statements": found, "markdown": _markdown(markdown)}


def _visit(raw: str) -> str:
    """Whoever sends a form has just opened a page: their session has been seen within the minute."""
    head = raw.partition("\r\n\r\n")[0].split("\r\n")
    return "\r\n".join(["GET /help HTTP/1.1", *head[1:]]) + "\r\n\r\n"


def _markdown(text: str) -> float:
    """µs of CPU for one rendering, in a thread as in the product."""

    def rendered() -> float:
        begin = time.thread_time()
        render_markdown(text)
        return (time.thread_time() - begin) * 1e6

    rendered()
    return median(rendered() for _ in range(60))


async def profile(requests: list[str], times: int) -> str:
    """The functions that cost most, by their own time. A profiler distorts: compare, do not add; so the whole first."""
    app = create_app()
    for raw in requests[:5]:
        await ask(app, raw)
    plain = [await _timed(app, requests[number % len(requests)]) for number in range(times)]
    profiler = cProfile.Profile()
    profiler.enable()
    for number in range(times):
        await ask(app, requests[number % len(requests)])
    profiler.disable()
    out = io.StringIO()
    out.write(f"Without the profiler: {median(plain):.0f} µs of CPU, at best {min(plain):.0f}.\n")
    stats = pstats.Stats(profiler, stream=out).strip_dirs()
    stats.sort_stats("tottime").print_stats(30)
    stats.sort_stats("cumtime").print_stats(70)
    return out.getvalue()


async def _timed(app: Any, raw: str) -> float:
    begin = time.thread_time()
    await ask(app, raw)
    return (time.thread_time() - begin) * 1e6


async def _main(job: dict[str, Any]) -> dict[str, Any]:
    if "profile" in job:
        return {"text": await profile(job["profile"], job["times"])}
    return await asyncio.wait_for(look(job["measures"], job["markdown"]), 60)


if __name__ == "__main__":
    print(json.dumps(with_database(lambda: _main(json.loads(sys.argv[1])))))
