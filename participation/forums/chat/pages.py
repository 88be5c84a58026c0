from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.core import clock
from participation.core.errors import Refused, msgid_of
from participation.core.forms import Errors, Form
from participation.core.pages import AnyRequest, redirect, wants_fragment
from participation.core.throttle import throttle
from participation.forums.chat import actions
from participation.forums.chat.forms import line
from participation.forums.chat.queries import place_of
from participation.forums.chat.rules import SHOWN, role_shown
from participation.forums.chat.show import show
from participation.forums.queries import forum_by_slug


@post("/forums/{slug:str}/messages")
async def write(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor)
    forum = await forum_by_slug(slug)
    if forum is None:
        raise NotFoundException
    body, errors = line(form)
    if errors:
        return await show(request, forum, status=422, errors=errors, values=form)
    try:
        throttle(request, person_id, "messages")
        await actions.post(forum.id, person_id, role_shown(actor.roles), body, clock.now())
    except Refused as refused:
        return await _kept(request, forum.slug, form, refused)
    if wants_fragment(request):
        return await show(request, forum)
    return redirect(f"{forum.url}#chat")


async def _kept(request: AnyRequest, slug: str, form: Form, refused: Refused) -> Response[Any]:
    """Too fast, or the forum has just been closed: what was typed stays in the field."""
    forum = await forum_by_slug(slug)
    assert forum is not None
    errors = Errors(body=msgid_of(refused.key))
    answer = await show(request, forum, status=refused.status, errors=errors, values=form)
    if refused.retry_after:
        answer.headers["retry-after"] = str(max(1, round(refused.retry_after)))
    return answer


@get("/forums/{slug:str}/messages/{message_id:int}")
async def permalink(slug: str, message_id: int) -> Response[Any]:
    """To the line where it stands; an old one is further back than the page shows."""
    place = await place_of(message_id)
    if place is None or place["slug"] != slug:
        raise NotFoundException
    before = f"?before={place['seq'] + 1}" if place["later"] >= SHOWN else ""
    return redirect(f"/forums/{slug}{before}#message-{message_id}")


ROUTES = [write, permalink]
