"""The one place that knows every package: routes, kinds, hooks, and the order of what stands around them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Request, Router
from litestar.config.response_cache import ResponseCacheConfig
from litestar.di import Provide
from litestar.enums import ScopeType
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from moderation.live import PATH as QUEUE
from moderation.live import queue_socket
from participation.accounts.actor import Actor, current_actor
from participation.app_parts import modules, routes
from participation.core import health, pages
from participation.core.db import DB
from participation.core.failures import HANDLERS
from participation.core.guard import guard, sent_form
from participation.core.logs import AccessLog, configure_logs
from participation.core.security import SecurityHeaders
from participation.core.static import favicon, files, static_files
from participation.forums.live import live_socket, start_live, stop_live
from participation.forums.queries import live_forum
from participation.settings import settings

MAX_BODY = 1_000_000
"""Bytes; the longest text a form takes is 20,000 characters."""


async def _before(request: Request[Any, Any, Any]) -> None:
    await current_actor(request)
    await guard(request)


async def _shared(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """Every page shows who is signed in and whether a forum is live; an error page must do without a database."""
    if request.scope.get("state", {}).get("degraded"):
        return {"actor": Actor(), "live_forum": None}
    return {"actor": await current_actor(request), "live_forum": await live_forum()}


@asynccontextmanager
async def _lifespan(app: Litestar) -> AsyncIterator[None]:
    await DB.start()
    await start_live(app)
    try:
        yield
    finally:
        await stop_live(app)
        await DB.stop()


def litestar_app() -> Litestar:
    modules("content")
    pages.share(_shared)
    return Litestar(
        route_handlers=[
            Router("/", route_handlers=routes("pages"), include_in_schema=False),
            Router("/api/v1", route_handlers=routes("api")),
            *health.ROUTES,
            static_files,
            favicon,
        ],
        before_request=_before,
        dependencies={"actor": Provide(current_actor), "form": Provide(sent_form)},
        exception_handlers=HANDLERS,
        lifespan=[_lifespan],
        request_max_body_size=MAX_BODY,
        response_cache_config=ResponseCacheConfig(),
        openapi_config=OpenAPIConfig(
            title="Teilhabe",
            version="1",
            path="/api",
            render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        ),
        logging_config=None,
        debug=False,
    )


class Teilhabe:
    """The live sockets need nothing of Litestar's routing, and are most of the load."""

    def __init__(self, inner: ASGIApp) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.WEBSOCKET and scope["path"] == QUEUE:
            await queue_socket(scope, receive, send)
        elif scope["type"] == ScopeType.WEBSOCKET:
            await live_socket(scope, receive, send)
        elif scope.get("method") == "HEAD":
            await _head(self.inner, scope, receive, send)
        else:
            await self.inner(scope, receive, send)


async def _head(inner: ASGIApp, scope: Any, receive: Receive, send: Send) -> None:
    """As GET, without the body (RFC 9110, 9.3.2); Litestar would answer 405, and monitors ask this way."""

    async def without_body(message: Message) -> None:
        if message["type"] == "http.response.body":
            message["body"] = b""
        await send(message)

    scope["method"] = "GET"
    await inner(scope, receive, without_body)


def create_app() -> ASGIApp:
    configure_logs()
    files()  # now, so that a build beside a running server takes nothing from under it
    if settings().database_url:
        DB.configure(settings().database_url)
    return AccessLog(SecurityHeaders(Teilhabe(litestar_app())))
