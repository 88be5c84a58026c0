"""Where editors make a forum, change it, lay out its agenda, publish it and, if it must be, cancel it."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.consultations.queries import districts
from participation.core import clock
from participation.core.clock import ZONE
from participation.core.errors import Refused, msgid_of
from participation.core.forms import EMPTY, Errors, Form
from participation.core.html import render_text
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from participation.forums.setup import actions, forms
from participation.forums.setup.queries import Prepared, chairs, drafts, prepared, sections_of
from participation.forums.setup.rules import BEGINS, DOORS, ENDS, REASON_LENGTH, RULES
from participation.settings import settings

EDITORS = ("editor",)
_SAVED = N_("Gespeichert.")


@get("/forums/new")
async def new(request: AnyRequest, actor: Actor) -> Response[Any]:
    require(actor, *EDITORS)
    values = Form(
        {"doors": [DOORS], "starts": [BEGINS], "ends": [ENDS], "format": ["hybrid"], "rules": [RULES]}
    )
    return await _new(request, values, Errors(), 200)


@post("/forums")
async def create(request: AnyRequest, actor: Actor, form: Form) -> Response[Any]:
    person_id = require(actor, *EDITORS)
    setting, errors = await _read(form)
    if setting is None:
        return await _new(request, form, errors, 422)
    rules = await render_text(setting.rules)
    names = {one.id: one.name for one in await districts()}
    place = names.get(setting.district or 0, "")
    _, slug = await actions.create(setting, rules.html, person_id, clock.now(), place)
    return redirect(
        f"/forums/{slug}/setup",
        N_("Der Entwurf ist angelegt. Er wird erst sichtbar, wenn Sie ihn veröffentlichen."),
    )


@get("/forums/{slug:str}/setup")
async def show(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    require(actor, *EDITORS)
    forum = await _forum(slug)
    return await _show(request, forum, values=_values(forum))


@post("/forums/{slug:str}/setup")
async def change(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor, *EDITORS)
    forum = await _forum(slug)
    setting, errors = await _read(form)
    if setting is None:
        return await _show(request, forum, status=422, values=form, errors=errors)
    rules = await render_text(setting.rules)
    try:
        await actions.change(forum.id, setting, rules.html, person_id, clock.now())
    except Refused as refused:
        wrong = Errors({"": msgid_of(refused.key)})
        return await _show(request, forum, status=refused.status, values=form, errors=wrong)
    return redirect(f"{forum.url}/setup", _SAVED)


@post("/forums/{slug:str}/publication")
async def publish(actor: Actor, slug: str) -> Response[Any]:
    person_id = require(actor, *EDITORS)
    forum = await _forum(slug)
    await actions.publish(forum.id, person_id, clock.now())
    return redirect(f"{forum.url}/setup", N_("Das Bürgerforum ist veröffentlicht."))


@post("/forums/{slug:str}/cancellation")
async def cancel(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor, *EDITORS)
    forum = await _forum(slug)
    reason = " ".join(form.text("reason").split())
    if not reason or len(reason) > REASON_LENGTH:
        wrong = Errors(
            {
                "reason": N_(
                    "Bitte sagen Sie in einem Satz, warum. Er steht auf der Seite und geht an alle, die Themen angemeldet haben."
                )
            }
        )
        return await _show(request, forum, status=422, values=_values(forum), errors=wrong)
    await actions.cancel(forum.id, reason, person_id, clock.now())
    return redirect(f"{forum.url}/setup", N_("Das Bürgerforum ist abgesagt."))


@post("/forums/{slug:str}/cancellation/withdrawal")
async def reinstate(actor: Actor, slug: str) -> Response[Any]:
    person_id = require(actor, *EDITORS)
    forum = await _forum(slug)
    await actions.reinstate(forum.id, person_id, clock.now())
    return redirect(f"{forum.url}/setup", N_("Das Bürgerforum findet doch statt."))


# --- the agenda ---------------------------------------------------------------------------------------------


@post("/forums/{slug:str}/sections")
async def save_sections(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    """All rows of the table, and a new one where its title is filled in."""
    person_id = require(actor, *EDITORS)
    forum = await _forum(slug)
    errors = Errors()
    rows = {one.id: forms.section(form, one.id, errors) for one in await sections_of(forum.id)}
    added = forms.section(form, 0, errors) if form.text("title-0") else None
    if errors:
        return await _show(request, forum, status=422, values=_values(forum), typed=form, errors=errors)
    await actions.set_sections(forum.id, rows, person_id, clock.now())
    if added is not None:
        await actions.add_section(forum.id, added, person_id, clock.now())
    return _to_agenda(forum)


@post("/forums/{slug:str}/sections/{section_id:int}/move")
async def move_section(actor: Actor, form: Form, slug: str, section_id: int) -> Response[Any]:
    person_id = require(actor, *EDITORS)
    forum = await _forum(slug)
    step = 1 if form.text("to") == "down" else -1
    await actions.move_section(forum.id, section_id, step, person_id, clock.now())
    return _to_agenda(forum)


@post("/forums/{slug:str}/sections/{section_id:int}/removal")
async def drop_section(actor: Actor, slug: str, section_id: int) -> Response[Any]:
    person_id = require(actor, *EDITORS)
    forum = await _forum(slug)
    await actions.drop_section(forum.id, section_id, person_id, clock.now())
    return _to_agenda(forum)


@post("/forums/{slug:str}/agenda/publication")
async def publish_agenda(actor: Actor, slug: str) -> Response[Any]:
    person_id = require(actor, *EDITORS)
    forum = await _forum(slug)
    await actions.publish_agenda(forum.id, person_id, clock.now())
    return redirect(f"{forum.url}/setup#agenda", N_("Die Tagesordnung ist veröffentlicht."))


# --- what they share ----------------------------------------------------------------------------------------


async def _new(request: AnyRequest, values: Form, errors: Errors, status: int) -> Response[Any]:
    return await page(
        request, "forums/setup/new.html", status=status, values=values, errors=errors,
        drafts=await drafts(), **await _offered(),
    )  # fmt: skip


async def _show(
    request: AnyRequest,
    forum: Prepared,
    *,
    values: Form,
    status: int = 200,
    typed: Form = EMPTY,
    **context: Any,
) -> Response[Any]:
    """`typed` is the table of sections as it was sent; `values` are the fields of the forum itself."""
    return await page(
        request,
        "forums/setup/show.html",
        status=status,
        forum=forum,
        values=values,
        typed=typed,
        sections=await sections_of(forum.id),
        **{**await _offered(), **context},
    )


async def _offered() -> dict[str, Any]:
    places = [(one.slug, one.name) for one in await districts()]
    return {"districts": places, "chairs": await chairs(), "hosts": settings().stream_hosts}


async def _read(form: Form) -> tuple[forms.Setting | None, Errors]:
    places = {one.slug: one.id for one in await districts()}
    people = {str(number): number for number, _ in await chairs()}
    return forms.setting(form, places, people, settings().stream_hosts)


def _values(forum: Prepared) -> Form:
    """As if the form had been sent as it stands."""
    starts = forum.starts_at.astimezone(ZONE)
    doors = f"{forum.doors_at.astimezone(ZONE):%H:%M}" if forum.doors_at else ""
    fields = {
        "title": forum.title,
        "lead": forum.lead,
        "district": forum.district,
        "place": forum.place,
        "format": forum.format,
        "day": f"{starts:%Y-%m-%d}",
        "doors": doors,
        "starts": f"{starts:%H:%M}",
        "ends": f"{forum.ends_at.astimezone(ZONE):%H:%M}",
        "chair": str(forum.chair or ""),
        "dial_in": forum.dial_in,
        "stream_url": forum.stream_url,
        "rules": forum.rules,
    }
    return Form({name: [value] for name, value in fields.items()})


def _to_agenda(forum: Prepared) -> Response[Any]:
    return redirect(f"{forum.url}/setup#agenda", _SAVED)


async def _forum(slug: str) -> Prepared:
    forum = await prepared(slug)
    if forum is None:
        raise NotFoundException
    return forum


ROUTES = [
    new,
    create,
    show,
    change,
    publish,
    cancel,
    reinstate,
    save_sections,
    move_section,
    drop_section,
    publish_agenda,
]
