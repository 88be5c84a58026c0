"""Before every handler: same origin and a good token for whatever changes something."""

from typing import Any

from litestar import Request

from participation.core.errors import Refused
from participation.core.failures import StaleToken
from participation.core.forms import Form, read_form
from participation.core.pages import session_hash_of
from participation.core.security import SAFE_METHODS, TOKEN_FIELD, same_origin, token_is_good
from participation.core.throttle import throttle_address

TOKEN_HEADER = "x-csrf-token"  # noqa: S105  # the name of a header, no secret


async def guard(request: Request[Any, Any, Any]) -> None:
    """For Litestar's `before_request`, after the actor is known; leaves the form for the handler."""
    if request.method in SAFE_METHODS:
        return
    if not same_origin(request.headers):
        raise Refused("foreign-origin", status=403)
    form = await read_form(request)
    request.scope.setdefault("state", {})["form"] = form
    throttle_address(request, "writes")  # after the form is read, so that the answer can give the text back
    token = form.raw(TOKEN_FIELD) or request.headers.get(TOKEN_HEADER, "")
    if not token_is_good(token, session_hash_of(request)):
        raise StaleToken(form)


async def sent_form(request: Request[Any, Any, Any]) -> Form:
    """The dependency `form`: what the guard has read and checked."""
    form: Form = request.scope["state"]["form"]
    return form
