"""The clerk's form for what came another way, and the receipt to print."""

import secrets
from functools import lru_cache
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.consultations.queries import Consultation, districts
from participation.consultations.visible import consultation_of
from participation.core import clock
from participation.core.errors import Refused
from participation.core.forms import EMPTY, Errors, Form
from participation.core.html import render_text
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from participation.core.qr import qr
from participation.core.refusing import as_errors
from participation.settings import settings
from proposals.filters import slugs_of
from proposals.paper import actions, forms, wording
from proposals.paper.queries import receipt

CLERK = "clerk"
_draw = lru_cache(maxsize=256)(qr)


@get("/consultations/{slug:str}/proposals/paper")
async def new(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    require(actor, CLERK)
    return await _form(request, await consultation_of(slug, actor), EMPTY, Errors(), 200)


async def _form(
    request: AnyRequest, consultation: Consultation, form: Form, errors: Errors, status: int
) -> Response[Any]:
    return await page(
        request,
        "proposals/paper/new.html",
        status=status,
        consultation=consultation,
        districts=await districts(),
        values=form,
        errors=errors,
        channels=wording.CHOICES,
        today=clock.today(),
        key=form.text("key") or secrets.token_urlsafe(16),
    )


@post("/consultations/{slug:str}/proposals/paper", status_code=303)
async def enter(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    require(actor, CLERK)
    consultation = await consultation_of(slug, actor)
    places = slugs_of(await districts())
    entry, errors = forms.read(form, slugs_of(consultation.categories), places, clock.today())
    if errors:
        return await _form(request, consultation, form, errors, 422)
    try:
        number = await actions.enter(actor, consultation.id, entry, await render_text(entry.sent.body))
    except Refused as refused:
        if refused.status != 409:
            raise
        return await _form(request, consultation, form, as_errors(refused), 409)
    return redirect(f"/proposals/{number}/receipt", N_("Der Beitrag ist eingetragen und für alle sichtbar."))


@get("/proposals/{proposal_id:int}/receipt")
async def show_receipt(request: AnyRequest, actor: Actor, proposal_id: int) -> Response[Any]:
    """404 for everybody but clerks: whether somebody came to the counter is nobody's business."""
    found = await receipt(proposal_id) if actor.has(CLERK) else None
    if found is None:
        raise NotFoundException
    address = settings().link(found.url)
    size, path = _draw(address)
    return await page(
        request,
        "proposals/paper/receipt.html",
        receipt=found,
        channel=wording.CHOICES[found.channel],
        size=size,
        path_data=path,
        short=address.removeprefix("https://").removeprefix("http://"),
    )


ROUTES = [new, enter, show_receipt]
