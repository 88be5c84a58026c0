from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.core import clock
from participation.core.errors import Refused, msgid_of
from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect, wants_fragment
from participation.forums.captions import actions, forms, queries
from participation.forums.captions import live as _live  # noqa: F401  # says how the sockets show it
from participation.forums.captions import video as _video  # noqa: F401  # hands its part to the forum's page
from participation.forums.captions.rules import BODY_LENGTH, cues, vtt
from participation.forums.queries import Forum, forum_by_slug
from participation.forums.recording import moments_of
from participation.forums.show import PROVIDERS
from participation.forums.streams import clock as clock_text

TYPING = ("captioner", "clerk", "editor")
RECORDING = ("clerk", "editor")
TYPED_SHOWN = 12


@get("/forums/{slug:str}/captions")
async def transcript(request: AnyRequest, slug: str) -> Response[Any]:
    return await _transcript(request, await _forum(slug))


@get("/forums/{slug:str}/captions.vtt")
async def as_vtt(slug: str) -> Response[bytes]:
    """With the offset of the recording where there is one; else counted from the opening."""
    forum = await _forum(slug)
    lines, began = await queries.lines_of(forum.id), await queries.opened_at(forum.id)
    if not lines or began is None:
        raise NotFoundException
    recording = await queries.recording_of(forum.id)
    text = vtt(cues(queries.spoken(lines), began, recording.opening if recording else 0))
    headers = {"content-disposition": f'attachment; filename="untertitel-{slug}.vtt"'}
    return Response(content=text.encode(), media_type="text/vtt; charset=utf-8", headers=headers)


@get("/forums/{slug:str}/captions/write")
async def desk(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    require(actor, *TYPING)
    return await _desk(request, await _forum(slug))


@post("/forums/{slug:str}/captions")
async def say(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor, *TYPING)
    forum = await _forum(slug)
    body, errors = forms.line(form)
    if errors:
        return await _desk(request, forum, status=422, errors=errors, values=form)
    try:
        await actions.say(forum.id, body, person_id, clock.now())
    except Refused as refused:
        errors = Errors(caption=msgid_of(refused.key))
        return await _desk(request, forum, status=refused.status, errors=errors, values=form)
    if wants_fragment(request):
        return await _desk(request, forum)
    return redirect(f"{forum.url}/captions/write#caption")


@get("/forums/{slug:str}/captions/{line_id:int}")
async def line(request: AnyRequest, actor: Actor, slug: str, line_id: int) -> Response[Any]:
    require(actor, *TYPING)
    return await _line(request, await _forum(slug), line_id)


@post("/forums/{slug:str}/captions/{line_id:int}")
async def change(request: AnyRequest, actor: Actor, form: Form, slug: str, line_id: int) -> Response[Any]:
    """`act`: save or remove."""
    person_id = require(actor, *TYPING)
    forum = await _forum(slug)
    if form.text("act") == "remove":
        await actions.remove(forum.id, line_id, person_id, clock.now())
        return redirect(f"{forum.url}/captions/write", N_("Die Zeile ist entfernt."))
    body, errors = forms.line(form)
    if errors:
        return await _line(request, forum, line_id, status=422, errors=errors, values=form)
    await actions.correct(forum.id, line_id, body, person_id, clock.now())
    return redirect(f"{forum.url}/captions/write", N_("Die Zeile ist berichtigt."))


@post("/forums/{slug:str}/recording")
async def record(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor, *RECORDING)
    forum = await _forum(slug)
    found, errors = forms.recording(form)
    if found is None:
        return await _transcript(request, forum, status=422, errors=errors, values=form)
    await actions.set_recording(forum.id, found, person_id, clock.now())
    return redirect(f"{forum.url}/captions", N_("Die Aufzeichnung ist eingetragen."))


async def _transcript(
    request: AnyRequest, forum: Forum, *, status: int = 200, **context: Any
) -> Response[Any]:
    recording = await queries.recording_of(forum.id)
    return await page(
        request,
        "forums/captions/transcript.html",
        status=status,
        forum=forum,
        lines=await queries.lines_of(forum.id),
        recording=recording,
        opening=clock_text(recording.opening) if recording else "0:00:00",
        **context,
    )


async def _desk(request: AnyRequest, forum: Forum, *, status: int = 200, **context: Any) -> Response[Any]:
    """Without htmx the whole page; with it the field alone, empty and ready for the next line."""
    lines = [] if wants_fragment(request) else await queries.latest(forum.id, TYPED_SHOWN)
    return await page(
        request,
        "forums/captions/write.html",
        fragment="forums/captions/_write.html",
        status=status,
        forum=forum,
        lines=lines,
        limit=BODY_LENGTH,
        **context,
    )


async def _line(
    request: AnyRequest, forum: Forum, line_id: int, *, status: int = 200, **context: Any
) -> Response[Any]:
    found = (await queries.lines_by_ids([line_id])).get(line_id)
    if found is None or not found.body:
        raise NotFoundException
    return await page(
        request,
        "forums/captions/line.html",
        status=status,
        forum=forum,
        line=found,
        limit=BODY_LENGTH,
        **context,
    )


async def _provide(_: AnyRequest, forum: Forum) -> dict[str, Any]:
    """For the forum's page after the evening: where the recording shows what."""
    return {"moments": await moments_of(forum) if forum.past else None}


PROVIDERS.append(_provide)


async def _forum(slug: str) -> Forum:
    forum = await forum_by_slug(slug)
    if forum is None:
        raise NotFoundException
    return forum


ROUTES = [transcript, as_vtt, desk, say, line, change, record]
