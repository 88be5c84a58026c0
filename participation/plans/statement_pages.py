"""Stating something on a plan on display: the form for all, and the receipt."""

from dataclasses import replace
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from moderation.links import new_token
from participation.accounts.actor import Actor
from participation.consultations.queries import Head
from participation.core.clock import today
from participation.core.errors import Refused
from participation.core.forms import EMPTY, Errors, Form
from participation.core.images import BODY_MAX
from participation.core.pages import AnyRequest, locale_of, page, private, redirect
from participation.core.refusing import as_errors, retry
from participation.core.throttle import throttle
from participation.plans import attachments, office, stating
from participation.plans.parts import text_of
from participation.plans.queries import Text
from participation.plans.statement_forms import read_statement
from participation.plans.wording import CHANNELS


@get("/texts/{plan_id:int}/statements/new")
async def new(request: AnyRequest, actor: Actor, plan_id: int) -> Response[Any]:
    found, head = await text_of(plan_id, actor)
    return await _form(request, found, head, EMPTY)


@post("/texts/{plan_id:int}/statements", status_code=303, request_max_body_size=BODY_MAX)
async def state(request: AnyRequest, actor: Actor, form: Form, plan_id: int) -> Response[Any]:
    """With an account or without one, under the same limits."""
    found, head = await text_of(plan_id, actor)
    sent, errors = read_statement(form)
    try:
        files = await attachments.read(form, errors)
        if errors:
            return await _form(request, found, head, form, errors, 422)
        throttle(request, actor.person_id, "statements")
        sent = replace(sent, files=files)
        token = await stating.state(actor, plan_id, sent, form.text("once"), locale_of(request))
    except Refused as refused:
        return retry(await _form(request, found, head, form, as_errors(refused), refused.status), refused)
    return redirect(f"/statements/{token}")


async def _form(
    request: AnyRequest,
    found: Text,
    head: Head,
    values: Form,
    errors: Errors | None = None,
    status: int = 200,
) -> Response[Any]:
    display = await office.display(found.id)
    if display is None:
        raise NotFoundException
    return private(
        await page(
            request,
            "plans/statement.html",
            status=status,
            accept=attachments.ACCEPT,
            text=found,
            consultation=head,
            display=display,
            standing=display.period.standing(today()).value,
            once=values.text("once") or new_token()[0],
            values=values,
            errors=errors or Errors(),
        )
    )


@get("/statements/{token:str}")
async def receipt(request: AnyRequest, token: str) -> Response[Any]:
    """Whoever has the link may read it."""
    found = await office.receipt(token)
    if found is None:
        raise NotFoundException
    files = (await attachments.of([found.id])).get(found.id, [])
    return private(
        await page(request, "plans/receipt.html", receipt=found, channels=CHANNELS, files=files, token=token)
    )


ROUTES = [new, state, receipt]
