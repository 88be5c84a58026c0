"""The city's answers: what it owes, for all; and the desk at which editors answer."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.core.errors import Refused
from participation.core.forms import EMPTY, Errors, Form
from participation.core.html import render_text
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from proposals import actions, forms, letters, queries
from proposals.merging.wording import MERGED
from proposals.owing import Debt, obligations
from proposals.queries import Proposal
from proposals.rules import Status
from proposals.wording import STATUS


@get("/answers")
async def owed(request: AnyRequest) -> Response[Any]:
    every = await obligations()
    groups = {state: [one for one in every if one.debt is state] for state in Debt}
    return await page(request, "proposals/answers.html", groups=groups)


@get("/proposals/{proposal_id:int}/answer")
async def desk(request: AnyRequest, actor: Actor, proposal_id: int) -> Response[Any]:
    require(actor, "editor")
    found = await _found(proposal_id, actor)
    known = await queries.answer_as_typed(proposal_id)
    return await _form(request, found, known or Form({"status": [found.state.value]}))


@post("/proposals/{proposal_id:int}/answer", status_code=303)
async def give(request: AnyRequest, actor: Actor, form: Form, proposal_id: int) -> Response[Any]:
    require(actor, "editor")
    found = await _found(proposal_id, actor)
    answer, errors = forms.read_answer(form)
    if errors:
        return await _form(request, found, form, errors, 422)
    await actions.answer(actor.id, proposal_id, answer, await render_text(answer.body), tell=letters.answered)
    return redirect(
        found.url, N_("Die Antwort ist veröffentlicht. Wer den Vorschlag gemacht hat, bekommt Bescheid.")
    )


@post("/proposals/{proposal_id:int}/status", status_code=303)
async def move(request: AnyRequest, actor: Actor, form: Form, proposal_id: int) -> Response[Any]:
    require(actor, "editor")
    found = await _found(proposal_id, actor)
    wanted = form.text("status")
    if wanted not in set(Status):
        errors = Errors({"status": N_("Wählen Sie einen Stand.")})
        return await _form(request, found, EMPTY, errors, 422)
    await actions.set_status(actor.id, proposal_id, Status(wanted), tell=letters.moved)
    return redirect(found.url, N_("Der Stand ist geändert."))


async def _found(proposal_id: int, actor: Actor) -> Proposal:
    found = await queries.proposal(proposal_id, actor.person_id)
    if found is None or found.tomb or found.withdrawn:
        raise NotFoundException
    if found.merged_into is not None:
        raise Refused(MERGED, status=409)
    return found


async def _form(
    request: AnyRequest, found: Proposal, values: Form, errors: Errors | None = None, status: int = 200
) -> Response[Any]:
    return await page(
        request,
        "proposals/answer.html",
        status=status,
        proposal=found,
        values=values,
        errors=errors or Errors(),
        states=[(one.value, look.label) for one, look in STATUS.items()],
    )


ROUTES = [owed, desk, give, move]
