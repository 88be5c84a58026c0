"""To report something, with or without an account, and to see what became of it."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from moderation import links, reports
from moderation.forms import read_report
from moderation.private import private
from moderation.rules import NAME_MAX, TEXT_MAX
from moderation.statements import receipt
from moderation.wording import REASONS, Words
from participation.accounts.actor import Actor
from participation.core import kinds
from participation.core.errors import Refused
from participation.core.forms import EMPTY, Errors, Form, query_text, whole_number
from participation.core.i18n import N_
from participation.core.kinds import Card
from participation.core.pages import AnyRequest, locale_of, page, redirect
from participation.core.throttle import throttle


async def _reportable(name: str, number: str) -> Card:
    """Hidden words are shown to nobody here, not even to be reported again."""
    kind, identity = kinds.get(name), whole_number(number)
    card = await kinds.card(name, identity) if kind and kind.reportable and identity else None
    if card is None:
        raise NotFoundException
    if card.hidden:
        raise Refused("content-hidden", status=409)
    return card


@get("/report")
async def report_form(request: AnyRequest) -> Response[Any]:
    card = await _reportable(query_text(request, "kind", 40), query_text(request, "id", 20))
    return await _form(request, card)


@post("/report", status_code=303)
async def report(request: AnyRequest, actor: Actor, form: Form) -> Response[Any]:
    card = await _reportable(form.text("kind"), form.text("id"))
    draft, errors = read_report(form, signed_in=actor.signed_in)
    if draft is None:
        return await _form(request, card, errors, form)
    throttle(request, actor.person_id, "reports")
    filed = await reports.report(card, draft, person=actor.person_id, locale=locale_of(request))
    if filed.report_id is None:
        return redirect(card.url or "/", N_("Danke, Ihre Meldung liegt uns schon vor."), kind="info")
    return redirect(links.receipt_path(filed.report_id))


async def _form(
    request: AnyRequest, card: Card, errors: Errors | None = None, form: Form | None = None
) -> Response[Any]:
    words = Words(locale_of(request))
    return await page(
        request,
        "moderation/report.html",
        status=422 if errors else 200,
        errors=errors or Errors(),
        values=form or EMPTY,
        card=card,
        words=words,
        reason_options=[(reason.value, words.reason(reason)) for reason in REASONS],
        text_max=TEXT_MAX,
        name_max=NAME_MAX,
    )


@get("/reports/{report_id:int}/{signature:str}")
async def report_receipt(request: AnyRequest, report_id: int, signature: str) -> Response[Any]:
    found = await receipt(report_id) if links.receipt_is_good(report_id, signature) else None
    if found is None:
        raise NotFoundException
    card = await kinds.card(found.kind, found.content_id)
    answer = await page(
        request,
        "moderation/receipt.html",
        receipt=found,
        url=card.url if card else "",
        words=Words(locale_of(request)),
    )
    return private(answer)


ROUTES = [report_form, report, report_receipt]
