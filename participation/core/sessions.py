"""The session cookie: 256 random bits, of which only the SHA-256 is stored. Rows live in accounts."""

import hashlib
import secrets

from litestar.datastructures import Cookie

from participation.settings import settings

LIFETIME_SECONDS = 14 * 24 * 3600


def cookie_name() -> str:
    return "__Host-session" if settings().https else "session"


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def session_cookie(token: str) -> Cookie:
    return _cookie(cookie_name(), token, LIFETIME_SECONDS)


def cleared_session_cookie() -> Cookie:
    return _cookie(cookie_name(), "", 0)


def short_cookie(name: str, value: str, seconds: int) -> Cookie:
    """For a flash message or the chosen language, in answer to an act of the person."""
    prefix = "__Host-" if settings().https else ""
    return _cookie(prefix + name, value, seconds)


def short_cookie_name(name: str) -> str:
    return ("__Host-" if settings().https else "") + name


def _cookie(name: str, value: str, seconds: int) -> Cookie:
    return Cookie(
        key=name,
        value=value,
        max_age=seconds,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings().https,
    )
