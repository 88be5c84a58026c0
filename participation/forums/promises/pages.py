from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.core import clock
from participation.core.forms import Form, query_text
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from participation.forums.agenda.queries import agenda_of
from participation.forums.agenda.rules import Agenda
from participation.forums.promises import actions, forms
from participation.forums.promises.queries import Promise, districts, promise_by_id, promises, reports_of
from participation.forums.promises.rules import due
from participation.forums.stage import stage_by_slug
from participation.forums.swaps import whole

WRITING = ("chair", "clerk", "editor")
SHOWN = 500


@get("/promises")
async def index(request: AnyRequest) -> Response[Any]:
    district = query_text(request, "district", 80)
    return await page(
        request,
        "forums/promises/index.html",
        promises=await promises(district, SHOWN),
        districts=await districts(),
        district=district,
    )


@get("/promises/{promise_id:int}")
async def show(request: AnyRequest, promise_id: int) -> Response[Any]:
    return await _show(request, promise_id)


@post("/promises/{promise_id:int}/reports")
async def report(request: AnyRequest, actor: Actor, form: Form, promise_id: int) -> Response[Any]:
    person_id = require(actor, *WRITING)
    said, errors = forms.report(form, clock.today())
    if said is None:
        return await _show(request, promise_id, status=422, errors=errors, values=form)
    await actions.report(promise_id, said, person_id, clock.now())
    return redirect(f"/promises/{promise_id}", N_("Ihr Bericht steht jetzt bei der Zusage."))


@post("/promises/{promise_id:int}/correction")
async def correct(request: AnyRequest, actor: Actor, form: Form, promise_id: int) -> Response[Any]:
    person_id = require(actor, *WRITING)
    promise = await _promise(promise_id)
    words, errors = forms.promise(form, promise.made_at.astimezone(clock.ZONE).date())
    if words is None:
        return await _show(request, promise_id, status=422, errors=errors, values=form, correcting=True)
    await actions.correct(promise_id, words, person_id, clock.now())
    return redirect(promise.url, N_("Die Zusage ist berichtigt."))


@post("/promises/{promise_id:int}/retraction")
async def retract(actor: Actor, promise_id: int) -> Response[Any]:
    person_id = require(actor, *WRITING)
    promise = await _promise(promise_id)
    await actions.retract(promise_id, person_id, clock.now())
    return redirect(f"/forums/{promise.slug}/promises", N_("Die Zusage ist gestrichen."))


@get("/forums/{slug:str}/promises")
async def of_forum(request: AnyRequest, slug: str) -> Response[Any]:
    return await _of_forum(request, slug)


@post("/forums/{slug:str}/promises")
async def make(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor, *WRITING)
    stage = await stage_by_slug(slug)
    if stage is None:
        raise NotFoundException
    words, errors = forms.promise(form, stage.forum.starts_at.astimezone(clock.ZONE).date())
    if words is None:
        return await _of_forum(request, slug, status=422, errors=errors, values=form)
    await actions.make(stage.forum.id, words, person_id, clock.now())
    return redirect(f"{stage.forum.url}/promises", N_("Die Zusage ist festgehalten. Alle sehen sie."))


async def _show(request: AnyRequest, promise_id: int, *, status: int = 200, **context: Any) -> Response[Any]:
    promise = await _promise(promise_id)
    stage = await stage_by_slug(promise.slug)
    assert stage is not None
    return await page(
        request,
        "forums/promises/show.html",
        status=status,
        promise=promise,
        reports=await reports_of(promise_id),
        choices=_choices(await agenda_of(stage.forum.id)),
        **{"correcting": False, **context},
    )


async def _of_forum(request: AnyRequest, slug: str, *, status: int = 200, **context: Any) -> Response[Any]:
    stage = await stage_by_slug(slug)
    if stage is None:
        raise NotFoundException
    agenda = await agenda_of(stage.forum.id)
    return await page(
        request,
        "forums/promises/of_forum.html",
        status=status,
        forum=stage.forum,
        agenda=agenda,
        choices=_choices(agenda),
        due=due(clock.today()),
        **stage.parts,
        **context,
    )


def _choices(agenda: Agenda) -> list[tuple[int, str]]:
    """The items for a select."""
    return [(row.item.id, f"{row.item.number} {row.item.title}".strip()) for row in agenda.rows]


async def _promise(promise_id: int) -> Promise:
    promise = await promise_by_id(promise_id)
    if promise is None:
        raise NotFoundException
    return promise


whole("promise", "forums/promises/changed.swap.html")

ROUTES = [index, show, report, correct, retract, of_forum, make]
