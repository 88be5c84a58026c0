from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from moderation.actions import decide
from moderation.quick import quick_draft
from moderation.rules import Action
from moderation.scope import reach_case
from participation.accounts.actor import Actor, current_actor, require
from participation.core import clock
from participation.core.errors import Refused, msgid_of
from participation.core.forms import Errors, Form, whole_number
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect, wants_fragment
from participation.core.refusing import retry
from participation.core.throttle import throttle
from participation.forums.chat import actions
from participation.forums.chat.forms import line
from participation.forums.chat.lane import lane_of, silence_of, waits_in_forum
from participation.forums.chat.queries import Talk, latest, place_of, waiting_of
from participation.forums.chat.rules import BODY_LENGTH, LEADING, NOTICE_LENGTH, SHOWN, Mode, role_shown
from participation.forums.queries import Forum, forum_by_slug
from participation.forums.show import PROVIDERS, show

_CHOOSE = N_("Bitte wählen Sie, wie der Chat läuft, und halten Sie den Hinweis kurz.")


@post("/forums/{slug:str}/messages")
async def write(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor)
    forum = await forum_by_slug(slug)
    if forum is None:
        raise NotFoundException
    body, errors = line(form)
    if errors:
        return await _answer(request, forum, 422, errors, form)
    try:
        throttle(request, person_id, "messages")
        await actions.post(forum.id, person_id, role_shown(actor.roles), body, clock.now())
    except Refused as refused:
        forum = await forum_by_slug(slug)
        assert forum is not None
        errors = Errors(body=msgid_of(refused.key))
        return retry(await _answer(request, forum, refused.status, errors, form), refused)
    if wants_fragment(request):
        return await _field(request, forum, waiting=await waiting_of(forum.id, person_id))
    return redirect(f"{forum.url}#chat")


async def _answer(
    request: AnyRequest, forum: Forum, status: int, errors: Errors, form: Form
) -> Response[Any]:
    """What was typed stays in the field, alone or on the whole page."""
    if wants_fragment(request):
        return await _field(request, forum, status=status, errors=errors, values=form)
    return await show(request, forum.slug, status=status, errors=errors, values=form)


async def _field(request: AnyRequest, forum: Forum, *, status: int = 200, **context: Any) -> Response[Any]:
    # The field was swapped under the hands of the person, so it takes the focus back.
    words = {"forum": forum, "limit": BODY_LENGTH, "again": True, "waiting": [], **context}
    return await page(request, "forums/chat/_write.html", status=status, **words)


async def _lines(request: AnyRequest, forum: Forum) -> dict[str, Any]:
    before = whole_number(request.query_params.get("before", ""))
    upto = forum.last_seq if before is None else min(before - 1, forum.last_seq)
    lines = await latest(forum.id, upto, SHOWN)
    older = lines[0].seq if len(lines) == SHOWN else None
    actor = await current_actor(request)
    talk: Talk = request.scope["state"]["stage"].parts["talk"]
    words = {"lines": lines, "older": older, "before": before, "limit": BODY_LENGTH, "again": False}
    moderates = actor.has("moderator") and not forum.past
    return {
        **words,
        "lane": await lane_of(forum.id, actor.id) if moderates else None,
        "silence": await silence_of(actor.id) if actor.sanction else None,
        "waiting": await waiting_of(forum.id, actor.id) if actor.signed_in and talk.waiting else [],
    }


PROVIDERS.append(_lines)


@get("/forums/{slug:str}/messages/{message_id:int}")
async def permalink(slug: str, message_id: int) -> Response[Any]:
    """To the line where it stands; an old one is further back than the page shows."""
    place = await place_of(message_id)
    if place is None or place["slug"] != slug:
        raise NotFoundException
    before = f"?before={place['seq'] + 1}" if place["later"] >= SHOWN else ""
    return redirect(f"/forums/{slug}{before}#message-{message_id}")


@post("/forums/{slug:str}/lane/{case_id:int}")
async def decide_in_lane(actor: Actor, form: Form, slug: str, case_id: int) -> Response[Any]:
    """One grip beside the chat, with the records and letters of every decision."""
    forum = await forum_by_slug(slug)
    require(actor, "moderator")
    waits = await waits_in_forum(case_id, forum.id) if forum else None
    if forum is None or waits is None:
        raise NotFoundException
    person = await reach_case(actor, case_id)
    action = Action.HIDE if form.text("action") == Action.HIDE else Action.KEEP
    await decide(case_id, await quick_draft(case_id, action), person=person)
    told = N_("Ausgeblendet. Alle Beteiligten bekommen eine Nachricht.")
    kept = N_("Stehen gelassen. Wer gemeldet hat, bekommt eine Nachricht.")
    if waits:
        told = N_("Nicht veröffentlicht. Wer geschrieben hat, bekommt die Begründung.")
        kept = N_("Freigegeben. Jetzt lesen es alle.")
    return redirect(f"{forum.url}#lane", told if action is Action.HIDE else kept)


@post("/forums/{slug:str}/chat-rule")
async def rule(actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor, *LEADING)
    forum = await forum_by_slug(slug)
    if forum is None:
        raise NotFoundException
    mode = next((one for one in Mode if one.value == form.text("mode")), None)
    notice = form.text("notice")
    if mode is None or len(notice) > NOTICE_LENGTH:
        return redirect(f"{forum.url}#chat", _CHOOSE, kind="warning")
    await actions.set_rule(forum.id, mode, notice, person_id, clock.now())
    return redirect(f"{forum.url}#chat", N_("So läuft der Chat jetzt."))


ROUTES = [write, rule, decide_in_lane, permalink]
