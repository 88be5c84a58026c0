"""Limits wired to requests: per person where one is signed in, per address for every write."""

import hashlib
from typing import Any

from litestar import Request

from participation.core.clock import today
from participation.core.errors import Refused
from participation.core.limits import Limits, address_key
from participation.core.security import sign
from participation.settings import settings

LIMITS = Limits()


FIXED = frozenset({"appeals", "sign_ins", "registrations", "resets", "passwords", "mails", "newcomers"})
"""Nobody's standing lets anybody guess faster or write more mails."""
TEXTS = frozenset({"proposals", "comments", "messages", "questions", "requests", "wordings"})


def _allowance(act: str) -> tuple[int, float]:
    chosen = settings()
    return {
        "supports": (chosen.limit_supports, 10.0),
        "ballots": (chosen.limit_supports, 10.0),
        "messages": (chosen.limit_messages, 10.0),
        "requests": (30, 60.0),
        "questions": (30, 60.0),
        "topics": (30, 60.0),
        "comments": (chosen.limit_comments, 60.0),
        "proposals": (chosen.limit_proposals, 60.0),
        "wordings": (chosen.limit_comments, 60.0),
        "statements": (30, 60.0),
        "drafts": (120, 60.0),
        "images": (10, 60.0),
        "reports": (30, 60.0),
        "appeals": (10, 60.0),
        "sign_ins": (chosen.limit_sign_ins, 300.0),
        "registrations": (chosen.limit_sign_ins, 300.0),
        "resets": (chosen.limit_sign_ins, 300.0),
        "passwords": (20, 3600.0),
        "mails": (20, 3600.0),
        "claims": (20, 3600.0),
        "follows": (60, 60.0),
        "checks": (30, 60.0),
        "writes": (chosen.limit_writes, 60.0),
        "newcomers": (chosen.newcomer_texts, 86_400.0),
    }[act]


def throttle(request: Request[Any, Any, Any], person_id: int | None, act: str) -> None:
    """Refused 429 with `Retry-After`; a visitor is counted by address.

    A person's limits grow with standing. An account in its first week has one of the day as well, where a city
    sets it.
    """
    key = f"person:{person_id}" if person_id is not None else address_of(request)
    if act in TEXTS and settings().newcomer_texts and getattr(_actor(request), "newcomer", False):
        throttle_key("newcomers", key)
    throttle_key(act, key, growth=_growth(request))


def throttle_address(request: Request[Any, Any, Any], act: str) -> None:
    """An address has no past here, for none is kept; whoever has standing brings it along to where they are."""
    throttle_key(act, address_of(request), growth=_growth(request))


def _actor(request: Request[Any, Any, Any]) -> Any:
    return request.scope.get("state", {}).get("actor")


def _growth(request: Request[Any, Any, Any]) -> int:
    found: int = getattr(_actor(request), "growth", 1)
    return found


def network_of(request: Request[Any, Any, Any]) -> str:
    """A word for the network of today: equal for all who come from there, and telling nobody from where."""
    return sign("network", f"{today().isoformat()} {address_of(request)}")[:16]


def throttle_key(act: str, key: str, *, growth: int = 1) -> None:
    times, seconds = _allowance(act)
    wait = LIMITS.check(act, key, times if act in FIXED else times * growth, seconds)
    if wait:
        raise Refused("too-fast", status=429, retry_after=wait)


def may_write_to(mailbox: str) -> bool:
    """Twenty mails an hour to one address that a stranger typed; beyond that the page says the same, silently."""
    times, seconds = _allowance("mails")
    key = hashlib.sha256(mailbox.encode("utf-8", "surrogatepass")).hexdigest()
    return LIMITS.check("mails", key, times, seconds) == 0


def address_of(request: Request[Any, Any, Any]) -> str:
    """The client's network; forwarded headers count only behind TRUSTED_PROXIES, which the server has resolved."""
    client = request.scope.get("client")
    return address_key(client[0] if client else "")
