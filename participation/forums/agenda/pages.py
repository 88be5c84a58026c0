from collections.abc import Awaitable
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.core import clock
from participation.core.errors import Refused, msgid_of
from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from participation.forums.agenda import actions
from participation.forums.agenda.queries import agenda_of
from participation.forums.agenda.undo import last_acts, undo
from participation.forums.queries import Forum, forum_by_slug
from participation.forums.stage import stage_by_slug

BREAK_MINUTES, LONGEST_BREAK = 10, 60
_TOO_LATE = N_("Das lässt sich nicht mehr zurücknehmen: Inzwischen ist etwas anderes geschehen.")
_MEANWHILE = N_("Jemand anderes hat gerade schon weitergeschaltet. Sie sehen den neuen Stand.")


@get("/forums/{slug:str}/chair")
async def chair(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    require(actor, "chair")
    return await show_chair(request, slug)


async def show_chair(request: AnyRequest, slug: str, *, status: int = 200, **context: Any) -> Response[Any]:
    """Also what the forms of other nouns answer with when something was wrong."""
    stage = await stage_by_slug(slug)
    if stage is None:
        raise NotFoundException
    last, aside = await last_acts(stage.forum.id, clock.now())
    return await page(
        request,
        "forums/chair.html",
        status=status,
        fragment="forums/_desk.html",
        forum=stage.forum,
        agenda=await agenda_of(stage.forum.id),
        now=clock.now(),
        last=last,
        aside=aside,
        **stage.parts,
        **context,
    )


@post("/forums/{slug:str}/agenda/next")
async def next_item(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor, "chair")
    forum = await _forum(slug)
    return await _moved(
        request, slug, actions.next_item(forum.id, form.number("from"), person_id, clock.now())
    )


@post("/forums/{slug:str}/agenda/back")
async def back(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor, "chair")
    forum = await _forum(slug)
    return await _moved(request, slug, actions.back(forum.id, form.number("from"), person_id, clock.now()))


@post("/forums/{slug:str}/undo")
async def take_back(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    """`seq`: the number in the log of the act that was seen as the last one; `at`: the page that it was seen on."""
    person_id = require(actor, "clerk", "chair")
    forum = await _forum(slug)
    only_aside = not actor.has("chair")
    try:
        done = await undo(forum.id, form.number("seq") or 0, person_id, clock.now(), only_aside=only_aside)
    except Refused as refused:
        if only_aside:
            raise
        errors = Errors(undo=msgid_of(refused.key))
        return await show_chair(request, slug, status=refused.status, errors=errors)
    told = N_("Zurückgenommen. Alle sehen wieder den Stand davor.") if done else _TOO_LATE
    return redirect(forum.url + _seen_at(actor, form), told, kind="info")


def _seen_at(actor: Actor, form: Form) -> str:
    at = form.text("at")
    if at in {"desk", "attendance"} and (at == "attendance" or actor.has("clerk")):
        return "/" + at
    return "/chair" if actor.has("chair") else "/desk"


@post("/forums/{slug:str}/opening")
async def opening(actor: Actor, slug: str) -> Response[Any]:
    person_id = require(actor, "chair")
    await actions.open_forum((await _forum(slug)).id, person_id, clock.now())
    return redirect(f"/forums/{slug}/chair", N_("Das Bürgerforum ist eröffnet."))


@post("/forums/{slug:str}/closing")
async def closing(actor: Actor, slug: str) -> Response[Any]:
    person_id = require(actor, "chair")
    await actions.close_forum((await _forum(slug)).id, person_id, clock.now())
    return redirect(f"/forums/{slug}/chair", N_("Das Bürgerforum ist geschlossen."))


@post("/forums/{slug:str}/breaks")
async def start_break(actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor, "chair")
    forum = await _forum(slug)
    minutes = min(max(form.number("minutes") or BREAK_MINUTES, 1), LONGEST_BREAK)
    begun = await actions.start_break(forum.id, minutes, person_id, clock.now())
    return _to_desk(slug, moved=begun)


@post("/forums/{slug:str}/breaks/ending")
async def end_break(actor: Actor, slug: str) -> Response[Any]:
    person_id = require(actor, "chair")
    forum = await _forum(slug)
    return _to_desk(slug, moved=await actions.end_break(forum.id, person_id, clock.now()))


async def _moved(request: AnyRequest, slug: str, act: Awaitable[bool]) -> Response[Any]:
    try:
        return _to_desk(slug, moved=await act)
    except Refused as refused:
        errors = Errors(next=msgid_of(refused.key))
        return await show_chair(request, slug, status=refused.status, errors=errors)


@post("/forums/{slug:str}/agenda/{item_id:int}/doors")
async def doors(actor: Actor, form: Form, slug: str, item_id: int) -> Response[Any]:
    """Public or not, of an item that is still to come."""
    person_id = require(actor, "clerk", "chair")
    forum = await _forum(slug)
    opened = form.flag("open")
    done = await actions.set_doors(forum.id, item_id, open_doors=opened, person_id=person_id, now=clock.now())
    told = N_("Gespeichert.") if done else N_("Dieser Punkt hat schon begonnen.")
    return redirect(f"{forum.url}/attendance#doors", told, kind="info")


def _to_desk(slug: str, *, moved: bool) -> Response[Any]:
    return redirect(f"/forums/{slug}/chair", "" if moved else _MEANWHILE, kind="info")


async def _forum(slug: str) -> Forum:
    forum = await forum_by_slug(slug)
    if forum is None:
        raise NotFoundException
    return forum


ROUTES = [chair, next_item, back, take_back, opening, closing, start_break, end_break, doors]
