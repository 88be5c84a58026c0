"""What became of it: the page for all, the desk of the administration, and the question to the people."""

import csv
import io
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.core.errors import Refused
from participation.core.forms import EMPTY, Errors, Form, query_text
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from participation.core.refusing import as_errors
from proposals import queries
from proposals.merging.wording import MERGED
from proposals.outcomes import actions, export, forms
from proposals.outcomes.queries import lines, outcome, places
from proposals.outcomes.wording import PROGRESS, VERDICTS
from proposals.queries import Proposal


@get("/accountability")
async def index(request: AnyRequest) -> Response[Any]:
    slug = query_text(request, "consultation", 80)
    found = await lines(slug)
    return await page(
        request,
        "proposals/outcomes/list.html",
        late=[one for one in found if one.milestone and one.late],
        owed=[one for one in found if not one.milestone],
        coming=[one for one in found if one.milestone and not one.late and not one.closed],
        closed=[one for one in found if one.closed],
        places=await places(),
        slug=slug,
    )


@get("/accountability.csv")
async def index_csv(request: AnyRequest) -> Response[bytes]:
    """With semicolons, as a table program in this country wants them."""
    file = io.StringIO()
    rows = export.table(await lines(query_text(request, "consultation", 80), most=100_000))
    csv.writer(file, delimiter=";").writerows(rows)
    headers = {"content-disposition": 'attachment; filename="accountability.csv"'}
    return Response(
        file.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers
    )


# --- the administration -------------------------------------------------------------------------------------


@get("/proposals/{proposal_id:int}/outcome")
async def desk(request: AnyRequest, actor: Actor, proposal_id: int) -> Response[Any]:
    require(actor, "editor")
    return await _desk(request, await _found(proposal_id))


@post("/proposals/{proposal_id:int}/decision", status_code=303)
async def decide(request: AnyRequest, actor: Actor, form: Form, proposal_id: int) -> Response[Any]:
    editor = require(actor, "editor")
    found = await _found(proposal_id)
    made, errors = forms.read_decision(form)
    if made is None:
        return await _desk(request, found, form, errors, "decision")
    try:
        await actions.decide(editor, proposal_id, made)
    except Refused as refused:
        return await _desk(request, found, form, as_errors(refused), "decision", refused.status)
    return redirect(
        f"{found.url}/outcome",
        N_("Die Entscheidung ist veröffentlicht. Wer den Vorschlag gemacht hat, bekommt Bescheid."),
    )


@post("/proposals/{proposal_id:int}/milestones", status_code=303)
async def add(request: AnyRequest, actor: Actor, form: Form, proposal_id: int) -> Response[Any]:
    return await _set(request, actor, form, proposal_id, 0)


@post("/proposals/{proposal_id:int}/milestones/{milestone_id:int}", status_code=303)
async def change(
    request: AnyRequest, actor: Actor, form: Form, proposal_id: int, milestone_id: int
) -> Response[Any]:
    return await _set(request, actor, form, proposal_id, milestone_id)


async def _set(
    request: AnyRequest, actor: Actor, form: Form, proposal_id: int, milestone_id: int
) -> Response[Any]:
    editor = require(actor, "editor")
    found = await _found(proposal_id)
    step, errors = forms.read_step(form, first=not milestone_id)
    part = f"milestone-{milestone_id or 'new'}"
    if step is None:
        return await _desk(request, found, form, errors, part)
    try:
        if milestone_id:
            await actions.change(editor, proposal_id, milestone_id, step)
        else:
            await actions.add(editor, proposal_id, step)
    except Refused as refused:
        return await _desk(request, found, form, as_errors(refused), part, refused.status)
    return redirect(f"{found.url}/outcome#steps", N_("Der Schritt ist gespeichert. Alle sehen ihn."))


@post("/proposals/{proposal_id:int}/checks/{check_id:int}/reply", status_code=303)
async def reply(
    request: AnyRequest, actor: Actor, form: Form, proposal_id: int, check_id: int
) -> Response[Any]:
    editor = require(actor, "editor")
    found = await _found(proposal_id)
    said, errors = forms.read_reply(form)
    part = f"reply-{check_id}"
    if said is None:
        return await _desk(request, found, form, errors, part)
    try:
        await actions.reply(editor, proposal_id, check_id, said)
    except Refused as refused:
        return await _desk(request, found, form, as_errors(refused), part, refused.status)
    return redirect(f"{found.url}/outcome", N_("Ihre Antwort ist veröffentlicht."))


async def _found(proposal_id: int) -> Proposal:
    found = await queries.proposal(proposal_id, None)
    if found is None or found.tomb or found.withdrawn:
        raise NotFoundException
    if found.merged_into is not None:
        raise Refused(MERGED, status=409)
    return found


async def _desk(
    request: AnyRequest,
    found: Proposal,
    values: Form = EMPTY,
    errors: Errors | None = None,
    part: str = "",
    status: int = 422,
) -> Response[Any]:
    """`part` is the form that came back, with what was typed."""
    return await page(
        request,
        "proposals/outcomes/desk.html",
        status=status if errors else 200,
        proposal=found,
        outcome=await outcome(found.id, None, office=True),
        progress=PROGRESS,
        verdicts=VERDICTS,
        values=values,
        errors=errors or Errors(),
        part=part,
    )


ROUTES = [index, index_csv, desk, decide, add, change, reply]
