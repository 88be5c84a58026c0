from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, current_actor, require
from participation.accounts.sanctions import require_may_act
from participation.core import clock
from participation.core.errors import Refused, msgid_of
from participation.core.forms import Errors, Form
from participation.core.i18n import N_, translate
from participation.core.pages import AnyRequest, locale_of, page, redirect, wants_fragment
from participation.core.throttle import throttle
from participation.forums.agenda.pages import show_chair
from participation.forums.live_polls import actions, forms, queries
from participation.forums.live_polls import undo as _undo  # noqa: F401  # registers itself
from participation.forums.live_polls.queries import LivePoll
from participation.forums.queries import Forum, forum_by_slug
from participation.forums.recording import moments_of
from participation.forums.show import PROVIDERS, show, show_refused
from participation.forums.stage import read_part
from participation.forums.swaps import whole
from polls import actions as polls
from polls import forms as ballots
from polls import queries as poll_queries
from polls.life import State

_CAST = N_("Ihre Stimme zählt. Bis zum Ende der Abstimmung können Sie sie ändern.")
_RECEIPT = N_("Ihre Stimme zählt. Ihre Prüfnummer: %(receipt)s. Bitte notieren Sie sie jetzt.")
_MEANWHILE = N_("Diese Abstimmung ist schon geschlossen. Sie sehen den neuen Stand.")
_COUNTED = N_("Ihre Zählung ist eingetragen.")


@get("/forums/{slug:str}/polls")
async def index(request: AnyRequest, slug: str) -> Response[Any]:
    """What was asked this evening, and the results with hall and remote apart."""
    forum = await _forum(slug)
    found = await queries.polls_of(forum.id)
    return await page(
        request,
        "forums/live_polls/index.html",
        forum=forum,
        found=found,
        moments=await moments_of(forum) if forum.past else None,
    )


@post("/forums/{slug:str}/polls")
async def ask(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor, "chair")
    forum = await _forum(slug)
    locale = locale_of(request)
    yes_no = tuple((key, translate(locale, title)) for key, title in forms.YES_NO)
    asking, errors = forms.asking(form, yes_no)
    if asking is None:
        return await show_chair(request, slug, status=422, errors=errors, values=form)
    try:
        await actions.open_poll(forum.id, f"{forum.url}#abstimmen", asking, person_id, clock.now())
    except Refused as refused:
        errors = Errors(question=msgid_of(refused.key))
        return await show_chair(request, slug, status=refused.status, errors=errors, values=form)
    return redirect(f"{forum.url}/chair#poll", N_("Die Abstimmung läuft."))


@post("/forums/{slug:str}/polls/{live_poll_id:int}/closing")
async def close(actor: Actor, slug: str, live_poll_id: int) -> Response[Any]:
    person_id = require(actor, "chair")
    forum = await _forum(slug)
    done = await actions.close_poll(forum.id, live_poll_id, person_id, clock.now())
    return redirect(f"{forum.url}/chair#poll", "" if done else _MEANWHILE, kind="info")


@post("/forums/{slug:str}/polls/{live_poll_id:int}/holding")
async def hold(actor: Actor, slug: str, live_poll_id: int) -> Response[Any]:
    person_id = require(actor, "chair")
    forum = await _forum(slug)
    done = await actions.hold_poll(forum.id, live_poll_id, person_id, clock.now())
    return redirect(f"{forum.url}/chair#poll", "" if done else _MEANWHILE, kind="info")


@post("/forums/{slug:str}/polls/{live_poll_id:int}/result")
async def show_result(actor: Actor, slug: str, live_poll_id: int) -> Response[Any]:
    person_id = require(actor, "chair")
    forum = await _forum(slug)
    done = await actions.show_result(forum.id, live_poll_id, person_id, clock.now())
    return redirect(f"{forum.url}/chair#poll", "" if done else _MEANWHILE, kind="info")


@post("/forums/{slug:str}/polls/{live_poll_id:int}/withdrawal")
async def withdraw(actor: Actor, slug: str, live_poll_id: int) -> Response[Any]:
    person_id = require(actor, "chair")
    forum = await _forum(slug)
    done = await actions.withdraw_poll(forum.id, live_poll_id, person_id, clock.now())
    told = N_("Die Abstimmung ist zurückgezogen. Es gibt kein Ergebnis.") if done else _MEANWHILE
    return redirect(f"{forum.url}/chair#poll", told, kind="info")


@post("/forums/{slug:str}/polls/{live_poll_id:int}/ballot")
async def vote(request: AnyRequest, actor: Actor, form: Form, slug: str, live_poll_id: int) -> Response[Any]:
    """Counted, or told why not: the poll decides on its own lock, whatever the page showed."""
    person_id = require(actor)
    forum = await _forum(slug)
    number = await queries.poll_of(forum.id, live_poll_id)
    found = await poll_queries.poll(number, person_id) if number is not None else None
    if found is None:
        raise NotFoundException
    try:
        require_may_act(actor)
        if found.line.state is not State.COUNTING:
            polls.require_open(found.line.state)
        ballot, errors = ballots.read(form, found)
        if errors:
            return await _again(request, forum, form, errors)
        throttle(request, person_id, "ballots")
        receipt = await polls.cast(actor, found, ballot)
    except Refused as refused:
        if wants_fragment(request):
            return await _mine(request, forum, status=refused.status, refused=msgid_of(refused.key))
        return await show_refused(request, slug, "answer", form, refused)
    if wants_fragment(request):
        return await _mine(request, forum, receipt=receipt if found.line.binding else "")
    place = f"{forum.url}#abstimmen"
    return redirect(place, _RECEIPT, receipt=receipt) if found.line.binding else redirect(place, _CAST)


async def _again(request: AnyRequest, forum: Forum, form: Form, errors: Errors) -> Response[Any]:
    if wants_fragment(request):
        return await _mine(request, forum, status=422, errors=errors, values=form)
    return await show(request, forum.slug, status=422, errors=errors, values=form)


async def _mine(request: AnyRequest, forum: Forum, *, status: int = 200, **context: Any) -> Response[Any]:
    """The own ballot alone, for who has sent it by htmx."""
    found = await read_part("live_poll", forum.id)
    words = {"forum": forum, "live_poll": found, "voted": True, "refused": "", "receipt": "", **context}
    return await page(request, "forums/live_polls/_ballot.html", status=status, **words)


@post("/forums/{slug:str}/polls/{live_poll_id:int}/hands")
async def count_hands(
    request: AnyRequest, actor: Actor, form: Form, slug: str, live_poll_id: int
) -> Response[Any]:
    """By two people, each for themselves: the desk shows nobody the count of another before they have counted."""
    person_id = require(actor, "clerk", "chair")
    forum = await _forum(slug)
    found = await _with_id(forum, live_poll_id)
    numbers, phone, errors = forms.hands(form, found)
    if errors:
        return await _hands_page(request, forum, form, found, errors)
    await actions.enter_hands(forum.id, live_poll_id, numbers, person_id, clock.now(), phone=phone)
    return redirect(forum.url + ("/chair#poll" if form.text("from") == "chair" else "/desk#poll"), _COUNTED)


async def _with_id(forum: Forum, live_poll_id: int) -> LivePoll:
    found = next((one for one in await queries.polls_of(forum.id) if one.id == live_poll_id), None)
    if found is None:
        raise NotFoundException
    return found


async def _hands_page(
    request: AnyRequest, forum: Forum, form: Form, found: LivePoll, errors: Errors
) -> Response[Any]:
    return await page(
        request,
        "forums/live_polls/hands.html",
        status=422,
        forum=forum,
        found=found,
        values=form,
        errors=errors,
    )


async def _provide(request: AnyRequest, forum: Forum) -> dict[str, Any]:
    """Costs a statement only while somebody could vote."""
    actor, running = await current_actor(request), request.scope["state"]["stage"].parts["live_poll"]
    asks = actor.person_id is not None and running is not None and running.open
    has = asks and await queries.voted(forum.id, actor.id)
    return {"voted": has, "refused": "", "receipt": ""}


PROVIDERS.append(_provide)
whole("poll", "forums/live_polls/changed.swap.html")
whole("hands", "forums/live_polls/hands.swap.html")


async def _forum(slug: str) -> Forum:
    forum = await forum_by_slug(slug)
    if forum is None:
        raise NotFoundException
    return forum


ROUTES = [index, ask, close, hold, show_result, withdraw, vote, count_hands]
