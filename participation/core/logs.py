"""One JSON line for what happened, on standard error, without personal data.

A line of a request holds method, route template, status and duration: no address, no query, no id of a person.
Secret paths (`/decisions/{token}`) and ballots never appear as sent, only as their template.
"""

import json
import logging
import sys
import time
from typing import Any

import msgspec
import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from participation.settings import settings


def configure_logs() -> None:
    level = getattr(logging, settings().log_level.upper())
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(_as_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=max(level, logging.WARNING), stream=sys.stderr, format="%(message)s")


def _as_json(entry: dict[str, Any], default: Any, **_: Any) -> str:
    """The standard library makes an encoder for each line, but takes half surrogates and the like as well."""
    try:
        return msgspec.json.encode(entry, enc_hook=default).decode()
    except (ValueError, TypeError, OverflowError):
        return json.dumps(entry, default=default)


BALLOTS_A_LINE = 100


class AccessLog:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.log = structlog.get_logger("access")
        self.ballots = 0
        """Only counted, as is what follows each of them at once: the time of a ballot beside the time of another line of the same person would join them."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 0

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        finally:
            self._write(scope, status, started)

    def _write(self, scope: Scope, status: int, started: float) -> None:
        route = _route(scope)
        if route.endswith(("/receipt", "/receipt.txt")):
            return
        if route.endswith("/ballot"):
            self.ballots += 1
            if self.ballots % BALLOTS_A_LINE == 0:
                self.log.info("ballots", count=self.ballots)
            return
        elapsed = (time.perf_counter() - started) * 1000
        self.log.info(
            "request", method=scope.get("method", ""), route=route, status=status, ms=round(elapsed, 1)
        )


def _route(scope: Any) -> str:
    template: str = scope.get("path_template") or ""
    if template:
        return template
    return "static" if scope["path"].startswith("/static/") else "unknown"
