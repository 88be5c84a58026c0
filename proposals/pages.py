"""The pages of proposals: the list, one proposal, the form, and what people do there."""

import math
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.consultations.queries import (
    Consultation,
    Head,
    consultation_by_slug,
    consultation_heads,
    districts,
)
from participation.core.clock import today
from participation.core.errors import Refused, msgid_of
from participation.core.forms import EMPTY, Errors, Form, query_text, whole_number
from participation.core.html import render_text
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, locale_of, page, redirect, wants_fragment
from participation.core.paging import Page, wanted
from participation.core.security import sign
from participation.core.throttle import address_of, throttle
from participation.discussion import forms as comment_forms
from participation.discussion.queries import page_of
from proposals import actions, forms, queries
from proposals.filters import asked, choices, slugs_of
from proposals.rules import COMMENT, CREATE, PAGE_SIZE, SUPPORT, Sort, fair_seed
from proposals.wording import CLOSED, SORT, STATUS, WHY, comments_text, supports_text

# --- lists --------------------------------------------------------------------------------------------------


@get("/proposals")
async def list_everywhere(request: AnyRequest, actor: Actor) -> Response[Any]:
    return await _list(request, actor, None)


@get("/consultations/{slug:str}/proposals")
async def list_here(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    return await _list(request, actor, await _consultation(slug, actor))


async def _list(request: AnyRequest, actor: Actor, consultation: Consultation | None) -> Response[Any]:
    want = asked(request)
    number = consultation.id if consultation else None
    path = request.url.path
    counts = choices(
        want, path, await queries.buckets(number, want.q), consultation.categories if consultation else ()
    )
    paging = Page(wanted(query_text(request, "page", 10)), PAGE_SIZE, counts.found)
    paging = Page(min(paging.number, paging.last), PAGE_SIZE, counts.found)
    lines = await queries.lines(
        number,
        want.q,
        counts.filters,
        want.sort,
        seed=fair_seed(today(), _reader(request, actor)),
        offset=paging.offset,
    )
    return await page(
        request,
        "proposals/list.html",
        consultation=consultation,
        want=want,
        counts=counts,
        lines=lines,
        said=_said(locale_of(request), lines),
        paging=paging,
        sorts=[(sort, SORT[sort]) for sort in Sort if want.q or sort is not Sort.MATCH],
        why=WHY[want.sort],
        looks=STATUS,
        can_create=consultation is not None and consultation.opens(CREATE),
    )


def _reader(request: AnyRequest, actor: Actor) -> str:
    """A visitor has no cookie, so network and browser stand for them; signed, for nobody should work out others'."""
    if actor.signed_in:
        return f"person:{actor.id}"
    return sign("fair-order", f"{address_of(request)}|{request.headers.get('user-agent', '')}")


def _said(locale: str, lines: list[queries.Line]) -> dict[int, tuple[str, str]]:
    """The numbers of each line in words."""
    return {
        line.id: (supports_text(locale, line.supports), comments_text(locale, line.comments))
        for line in lines
    }


async def _consultation(slug: str, actor: Actor) -> Consultation:
    found = await consultation_by_slug(slug)
    if found is None or not _may_see(found.head, actor):
        raise NotFoundException
    return found


def _may_see(head: Head, actor: Actor) -> bool:
    return head.published or actor.has("editor", "administrator")


# --- a new proposal -----------------------------------------------------------------------------------------


@get("/consultations/{slug:str}/proposals/new")
async def new(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    require(actor)
    consultation = await _consultation(slug, actor)
    if not consultation.opens(CREATE):
        raise Refused(CLOSED, status=409)
    return await _form(request, consultation, await districts(), EMPTY, Errors(), 200)


@post("/consultations/{slug:str}/proposals", status_code=303)
async def create(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    require(actor)
    consultation = await _consultation(slug, actor)
    offered = await districts()
    sent, errors = forms.read(form, slugs_of(consultation.categories), slugs_of(offered))
    if errors:
        return await _form(request, consultation, offered, form, errors, 422)
    try:
        throttle(request, actor.id, "proposals")
        number = await actions.create(actor, consultation.id, sent, await render_text(sent.body))
    except Refused as refused:
        answer = await _form(request, consultation, offered, form, _as_errors(refused), refused.status)
        return _retry(answer, refused)
    return redirect(f"/proposals/{number}", N_("Ihr Vorschlag ist veröffentlicht."))


async def _form(
    request: AnyRequest,
    consultation: Consultation,
    offered: list[Any],
    values: Form,
    errors: Errors,
    status: int,
) -> Response[Any]:
    return await page(
        request,
        "proposals/new.html",
        status=status,
        consultation=consultation,
        districts=offered,
        values=values,
        errors=errors,
    )


def _as_errors(refused: Refused) -> Errors:
    """A refusal above the form, so that the text stays with the person who wrote it."""
    errors = Errors()
    errors.add("", msgid_of(refused.key), **refused.values)
    return errors


def _retry(answer: Response[Any], refused: Refused) -> Response[Any]:
    if refused.status == 429:
        answer.headers["retry-after"] = str(max(1, math.ceil(refused.retry_after)))
    return answer


# --- one proposal -------------------------------------------------------------------------------------------


@get("/proposals/{proposal_id:int}")
async def show(request: AnyRequest, actor: Actor, proposal_id: int) -> Response[Any]:
    return await _show(request, actor, proposal_id)


async def _show(
    request: AnyRequest,
    actor: Actor,
    proposal_id: int,
    *,
    status: int = 200,
    fragment: str | None = None,
    values: Form = EMPTY,
    errors: Errors | None = None,
    after: int | None = None,
    new_comment: int | None = None,
) -> Response[Any]:
    found = await queries.proposal(proposal_id, actor.person_id)
    if found is None:
        raise NotFoundException
    head = (await consultation_heads([found.consultation_id]))[found.consultation_id]
    if not _may_see(head, actor):
        raise NotFoundException
    if found.tomb or found.withdrawn:
        return await page(request, "proposals/gone.html", status=410, proposal=found, consultation=head)
    if after is None:
        after = whole_number(query_text(request, "after", 20)) or 0
    return await page(
        request,
        "proposals/show.html",
        status=status,
        fragment=fragment,
        proposal=found,
        consultation=head,
        thread=await page_of(actions.KIND, proposal_id, after),
        can_support=head.opens(SUPPORT),
        can_comment=head.opens(COMMENT),
        comment_action=f"{found.url}/comments",
        subject_url=found.url,
        new_comment=new_comment,
        values=values,
        errors=errors or Errors(),
    )


@post("/proposals/{proposal_id:int}/support", status_code=303)
async def support(request: AnyRequest, actor: Actor, proposal_id: int) -> Response[Any]:
    throttle(request, require(actor), "supports")
    await actions.support(actor, proposal_id)
    if wants_fragment(request):
        return await _show(request, actor, proposal_id, fragment="proposals/_proposal.html")
    return redirect(
        f"/proposals/{proposal_id}",
        N_("Danke, Ihre Unterstützung zählt. Ihr Name erscheint dabei nirgends öffentlich."),
    )


@post("/proposals/{proposal_id:int}/support/withdraw", status_code=303)
async def withdraw_support(request: AnyRequest, actor: Actor, proposal_id: int) -> Response[Any]:
    throttle(request, require(actor), "supports")
    await actions.withdraw_support(actor, proposal_id)
    if wants_fragment(request):
        return await _show(request, actor, proposal_id, fragment="proposals/_proposal.html")
    return redirect(f"/proposals/{proposal_id}", N_("Ihre Unterstützung ist zurückgenommen."))


@post("/proposals/{proposal_id:int}/comments", status_code=303)
async def add_comment(request: AnyRequest, actor: Actor, form: Form, proposal_id: int) -> Response[Any]:
    require(actor)
    fragment = "discussion/_thread.html"
    sent, errors = comment_forms.read(form)
    if errors:
        return await _show(
            request, actor, proposal_id, status=422, fragment=fragment, values=form, errors=errors
        )
    try:
        throttle(request, actor.id, "comments")
        stand = await actions.comment(actor, proposal_id, sent, await render_text(sent.body))
    except Refused as refused:
        answer = await _show(
            request,
            actor,
            proposal_id,
            status=refused.status,
            fragment=fragment,
            values=form,
            errors=_as_errors(refused),
        )
        return _retry(answer, refused)
    if wants_fragment(request):
        return await _show(
            request, actor, proposal_id, fragment=fragment, after=stand.after, new_comment=stand.id
        )
    return redirect(f"/proposals/{proposal_id}{stand.tail}", N_("Ihr Kommentar ist veröffentlicht."))


ROUTES = [list_everywhere, list_here, new, create, show, support, withdraw_support, add_comment]
