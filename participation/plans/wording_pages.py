"""Proposing another wording of a paragraph, and supporting one."""

from typing import Any

from litestar import Response, get, post

from participation.accounts.actor import Actor, require
from participation.consultations.queries import Head
from participation.core.errors import Refused
from participation.core.forms import Errors, Form
from participation.core.html import render_text
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from participation.core.refusing import as_errors, retry
from participation.core.throttle import throttle
from participation.plans import forms, proposing
from participation.plans.parts import paragraph_of
from participation.plans.queries import Paragraph
from participation.plans.rules.texts import WORD
from participation.plans.wording import CLOSED, PASSAGE_GONE


@get("/paragraphs/{paragraph_id:int}/wordings/new")
async def new(request: AnyRequest, actor: Actor, paragraph_id: int) -> Response[Any]:
    require(actor)
    found, head = await paragraph_of(paragraph_id, actor)
    if found.gone:
        raise Refused(PASSAGE_GONE, status=409)
    if not head.opens(WORD):
        raise Refused(CLOSED, status=409)
    return await _form(request, found, head, Form({"body": [found.body], "version": [str(found.version_id)]}))


@post("/paragraphs/{paragraph_id:int}/wordings", status_code=303)
async def propose(request: AnyRequest, actor: Actor, form: Form, paragraph_id: int) -> Response[Any]:
    require(actor)
    found, head = await paragraph_of(paragraph_id, actor)
    sent, errors = forms.read_wording(form, found.body)
    if errors:
        return await _form(request, found, head, form, errors, 422)
    try:
        throttle(request, actor.id, "wordings")
        number, held = await proposing.propose(actor, paragraph_id, sent, await render_text(sent.body))
    except Refused as refused:
        newest = str(found.version_id)
        kept = Form({**{name: [value] for name, value in form.items()}, "version": [newest]})
        return retry(await _form(request, found, head, kept, as_errors(refused), refused.status), refused)
    told = N_("Ihr Wortlaut ist angekommen.") if held else N_("Ihr Wortlaut ist veröffentlicht.")
    return redirect(f"{found.url}#wording-{number}", told)


async def _form(
    request: AnyRequest,
    found: Paragraph,
    head: Head,
    values: Form,
    errors: Errors | None = None,
    status: int = 200,
) -> Response[Any]:
    return await page(
        request,
        "plans/wording.html",
        status=status,
        paragraph=found,
        consultation=head,
        values=values,
        errors=errors or Errors(),
    )


@post("/wordings/{wording_id:int}/support", status_code=303)
async def support(request: AnyRequest, actor: Actor, wording_id: int) -> Response[Any]:
    throttle(request, require(actor), "supports")
    passage = await proposing.support(actor, wording_id)
    return redirect(
        f"/paragraphs/{passage}#wording-{wording_id}",
        N_("Danke, Ihre Unterstützung zählt. Ihr Name erscheint dabei nirgends öffentlich."),
    )


@post("/wordings/{wording_id:int}/support/withdraw", status_code=303)
async def withdraw_support(request: AnyRequest, actor: Actor, wording_id: int) -> Response[Any]:
    throttle(request, require(actor), "supports")
    passage = await proposing.withdraw_support(actor, wording_id)
    return redirect(
        f"/paragraphs/{passage}#wording-{wording_id}", N_("Ihre Unterstützung ist zurückgenommen.")
    )


ROUTES = [new, propose, support, withdraw_support]
