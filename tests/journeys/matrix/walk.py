"""Asks for every cell and says what came: one mark for each answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from participation.core.clock import today
from participation.core.db import unit_of_work
from participation.core.security import form_token
from participation.core.sessions import cookie_name, token_hash
from participation.core.throttle import LIMITS
from tests.journeys.matrix.stage import (
    COMMENT_STATES,
    CONSULTATION_STATES,
    NAMES,
    PHASES,
    PICTURE_STATES,
    PROPOSAL_STATES,
    SECRET,
    Place,
)
from tests.people import ORIGIN, Cast

MARKS = {403: "-", 404: "0", 410: "g", 409: "x", 422: "f"}
"""`+` is let in. `-` has no right to, `0` is told of nothing, `g` that it is gone, `x` that it is not the time for it, `f` gets the form back,
for what was sent is not complete."""
LEAK = "!"
"""What nobody else may read any more was on the page."""
SENT = {
    "/support": {},
    "/comments": {"body": "Ein Wort dazu"},
    "/edit": {"title": "Anders", "body": "Anders gesagt", "version": "1"},
    "/withdrawal": {"sure": "1"},
    "/answer": {"title": "Ja", "body": "Wir machen es.", "office": "Amt", "status": "accepted"},
    "/status": {"status": "examined"},
    "/authors": {"who": "Zoe Zufall"},
    "/proposals": {"title": "Neu", "body": "Etwas Neues"},
    "/draft": {"title": "Neu", "body": "Etwas Neues"},
    "/paper": {
        "title": "Neu", "body": "Etwas Neues", "channel": "paper", "told": "1", "key": "k" * 22,
        "received_on": today().isoformat(),
    },
    "/{invitation_id}": {"answer": "yes"},
}  # fmt: skip
"""What a form sends, by the end of its address: good in itself, so that the answer tells of rights alone."""
Cell = tuple[str, str, str, str]
"""Route (with its method), state, phase, role."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What stands for the placeholders of a route in one state and phase."""

    state: str
    phase: str
    url: str
    twin: int


def cells(routes: dict[str, str], places: dict[tuple[str, str], Place]) -> Iterator[tuple[str, Thing]]:
    for route in routes:
        path = route.split(" ", 1)[1]
        for phase in PHASES:
            yield from ((route, thing) for thing in _things(path, phase, places))


def _things(path: str, phase: str, places: dict[tuple[str, str], Place]) -> Iterator[Thing]:
    public, draft = places[phase, "published"], places[phase, "draft"]
    by_placeholder = {
        "proposal_id": (PROPOSAL_STATES, public.proposals | draft.proposals),
        "comment_id": (COMMENT_STATES, public.comments | draft.comments),
        "name": (PICTURE_STATES, draft.pictures | public.pictures),
        "invitation_id": (PROPOSAL_STATES, public.invitations | draft.invitations),
        "slug": (CONSULTATION_STATES, {"published": public.slug, "draft": draft.slug}),
    }
    found, *further = re.findall(r"\{(\w+)\}", path)
    states, things = by_placeholder[found]
    for state in states:
        place = draft if state.endswith("draft") else public
        yield Thing(
            state, phase, path.format(**{found: things[state], **dict.fromkeys(further, 999_999)}), place.twin
        )


class RolledBackError(Exception):
    """So that the next cell finds the stage as it was."""


async def answers(
    people: Cast, routes: dict[str, str], places: dict[tuple[str, str], Place]
) -> dict[Cell, str]:
    cast = {role: await people.person(name) for role, name in NAMES.items()}
    cookies = {role: one.http.cookies.get(cookie_name()) for role, one in cast.items()}
    found = {}
    for route, thing in cells(routes, places):
        for role, cookie in cookies.items():
            LIMITS.clear()
            try:
                async with unit_of_work():
                    status, text = await _ask(people.app, cookie, route, thing)
                    raise RolledBackError
            except RolledBackError:
                found[route, thing.state, thing.phase, role] = _mark(status, text, thing, role)
    return found


async def _ask(app: Any, cookie: str | None, route: str, thing: Thing) -> tuple[int, str]:
    """Straight to the application: thousands of times a client's own work would be half of the time."""
    method, path = route.split(" ", 1)
    sent = SENT.get("/" + path.rsplit("/", 1)[1], {}) | ({"into": thing.twin} if "merge" in path else {})
    fields = {"_token": form_token(token_hash(cookie) if cookie else None), **sent}
    body = urlencode(fields).encode() if method == "POST" else b""
    headers = {
        "host": ORIGIN.removeprefix("http://"),
        "origin": ORIGIN,
        "content-type": "application/x-www-form-urlencoded",
        "content-length": str(len(body)),
        "cookie": f"{cookie_name()}={cookie}" if cookie else "",
    }
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": thing.url,
        "raw_path": thing.url.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items() if value],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
    }
    status, parts = 0, []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        status = message.get("status", status)
        parts.append(message.get("body", b""))

    await app(scope, receive, send)
    return status, b"".join(parts).decode(errors="replace")


def _mark(status: int, text: str, thing: Thing, role: str) -> str:
    unread = thing.state.removeprefix("below-") in {"held", "hidden", "withdrawn", "draft"}
    if unread and SECRET in text and role not in _readers(thing.state):
        return LEAK
    return "+" if status < 400 else MARKS.get(status, str(status))


def _readers(state: str) -> set[str]:
    """Who may read what nobody else may."""
    return {"editor"} if state.endswith("draft") else set()
