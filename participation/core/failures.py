"""From an exception to an answer: a page in the look of the product, or problem+json for the API."""

import json
import math
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import structlog
from litestar import Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import Receive, Scope, Send

from participation.core.errors import Refused, msgid_of
from participation.core.forms import Form
from participation.core.i18n import N_, translate
from participation.core.pages import AnyRequest, locale_of, page, wants_fragment
from participation.core.security import SAFE_METHODS, TOKEN_FIELD

log = structlog.get_logger("web")

LONG_TEXT = 80
_OWN_PAGES = {403, 404, 405, 413, 429, 500, 503}


class StaleToken(Exception):  # noqa: N818  # it names what happened, and it is no fault of the person
    def __init__(self, form: Form) -> None:
        super().__init__("stale token")
        self.form = form


async def refused(request: AnyRequest, error: Refused) -> Response[Any]:
    headers = {"retry-after": str(max(1, math.ceil(error.retry_after)))} if error.status == 429 else {}
    form = request.scope.get("state", {}).get("form")
    if error.status == 429 and form is not None and not wants_json(request):
        answer = await _once_more(request, 429, form, (msgid_of(error.key), error.values))
        answer.headers.update(headers)
        return answer
    return await _answer(request, error.status, (msgid_of(error.key), error.values), headers, error.key)


async def http_error(request: AnyRequest, error: HTTPException) -> Response[Any]:
    status = 400 if isinstance(error, ValidationException) else error.status_code
    headers = {name: value for name, value in (error.headers or {}).items() if name.lower() == "allow"}
    return await _answer(request, status, _general(status), headers)


async def bad_data(request: AnyRequest, _: Exception) -> Response[Any]:
    """A number beyond what the database can hold: nothing can have that id."""
    return await _answer(request, 404, _general(404), {})


async def database_away(request: AnyRequest, error: Exception) -> Response[Any]:
    log.error("database away", error=type(error).__name__)
    return await _answer(request, 503, _general(503), {"retry-after": "5"})


async def unexpected(request: AnyRequest, error: Exception) -> Response[Any]:
    log.error("unexpected", error=type(error).__name__, exc_info=error)
    return await _answer(request, 500, _general(500), {})


async def stale_token(request: AnyRequest, error: StaleToken) -> Response[Any]:
    """The page had grown old; nothing a person typed is lost, a new token comes with it."""
    return await _once_more(request, 422, error.form, None)


async def _once_more(
    request: AnyRequest, status: int, form: Form, why: tuple[str, dict[str, Any]] | None
) -> Response[Any]:
    """The same form with what was typed and a new token, to be sent again; passwords never come back."""
    fields = [
        (name, "" if "password" in name else value, "\n" in value or len(value) > LONG_TEXT)
        for name, value in form.items()
        if name != TOKEN_FIELD
    ]
    return await page(
        request,
        "errors/stale.html",
        status=status,
        fields=fields,
        action=_address(request),
        why=why,
        swapped=wants_fragment(request),
    )


def _address(request: AnyRequest) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _form_of(request: AnyRequest) -> str:
    """The page of ours that the form was on, as the browser says; "" where it says none."""
    host = request.headers.get("host", "")
    came = urlsplit(request.headers.get("referer", ""))
    if came.scheme not in {"http", "https"} or came.netloc != host or not came.path.startswith("/"):
        return ""
    path = "/" + came.path.lstrip("/\\")
    return path + (f"?{came.query}" if came.query else "")


def _general(status: int) -> str:
    return {
        403: N_("Diese Seite ist nicht für alle. Vielleicht müssen Sie sich anmelden."),
        404: N_("Diese Seite gibt es nicht, oder nicht mehr."),
        405: N_("So lässt sich diese Adresse nicht aufrufen."),
        413: N_("Das war zu groß. Bitte kürzen Sie, was Sie senden."),
        429: N_(
            "Das war sehr schnell hintereinander. Bitte warten Sie kurz und senden Sie dann noch einmal."
        ),
        500: N_(
            "Bei uns ist etwas schiefgegangen. Wir sehen es in unserem Protokoll. Bitte versuchen Sie es noch einmal."
        ),
        503: N_("Wir sind gerade nicht erreichbar. Bitte versuchen Sie es in einer Minute noch einmal."),
    }.get(
        status,
        N_("Diese Anfrage war nicht vollständig. Bitte gehen Sie zurück und versuchen Sie es noch einmal."),
    )


def _in_place_of_all(request: AnyRequest) -> dict[str, str]:
    """Htmx would put a whole page into a part of another; what only refreshes itself leaves the page as it is."""
    if not wants_fragment(request):
        return {}
    if request.method in SAFE_METHODS:
        return {"hx-reswap": "none"}
    return {"hx-retarget": "body", "hx-reswap": "innerHTML show:top"}


def wants_json(request: AnyRequest) -> bool:
    return request.url.path.startswith("/api/") or request.headers.get("accept", "").startswith(
        "application/json"
    )


async def _answer(
    request: AnyRequest,
    status: int,
    message: str | tuple[str, dict[str, Any]],
    headers: dict[str, str],
    key: str = "",
) -> Response[Any]:
    msgid, values = message if isinstance(message, tuple) else (message, {})
    if wants_json(request):
        return problem(status, translate(locale_of(request), msgid, **values), headers)
    template = f"errors/{status}.html" if status in _OWN_PAGES else "errors/error.html"
    context: dict[str, Any] = {
        "message": (msgid, values),
        "status_code": status,
        "key": key,
        "back": _address(request)
        if request.method in SAFE_METHODS
        else _form_of(request)
        if status == 413
        else "",
        "swapped": wants_fragment(request),
    }
    try:
        answer = await page(request, template, status=status, **context)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
        request.scope.setdefault("state", {})["degraded"] = True
        answer = await page(request, template, status=status, **context)
    for name, value in headers.items():
        answer.headers[name] = value
    return answer


def problem(status: int, title: str, headers: dict[str, str] | None = None) -> Response[bytes]:
    """RFC 9457."""
    body = json.dumps({"type": "about:blank", "title": title, "status": status}, ensure_ascii=False).encode()
    return Response(
        content=body, status_code=status, media_type="application/problem+json", headers=headers or {}
    )


Handler = Callable[[AnyRequest, Any], Awaitable[Response[Any]]]


class _Late(Response[None]):
    """Litestar calls exception handlers synchronously; a page of ours may need the database, so it is made late."""

    def __init__(self, handler: Handler, error: Exception) -> None:
        super().__init__(content=None)
        self.handler, self.error = handler, error

    def to_asgi_response(self, app: Any = None, request: Any = None, **_: Any) -> Any:  # noqa: ARG002  # Litestar's signature
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            try:
                made = await self.handler(request, self.error)
            except Exception as error:  # the last net: an answer must go out
                log.exception("error page failed", error=type(error).__name__)
                made = problem(500, "Internal error")
            made.headers.update(_in_place_of_all(request))
            await made.to_asgi_response(request=request, app=None, type_encoders={})(scope, receive, send)

        return answer


def _later(handler: Handler) -> Callable[[AnyRequest, Exception], Response[Any]]:
    return lambda _, error: _Late(handler, error)


_DATABASE_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InterfaceError,
    ConnectionError,
    FileNotFoundError,
    TimeoutError,
)

HANDLERS: dict[Any, Any] = {
    Refused: _later(refused),
    StaleToken: _later(stale_token),
    HTTPException: _later(http_error),
    asyncpg.DataError: _later(bad_data),
    **{kind: _later(database_away) for kind in _DATABASE_AWAY},
    Exception: _later(unexpected),
}
