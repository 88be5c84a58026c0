"""The moderator's page for a duplicate: find the twin, compare, let the one go into the other, take it back."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from moderation.scope import reach_of
from participation.accounts.actor import Actor
from participation.consultations.queries import Head
from participation.core.errors import Refused, msgid_of
from participation.core.forms import Errors, Form, query_text, whole_number
from participation.core.html import plain
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from participation.core.refusing import as_errors
from proposals import queries
from proposals.merging import actions
from proposals.merging.queries import standing, supporters_of_both
from proposals.merging.rules import Side, why_not
from proposals.merging.wording import SAYS
from proposals.queries import Proposal
from proposals.readable import readable
from proposals.rules import Status
from proposals.similar import similar


@get("/proposals/{proposal_id:int}/merge")
async def desk(request: AnyRequest, actor: Actor, proposal_id: int) -> Response[Any]:
    found, head = await _found(proposal_id, actor)
    asked = query_text(request, "into", 12)
    errors = Errors()
    other = await _other(asked, found)
    if asked and other is None:
        errors.add("into", N_("Diesen Vorschlag gibt es in dieser Beteiligung nicht, oder er ist es selbst."))
    return await _form(request, found, head, other, errors, asked, 422 if errors else 200)


async def _found(proposal_id: int, actor: Actor) -> tuple[Proposal, Head]:
    """Only what the moderator's eyes reach."""
    reach = await reach_of(actor)
    found, head = await readable(proposal_id, actor)
    if not reach.covers(found.consultation_id):
        raise NotFoundException
    return found, head


async def _other(asked: str, found: Proposal) -> Proposal | None:
    number = whole_number(asked) if asked else None
    other = await queries.proposal(number, None) if number and number != found.id else None
    if other is None or other.tomb or other.withdrawn or other.consultation_id != found.consultation_id:
        return None
    return other


async def _form(
    request: AnyRequest,
    found: Proposal,
    head: Head,
    other: Proposal | None,
    errors: Errors,
    asked: str = "",
    status: int = 200,
) -> Response[Any]:
    searching = other is None and found.merged_into is None
    return await page(
        request,
        "proposals/merging/desk.html",
        status=status,
        proposal=found,
        consultation=head,
        other=other,
        asked=asked,
        blocked=_blocked(found, other),
        both=await supporters_of_both(found.id, other.id) if other else 0,
        alike=await similar(found.consultation_id, found.title, plain(found.html), but=found.id)
        if searching
        else [],
        standing=await standing(found.id) if found.merged_into else None,
        errors=errors,
    )


def _blocked(found: Proposal, other: Proposal | None) -> str:
    """Msgid of what stands against it, said before somebody tries."""
    no = why_not(_side(found), _side(other)) if other else None
    return msgid_of(SAYS[no]) if no else ""


def _side(one: Proposal) -> Side:
    taken_up = one.answer is not None or one.state not in {Status.RECEIVED, Status.EXAMINED}
    return Side(
        one.id, one.consultation_id, readable=True, merged=one.merged_into is not None, answered=taken_up
    )


@post("/proposals/{proposal_id:int}/merge", status_code=303)
async def join(request: AnyRequest, actor: Actor, form: Form, proposal_id: int) -> Response[Any]:
    found, head = await _found(proposal_id, actor)
    other = await _other(form.text("into"), found)
    if other is None:
        errors = Errors({"into": N_("Sagen Sie, mit welchem Vorschlag.")})
        return await _form(request, found, head, None, errors, form.text("into"), 422)
    try:
        await actions.merge(actor.id, proposal_id, other.id)
    except Refused as refused:
        return await _form(request, found, head, other, as_errors(refused), "", refused.status)
    return redirect(
        found.url, N_("Die beiden sind zusammengelegt. Wer sie geschrieben hat, bekommt Nachricht.")
    )


@post("/proposals/{proposal_id:int}/merge/undo", status_code=303)
async def part(actor: Actor, proposal_id: int) -> Response[Any]:
    found, _head = await _found(proposal_id, actor)
    await actions.undo(actor.id, proposal_id)
    return redirect(
        found.url, N_("Beide Vorschläge stehen wieder für sich. Wer sie geschrieben hat, bekommt Nachricht.")
    )


ROUTES = [desk, join, part]
