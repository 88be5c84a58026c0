"""The pages of the desk: the list, a new consultation, its three forms, and what becomes of it."""

from collections.abc import Awaitable
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.consultations import phases as kinds
from participation.consultations.desk import actions, forms, patterns, wording
from participation.consultations.desk.notices import notices
from participation.consultations.desk.queries import Managed, every, managed
from participation.consultations.desk.rules import (
    CATEGORIES_MOST,
    PHASES_MOST,
    Span,
    State,
    keep_what_has_begun,
    misfits,
)
from participation.consultations.queries import districts
from participation.consultations.rules import raise_headings
from participation.core import clock
from participation.core.errors import Refused, msgid_of
from participation.core.forms import EMPTY, Errors, Form, query_text
from participation.core.html import render_text
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect

EDITOR = "editor"
SPARE_ROWS = 2
_SAVED = N_("Gespeichert.")


@get("/consultations/desk")
async def desk(request: AnyRequest, actor: Actor) -> Response[Any]:
    require(actor, EDITOR)
    found = await every()
    groups = [(label, [one for one in found if one.state is name]) for name, label in wording.GROUPS.items()]
    return await page(
        request,
        "consultations/desk/list.html",
        groups=groups,
        states=wording.STATES,
        last_day=forms.last_day,
        notices=await notices(),
    )


async def found_by(slug: str) -> Managed:
    found = await managed(slug)
    if found is None:
        raise NotFoundException
    return found


# --- a new one ----------------------------------------------------------------------------------------------


@get("/consultations/desk/new")
async def new(request: AnyRequest, actor: Actor) -> Response[Any]:
    """`?copy=SLUG` offers a consultation that is there as the pattern."""
    require(actor, EDITOR)
    return await _new(request, EMPTY, Errors(), 200)


async def _new(request: AnyRequest, form: Form, errors: Errors, status: int) -> Response[Any]:
    slug = form.text("pattern").removeprefix(f"{patterns.COPY}:") or query_text(request, "copy", 80)
    return await page(
        request,
        "consultations/desk/new.html",
        status=status,
        values=form,
        errors=errors,
        labels=patterns.LABELS,
        today=clock.today(),
        copied=await managed(slug) if slug and slug not in patterns.LABELS else None,
    )


@post("/consultations", status_code=303)
async def create(request: AnyRequest, actor: Actor, form: Form) -> Response[Any]:
    editor = require(actor, EDITOR)
    slug = form.text("pattern").removeprefix(f"{patterns.COPY}:")
    model = await managed(slug) if form.text("pattern").startswith(f"{patterns.COPY}:") else None
    offered = [*patterns.LABELS, *([f"{patterns.COPY}:{model.slug}"] if model else [])]
    wanted, errors = forms.read_new(form, offered, clock.today())
    if errors:
        return await _new(request, form, errors, 422)
    if model:
        places = {one.slug: one.id for one in await districts()}
        draft = patterns.copy_of(model, wanted.title, wanted.start, places.get(model.district))
    else:
        draft = patterns.draft_of(wanted.pattern, wanted.title, wanted.start)
    _, slug = await actions.begin(editor, draft)
    return redirect(
        f"/consultations/{slug}/edit", N_("Der Entwurf ist angelegt. Noch sieht ihn nur die Redaktion.")
    )


# --- texts --------------------------------------------------------------------------------------------------


@get("/consultations/{slug:str}/edit")
async def texts(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    require(actor, EDITOR)
    return await _texts(request, await found_by(slug), EMPTY, Errors(), 200)


async def _texts(
    request: AnyRequest, found: Managed, form: Form, errors: Errors, status: int, *, typed: bool = False
) -> Response[Any]:
    """`typed` shows what was sent in place of what is stored, and both texts as they will look."""
    words = {name: form.text(name) if typed else found.texts[name] for name in ("body", "plain_body")}
    return await around(
        request,
        "consultations/desk/texts.html",
        found,
        status,
        fragment="consultations/desk/_preview.html",
        values=form,
        errors=errors,
        typed=typed,
        looks=[raise_headings((await render_text(text)).html, 1) for text in words.values()],
    )


@post("/consultations/{slug:str}/edit", status_code=303)
async def save_texts(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    editor = require(actor, EDITOR)
    found = await found_by(slug)
    sent, errors = forms.read_texts(form, found)
    if errors:
        return await _texts(request, found, form, errors, 422, typed=True)
    rendered = [await render_text(text) for text in (sent.body, sent.plain_body, sent.decides)]
    refused = await _refusal(actions.save_texts(editor, found.id, sent, *rendered))
    if refused:
        errors.add("slug" if refused.key == actions.TAKEN else "", msgid_of(refused.key))
        return await _texts(request, await found_by(slug), form, errors, refused.status, typed=True)
    return redirect(f"/consultations/{sent.slug}/edit", _SAVED)


@post("/consultations/{slug:str}/edit/preview", status_code=200)
async def preview(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    """By its button, and while somebody types; nothing is stored."""
    require(actor, EDITOR)
    return await _texts(request, await found_by(slug), form, Errors(), 200, typed=True)


async def _refusal(act: Awaitable[None]) -> Refused | None:
    """What a form shows beside what was typed; all else is an answer of its own."""
    try:
        await act
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        return refused
    return None


async def around(
    request: AnyRequest,
    template: str,
    found: Managed,
    status: int,
    *,
    fragment: str | None = None,
    **more: Any,
) -> Response[Any]:
    """What stands around each of the forms: state, what is missing, what to do next."""
    return await page(
        request,
        template,
        status=status,
        fragment=fragment,
        found=found,
        state=wording.STATES[found.state],
        lacks=[wording.LACKS[name] for name in found.lacks],
        draft=found.state is State.DRAFT,
        archived=found.state is State.ARCHIVED,
        **more,
    )


# --- frame --------------------------------------------------------------------------------------------------


@get("/consultations/{slug:str}/edit/frame")
async def frame(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    require(actor, EDITOR)
    return await _frame(request, await found_by(slug), EMPTY, Errors(), 200)


async def _frame(
    request: AnyRequest, found: Managed, form: Form, errors: Errors, status: int
) -> Response[Any]:
    rows = min(CATEGORIES_MOST, len(found.categories) + SPARE_ROWS + 1)
    return await around(
        request,
        "consultations/desk/frame.html",
        found,
        status,
        values=form,
        errors=errors,
        typed=bool(errors),
        places=[(one.slug, one.name) for one in await districts()],
        categories=[*found.categories, *[("", "")] * CATEGORIES_MOST][:rows],
    )


@post("/consultations/{slug:str}/edit/frame", status_code=303)
async def save_frame(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    editor = require(actor, EDITOR)
    found = await found_by(slug)
    sent, errors = forms.read_frame(form, found, {one.slug: one.id for one in await districts()})
    if errors:
        return await _frame(request, found, form, errors, 422)
    refused = await _refusal(actions.save_frame(editor, found.id, sent))
    if refused:
        errors.add("", msgid_of(refused.key))
        return await _frame(request, await found_by(slug), form, errors, refused.status)
    return redirect(f"{found.url}/edit/frame", _SAVED)


# --- phases -------------------------------------------------------------------------------------------------


@get("/consultations/{slug:str}/edit/phases")
async def phases(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    require(actor, EDITOR)
    return await _phases(request, await found_by(slug), EMPTY, Errors(), 200)


async def _phases(
    request: AnyRequest, found: Managed, form: Form, errors: Errors, status: int
) -> Response[Any]:
    now = clock.now()
    rows: list[Span | None] = [*found.phases, *[None] * PHASES_MOST]
    return await around(
        request,
        "consultations/desk/phases.html",
        found,
        status,
        values=form,
        errors=errors,
        typed=bool(errors),
        rows=rows[: min(PHASES_MOST, len(found.phases) + SPARE_ROWS)],
        fixed={phase.id for phase in found.phases if found.published and phase.has_begun(now)},
        over={phase.id for phase in found.phases if found.published and phase.is_over(now)},
        kinds=[(kind.name, kind.label) for kind in kinds.every()],
        opens=[
            (kind.label, kinds.in_words(kind.name)) for kind in kinds.every() if kinds.in_words(kind.name)
        ],
        opened={kind.name: kinds.in_words(kind.name) for kind in kinds.every()},
        day_of=forms.day_of,
        last_day=forms.last_day,
    )


@post("/consultations/{slug:str}/edit/phases", status_code=303)
async def save_phases(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    editor = require(actor, EDITOR)
    found = await found_by(slug)
    rows, errors = forms.read_phases(form, found.phases)
    if not errors:
        _check(found, rows, errors)
    if errors:
        return await _phases(request, found, form, errors, 422)
    edition = form.number("edition") or 0
    refused = await _refusal(actions.save_phases(editor, found.id, edition, [span for _, span in rows]))
    if refused:
        errors.add("", msgid_of(refused.key))
        return await _phases(request, await found_by(slug), form, errors, refused.status)
    return redirect(f"{found.url}/edit/phases", _SAVED)


def _check(found: Managed, rows: list[tuple[int, Span]], errors: Errors) -> None:
    """Each misfit at its row; the action looks again under its lock."""
    now = clock.now()
    for number, span in rows:
        kept = keep_what_has_begun(found.phases, [span], now, published=found.published)
        own = [one for one in kept if one.id == span.id]
        if misfits(found.phases, own, now, published=found.published):
            errors.add(
                f"phase-{number}-until",
                N_("Der letzte Tag muss nach dem ersten liegen und darf noch nicht vorbei sein."),
            )


# --- its ways -----------------------------------------------------------------------------------------------


@post("/consultations/{slug:str}/publication", status_code=303)
async def publish(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    editor = require(actor, EDITOR)
    found = await found_by(slug)
    refused = await _refusal(_done(actions.publish(editor, found.id)))
    if refused and refused.status == 422:
        errors = Errors()
        errors.add("", msgid_of(refused.key))
        return await _texts(request, await found_by(slug), EMPTY, errors, 422)
    if refused:
        raise refused
    return redirect(found.url, N_("Die Beteiligung ist veröffentlicht. Alle können sie jetzt sehen."))


async def _done(act: Awaitable[Any]) -> None:
    await act


@post("/consultations/{slug:str}/archival", status_code=303)
async def archive(actor: Actor, slug: str) -> Response[Any]:
    editor = require(actor, EDITOR)
    found = await found_by(slug)
    await actions.archive(editor, found.id)
    return redirect(
        "/consultations/desk", N_("Die Beteiligung ist archiviert. Lesen können sie weiterhin alle.")
    )


@post("/consultations/{slug:str}/archival/withdraw", status_code=303)
async def unarchive(actor: Actor, slug: str) -> Response[Any]:
    editor = require(actor, EDITOR)
    found = await found_by(slug)
    await actions.unarchive(editor, found.id)
    return redirect(f"{found.url}/edit", N_("Die Beteiligung ist wieder aus dem Archiv geholt."))


@post("/consultations/{slug:str}/deletion", status_code=303)
async def delete(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    editor = require(actor, EDITOR)
    found = await found_by(slug)
    if not form.flag("sure"):
        errors = Errors()
        errors.add("sure", N_("Bitte bestätigen Sie, dass der Entwurf gelöscht werden soll."))
        return await _texts(request, found, EMPTY, errors, 422)
    await actions.delete(editor, found.id)
    return redirect("/consultations/desk", N_("Der Entwurf ist gelöscht."))


ROUTES = [
    desk,
    new,
    create,
    texts,
    save_texts,
    preview,
    frame,
    save_frame,
    phases,
    save_phases,
    publish,
    archive,
    unarchive,
    delete,
]
