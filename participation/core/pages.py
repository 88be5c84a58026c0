"""From a handler to the bytes of a page, or of the fragment that htmx asked for."""

import base64
import json
from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie

from participation.core.forms import EMPTY, Errors
from participation.core.i18n import DEFAULT, LANGUAGES
from participation.core.security import form_token, sign, signature_is_good
from participation.core.sessions import short_cookie, short_cookie_name
from participation.core.templating import environment
from participation.settings import settings

AnyRequest = Request[Any, Any, Any]
HTML = "text/html; charset=utf-8"

_shared: list[Callable[[AnyRequest], Awaitable[dict[str, Any]]]] = []


def share(provider: Callable[[AnyRequest], Awaitable[dict[str, Any]]]) -> None:
    """What every page shows but core does not know: who is signed in, whether a forum is live."""
    if provider not in _shared:
        _shared.append(provider)


def locale_of(request: AnyRequest) -> str:
    """The language a person chose; German until then, whatever the browser says, so that pages stay equal for all."""
    chosen = request.cookies.get(short_cookie_name("language"), "")
    offered = settings().locales
    return chosen if chosen in offered and chosen in LANGUAGES else (offered[0] if offered else DEFAULT)


def wants_fragment(request: AnyRequest) -> bool:
    """Htmx 4 says `partial` for a swap into a part and `full` where it wants a whole page."""
    return request.headers.get("hx-request-type") == "partial"


async def page(
    request: AnyRequest, template: str, *, status: int = 200, fragment: str | None = None, **context: Any
) -> Response[bytes]:
    locale = locale_of(request)
    partial = fragment is not None and wants_fragment(request)
    flash = _read_flash(request)
    values: dict[str, Any] = {
        "errors": Errors(),
        "values": EMPTY,
        "path": request.scope["path"],
        "flash": flash,
    }
    for provider in _shared:
        values.update(await provider(request))
    values["csrf"] = token_of(request)
    values.update(context)
    body = environment(locale).get_template(fragment if partial and fragment else template).render(values)
    headers = {
        "vary": "HX-Request-Type, Cookie",
        "cache-control": "no-store" if _personal(request) else "no-cache",
    }
    cookies = [short_cookie("flash", "", 0)] if flash else []
    return Response(
        content=body.encode("utf-8", "replace"),
        status_code=status,
        media_type=HTML,
        headers=headers,
        cookies=cookies,
    )


def private(answer: Response[bytes]) -> Response[bytes]:
    """For a page whose address is a key: kept by no cache, found by no search engine, told to nobody.

    The last policy that a browser knows counts: `strict-origin` names our own site at most, never the path.
    `no-referrer` alone would make browsers send `Origin: null` with the form, which is refused everywhere.
    """
    answer.headers["cache-control"] = "no-store"
    answer.headers["referrer-policy"] = "no-referrer, strict-origin"
    answer.headers["x-robots-tag"] = "noindex"
    return answer


def _personal(request: AnyRequest) -> bool:
    return session_hash_of(request) is not None


def session_hash_of(request: AnyRequest) -> bytes | None:
    """Set by accounts once the session has been found in the database; a made-up cookie stays None."""
    found: bytes | None = request.scope.get("state", {}).get("session_hash")
    return found


def token_of(request: AnyRequest) -> str:
    return form_token(session_hash_of(request))


def redirect(
    url: str, flash: str = "", *, kind: str = "success", cookies: list[Cookie] | None = None, **values: Any
) -> Response[Any]:
    """303 to a page that shows the result; the flash message travels in a signed cookie of a minute."""
    answer: Response[Any] = Response(content=b"", status_code=303, media_type=HTML, headers={"location": url})
    for cookie in cookies or []:
        answer.set_cookie(cookie)
    if flash:
        answer.set_cookie(short_cookie("flash", _pack([kind, flash, values]), 60))
    return answer


def _pack(value: Any) -> str:
    text = base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
    return f"{text}.{sign('flash', text)}"


def _read_flash(request: AnyRequest) -> dict[str, Any] | None:
    raw = request.cookies.get(short_cookie_name("flash"))
    if not raw:
        return None
    text, _, signature = raw.partition(".")
    if not signature_is_good("flash", text, signature):
        return None
    kind, msgid, values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return {"kind": kind, "message": (msgid, values)}
