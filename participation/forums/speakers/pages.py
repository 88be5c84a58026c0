from collections.abc import Awaitable
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.accounts.sanctions import require_may_act, require_may_write
from participation.core import clock
from participation.core.errors import Refused
from participation.core.forms import Form
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from participation.core.throttle import throttle
from participation.forums.queries import Forum, forum_by_slug
from participation.forums.show import show, show_refused
from participation.forums.speakers import actions
from participation.forums.speakers import undo as _undo  # noqa: F401  # registers itself
from participation.forums.speakers.forms import chosen, own
from participation.forums.speakers.queries import floor_of
from participation.forums.speakers.rules import ListState, Reason
from participation.forums.swaps import whole

_MEANWHILE = N_("Die Redeliste hat sich gerade geändert. Sie sehen den neuen Stand.")
_REASON = N_("Bitte wählen Sie einen Grund. Alle sehen ihn neben der Person.")


@post("/forums/{slug:str}/requests")
async def ask(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor)
    forum = await _forum(slug)
    asking, errors = own(form, person_id)
    if asking is None:
        return await show(request, slug, status=422, errors=errors, values=form)
    try:
        (require_may_write if asking.note else require_may_act)(actor)
        throttle(request, person_id, "requests")
        await actions.ask(forum.id, asking, clock.now())
    except Refused as refused:
        return await show_refused(request, slug, "channel", form, refused)
    return redirect(f"{forum.url}#melden", N_("Sie stehen auf der Redeliste."))


@post("/forums/{slug:str}/requests/{request_id:int}/withdrawal")
async def withdraw(actor: Actor, form: Form, slug: str, request_id: int) -> Response[Any]:
    """By the person themselves; by clerk and chair for those without a device. Back to where the form stood."""
    person_id = require(actor)
    forum = await _forum(slug)
    staff = actor.has("clerk", "chair")
    gone = await actions.withdraw(forum.id, request_id, person_id, clock.now(), staff=staff)
    place = {"chair": "/chair", "desk": "/desk"}.get(form.text("from"), "#melden")
    return redirect(forum.url + place, "" if gone else _MEANWHILE, kind="info")


@get("/forums/{slug:str}/requests/mine")
async def mine(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    """The own place alone: what a page asks for when the list has changed. Without htmx the whole page."""
    require(actor)
    forum = await _forum(slug)
    return await page(
        request, "forums/speakers/mine.html", fragment="forums/speakers/_mine.html",
        forum=forum, floor=await floor_of(forum.id), pulled=True,
    )  # fmt: skip


@post("/forums/{slug:str}/speeches")
async def call_next(actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor, "chair")
    forum, called = await _forum(slug), form.number("request") or 0
    return await _done(
        forum, actions.call_next(forum.id, called, form.number("speech"), person_id, clock.now())
    )


@post("/forums/{slug:str}/speeches/{speech_id:int}/withdrawal")
async def uncall(actor: Actor, slug: str, speech_id: int) -> Response[Any]:
    person_id = require(actor, "chair")
    forum = await _forum(slug)
    return await _done(forum, actions.uncall(forum.id, speech_id, person_id, clock.now()))


@post("/forums/{slug:str}/speeches/{speech_id:int}/ending")
async def end(actor: Actor, slug: str, speech_id: int) -> Response[Any]:
    person_id = require(actor, "chair")
    forum = await _forum(slug)
    return await _done(forum, actions.end(forum.id, speech_id, person_id, clock.now()))


@post("/forums/{slug:str}/speeches/{speech_id:int}/extension")
async def extend(actor: Actor, slug: str, speech_id: int) -> Response[Any]:
    person_id = require(actor, "chair")
    forum = await _forum(slug)
    return await _done(forum, actions.extend(forum.id, speech_id, person_id, clock.now()))


@post("/forums/{slug:str}/speeches/{speech_id:int}/stop")
async def stop(actor: Actor, slug: str, speech_id: int) -> Response[Any]:
    person_id = require(actor, "chair")
    forum = await _forum(slug)
    return await _done(forum, actions.stop_or_run(forum.id, speech_id, person_id, clock.now()))


@post("/forums/{slug:str}/speaker-list/moves")
async def move(actor: Actor, form: Form, slug: str) -> Response[Any]:
    """`up` or `down` carries the id of the request; dragging sends `request` and the one whose place it takes, `to`."""
    person_id = require(actor, "chair")
    forum, reason = await _forum(slug), chosen(Reason, form.text("reason"))
    if reason is None:
        return redirect(f"{forum.url}/chair#liste", _REASON, kind="warning")
    dragged, other = form.number("request"), form.number("to")
    if dragged is not None and other is not None:
        act = actions.move_to(forum.id, dragged, other, reason=reason, by=person_id, now=clock.now())
        return await _done(forum, act, "#liste")
    up = form.number("up")
    moved = up if up is not None else form.number("down") or 0
    return await _done(
        forum,
        actions.move(forum.id, moved, up=up is not None, reason=reason, by=person_id, now=clock.now()),
        "#liste",
    )


@post("/forums/{slug:str}/speaker-list")
async def set_list(actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor, "chair")
    forum, state = await _forum(slug), chosen(ListState, form.text("state"))
    if state is None:
        raise NotFoundException
    await actions.set_list(forum.id, state, person_id, clock.now())
    return redirect(f"{forum.url}/chair#liste")


async def _done(forum: Forum, act: Awaitable[bool], place: str = "") -> Response[Any]:
    return redirect(f"{forum.url}/chair{place}", "" if await act else _MEANWHILE, kind="info")


async def _forum(slug: str) -> Forum:
    forum = await forum_by_slug(slug)
    if forum is None:
        raise NotFoundException
    return forum


whole("speakers", "forums/speakers/changed.swap.html")

ROUTES = [ask, withdraw, mine, call_next, uncall, end, extend, stop, move, set_list]
