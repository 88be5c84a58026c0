"""To report something, with or without an account, and to see what became of it."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from moderation import links, reports
from moderation.forms import read_appeal, read_report
from moderation.objections import object_to
from moderation.rules import APPEAL_MAX, NAME_MAX, PROFILE, TEXT_MAX, appeal_until
from moderation.sentences import REASONS
from moderation.statements import receipt, was_reported
from moderation.wording import Words
from participation.accounts.actor import Actor
from participation.core import kinds
from participation.core.errors import Refused
from participation.core.forms import EMPTY, Errors, Form, query_text, whole_number
from participation.core.i18n import N_
from participation.core.kinds import Card
from participation.core.pages import AnyRequest, locale_of, page, private, redirect
from participation.core.throttle import throttle

LATEST = 50


async def _reportable(name: str, number: str) -> Card:
    """Hidden words are shown to nobody here, not even to be reported again.

    What nobody ever reported was perhaps never public: it does not exist. Nor does the name of a person who
    has written nothing that everybody may read, or the form would list all accounts.
    """
    kind, identity = kinds.get(name), whole_number(number)
    card = await kinds.card(name, identity) if kind and kind.reportable and identity else None
    if card is None:
        raise NotFoundException
    if card.hidden:
        if not await was_reported(card.kind, card.id):
            raise NotFoundException
        raise Refused("content-hidden", status=409)
    if card.kind == PROFILE and not await _writes_in_public(card.id):
        raise NotFoundException
    return card


async def _writes_in_public(person: int) -> bool:
    """The latest of each kind are enough to know."""
    for kind in kinds.every():
        numbers = sorted(await kind.by_person(person), reverse=True)[:LATEST] if kind.by_person else []
        if numbers and not all(card.hidden for card in (await kind.cards(numbers)).values()):
            return True
    return False


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
    path = links.receipt_path(filed.report_id)
    if filed.again:
        return redirect(path, N_("Danke, Ihre Meldung liegt uns schon vor."), kind="info")
    return redirect(path)


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
    return await _receipt(request, report_id, signature)


@post("/reports/{report_id:int}/{signature:str}/objection", status_code=303)
async def objection(
    request: AnyRequest, actor: Actor, form: Form, report_id: int, signature: str
) -> Response[Any]:
    text, errors = read_appeal(form)
    if errors or not links.receipt_is_good(report_id, signature):
        return await _receipt(request, report_id, signature, errors, form)
    throttle(request, actor.person_id, "appeals")
    filed = await object_to(report_id, text)
    told = N_("Ihr Widerspruch ist angekommen. Eine andere Person prüft den Beitrag neu.")
    return redirect(links.receipt_path(filed.report_id), told)


async def _receipt(
    request: AnyRequest,
    report_id: int,
    signature: str,
    errors: Errors | None = None,
    form: Form | None = None,
) -> Response[Any]:
    found = await receipt(report_id) if links.receipt_is_good(report_id, signature) else None
    if found is None:
        raise NotFoundException
    card = await kinds.card(found.kind, found.content_id)
    answer = await page(
        request,
        "moderation/receipt.html",
        status=422 if errors else 200,
        errors=errors or Errors(),
        values=form or EMPTY,
        receipt=found,
        url=card.url if card else "",
        objectable=found.obstacle is None and card is not None and not card.hidden,
        objection_action=f"/reports/{report_id}/{signature}/objection",
        until=appeal_until(found.decided_at) if found.decided_at else None,
        again=links.receipt_path(found.objection) if found.objection else "",
        text_max=APPEAL_MAX,
        words=Words(locale_of(request)),
    )
    return private(answer)


ROUTES = [report_form, report, report_receipt, objection]
