"""The pages of proposals: the list, one proposal, and what people do there."""

from dataclasses import replace
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.consultations.outlines import city_bounds
from participation.consultations.queries import Consultation, consultation_heads
from participation.consultations.taken_up import goes_into
from participation.consultations.visible import consultation_of, may_see
from participation.core.clock import today
from participation.core.errors import Refused
from participation.core.forms import EMPTY, Errors, Form, query_text, whole_number
from participation.core.html import render_text
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, locale_of, page, redirect, wants_fragment
from participation.core.paging import Page, wanted
from participation.core.refusing import as_errors, retry
from participation.core.security import sign
from participation.core.throttle import address_of, throttle
from participation.discussion import forms as comment_forms
from participation.discussion.queries import page_of
from participation.settings import settings
from proposals import actions, answer_pages, change_pages, form_pages, listing, queries
from proposals.filters import Asked, Choices, asked, choices
from proposals.images import pages as images
from proposals.merging import pages as merging
from proposals.outcomes import pages as outcomes
from proposals.outcomes.actions import check
from proposals.outcomes.forms import read_finding
from proposals.outcomes.queries import outcome
from proposals.outcomes.wording import VERDICTS
from proposals.paper import pages as paper
from proposals.pens import pages as pens
from proposals.rules import COMMENT, CREATE, PAGE_SIZE, SUPPORT, Sort, fair_seed
from proposals.wording import SORT, STATUS, WHY, comments_text, supports_text

# --- lists --------------------------------------------------------------------------------------------------


@get("/proposals")
async def list_everywhere(request: AnyRequest, actor: Actor) -> Response[Any]:
    return await _list(request, actor, None)


@get("/consultations/{slug:str}/proposals")
async def list_here(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    return await _list(request, actor, await consultation_of(slug, actor))


async def _list(request: AnyRequest, actor: Actor, consultation: Consultation | None) -> Response[Any]:
    bounds = await city_bounds()
    want = asked(request)
    if bounds is None:
        want = replace(want, view="")
    number = consultation.id if consultation else None
    path = request.url.path
    counts = choices(
        want, path, await listing.buckets(number, want.q), consultation.categories if consultation else ()
    )
    paging = Page(wanted(query_text(request, "page", 10)), PAGE_SIZE, counts.found)
    paging = Page(min(paging.number, paging.last), PAGE_SIZE, counts.found)
    if want.view and bounds:
        return await page(
            request,
            "proposals/map.html",
            **_common(want, counts, consultation),
            bounds=bounds,
            tiles=settings().tiles_url,
            tiles_source=settings().tiles_source,
            placed=await listing.placed(number, want.q, counts.filters),
            placed_most=listing.PLACED_MOST,
        )
    lines = await listing.lines(
        number,
        want.q,
        counts.filters,
        want.sort,
        seed=fair_seed(today(), _reader(request, actor)),
        offset=paging.offset,
        draft=consultation is not None and not consultation.head.published,
        found=counts.found,
    )
    return await page(
        request,
        "proposals/list.html",
        **_common(want, counts, consultation),
        has_map=bounds is not None,
        lines=lines,
        said=_said(locale_of(request), lines),
        paging=paging,
        sorts=[(sort, SORT[sort]) for sort in Sort if want.q or sort is not Sort.MATCH],
        why=WHY[want.sort],
    )


def _common(want: Asked, counts: Choices, consultation: Consultation | None) -> dict[str, Any]:
    """What the list and its map both show."""
    return {
        "consultation": consultation,
        "want": want,
        "counts": counts,
        "looks": STATUS,
        "can_create": consultation is not None and consultation.opens(CREATE),
    }


def _reader(request: AnyRequest, actor: Actor) -> str:
    """A visitor has no cookie, so network and browser stand for them; signed, for nobody should work out others'."""
    if actor.signed_in:
        return f"person:{actor.id}"
    return sign("fair-order", f"{address_of(request)}|{request.headers.get('user-agent', '')}")


def _said(locale: str, lines: list[listing.Line]) -> dict[int, tuple[str, str]]:
    """The numbers of each line in words."""
    return {
        line.id: (supports_text(locale, line.supports), comments_text(locale, line.comments))
        for line in lines
    }


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
    finding: tuple[Form, Errors] | None = None,
) -> Response[Any]:
    found = await queries.proposal(proposal_id, actor.person_id)
    if found is None:
        raise NotFoundException
    head = (await consultation_heads([found.consultation_id]))[found.consultation_id]
    if not may_see(head, actor):
        raise NotFoundException
    mine = found.written_by(actor.person_id)
    if found.tomb and found.tomb.held and not (mine or actor.has("moderator")):
        raise NotFoundException
    if found.tomb or found.withdrawn:
        return await page(request, "proposals/gone.html", status=410, proposal=found, consultation=head)
    if after is None:
        after = whole_number(query_text(request, "after", 20)) or 0
    newest = query_text(request, "order", 10) == "newest"
    thread = await page_of(actions.KIND, proposal_id, after, actor.person_id, newest=newest)
    return await page(
        request,
        "proposals/show.html",
        status=status,
        fragment=fragment,
        proposal=found,
        consultation=head,
        thread=thread,
        can_support=head.opens(SUPPORT) and found.merged_into is None,
        can_change=found.changeable and head.opens(CREATE),
        can_comment=head.opens(COMMENT) and thread.lock is None and found.merged_into is None,
        comment_action=f"{found.url}/comments",
        subject_url=found.url,
        new_comment=new_comment,
        taken=await goes_into(actions.KIND, found.id) if found.taken else [],
        outcome=await outcome(found.id, actor.person_id) if found.has_outcome else None,
        verdicts=VERDICTS,
        finding=finding,
        closed_for_good=found.merged_into is not None,
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


@post("/proposals/{proposal_id:int}/check", status_code=303)
async def check_it(request: AnyRequest, actor: Actor, form: Form, proposal_id: int) -> Response[Any]:
    """Whether it is really done."""
    throttle(request, require(actor), "checks")
    said, errors = read_finding(form)
    if said is None:
        return await _show(request, actor, proposal_id, status=422, finding=(form, errors))
    await check(actor, proposal_id, said)
    return redirect(
        f"/proposals/{proposal_id}#check",
        N_("Danke. Ihre Antwort zählt, und Sie können sie jederzeit ändern."),
    )


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
            errors=as_errors(refused),
        )
        return retry(answer, refused)
    if wants_fragment(request):
        return await _show(
            request, actor, proposal_id, fragment=fragment, after=stand.after, new_comment=stand.id
        )
    told = N_("Ihr Kommentar ist angekommen.") if stand.held else N_("Ihr Kommentar ist veröffentlicht.")
    return redirect(f"/proposals/{proposal_id}{stand.tail}", told)


ROUTES = [
    list_everywhere,
    list_here,
    *form_pages.ROUTES,
    *change_pages.ROUTES,
    *answer_pages.ROUTES,
    *paper.ROUTES,
    *merging.ROUTES,
    *outcomes.ROUTES,
    *pens.ROUTES,
    *images.ROUTES,
    show,
    support,
    withdraw_support,
    check_it,
    add_comment,
]
