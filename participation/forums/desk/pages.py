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
from participation.forums.desk import actions
from participation.forums.desk import queries as _queries  # noqa: F401  # hands its part to the stage
from participation.forums.desk import undo as _undo  # noqa: F401  # registers itself
from participation.forums.queries import Forum, forum_by_slug
from participation.forums.questions import actions as questions
from participation.forums.questions.forms import question
from participation.forums.speakers import actions as speakers
from participation.forums.speakers.forms import from_desk
from participation.forums.stage import stage_by_slug
from participation.forums.swaps import whole

INCIDENTS = ("sound", "picture", "network", "unrest", "emergency")
MOST_PEOPLE = 100_000
_NUMBERS = N_("Bitte geben Sie Zahlen ein, zum Beispiel 62.")


@get("/forums/{slug:str}/desk")
async def desk(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    require(actor, "clerk")
    return await _desk(request, slug)


@post("/forums/{slug:str}/desk/requests")
async def ask(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor, "clerk")
    stage = await stage_by_slug(slug)
    if stage is None:
        raise NotFoundException
    if form.text("kind") == "ask":
        return await _ask_question(request, form, stage.forum)
    asking, errors = from_desk(form)
    if asking is None:
        return await _desk(request, slug, status=422, errors=errors, values=form)
    try:
        await speakers.ask(stage.forum.id, asking, clock.now(), by=person_id)
    except Refused as refused:
        errors = Errors(card=msgid_of(refused.key))
        return await _desk(request, slug, status=refused.status, errors=errors, values=form)
    return redirect(f"{stage.forum.url}/desk", N_("Die Wortmeldung steht auf der Redeliste."))


async def _ask_question(request: AnyRequest, form: Form, forum: Forum) -> Response[Any]:
    """Of a person with a card, or on the telephone; the note is the question."""
    body, wrong = question(form, "note")
    asking, errors = from_desk(form)
    errors = Errors({**errors, **wrong})
    if errors or asking is None:
        return await _desk(request, forum.slug, status=422, errors=errors, values=form)
    await questions.ask(
        forum.id, None, body, clock.now(), name_shown=False, card=asking.card, caller=asking.name
    )
    return redirect(f"{forum.url}/desk", N_("Die Frage steht an der Fragenwand."))


async def _desk(request: AnyRequest, slug: str, *, status: int = 200, **context: Any) -> Response[Any]:
    stage = await stage_by_slug(slug)
    if stage is None:
        raise NotFoundException
    return await page(
        request,
        "forums/desk.html",
        status=status,
        fragment="forums/_hall.html",
        forum=stage.forum,
        agenda=await agenda_of(stage.forum.id),
        aside=await last_aside(stage.forum.id, clock.now()),
        now=clock.now(),
        **stage.parts,
        **context,
    )


@post("/forums/{slug:str}/desk/presence")
async def presence(actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor, "clerk")
    forum = await forum_by_slug(slug)
    if forum is None:
        raise NotFoundException
    hall, phone = _people(form, "hall"), _people(form, "phone")
    if hall is None or phone is None:
        return redirect(f"{forum.url}/desk", _NUMBERS, kind="warning")
    await actions.count(forum.id, hall, phone, person_id, clock.now())
    return redirect(f"{forum.url}/desk", N_("Die Zählung ist eingetragen."))


@post("/forums/{slug:str}/incidents")
async def incident(actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor, "clerk", "chair")
    forum = await forum_by_slug(slug)
    if forum is None or form.text("incident") not in INCIDENTS:
        raise NotFoundException
    await actions.report_incident(forum.id, form.text("incident"), person_id, clock.now())
    return _to_work(actor, forum)


@post("/forums/{slug:str}/incidents/{incident_id:int}/ending")
async def incident_over(actor: Actor, slug: str, incident_id: int) -> Response[Any]:
    person_id = require(actor, "clerk", "chair")
    forum = await forum_by_slug(slug)
    if forum is None:
        raise NotFoundException
    await actions.end_incident(forum.id, incident_id, person_id, clock.now())
    return _to_work(actor, forum)


def _to_work(actor: Actor, forum: Forum) -> Response[Any]:
    return redirect(f"{forum.url}/desk" if actor.has("clerk") else f"{forum.url}/chair")


def _people(form: Form, name: str) -> int | None:
    """An empty field counts nobody."""
    number = form.number(name) if form.text(name) else 0
    return number if number is not None and 0 <= number <= MOST_PEOPLE else None


whole("incident", "forums/incident.swap.html")

ROUTES = [desk, ask, presence, incident, incident_over]
