"""The form for a proposal: draft, preview, what is similar, and publishing."""

from typing import Any

from litestar import Response, get, post

from moderation.premoderation import holds
from participation.accounts.actor import Actor, require
from participation.consultations.outlines import districts_and_bounds
from participation.consultations.queries import Consultation
from participation.consultations.visible import consultation_of
from participation.core.errors import Refused, msgid_of
from participation.core.forms import EMPTY, Errors, Form, query_text
from participation.core.html import render_text
from participation.core.i18n import N_
from participation.core.images import BODY_MAX
from participation.core.pages import AnyRequest, page, redirect, wants_fragment
from participation.core.refusing import as_errors, retry
from participation.core.throttle import throttle
from participation.settings import settings
from proposals import actions, drafts, forms
from proposals.filters import slugs_of
from proposals.images import actions as images
from proposals.images import forms as image_forms
from proposals.images.queries import Image, of_draft
from proposals.rules import CREATE
from proposals.similar import similar
from proposals.wording import CLOSED


async def _open(slug: str, actor: Actor) -> Consultation:
    consultation = await consultation_of(slug, actor)
    if not consultation.opens(CREATE):
        raise Refused(CLOSED, status=409)
    return consultation


@get("/consultations/{slug:str}/proposals/new")
async def new(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    require(actor)
    consultation = await _open(slug, actor)
    draft = await drafts.load(actor, consultation.id)
    values, saved_at = (draft.values, draft.saved_at) if draft else (EMPTY, None)
    shown = draft.images if draft else ()
    looked_at = draft is not None and query_text(request, "preview", 1) == "1"
    return await _form(
        request, consultation, values, actor=actor, saved_at=saved_at, looked_at=looked_at, draft_images=shown
    )


@post("/consultations/{slug:str}/proposals", status_code=303, request_max_body_size=BODY_MAX)
async def create(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    require(actor)
    consultation = await consultation_of(slug, actor)
    offered, bounds = await districts_and_bounds()
    sent, errors = forms.read(form, slugs_of(consultation.categories), slugs_of(offered), bounds)
    form = await _keep_pictures(request, actor, consultation, form, errors)
    if errors:
        return await _form(request, consultation, form, actor=actor, errors=errors, status=422)
    try:
        throttle(request, actor.id, "proposals")
        number = await actions.create(actor, consultation.id, sent, await render_text(sent.body))
    except Refused as refused:
        answer = await _form(
            request,
            consultation,
            form,
            actor=actor,
            errors=as_errors(refused),
            status=refused.status,
        )
        return retry(answer, refused)
    if await actions.is_held(actor, consultation.id):
        return redirect(f"/proposals/{number}", N_("Ihr Vorschlag ist angekommen."))
    return redirect(f"/proposals/{number}", N_("Ihr Vorschlag ist veröffentlicht."))


@post("/consultations/{slug:str}/proposals/draft", status_code=303, request_max_body_size=BODY_MAX)
async def save_draft(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    """While somebody types, and by the button for a preview; wrong values are kept as they are."""
    require(actor)
    consultation = await _open(slug, actor)
    throttle(request, actor.id, "drafts")
    saved_at = await drafts.save(actor, consultation.id, form)
    if not wants_fragment(request):
        errors = Errors()
        form = await _keep_pictures(request, actor, consultation, form, errors)
        if errors:
            return await _form(request, consultation, form, actor=actor, errors=errors, status=422)
        return redirect(f"{consultation.url}/proposals/new?preview=1#preview")
    found = await similar(consultation.id, form.text("title"), form.text("body"))
    return await page(
        request,
        "proposals/new.html",
        fragment="proposals/drafted.swap.html",
        consultation=consultation,
        similar=found,
        saved_at=saved_at,
    )


@post("/consultations/{slug:str}/proposals/draft/removal", status_code=303)
async def drop_draft(actor: Actor, slug: str) -> Response[Any]:
    require(actor)
    consultation = await consultation_of(slug, actor)
    await drafts.drop(actor, consultation.id)
    return redirect(f"{consultation.url}/proposals", N_("Ihr Entwurf ist gelöscht."))


async def _keep_pictures(
    request: AnyRequest, actor: Actor, consultation: Consultation, form: Form, errors: Errors
) -> Form:
    """A picture goes to the draft, so that it is still there whatever is wrong with the text. The form without it."""
    if not consultation.opens(CREATE):
        return form
    try:
        if image_forms.FILE in form.files:
            throttle(request, actor.id, "images")
        wrong = Errors()
        sent = await image_forms.read(form, wrong)
        await images.keep_with_draft(actor, consultation.id, sent)
    except Refused as refused:
        wrong = Errors({image_forms.FILE: (msgid_of(refused.key), refused.values)})
    errors.update(wrong)
    if wrong:
        return form
    kept = image_forms.without_picture(form)
    if sent.something:
        await drafts.save(actor, consultation.id, kept)
    return kept


async def _form(
    request: AnyRequest,
    consultation: Consultation,
    values: Form,
    *,
    actor: Actor,
    errors: Errors | None = None,
    status: int = 200,
    saved_at: Any = None,
    looked_at: bool = False,
    draft_images: tuple[Image, ...] | None = None,
) -> Response[Any]:
    offered, bounds = await districts_and_bounds()
    title, body = values.text("title"), values.text("body")
    return await page(
        request,
        "proposals/new.html",
        status=status,
        consultation=consultation,
        districts=offered,
        values=values,
        errors=errors or Errors(),
        similar=await similar(consultation.id, title, body) if title else [],
        preview=await render_text(body) if looked_at else None,
        saved_at=saved_at,
        bounds=bounds,
        tiles=settings().tiles_url,
        tiles_source=settings().tiles_source,
        images_most=settings().images,
        image_megabytes=settings().image_megabytes,
        images=draft_images if draft_images is not None else await of_draft(actor.id, consultation.id),
        read_first=await holds(consultation.id),
    )


ROUTES = [new, create, save_draft, drop_draft]
