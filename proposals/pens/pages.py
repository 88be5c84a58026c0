"""The page of those who write a proposal together, and the page behind an invitation."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.core.errors import Refused
from participation.core.forms import EMPTY, Errors, Form
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from participation.core.refusing import as_errors, retry
from participation.core.throttle import throttle
from proposals.pens import actions
from proposals.pens.queries import asked, invitation
from proposals.pens.rules import MOST, TYPED_MAX
from proposals.pens.wording import ALREADY, NOT_ONE, TYPE
from proposals.queries import Proposal
from proposals.readable import readable


@get("/proposals/{proposal_id:int}/authors")
async def together(request: AnyRequest, actor: Actor, proposal_id: int) -> Response[Any]:
    return await _page(request, actor, await _found(proposal_id, actor), EMPTY, Errors())


async def _found(proposal_id: int, actor: Actor) -> Proposal:
    require(actor)
    found, _head = await readable(proposal_id, actor)
    if not found.written_by(actor.person_id):
        raise Refused(NOT_ONE, status=403)
    return found


async def _page(
    request: AnyRequest, actor: Actor, found: Proposal, form: Form, errors: Errors, status: int = 200
) -> Response[Any]:
    first = found.author_id == actor.person_id
    return await page(
        request,
        "proposals/pens/together.html",
        status=status,
        proposal=found,
        first=first,
        waiting=await asked(found.id) if first else [],
        most=MOST,
        values=form,
        errors=errors,
    )


@post("/proposals/{proposal_id:int}/authors", status_code=303)
async def invite(request: AnyRequest, actor: Actor, form: Form, proposal_id: int) -> Response[Any]:
    found = await _found(proposal_id, actor)
    typed, errors = " ".join(form.text("who").split()), Errors()
    if not 2 <= len(typed) <= TYPED_MAX:
        errors.add("who", TYPE)
    elif typed.casefold() in {name.casefold() for name in (found.author, *found.others.values())}:
        errors.add("who", ALREADY)
    if errors:
        return await _page(request, actor, found, form, errors, 422)
    try:
        throttle(request, actor.id, "mails")
        await actions.invite(actor, proposal_id, typed)
    except Refused as refused:
        if refused.status == 403:
            raise
        answer = await _page(request, actor, found, form, as_errors(refused), refused.status)
        return retry(answer, refused)
    return redirect(
        f"{found.url}/authors", N_("Gibt es diese Person hier, bekommt sie gleich eine Mail von uns.")
    )


@post("/proposals/{proposal_id:int}/authors/leave", status_code=303)
async def leave(actor: Actor, proposal_id: int) -> Response[Any]:
    found = await _found(proposal_id, actor)
    await actions.leave(actor, proposal_id)
    return redirect(found.url, N_("Sie schreiben nicht mehr mit. Ihr Name steht nicht mehr dabei."))


@get("/account/invitations/{invitation_id:int}")
async def look(request: AnyRequest, actor: Actor, invitation_id: int) -> Response[Any]:
    found = await invitation(invitation_id, require(actor))
    if found is None:
        raise NotFoundException
    return await page(request, "proposals/pens/invitation.html", invitation=found)


@post("/account/invitations/{invitation_id:int}", status_code=303)
async def reply(actor: Actor, form: Form, invitation_id: int) -> Response[Any]:
    require(actor)
    accept = form.text("answer") == "yes"
    number = await actions.answer(actor, invitation_id, accept=accept)
    told = (
        N_("Danke. Ihr Name steht jetzt beim Vorschlag.")
        if accept
        else N_("Sie haben abgelehnt. Das erfährt niemand.")
    )
    return redirect(f"/proposals/{number}", told)


ROUTES = [together, invite, leave, look, reply]
