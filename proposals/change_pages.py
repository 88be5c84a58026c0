"""Pages for another wording: the form, what has changed, and taking a proposal back."""

from typing import Any

from litestar import Response, get, post

from participation.accounts.actor import Actor, require
from participation.consultations.outlines import districts_and_bounds
from participation.consultations.queries import Head, consultation_by_slug
from participation.core.errors import Refused
from participation.core.forms import Errors, Form
from participation.core.html import render_text
from participation.core.i18n import N_
from participation.core.images import BODY_MAX
from participation.core.pages import AnyRequest, page, redirect
from participation.core.refusing import as_errors, retry
from participation.core.throttle import throttle
from participation.settings import settings
from proposals import changing, forms
from proposals.filters import slugs_of
from proposals.images import forms as image_forms
from proposals.images.queries import described
from proposals.queries import Proposal
from proposals.readable import readable
from proposals.rules import CREATE
from proposals.versions import versions, wording
from proposals.wording import NOT_YOURS, TAKEN_UP


@get("/proposals/{proposal_id:int}/versions")
async def changes(request: AnyRequest, actor: Actor, proposal_id: int) -> Response[Any]:
    found, head = await readable(proposal_id, actor)
    return await page(
        request,
        "proposals/versions.html",
        proposal=found,
        consultation=head,
        steps=await versions(proposal_id),
        described=await described(proposal_id),
    )


@get("/proposals/{proposal_id:int}/edit")
async def edit(request: AnyRequest, actor: Actor, proposal_id: int) -> Response[Any]:
    require(actor)
    found, head = await _mine(proposal_id, actor)
    known = await wording(proposal_id)
    if known is None or not found.changeable or not head.opens(CREATE):
        raise Refused(TAKEN_UP, status=409)
    return await _form(request, found, head, known.values)


async def _mine(proposal_id: int, actor: Actor) -> tuple[Proposal, Head]:
    found, head = await readable(proposal_id, actor)
    if not found.written_by(actor.person_id):
        raise Refused(NOT_YOURS, status=403)
    return found, head


@post("/proposals/{proposal_id:int}/edit", status_code=303, request_max_body_size=BODY_MAX)
async def save(request: AnyRequest, actor: Actor, form: Form, proposal_id: int) -> Response[Any]:
    require(actor)
    found, head = await _mine(proposal_id, actor)
    consultation = await consultation_by_slug(head.slug)
    assert consultation is not None, "it has just been read"
    offered, bounds = await districts_and_bounds()
    sent, errors = forms.read(form, slugs_of(consultation.categories), slugs_of(offered), bounds)
    try:
        if image_forms.FILE in form.files:
            throttle(request, actor.id, "images")
        pictures = await image_forms.read(form, errors)
        if errors:
            return await _form(request, found, head, form, errors, 422)
        throttle(request, actor.id, "proposals")
        await changing.change(
            actor, proposal_id, sent, await render_text(sent.body), form.number("version"), pictures
        )
    except Refused as refused:
        known = await wording(proposal_id)
        newest = str(known.version) if known else ""
        kept = Form({**{name: [value] for name, value in form.items()}, "version": [newest]})
        return retry(await _form(request, found, head, kept, as_errors(refused), refused.status), refused)
    return redirect(found.url, N_("Ihr Vorschlag ist geändert."))


async def _form(
    request: AnyRequest,
    found: Proposal,
    head: Head,
    values: Form,
    errors: Errors | None = None,
    status: int = 200,
) -> Response[Any]:
    offered, bounds = await districts_and_bounds()
    return await page(
        request,
        "proposals/edit.html",
        status=status,
        proposal=found,
        consultation=await consultation_by_slug(head.slug),
        districts=offered,
        values=values,
        errors=errors or Errors(),
        bounds=bounds,
        tiles=settings().tiles_url,
        tiles_source=settings().tiles_source,
        images_most=settings().images,
        image_megabytes=settings().image_megabytes,
        images=[one for one in found.images if not one.held],
    )


@get("/proposals/{proposal_id:int}/withdrawal")
async def ask_back(request: AnyRequest, actor: Actor, proposal_id: int) -> Response[Any]:
    """A page of its own: a proposal can be taken back long after it can be changed."""
    require(actor)
    found, head = await _to_take_back(proposal_id, actor)
    return await page(
        request, "proposals/withdrawal.html", proposal=found, consultation=head, errors=Errors()
    )


async def _to_take_back(proposal_id: int, actor: Actor) -> tuple[Proposal, Head]:
    found, head = await readable(proposal_id, actor)
    if found.author_id != actor.id:
        raise Refused(NOT_YOURS, status=403)
    if not found.may_be_taken_back:
        raise Refused(TAKEN_UP, status=409)
    return found, head


@post("/proposals/{proposal_id:int}/withdrawal", status_code=303)
async def take_back(request: AnyRequest, actor: Actor, form: Form, proposal_id: int) -> Response[Any]:
    require(actor)
    found, head = await _to_take_back(proposal_id, actor)
    if not form.flag("sure"):
        errors = Errors({"sure": N_("Bestätigen Sie bitte, dass Sie den Vorschlag zurückziehen.")})
        return await page(
            request,
            "proposals/withdrawal.html",
            status=422,
            proposal=found,
            consultation=head,
            errors=errors,
        )
    await changing.withdraw(actor, proposal_id)
    return redirect(
        f"/consultations/{head.slug}/proposals",
        N_("Ihr Vorschlag ist zurückgezogen. Niemand kann ihn mehr lesen oder unterstützen."),
    )


ROUTES = [changes, edit, save, ask_back, take_back]
