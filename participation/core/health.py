"""Whether the program runs, whether it can serve, and a few numbers for the operator."""

import hmac
import json
from typing import Any

import asyncpg
from litestar import Response, get

from participation.core.db import DB, fetch_one
from participation.core.migrations import pending
from participation.core.pages import AnyRequest
from participation.settings import is_loopback, settings

HEARTBEAT_SECONDS = 15
_NO_STORE = {"cache-control": "no-store"}

_STATE = """
SELECT (SELECT EXTRACT(EPOCH FROM now() - max(seen_at)) FROM worker_heartbeat) AS silence,
       (SELECT count(*) FROM outbox_entry WHERE failed_at IS NULL) AS waiting,
       (SELECT count(*) FROM outbox_entry WHERE failed_at IS NOT NULL) AS failed
"""


@get("/health/live", include_in_schema=False)
async def live() -> Response[bytes]:
    return _json(200, {"status": "live"})


@get("/health/ready", include_in_schema=False)
async def ready() -> Response[bytes]:
    problems = await _problems()
    return _json(
        503 if problems else 200, {"status": "not ready" if problems else "ready", "problems": problems}
    )


async def _problems() -> list[str]:
    """Each a sentence for the operator; empty when all is well."""
    try:
        missing = await pending()
        if missing:
            return [f"{len(missing)} migrations have not run. Call `teilhabe migrate`."]
        row = await fetch_one(_STATE)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return ["The database cannot be reached."]
    silence = row["silence"] if row else None
    if silence is None or silence > HEARTBEAT_SECONDS:
        return [
            "The worker for mails and timed work is not alive. Call `teilhabe worker` or set WORKER=inside."
        ]
    return []


@get("/metrics", include_in_schema=False)
async def metrics(request: AnyRequest) -> Response[bytes]:
    if not _may_read(request):
        return _json(403, {"status": "forbidden"})
    row = await fetch_one(_STATE)
    pool = DB.pool
    numbers = {
        "teilhabe_outbox_waiting": row["waiting"] if row else 0,
        "teilhabe_outbox_failed": row["failed"] if row else 0,
        "teilhabe_worker_silence_seconds": round(float(row["silence"] or 0), 1) if row else 0,
        "teilhabe_database_connections": pool.get_size() if pool else 0,
        "teilhabe_database_connections_idle": pool.get_idle_size() if pool else 0,
    }
    text = "".join(f"# TYPE {name} gauge\n{name} {value}\n" for name, value in numbers.items())
    return Response(content=text.encode(), media_type="text/plain; version=0.0.4", headers=_NO_STORE)


def _may_read(request: AnyRequest) -> bool:
    """From loopback, unless a proxy stands there and speaks for others; else with the token."""
    token = settings().metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode("utf-8", "surrogatepass"), token.encode()):
        return True
    client = request.scope.get("client")
    forwarded = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    return bool(client) and not forwarded and is_loopback(client[0] if client else "")


def _json(status: int, value: dict[str, Any]) -> Response[bytes]:
    return Response(
        content=json.dumps(value).encode(),
        status_code=status,
        media_type="application/json",
        headers=_NO_STORE,
    )


ROUTES = [live, ready, metrics]
