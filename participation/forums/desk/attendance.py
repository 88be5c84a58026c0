"""The page of attendance, and whether the meeting is one of the council."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.core import clock
from participation.core.errors import Refused, msgid_of
from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from participation.forums.agenda.queries import agenda_of
from participation.forums.agenda.undo import last_aside
from participation.forums.attendance import actions
from participation.forums.attendance.queries import attendance_of, members_away
from participation.forums.attendance.rules import NAME_LENGTH, Mode
from participation.forums.queries import Forum, forum_by_slug
from participation.forums.stage import read_part

_GONE = N_("Diese Person ist schon gegangen. Sie sehen den neuen Stand.")


@get("/forums/{slug:str}/attendance")
async def attendance(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    require(actor, "clerk", "chair")
    return await _page(request, await _forum(slug))


async def _page(request: AnyRequest, forum: Forum, *, status: int = 200, **context: Any) -> Response[Any]:
    return await page(
        request,
        "forums/attendance.html",
        status=status,
        forum=forum,
        rows=await attendance_of(forum.id),
        members=await members_away(forum.id),
        agenda=await agenda_of(forum.id),
        aside=await last_aside(forum.id, clock.now()),
        sitting=await read_part("sitting", forum.id),
        **context,
    )


@post("/forums/{slug:str}/attendance")
async def join(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    by = require(actor, "clerk", "chair")
    forum = await _forum(slug)
    person, name = form.number("member"), form.text("name")
    mode, errors = _mode(form), Errors()
    if person is None and not name:
        errors.add("name", N_("Bitte wählen Sie ein Mitglied oder schreiben Sie einen Namen."))
    if len(name) > NAME_LENGTH:
        errors.add("name", N_("Bitte kürzen Sie den Namen auf %(limit)s Zeichen."), limit=NAME_LENGTH)
    if person is not None and person not in {number for number, _ in await members_away(forum.id)}:
        errors.add("member", msgid_of("already-present"))
    if mode is None:
        errors.add("mode", N_("Bitte sagen Sie, ob die Person im Saal oder zugeschaltet ist."))
    if errors or mode is None:
        return await _page(request, forum, status=422, errors=errors, values=form)
    try:
        await actions.join(forum.id, person, "" if person else name, mode, by, clock.now())
    except Refused as refused:
        errors = Errors({"name": msgid_of(refused.key)})
        return await _page(request, forum, status=refused.status, errors=errors, values=form)
    return _back(forum, N_("Die Anwesenheit ist eingetragen."))


@post("/forums/{slug:str}/attendance/{row_id:int}/leaving")
async def leave(actor: Actor, slug: str, row_id: int) -> Response[Any]:
    by = require(actor, "clerk", "chair")
    forum = await _forum(slug)
    return _back(forum, "" if await actions.leave(forum.id, row_id, by, clock.now()) else _GONE)


@post("/forums/{slug:str}/attendance/{row_id:int}/mode")
async def change(request: AnyRequest, actor: Actor, form: Form, slug: str, row_id: int) -> Response[Any]:
    by = require(actor, "clerk", "chair")
    forum, mode = await _forum(slug), _mode(form)
    if mode is None:
        raise NotFoundException
    try:
        done = await actions.change_mode(forum.id, row_id, mode, by, clock.now())
    except Refused as refused:
        errors = Errors({"name": msgid_of(refused.key)})
        return await _page(request, forum, status=refused.status, errors=errors)
    return _back(forum, "" if done else _GONE)


@post("/forums/{slug:str}/sitting")
async def council(actor: Actor, form: Form, slug: str) -> Response[Any]:
    by = require(actor, "clerk", "chair")
    forum = await _forum(slug)
    await actions.set_council(forum.id, council=form.flag("council"), by=by, now=clock.now())
    return _back(forum, N_("Gespeichert."))


def _mode(form: Form) -> Mode | None:
    return next((mode for mode in Mode if mode.value == form.text("mode")), None)


def _back(forum: Forum, flash: str) -> Response[Any]:
    return redirect(f"{forum.url}/attendance", flash, kind="info")


async def _forum(slug: str) -> Forum:
    forum = await forum_by_slug(slug)
    if forum is None:
        raise NotFoundException
    return forum


ROUTES = [attendance, join, leave, change, council]
