"""Same origin, form tokens and headers: what stands before every handler.

A request that changes something needs both the same origin and a token from one of our forms. The stock CSRF
middleware compares a cookie that is bound to nobody, leaves sockets open and answers 500 to a token outside
ASCII, so this is ours.
"""

import hmac
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from participation.settings import secret_key, settings

TOKEN_FIELD = "_token"  # noqa: S105  # the name of a field, no secret
ANONYMOUS_HOURS = 24
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def same_origin(headers: Mapping[str, str]) -> bool:
    """`headers` by lower-case name. `Origin: null`, or no header that tells, counts as foreign."""
    site = headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = headers.get("origin")
    if origin is None:
        return site == "same-origin"
    return origin == (settings().base_url or _own_origin(headers))


def _own_origin(headers: Mapping[str, str]) -> str:
    """Without BASE_URL the Host header decides, so that localhost and 127.0.0.1 both work."""
    return "http://" + headers.get("host", "")


def base_origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def form_token(session_hash: bytes | None) -> str:
    """Bound to the session; before sign-in to the hour, without a cookie."""
    if session_hash is not None:
        return "s" + _sign(b"session:" + session_hash)
    hour = int(time.time()) // 3600
    return f"a{hour}." + _sign(b"anonymous:%d" % hour)


def token_is_good(token: str, session_hash: bytes | None) -> bool:
    if session_hash is not None:
        return _equal(token, "s" + _sign(b"session:" + session_hash))
    head, _, signature = token.partition(".")
    if not (head.startswith("a") and head[1:].isascii() and head[1:].isdigit() and len(head) < 12):
        return False
    hour = int(head[1:])
    age = int(time.time()) // 3600 - hour
    return 0 <= age <= ANONYMOUS_HOURS and _equal(signature, _sign(b"anonymous:%d" % hour))


def sign(purpose: str, text: str) -> str:
    """A short signature for a value that a browser carries for us, such as a flash message."""
    return _sign(f"{purpose}:{text}".encode("utf-8", "surrogatepass"))


def signature_is_good(purpose: str, text: str, signature: str) -> bool:
    return _equal(signature, sign(purpose, text))


def _sign(text: bytes) -> str:
    return hmac.digest(secret_key(), text, "sha256").hex()[:40]


def _equal(left: str, right: str) -> bool:
    """On bytes: compare_digest refuses text outside ASCII with an exception."""
    return hmac.compare_digest(left.encode("utf-8", "surrogatepass"), right.encode())


def content_security_policy() -> str:
    """Nothing comes from elsewhere but the map tiles that a city has set."""
    tiles = settings().tiles_url
    if not tiles:
        return CONTENT_SECURITY_POLICY
    return CONTENT_SECURITY_POLICY.replace("img-src 'self'", f"img-src 'self' {base_origin(tiles)}")


def security_headers() -> list[tuple[bytes, bytes]]:
    headers = [
        (b"content-security-policy", content_security_policy().encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), interest-cohort=()"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"x-frame-options", b"DENY"),
    ]
    if settings().https:
        headers.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))
    return headers


class SecurityHeaders:
    """Adds the headers to every answer, errors and static files included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = security_headers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *((name, value) for name, value in self.headers if name not in there),
                ]
            await send(message)

        await self.app(scope, receive, send_with_headers)
