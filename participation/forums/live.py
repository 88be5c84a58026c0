"""The live socket of a forum. It only carries down: whoever wants to say something sends a form."""

import re
from collections.abc import Container, Mapping, Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

import structlog

from participation.core.forms import whole_number
from participation.core.i18n import DEFAULT, LANGUAGES
from participation.core.limits import Open, address_key
from participation.core.live import DATABASE_DOWN, Batch, Hub, Room
from participation.core.security import same_origin
from participation.core.sessions import short_cookie_name
from participation.core.sockets import Send, Sub
from participation.core.templating import render
from participation.forums import swaps
from participation.forums.agenda.queries import agenda_of
from participation.forums.beside import Beside
from participation.forums.chat import live as _chat  # noqa: F401  # registers itself
from participation.forums.chat.lane import waiting_in
from participation.forums.live_polls.queries import turnouts
from participation.forums.log import queries as log
from participation.forums.log.doorbell import BELL
from participation.forums.log.queries import Event
from participation.forums.stage import stage_by_id
from participation.forums.watching import Watching
from participation.settings import settings

PATH = re.compile(r"/forums/([a-z0-9-]{1,80})/live")
CHATTER = 200
"""Frames that one socket may send us; there is nothing to say here, but some clients send pings of their own."""
NO_SUCH_FORUM, TRY_AGAIN, TOO_MUCH = 4404, 1011, 1008
BEYOND = 2**62
"""No log has it: a cursor that is no number is not "only what is new", the page has to load again."""
RESYNC = '<div data-resync="true" hidden></div>'

web = structlog.get_logger("live")


# --- what the log says, as fragments ------------------------------------------------------------------------


class ForumLog:
    """A forum's log as the source of a room: fragments of today's state, so a replay shows a hidden line as hidden."""

    async def head(self, key: str) -> tuple[int, int] | None:
        return await log.head(key)

    async def heads(self, keys: Sequence[str]) -> dict[str, int]:
        return await log.heads(keys)

    async def read(
        self, topic: int, after: int, upto: int | None, limit: int, locales: Sequence[str]
    ) -> Batch | None:
        end = log.NO_END if upto is None else upto
        events = await log.since(topic, after, upto=end, limit=limit)
        if not events:
            return None
        things = await _things(events)
        told = _told(events)
        stage = await _stage(topic) if told else {}
        frames = {
            locale: "".join(_fragment(event, locale, things, stage, told) for event in events)
            for locale in locales
        }
        return Batch(events[-1].seq, len(events), frames)


def _told(events: Sequence[Event]) -> set[int]:
    """What is shown whole is shown once in a frame, by its last change."""
    return set({event.kind: event.seq for event in events if event.kind in swaps.WHOLE}.values())


async def _things(events: Sequence[Event]) -> dict[tuple[str, int], Any]:
    """One read for each kind among the events, however many they are."""
    found = {}
    for kind in {event.kind for event in events} & swaps.EACH.keys():
        ids = sorted({event.subject_id for event in events if event.kind == kind})
        found.update({(kind, id_): thing for id_, thing in (await swaps.EACH[kind].read(ids)).items()})
    return found


async def _stage(topic: int) -> dict[str, Any]:
    """What the podium does now; read only when something that is shown whole is among the events."""
    stage = await stage_by_id(topic)
    if stage is None:
        return {}
    return {"forum": stage.forum, "agenda": await agenda_of(topic), **stage.parts}


def _fragment(
    event: Event,
    locale: str,
    things: Mapping[tuple[str, int], Any],
    stage: Mapping[str, Any],
    told: Container[int],
) -> str:
    """What cannot be drawn is logged and passed over: one bad line must not hold up the evening of all."""
    try:
        thing = things.get((event.kind, event.subject_id))
        if thing is not None:
            return swaps.EACH[event.kind].draw(locale, event, thing)
        if event.seq in told and stage:
            return render(
                swaps.WHOLE[event.kind], locale, seq=event.seq, kind=event.kind, verb=event.verb, **stage
            )
    except Exception:  # noqa: BLE001  # whatever is wrong with it
        web.exception("event cannot be drawn", kind=event.kind, seq=event.seq)
    return _nothing(event.seq)


def _nothing(seq: int) -> str:
    """A number must not be missing, even if what it spoke of is gone."""
    return f'<hx-partial hx-target="#gone" data-seq="{seq}"></hx-partial>'


# --- the socket ---------------------------------------------------------------------------------------------

HUB = Hub(ForumLog())
BELL.listeners.append(HUB.heard)
_sockets = Open()
WATCHING = Watching()


def _turnout(locale: str, _room: Room, now: tuple[int, int]) -> str:
    return render("forums/live_polls/turnout.swap.html", locale, voters=now[1]) if now[0] else ""


def _lane(locale: str, room: Room, _now: tuple[int, int]) -> str:
    return render("forums/chat/lane.swap.html", locale, url=f"/forums/{room.key}")


TURNOUT = Beside(HUB, turnouts, _turnout)
LANE = Beside(HUB, waiting_in, _lane)


async def start_live(_: Any = None) -> None:
    """For the lifespan of the application, once the pool is there."""
    HUB.start()
    BELL.start()
    WATCHING.start()
    TURNOUT.start()
    LANE.start()


async def stop_live(_: Any = None) -> None:
    LANE.stop()
    TURNOUT.stop()
    WATCHING.stop()
    await BELL.stop()
    await HUB.stop()


async def live_socket(scope: Any, receive: Any, send: Any) -> None:
    """ASGI, for every scope of type websocket: `/forums/{slug}/live?after={n}`."""
    found = PATH.fullmatch(scope["path"])
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    if found is None:
        await _refuse(scope, send, 404)
    elif not same_origin(headers):
        await _refuse(scope, send, 403)
    else:
        client = scope.get("client")
        address = address_key(client[0] if client else "")
        if not _sockets.take(address, settings().limit_sockets):
            await _refuse(scope, send, 429)
            return
        locale = _locale(headers)
        del headers  # a socket stays for hours
        try:
            await _serve(found[1], _after(scope), locale, receive, send, counts=not _at_work(scope))
        finally:
            _sockets.give_back(address)


async def _refuse(scope: Any, send: Send, status: int) -> None:
    """Before the handshake. Without the extension the server itself answers 403."""
    if "websocket.http.response" in (scope.get("extensions") or {}):
        headers = [(b"retry-after", b"10")] if status == 429 else []
        await send({"type": "websocket.http.response.start", "status": status, "headers": headers})
        await send({"type": "websocket.http.response.body", "body": b""})
    else:
        await send({"type": "websocket.close"})


async def _serve(
    slug: str, after: int | None, locale: str, receive: Any, send: Send, *, counts: bool
) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    try:
        async with HUB.room(slug) as room:
            if room is None:
                await send({"type": "websocket.close", "code": NO_SUCH_FORUM})
            else:
                with WATCHING.page(room.id, counts=counts):
                    await _follow(room, Sub(send, locale, _cutter(send)), after, receive)
    except (*DATABASE_DOWN, RuntimeError) as error:
        # A socket that went away while it was sent to ends here as well: then this close goes nowhere.
        web.info("socket ended", error=type(error).__name__)
        await _close(send, TRY_AGAIN)


async def _follow(room: Room, sub: Sub, after: int | None, receive: Any) -> None:
    try:
        upto = await room.join(sub, after)
        if upto is None:
            await sub.send({"type": "websocket.send", "text": RESYNC})
        else:
            await room.replay(sub, upto if after is None else after, upto)
            await sub.flush()
        if await _until_closed(receive):
            await _close(sub.send, TOO_MUCH)
    except TimeoutError:
        sub.abort()
    finally:
        room.leave(sub)


async def _until_closed(receive: Any) -> bool:
    """Waits for the end; True when the other side talks too much and should go."""
    for _ in range(CHATTER):
        if (await receive())["type"] == "websocket.disconnect":
            return False
    return True


async def _close(send: Send, code: int) -> None:
    try:
        await send({"type": "websocket.close", "code": code})
    except (OSError, RuntimeError):
        return


def _cutter(send: Any) -> Any:
    """How to cut a socket that takes nothing: ASGI has no word for it, so uvicorn's transport is asked itself."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    return getattr(transport, "abort", lambda: None)


def _after(scope: Any) -> int | None:
    query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    if "after" not in query:
        return None
    number = whole_number(query["after"][0])
    return BEYOND if number is None else number


def _at_work(scope: Any) -> bool:
    """Desks and projectors say so themselves: they are not people at home."""
    return b"view=work" in scope["query_string"]


def _locale(headers: Mapping[str, str]) -> str:
    offered = settings().locales
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(short_cookie_name("language"))
    except CookieError:
        cookie = None
    chosen = cookie.value if cookie is not None else ""
    return chosen if chosen in offered and chosen in LANGUAGES else (offered[0] if offered else DEFAULT)
