"""The editors' desk: a text from Markdown, a new version with its reason, and publishing."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.consultations.queries import Consultation, consultation_by_slug, consultation_heads
from participation.core.errors import Refused
from participation.core.forms import EMPTY, Errors, Form
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from participation.core.refusing import as_errors
from participation.plans import actions, forms, queries
from participation.plans.queries import Desk, Text
from participation.plans.rules.texts import Part, blocks


@get("/consultations/{slug:str}/texts/new")
async def new(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    require(actor, "editor")
    return await _new(request, await _consultation(slug))


async def _consultation(slug: str) -> Consultation:
    found = await consultation_by_slug(slug)
    if found is None:
        raise NotFoundException
    return found


async def _new(
    request: AnyRequest,
    consultation: Consultation,
    *,
    status: int = 200,
    values: Form = EMPTY,
    errors: Errors | None = None,
) -> Response[Any]:
    return await page(
        request,
        "plans/new.html",
        status=status,
        consultation=consultation,
        values=values,
        errors=errors or Errors(),
    )


@post("/consultations/{slug:str}/texts", status_code=303)
async def create(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    editor = require(actor, "editor")
    consultation = await _consultation(slug)
    errors = Errors()
    head, draft = forms.read_head(form, errors), forms.read_draft(form, errors, first=True)
    if errors:
        return await _new(request, consultation, status=422, values=form, errors=errors)
    number = await actions.create(editor, consultation.id, head, draft)
    return redirect(
        f"/texts/{number}/edit#preview", N_("Der Entwurf ist gespeichert. Nur die Redaktion sieht ihn.")
    )


async def _found(text_id: int) -> Text:
    found = await queries.text(text_id)
    if found is None:
        raise NotFoundException
    return found


@get("/texts/{text_id:int}/edit")
async def edit(request: AnyRequest, actor: Actor, text_id: int) -> Response[Any]:
    require(actor, "editor")
    found, known = await _found(text_id), await queries.desk(text_id)
    values = Form({"source": [known.source], "reason": [known.reason], "known": [known.saved]})
    return await _form(request, found, known, values)


@post("/texts/{text_id:int}/edit", status_code=303)
async def save(request: AnyRequest, actor: Actor, form: Form, text_id: int) -> Response[Any]:
    require(actor, "editor")
    found, known = await _found(text_id), await queries.desk(text_id)
    errors = Errors()
    draft = forms.read_draft(form, errors, first=known.version == 1)
    if errors:
        return await _form(request, found, known, form, errors, 422)
    try:
        await actions.save(text_id, draft, form.text("known"))
    except Refused as refused:
        kept = Form({**{name: [value] for name, value in form.items()}, "known": [known.saved]})
        return await _form(request, found, known, kept, as_errors(refused), refused.status)
    return redirect(
        f"{found.url}/edit#preview", N_("Der Entwurf ist gespeichert. Nur die Redaktion sieht ihn.")
    )


@post("/texts/{text_id:int}/publication", status_code=303)
async def publish(request: AnyRequest, actor: Actor, form: Form, text_id: int) -> Response[Any]:
    editor = require(actor, "editor")
    found, known = await _found(text_id), await queries.desk(text_id)
    values = Form({"source": [known.source], "reason": [known.reason], "known": [known.saved]})
    if not form.flag("sure"):
        errors = Errors({"sure": N_("Bestätigen Sie bitte, dass die Fassung so bleiben soll.")})
        return await _form(request, found, known, values, errors, 422)
    try:
        await actions.publish(editor, text_id, form.text("known"))
    except Refused as refused:
        return await _form(request, found, known, values, as_errors(refused), refused.status)
    return redirect(found.url, N_("Die Fassung ist veröffentlicht. Sie bleibt so, wie sie ist."))


async def _form(
    request: AnyRequest,
    found: Text,
    known: Desk,
    values: Form,
    errors: Errors | None = None,
    status: int = 200,
) -> Response[Any]:
    parts = blocks(known.source) if known.drafted else []
    return await page(
        request,
        "plans/edit.html",
        status=status,
        text=found,
        consultation=(await consultation_heads([found.consultation_id]))[found.consultation_id],
        known=known,
        parts=parts,
        differing=await _changes(found, parts) if known.drafted and found.number else [],
        values=values,
        errors=errors or Errors(),
    )


async def _changes(found: Text, parts: list[Any]) -> list[queries.Changed]:
    """From the published version to the draft; new paragraphs have no passage yet."""
    former = await queries.parts(found.version_id)
    passages = iter(actions.identities(former, parts))
    fresh = iter(range(-1, -len(parts) - 2, -1))
    now = [
        Part(0 if part.heading else next(passages) or next(fresh), part.level, part.number, part.body)
        for part in parts
    ]
    return queries.changes(former, now)


ROUTES = [new, create, edit, save, publish]
